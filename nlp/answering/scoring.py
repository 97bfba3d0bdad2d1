"""Which card is meant and how sure that is: features weighed twice, behind the gate of the card.

One set of weights ranks the cards. The other makes a probability of how good a card is and how far it is ahead. Both
are trained (`nlp.training.answering`) and stand in `nlp/terms/answering_weights.toml`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlp.answering.cards import Card, Kind
from nlp.answering.facets import Facets, masked
from nlp.answering.gates import Gate
from nlp.answering.ranking import Candidate, Ranking
from nlp.answering.words import question_type, words
from nlp.terms import load

MARGIN = "margin"
TOLD_BY_TYPE = frozenset({"wanneer", "hoeveel", "wie"})
"""Who asks for a number, a day or a person is not helped by an answer that nobody ever asked that of."""
FURTHEST = 30.0
EXACT = 20.0
"""Who asks a variant word for word (a suggestion that was chosen) means that card."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A card with its probability to be what was asked. `sure`: enough to answer; `possible`: enough to suggest."""

    candidate: Candidate
    rank: float
    confidence: float
    sure: bool
    possible: bool

    @property
    def card(self) -> Card:
        """The card itself."""
        return self.candidate.card


class Scorer:
    """All cards with weights and gates. `networks` are the titles of the networks by their key."""

    def __init__(self, cards: Sequence[Card], gate: Mapping[str, Gate], networks: Mapping[str, str]) -> None:
        self.networks = dict(networks)
        self.ranking = Ranking(cards, lambda text: masked(text, self.networks))
        # What somebody asked just now is looked at again as the question before the next one
        self._candidates = lru_cache(maxsize=256)(self.ranking.candidates)
        self._gates = gate
        self._exact: dict[str, str] = {}
        for owner, text in self.ranking.texts:
            self._exact.setdefault(" ".join(words(text)), cards[owner].key)
        numbers = load("answering_weights")
        self._rank: dict[str, float] = numbers["rank"]
        self._confidence: dict[str, float] = numbers["confidence"]
        self._limits: dict[str, float] = numbers["limits"]

    def scored(self, text: str, seen: Facets, asked: str = "") -> list[Scored]:
        """The cards that fit `text` (masked), the likeliest first; `seen` is what the gates look at."""
        found = self._candidates(text, asked or question_type(text))
        same = self._exact.get(" ".join(words(text)))
        pairs = [(one, weighed(self._rank, one) + (EXACT if one.card.key == same else 0.0)) for one in found]
        return self.judged(pairs, seen)

    def reordered(self, found: Sequence[Scored], seen: Facets) -> list[Scored]:
        """The same cards judged anew by the ranks that they have now."""
        return self.judged([(one.candidate, one.rank) for one in found], seen)

    def judged(self, pairs: Sequence[tuple[Candidate, float]], seen: Facets) -> list[Scored]:
        """Cards with their rank, behind their gates and limits, the highest first."""
        ordered = sorted(pairs, key=lambda pair: -pair[1])
        if not ordered:
            return []
        first = ordered[0][1]
        second = ordered[1][1] if len(ordered) > 1 else 0.0
        return [
            self._judged(one, rank, rank - (second if place == 0 else first), seen)
            for place, (one, rank) in enumerate(ordered)
        ]

    def _judged(self, one: Candidate, rank: float, ahead: float, seen: Facets) -> Scored:
        total = weighed(self._confidence, one) + self._confidence[MARGIN] * ahead
        chance = 1 / (1 + math.exp(-max(-FURTHEST, min(FURTHEST, total))))
        let = one.card.kind is not Kind.ANSWER or (
            self._gates[one.card.key].lets(seen) and not (one.features["mismatch"] and seen.asked in TOLD_BY_TYPE)
        )
        sure = (let or ahead > EXACT / 2) and ahead >= 0 and chance >= self._limits[str(one.card.kind)]
        return Scored(one, rank, chance, sure, possible=chance >= self._limits["choice"])


def weighed(weights: Mapping[str, float], one: Candidate) -> float:
    """The sum of the features of a card, each times its weight."""
    return math.fsum(weights.get(name, 0.0) * value for name, value in one.features.items())
