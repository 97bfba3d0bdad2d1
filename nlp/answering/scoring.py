"""Which card is meant and how sure that is: features weighed twice, behind the gate of the card.

One set of weights ranks the cards. The other makes a probability of how good a card is and how far it is ahead. Both
are trained (`nlp.training.answering`) and stand in `nlp/terms/answering_weights.toml`.
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
from nlp.answering.ranking import Candidate, Ranking
from nlp.answering.words import question_type, words
from nlp.terms import load

MARGIN, AHEAD = "margin", "ahead"
"""How far a card is before the best other answer, and before the best card without one."""
FURTHEST, FAR_AHEAD = 30.0, 10.0
RIVALS = {"best": 0.0, "mean": 0.0, "logit": -5.0, "chance": -9.0}
"""What is set against the best card that answers nothing, and what that is where there is no such card."""
NEAR, FAR, FAR_APART, CLEAR = 0.6, 0.35, 0.5, 3.0
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
        first = ordered[0][1] if ordered else 0.0
        return [self._judged(one, rank, by, first, seen) for (one, rank), by in zip(ordered, leads, strict=True)]

    def _judged(self, one: Candidate, rank: float, leads: Mapping[str, float], first: float, seen: Facets) -> Scored:
        if one.card.kind is not Kind.ANSWER:
            return self._told(one, rank, first)
        total = weighed(self._confidence, one) + math.fsum(
            self._confidence.get(name, 0.0) * by for name, by in leads.items()
        )
        chance = 1 / (1 + math.exp(-max(-FURTHEST, min(FURTHEST, total))))
        exact = rank > EXACT / 2
        beaten = leads[MARGIN] < 0 or first - rank > EXACT / 2
        astray = one.features["elsewhere"] or one.features["untold"]
        free = (exact or (self._gates[one.card.key].lets(seen) and not astray)) and not beaten
        sure = free and (exact or chance >= self.limits["strange" if one.features["strangers"] else "answer"])
        return Scored(one, rank, chance, sure, chance >= self.limits["choice"], free)

    def _told(self, one: Candidate, rank: float, first: float) -> Scored:
        """A card that answers nothing, by what the classifier thinks; talk must hold no word that is new to it."""
        chance = min(1.0, math.exp(one.features["chance"]))
        known = not one.features["strangers"] or (chance >= CERTAIN and one.features["strangers"] == 1)
        told = chance >= self.limits[str(one.card.kind)] and known
        sure = rank >= first and (told or rank > EXACT / 2)
        return Scored(one, rank, chance, sure, possible=False)


def relations(found: Sequence[Candidate], ranks: Sequence[float]) -> list[dict[str, float]]:
    """What the confidence in each card rests on beside its own features: how it stands among the others.

    Some of it says the same in another shape, since a weighted sum by itself knows no "only where" and "beyond".
    """
    silent = [one for one in found if one.card.kind is not Kind.ANSWER]
    most = {name: max((one.features[name] for one in silent), default=low) for name, low in RIVALS.items()}
    led = margins([one.card.kind for one in found], ranks)
    return [by | _shaped(one.features, most) for one, by in zip(found, led, strict=True)]


def _shaped(own: Mapping[str, float], most: Mapping[str, float]) -> dict[str, float]:
    chance, apart = math.exp(own["chance"]), math.exp(own["apart_chance"])
    return {
        **{f"rival_{name}": own[name] - most[name] for name in RIVALS},
        "least_chance": min(own["chance"], own["apart_chance"]),
        "most_against": max(own["against"], own["apart_against"]),
        "share": chance,
        "apart_share": apart,
        "silence": math.exp(own["against"]),
        "apart_silence": math.exp(own["apart_against"]),
        "unheard_doubt": own["unheard"] * (1 - chance),
        "short_aliens": own["aliens"] * own["short"],
        "near": max(0.0, own["best"] - NEAR),
        "far": max(0.0, FAR - own["best"]),
        "apart_far": max(0.0, FAR_APART - own["apart_best"]),
        "behind": min(0.0, own["lead"]),
        "clear": min(CLEAR, max(-CLEAR, own["lead"])),
    }


def margins(kinds: Sequence[Kind], ranks: Sequence[float]) -> list[dict[str, float]]:
    """How far each card is before the best other answer, and before the best card that answers nothing."""
    answers = sorted((rank for kind, rank in zip(kinds, ranks, strict=True) if kind is Kind.ANSWER), reverse=True)
    best, second = (*answers, 0.0, 0.0)[:2]
    silent = max((rank for kind, rank in zip(kinds, ranks, strict=True) if kind is not Kind.ANSWER), default=-FAR_AHEAD)
    return [{MARGIN: rank - (second if rank == best else best), AHEAD: min(FAR_AHEAD, rank - silent)} for rank in ranks]


def weighed(weights: Mapping[str, float], one: Candidate) -> float:
    """The sum of the features of a card, each times its weight."""
    return math.fsum(weights.get(name, 0.0) * value for name, value in one.features.items())
