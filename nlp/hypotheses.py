"""What a message may promise: the likeliest reading of its numbers, and those in which a few uncertain ones flip.

Whether a number is offered hangs on what the others are: a total on its parts, an old number on the new one. So the
few numbers that may well be read otherwise are, one or some at a time; each time totals, parts, repeats and corrections
are sorted out anew. Readings that promise the same are one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field
from itertools import chain, combinations
from math import log

from domain.model import Group, Message
from nlp.candidates import Candidate
from nlp.gemeenten import Ownership
from nlp.groups import assign_groups, named_in
from nlp.linking import link
from nlp.parts import ReadPart
from nlp.role_features import PLEDGE, ROLES
from nlp.role_opinion import Shares
from nlp.tenor import Tenor
from nlp.totals import add_up

REPLY = re.compile(r"\s*(?:re|antw|aw|betr|fw|fwd|doorst)\s*:", re.IGNORECASE)
"""The subject of a reply holds the words of the other side."""

UNSURE = 0.15
"""A number is read otherwise too where it is offered, or not offered, with at least this probability."""

MOST, THREES = 4, 3
"""Uncertain numbers of a message that are read otherwise, and those of which three flip together."""

MANY = 100
"""Numbers from which a message is a sheet, in which each is read by itself."""

FLIPPED_IN, FLIPPED_OUT = 0.9, 0.1
"""The probability of an offer that linking is told of a number whose role is taken for settled."""

LEAST = 0.005

Place = tuple[str, int]
Record = frozenset[object]


@dataclass(frozen=True, slots=True)
class Setting:
    """A message whose numbers have their likeliest role. `shares` (numbers x `ROLES`) are those of all but zeros;
    `spoken_for`: it speaks for a gemeente, even where `owners` knows none.
    """

    message: Message
    parts: Sequence[ReadPart]
    candidates: Sequence[Candidate]
    shares: Shares
    tenor: Tenor
    owners: Ownership
    spoken_for: bool
    odds: Sequence[float]
    """The log-odds of each number but zeros that it is offered."""

    codes: dict[Place, tuple[str | None, ...]] = field(default_factory=dict)
    """Whose what stands at a place is, once it was asked; nobody's where it is a neighbour's."""

    @classmethod
    def of(
        cls,
        message: Message,
        parts: Sequence[ReadPart],
        candidates: Sequence[Candidate],
        shares: Shares,
        tenor: Tenor,
        owners: Ownership,
        *,
        spoken_for: bool,
    ) -> Setting:
        """The same with the groups that the numbers are for, as far as their likeliest roles tell them."""
        body = [c for c in candidates if c.part.name != "subject"]
        topic = next((named_in(part) for part in parts if part.name == "subject"), Group.STATUSHOUDERS)
        assign_groups(body, topic)
        assign_groups([c for c in candidates if c.part.name == "subject"])
        odds = [odds_of(share) for share in shares[:, 0].tolist()]
        return cls(message, parts, candidates, shares, tenor, owners, spoken_for, odds)

    def owner(self, candidate: Candidate) -> tuple[str | None, ...]:
        """The gemeenten that each promise this number; `None` stands for one that is not known."""
        place = (candidate.part.name, candidate.mention.start)
        pooled = len(self.owners.gemeenten) > 1 and is_pooled(candidate)
        if place not in self.codes:
            self.codes[place] = self._owner(place)
        found = self.codes[place]
        return (None,) if pooled and len(found) == 1 else found

    def _owner(self, place: Place) -> tuple[str | None, ...]:
        if self.owners.elsewhere(*place) is not None:
            return ()
        return self.owners.each(*place) or (self.owners.owner(*place),)


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One reading. `flips` are the places in `counts` (all numbers but zeros) that were read otherwise than is
    likeliest, and `flipped_in` those of them that are offered here. `totals`: a sum of others was taken for
    their total. `linked` are all numbers of the body that stand for places of their own, `told` the offers of the
    subject, `pledges` what is promised, `record` that added up by gemeente and group.
    """

    flips: tuple[int, ...]
    flipped_in: frozenset[int]
    totals: bool
    counts: Sequence[Candidate]
    linked: Sequence[Candidate]
    told: Sequence[Candidate]
    pledges: Sequence[Candidate]
    record: Record


def hypotheses(setting: Setting) -> list[Hypothesis]:
    """The likeliest reading first, and each other that promises something else."""
    found: dict[Record, Hypothesis] = {}
    for flips in _flips(setting.odds):
        hypothesis = _settled(setting, flips)
        found.setdefault(hypothesis.record, hypothesis)
    likeliest = next(iter(found.values()))
    if any(candidate.in_total for candidate in likeliest.pledges):
        apart = _settled(setting, (), totals=False)
        found.setdefault(apart.record, apart)
    return list(found.values())


def _flips(odds: Sequence[float]) -> list[tuple[int, ...]]:
    nearest = sorted(range(len(odds)), key=lambda at: abs(odds[at]))
    unsure = [at for at in nearest if abs(odds[at]) < -odds_of(UNSURE)][:MOST] if len(odds) < MANY else []
    return [(), *chain(combinations(unsure, 1), combinations(unsure, 2), combinations(unsure[:THREES], 3))]


def _settled(setting: Setting, flips: Sequence[int], *, totals: bool = True) -> Hypothesis:
    """The reading in which the numbers at `flips` are read otherwise; without `totals` none is the sum of others."""
    candidates = [copy(candidate) for candidate in setting.candidates]
    for candidate in candidates:
        candidate.others = []
    counts = [candidate for candidate in candidates if candidate.mention.low != 0]
    flipped_in = frozenset(at for at in flips if counts[at].role != PLEDGE)
    for at in flips:
        _flip(counts[at], setting.shares[at].tolist())
    body = [c for c in candidates if c.part.name != "subject"]
    subject = [c for c in candidates if c.part.name == "subject"]
    linked = link(body, totals=totals)
    told = [c for c in link(subject) if c.role == PLEDGE] if subject else []
    offered = [c for c in linked if c.role == PLEDGE]
    pledges = [c for c in offered if not c.mention.untold] or _from_subject(setting, body, told) or offered
    return Hypothesis(tuple(flips), flipped_in, totals, counts, linked, told, pledges, _record(setting, pledges))


def _flip(candidate: Candidate, shares: list[float]) -> None:
    if candidate.role != PLEDGE:
        candidate.role, candidate.share = PLEDGE, FLIPPED_IN
        return
    candidate.take(ROLES, [0.0, *shares[1:]])
    candidate.share = FLIPPED_OUT


def _from_subject(setting: Setting, body: Sequence[Candidate], told: Sequence[Candidate]) -> list[Candidate]:
    """The offers of the subject, where the text has none and does not say otherwise."""
    if setting.tenor.refuses or setting.tenor.withdraws or REPLY.match(setting.message.subject):
        return []
    otherwise = {c.mention.low for c in body if c.role != PLEDGE}
    return [c for c in told if c.mention.low not in otherwise]


def _record(setting: Setting, pledges: Sequence[Candidate]) -> Record:
    return frozenset(
        add_up(
            {"gemeente": code, "group": c.group, "places": c.places, "places_max": c.places_max, "homes": c.homes}
            for c in pledges
            for code in setting.owner(c)
        )
    )


def is_pooled(candidate: Candidate) -> bool:
    """Whether one number is said to be of several together: in its sentence, or beside it where that names nobody.

    A part of a total, and a number with one name of its own between the commas, is of one.
    """
    if candidate.in_total or len(candidate.names_beside()) == 1:
        return False
    if candidate.has("gezamenlijk", candidate.sentence.first, candidate.sentence.last):
        return True
    own, sentences = candidate.sentence_number, candidate.layout.sentences
    beside = [n for n in (own - 1, own + 1) if 0 <= n < len(sentences) and not candidate.counted(n)]
    return not candidate.names_in(candidate.sentence.start, candidate.sentence.end) and any(
        candidate.has("gezamenlijk", sentences[n].first, sentences[n].last) for n in beside
    )


def odds_of(share: float) -> float:
    """The log-odds of a probability, within bounds."""
    held = min(max(share, LEAST), 1 - LEAST)
    return log(held / (1 - held))
