"""What speaks for and against a whole reading of the numbers of a message: how sure they are together, what they add up
to, what is left out, and what the message as a whole sounds like.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import exp, log1p

import numpy as np

from domain.model import Unit
from nlp import sense_features
from nlp.candidates import Candidate
from nlp.hypotheses import Hypothesis, Setting
from nlp.message_features import seen_in
from nlp.parts import ReadPart
from nlp.role_features import FLAGS, OTHER, PLEDGE, ROLES, Facts, message_words
from nlp.role_opinion import Shares
from nlp.stems import Sparse
from nlp.surroundings import BUCKETS, MOST, Marks, Surroundings, joined, vector

WORD_BUCKETS = BUCKETS + sense_features.BUCKETS

PAIRS, BESIDE_NUMBERS = 0.5, 0.33
"""What two words in a row weigh, and the classes of words beside numbers; those of single words weigh what they do for
the roles of numbers (`nlp.role_features`), classes `MORE` times as much.
"""

MORE = np.float32(2.5)

BESIDE = 3
"""Words on either side of a number whose classes count once more."""

NEVER, SURELY = -6.0, 6.0
"""Log-odds where there is no number that is left, or offered."""

FEW = 6
"""Numbers that are left of which two may add up to an offer."""

ROW = 12
"""Words between numbers that are told in a row, at most."""

JOINED = frozenset({"en", ",", ";", ".", "plus", "+", "&", "and"})

FEWEST_WITH_TOTAL = 3
"""Offers of which one may be the total of the others."""

ROLES_TOLD = ("target", "realised", "capacity", "need", "backlog", OTHER)
COMPARED = (
    "pledges", "sum", "largest", "joint", "weakest offered", "strongest left", "entries", "nobody's", "total left",
    "same twice", "heard",
)  # fmt: skip
"""The facts of which it is told too how they differ from the likeliest reading's."""

CARRIED = ("pledges", "weakest offered", "strongest left")
"""The facts of the likeliest reading that are told with each."""


def words_of(parts: Sequence[ReadPart], around: Surroundings) -> Sparse:
    """What a message as a whole sounds like: words as they stand around its numbers, and as `nlp.message_features` sees
    them.
    """
    at, values = seen_in(parts)
    return joined([_marks(around), (at + BUCKETS, values)])


def _marks(around: Surroundings) -> Sparse:
    """Its words and their classes, two words in a row, and the classes of what its numbers stand beside, each once."""
    words, (at, values) = message_words(around)
    pairs: dict[str, None] = {}
    beside: dict[str, None] = {}
    for name, atoms in around.atoms.items():
        pairs |= dict.fromkeys(f"MB:{one} {two}" for one, two in pairwise(atoms[:MOST]))
        beside |= dict.fromkeys(_beside_numbers(atoms[:MOST], around.themes[name]))
    return joined([words, (at, values * MORE), vector(pairs, PAIRS), vector(beside, BESIDE_NUMBERS)])


def _beside_numbers(atoms: Sequence[str], themes: Sequence[frozenset[str]]) -> Marks:
    found = []
    for at, atom in enumerate(atoms):
        if atom == "#":
            found += [f"M#c:{name} l" for names in themes[max(0, at - BESIDE) : at] for name in names]
            found += [f"M#c:{name} r" for names in themes[at + 1 : at + 1 + BESIDE] for name in names]
    return found


@dataclass(frozen=True, slots=True)
class Split:
    """The numbers of a reading, with their log-odds: those that are offered, and those that are left."""

    offered: list[Candidate]
    left: list[Candidate]
    odds: Sequence[float]
    is_offered: list[bool]

    @classmethod
    def of(cls, setting: Setting, hypothesis: Hypothesis) -> Split:
        """The numbers but zeros, split by whether they stand for a pledge of their own."""
        own = set(map(id, hypothesis.pledges))
        offered = [id(candidate) in own for candidate in hypothesis.counts]
        left = [c for c, is_offered in zip(hypothesis.counts, offered, strict=True) if not is_offered]
        return cls(list(hypothesis.pledges), left, setting.odds, offered)

    def of_offered(self) -> list[float]:
        """The log-odds of those offered."""
        return [odds for odds, offered in zip(self.odds, self.is_offered, strict=True) if offered]

    def of_left(self) -> list[float]:
        """The log-odds of those left."""
        return [odds for odds, offered in zip(self.odds, self.is_offered, strict=True) if not offered]


def facts_of(setting: Setting, readings: Sequence[Hypothesis], heard: float) -> list[Facts]:
    """The facts of each reading, the likeliest first; `heard`: the log-odds, by the whole message, that it offers."""
    found = [_facts(setting, hypothesis, heard) for hypothesis in readings]
    first = found[0]
    carried = {f"likeliest {name}": first[name] for name in CARRIED} | {"readings": float(len(found))}
    compared = [{f"more {name}": facts[name] - first[name] for name in COMPARED} for facts in found]
    return [facts | carried | more for facts, more in zip(found, compared, strict=True)]


def _facts(setting: Setting, hypothesis: Hypothesis, heard: float) -> Facts:
    split = Split.of(setting, hypothesis)
    promises = bool(split.offered)
    return {
        "heard": heard if promises else -heard,
        "sounds": heard,
        **_flips(hypothesis, split.odds),
        **_pairs(hypothesis, split),
        **_sureness(split),
        **_worth(split),
        **_sums(split),
        **_kinds(split),
        **_cues(split),
        **_places(split, setting),
        **_roles(split, setting),
        **_whole(setting, hypothesis, promises=promises),
    }


def _flips(hypothesis: Hypothesis, odds: Sequence[float]) -> Facts:
    costs = [abs(odds[at]) for at in hypothesis.flips]
    put_in = sum(abs(odds[at]) for at in hypothesis.flipped_in)
    return {
        "totals apart": float(not hypothesis.totals),
        "flips": float(len(costs)),
        "flipped in": float(len(hypothesis.flipped_in)),
        "cost": sum(costs),
        "largest cost": max(costs, default=0.0),
        "cost in": put_in,
        "cost out": sum(costs) - put_in,
    }


def _pairs(hypothesis: Hypothesis, split: Split) -> Facts:
    """Numbers told in a row ("tien in Haven en vier in Buiten"): both offered, or only one of them."""
    both = apart = 0
    for (one, offered), (other, too) in pairwise(zip(hypothesis.counts, split.is_offered, strict=True)):
        if _in_a_row(one, other):
            both += offered and too
            apart += offered != too
    return {"pairs offered": float(both), "pairs apart": float(apart)}


def _in_a_row(one: Candidate, other: Candidate) -> bool:
    if one.part is not other.part or one.mention.unit is not other.mention.unit:
        return False
    if other.sentence_number - one.sentence_number > 1:
        return False
    words = one.part.layers.words[one.mention.last_word + 1 : other.mention.first_word]
    return len(words) <= ROW and not JOINED.isdisjoint(word.text for word in words)


def _sureness(split: Split) -> Facts:
    offered, left = split.of_offered(), sorted(split.of_left())
    # The logarithm of a share from log-odds
    joint = -sum(log1p(exp(-odds)) for odds in offered)
    return {
        "joint": joint - sum(log1p(exp(odds)) for odds in left),
        "weakest offered": min(offered, default=SURELY),
        "strongest left": left[-1] if left else NEVER,
        "second left": left[-2] if len(left) > 1 else NEVER,
        "numbers": float(len(split.odds)),
        "linked in": float(sum(c.role == PLEDGE for c in split.left)),
    }


def _worth(split: Split) -> Facts:
    values = [candidate.value or 0 for candidate in split.offered]
    houses = [c for c in split.offered if c.homes is not None]
    return {
        "pledges": float(len(values)),
        "none": float(not values),
        "sum": log1p(sum(values)),
        "largest": log1p(max(values, default=0)),
        "smallest": log1p(min(values, default=0)),
        "homes": float(len(houses)),
        "homes only": float(sum(c.places is None for c in houses)),
        "homes apart": float(any(c.places is None for c in houses) and len(houses) < len(values)),
        "as many homes": float(any(c.homes == c.places for c in houses)),
        "in each home": max((c.places / c.homes for c in houses if c.places and c.homes), default=0.0),
        "range": float(sum(c.places_max is not None for c in split.offered)),
        "no number": float(sum(c.mention.low is None for c in split.offered)),
    }


def _sums(split: Split) -> Facts:
    values = [candidate.value or 0 for candidate in split.offered]
    left = [candidate.mention.low or 0 for candidate in split.left]
    people = sum(candidate.places or 0 for candidate in split.offered)
    pairs = {one + two for one, two in combinations(left[:FEW], 2) if one and two}
    titled = [c.mention.low for c in (*split.offered, *split.left) if c.part.name == "subject"]
    agrees = any(low in values or low in (sum(values), people) for low in titled)
    return {
        "total left": float(len(values) > 1 and (people in left or sum(values) in left)),
        "total offered": float(len(values) >= FEWEST_WITH_TOTAL and any(2 * value == sum(values) for value in values)),
        "parts left": float(any(value in pairs for value in values if value)),
        "same twice": float(len(set(values)) < len(values)),
        "told again": float(sum(c.mention.low in left for c in split.offered)),
        "repeats": float(sum(len(c.others) for c in split.offered)),
        "subject": float(len(titled)),
        "subject agrees": float(agrees) if titled else -1.0,
    }


def _kinds(split: Split) -> Facts:
    offered, left = split.offered, split.left
    return {
        "counted": float(sum(c.mention.unit is not None for c in offered)),
        "bare": float(sum(c.mention.unit is None for c in offered)),
        "counted left": float(sum(c.mention.unit is not None for c in left)),
        "families": float(sum(c.mention.unit is Unit.HOUSEHOLDS for c in offered)),
        "definite": float(sum(c.mention.definite for c in offered)),
        "alone": float(sum(c.scores.alone for c in offered)),
        "alone left": float(sum(c.scores.alone for c in left)),
        "asked": float(sum(c.sentence.question for c in offered)),
    }


def _cues(split: Split) -> Facts:
    offered = [c.scores.points.get(PLEDGE, 0.0) for c in split.offered]
    left = [c.scores.points.get(PLEDGE, 0.0) for c in split.left]
    return {
        "points": min(offered, default=SURELY),
        "most points": max(offered, default=NEVER),
        "points left": max(left, default=NEVER),
        "cued": float(sum(c.scores.offered for c in split.offered)),
        "not cued": float(sum(not c.scores.offered for c in split.offered)),
        "cued left": float(sum(c.scores.offered for c in split.left)),
        "rival": max((c.scores.rival() for c in split.offered), default=0.0),
    }


def _places(split: Split, setting: Setting) -> Facts:
    """Where the pledges stand, and what is left beside them."""
    told = {(c.part.name, c.sentence_number) for c in split.offered}
    beside = [
        odds
        for c, odds in zip(split.left, split.of_left(), strict=True)
        if (c.part.name, c.sentence_number) in told
    ]  # fmt: skip
    lists = {(c.part.name, c.sentence.governor) for c in split.offered if c.sentence.kind != "prose"}
    lines = [c for c in split.left if c.sentence.kind != "prose" and (c.part.name, c.sentence.governor) in lists]
    return {
        "lines left": float(len(lines)),
        "bare lines left": float(sum(c.scores.alone for c in lines)),
        "lines": float(sum(c.sentence.kind != "prose" for c in split.offered)),
        "sentences": float(len(told)),
        "left beside": float(len(beside)),
        "strongest beside": max(beside, default=NEVER),
        "place": max((c.mention.start / max(1, len(c.part.text)) for c in split.offered), default=0.0),
        "length": log1p(sum(len(part.text) for part in setting.parts)),
        "of subject": float(any(c.part.name == "subject" for c in split.offered)),
    }


def _roles(split: Split, setting: Setting) -> Facts:
    """How probable another role is of what is offered, and how little of what is left has none."""
    offered = setting.shares[[at for at, is_offered in enumerate(split.is_offered) if is_offered]]
    left = setting.shares[[at for at, is_offered in enumerate(split.is_offered) if not is_offered]]
    found = {f"or {name}": _most(offered[:, ROLES.index(name)]) for name in ROLES_TOLD}
    return found | {"least other left": float(left[:, ROLES.index(OTHER)].min()) if len(left) else 1.0}


def _most(shares: Shares) -> float:
    return float(shares.max()) if len(shares) else 0.0


def _whole(setting: Setting, hypothesis: Hypothesis, *, promises: bool) -> Facts:
    owners = {code for c in hypothesis.pledges for code in setting.owner(c)}
    flags = {flag: float(getattr(setting.tenor, flag)) for flag in FLAGS}
    groups = [c.group for c in hypothesis.pledges]
    speaking = max(len(setting.owners.gemeenten), int(setting.spoken_for))
    return {
        "entries": float(len(hypothesis.record)),
        "gemeenten": float(speaking),
        "owners": float(len(owners)),
        "without a pledge": float(speaking - len(owners)),
        "nobody's": float(None in owners and not (setting.spoken_for and not setting.owners.gemeenten)),
        "neighbours'": float(sum(not setting.owner(c) for c in hypothesis.pledges)),
        "groups": float(len(set(groups))),
        "other groups": float(sum(group != "statushouders" for group in groups)),
        "zero": float(any(c.mention.low == 0 for c in setting.candidates)),
        **flags,
        **{f"yet {flag}": value * promises for flag, value in flags.items()},
    }
