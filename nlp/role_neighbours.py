"""What stands beside a number: the counts before and behind it in its part, and what the words made of those.

A row of parts, a total and what is left of it are told by their neighbours sooner than by their own words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log1p

import numpy as np
from numpy.typing import NDArray

from nlp.candidates import Candidate

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

NOBODY = -1
ABSENT = -6.0
"""Log-odds of an offer where the part holds no other number."""

JOINS = (("en", "and", "+", "plus"), (",",), ("van", "waarvan", "daarvan"), ("naar", "tot"), ("maar", "terwijl"))
FLAGS = 5 + len(JOINS) + 1


@dataclass(frozen=True, slots=True)
class Neighbours:
    """`at` (numbers x 2): the number before and behind, or `NOBODY`; `flags` (numbers x 2 x `FLAGS`); `part` tells
    numbers of one part by the same figure.
    """

    at: Places
    flags: Floats
    part: Places

    @classmethod
    def of(cls, candidates: Sequence[Candidate]) -> Neighbours:
        """The neighbours of the counts of one message, in text order within each part."""
        count = len(candidates)
        at = np.full((count, 2), NOBODY, dtype=np.int64)
        flags = np.zeros((count, 2, FLAGS))
        names = list(dict.fromkeys(candidate.part.name for candidate in candidates))
        part = np.array([names.index(candidate.part.name) for candidate in candidates], dtype=np.int64)
        for place, (one, other) in enumerate(pairwise(candidates)):
            if one.part is other.part:
                at[place, 1], at[place + 1, 0] = place + 1, place
                flags[place, 1], flags[place + 1, 0] = _flags(one, other, one), _flags(one, other, other)
        return cls(at, flags, part)

    @classmethod
    def together(cls, several: Sequence[Neighbours]) -> Neighbours:
        """Those of many messages, one behind the other."""
        at, parts, shift, part = [], [], 0, 0
        for each in several:
            at.append(np.where(each.at == NOBODY, NOBODY, each.at + shift))
            parts.append(each.part + part)
            shift += len(each.at)
            part += int(each.part.max(initial=-1)) + 1
        return cls(np.concatenate(at), np.concatenate([each.flags for each in several]), np.concatenate(parts))

    def facts(self, odds: Floats) -> Floats:
        """What the neighbours tell each number, in columns; `odds` (numbers x roles) is what the words made of it."""
        columns = []
        for side in (0, 1):
            flags = self.flags[:, side]
            theirs = np.where(self.at[:, side, None] == NOBODY, 0.0, odds[self.at[:, side]])
            columns += [flags, theirs, theirs * flags[:, 1:2]]
        return np.hstack([*columns, self._best_other(odds[:, 0])[:, None]])

    def _best_other(self, offered: Floats) -> Floats:
        """The strongest offer among the other numbers of the part."""
        best = np.full(len(offered), ABSENT)
        for part in np.unique(self.part):
            rows = np.flatnonzero(self.part == part)
            if len(rows) > 1:
                first, second = np.argsort(offered[rows])[::-1][:2]
                best[rows] = offered[rows[first]]
                best[rows[first]] = offered[rows[second]]
        return best


def _flags(one: Candidate, other: Candidate, own: Candidate) -> list[float]:
    mine, theirs = own.mention, (other if own is one else one).mention
    words = one.part.layers.words[one.mention.last_word + 1 : other.mention.first_word]
    between = {word.text for word in words}
    joined = [float(not between.isdisjoint(join)) for join in JOINS]
    return [
        1.0,
        float(one.sentence_number == other.sentence_number),
        float(mine.low == theirs.low),
        float(mine.unit is theirs.unit),
        float((mine.low or 0) < (theirs.low or 0)),
        *joined,
        log1p(len(words)),
    ]
