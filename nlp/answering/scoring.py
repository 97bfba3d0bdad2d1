"""Which card is meant and how sure that is: features weighed twice, behind the gate of the card.

One set of weights ranks the cards. The other, with a forest beside it (`nlp.answering.sureness`), makes a probability
of how good a card is and how far it is ahead. Both are trained (`nlp.training.answering`) and stand in
`nlp/terms/answering_weights.toml`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import lru_cache

from nlp.answering.cards import Card, Kind
from nlp.answering.classifier import Classifier
from nlp.answering.facets import Facets, masked
from nlp.answering.gates import Gate
from nlp.answering.ranking import TOLD_BY_TYPE, Candidate, Ranking
from nlp.answering.relations import MARGIN, relations
from nlp.answering.sureness import Forest, chances
from nlp.answering.words import question_type, words
from nlp.terms import load

CERTAIN = 0.9
EXACT = 100.0
"""Who asks a variant word for word (a suggestion that was chosen) means that card."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A card with its probability to be what was asked. `sure`: enough to answer; `possible`: enough to suggest.

    `open`: nothing stands in the way but that it may not be sure enough.
    """

    candidate: Candidate
    rank: float
    confidence: float
    sure: bool
    possible: bool
    open: bool = False

    @property
    def card(self) -> Card:
        """The card itself."""
        return self.candidate.card


class Scorer:
    """All cards with weights and gates. `networks` are the titles of the networks by their key."""

    def __init__(
        self,
        cards: Sequence[Card],
        gate: Mapping[str, Gate],
        networks: Mapping[str, str],
        classifier: Classifier | None = None,
        weights: Mapping[str, Mapping[str, float]] | None = None,
        forest: Forest | None = None,
    ) -> None:
        self.networks = dict(networks)
        self.ranking = Ranking(cards, lambda text: masked(text, self.networks), classifier)
        # What somebody asked just now is looked at again as the question before the next one
        self._candidates = lru_cache(maxsize=256)(self.ranking.candidates)
        self._gates = gate
        self._exact: dict[str, str] = {}
        for owner, text in self.ranking.texts:
            self._exact.setdefault(" ".join(words(text)), cards[owner].key)
        numbers = weights or load("answering_weights")
        self._forest = forest
        self._rank, self._confidence, self.limits = numbers["rank"], numbers["confidence"], numbers["limits"]

    def with_limits(self, limits: Mapping[str, float]) -> Scorer:
        """The same with other limits, over the same index."""
        other = copy(self)
        other.limits = {**self.limits, **limits}
        return other

    def scored(self, text: str, seen: Facets, asked: str = "") -> list[Scored]:
        """The cards that fit `text` (masked), the likeliest first; `seen` is what the gates look at."""
        found = self._candidates(text, asked or question_type(text), seen.apart if text == seen.text else "")
        same = self._exact.get(" ".join(words(text)))
        pairs = [(one, weighed(self._rank, one) + (EXACT if one.card.key == same else 0.0)) for one in found]
        return self.judged(pairs, seen)

    def reordered(self, found: Sequence[Scored], seen: Facets) -> list[Scored]:
        """The same cards judged anew by the ranks that they have now."""
        return self.judged([(one.candidate, one.rank) for one in found], seen)

    def judged(self, pairs: Sequence[tuple[Candidate, float]], seen: Facets) -> list[Scored]:
        """Cards with their rank, behind their gates and limits, the highest first."""
        ordered = sorted(pairs, key=lambda pair: -pair[1])
        leads = relations([one for one, _ in ordered], [rank for _, rank in ordered])
        rows = [{**one.features, **by} for (one, _), by in zip(ordered, leads, strict=True)]
        first = ordered[0][1] if ordered else 0.0
        sure = chances(rows, self._confidence, self._forest)
        return [
            self._judged(one, rank, chance, by, first, seen)
            for (one, rank), chance, by in zip(ordered, sure, leads, strict=True)
        ]

    def _judged(
        self, one: Candidate, rank: float, chance: float, leads: Mapping[str, float], first: float, seen: Facets
    ) -> Scored:
        if one.card.kind is not Kind.ANSWER:
            return self._told(one, rank, first)
        exact = rank > EXACT / 2
        beaten = leads[MARGIN] < 0 or first - rank > EXACT / 2
        firm = chance >= self.limits["elsewhere"] and not any(one.features[f"asks_{name}"] for name in TOLD_BY_TYPE)
        # A number is never given for others, or for something else, than it counts
        other = one.features["asks_hoeveel"] and one.features["lacking"]
        astray = one.features["untold"] or other or (one.features["elsewhere"] and not firm)
        free = (exact or (self._gates[one.card.key].lets(seen) and not astray)) and not beaten
        sure = free and (exact or chance >= self.limits["answer"])
        return Scored(one, rank, chance, sure, chance >= self.limits["choice"], free)

    def _told(self, one: Candidate, rank: float, first: float) -> Scored:
        """A card that answers nothing, by what the classifier thinks; talk must hold no word that is new to it."""
        chance = min(1.0, math.exp(one.features["chance"]))
        known = not one.features["strangers"] or (chance >= CERTAIN and one.features["strangers"] == 1)
        told = chance >= self.limits[str(one.card.kind)] and known
        sure = rank >= first and (told or rank > EXACT / 2)
        return Scored(one, rank, chance, sure, possible=False)


def weighed(weights: Mapping[str, float], one: Candidate) -> float:
    """The sum of the features of a card, each times its weight."""
    return math.fsum(weights.get(name, 0.0) * value for name, value in one.features.items())
