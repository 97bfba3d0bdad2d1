"""Text as counts of character n-grams, hashed into a fixed number of buckets: all that the learned part sees.

Vectorised over the code points, so that an ordinary mail costs a fraction of a millisecond and needs no tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from nlp.tally import tally

BUCKETS = 1 << 15
SIZES = (2, 3, 4, 5)
_FACTORS = np.array([1, 31, 961, 29791, 923521], dtype=np.uint64)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_HALF, _SHIFT = np.uint64(32), np.uint64(64 - 15)
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_SPACE = re.compile(r"\s+")

Buckets = NDArray[np.int64]
Values = NDArray[np.float32]


def plain(text: str) -> str:
    """Lower case, one space for any white space, every number in digits as one sign."""
    return _SPACE.sub(" ", _DIGITS.sub("#", text.lower()))


def grams(text: str, salt: int = 0) -> Buckets:
    """The buckets of all n-grams of `plain(text)` with a space on either side, repeated as often as they occur.

    The same n-gram with another `salt` falls into another bucket: left and right of a number are told apart so.
    """
    signs = np.frombuffer(f" {plain(text)} ".encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    found = []
    for size in SIZES:
        if len(signs) < size:
            break
        last = len(signs) - size + 1
        sums = sum(signs[at : at + last] * factor for at, factor in enumerate(_FACTORS[:size]))
        sums ^= np.uint64((size * 7919 + salt * 104729) << 24)
        mixed = sums * _MIX
        found.append((((mixed ^ (mixed >> _HALF)) * _MIX) >> _SHIFT).astype(np.int64))
    return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)


def vector(parts: Iterable[Buckets]) -> tuple[Buckets, Values]:
    """A sparse vector of length 1: buckets (each once) and values, dampened counts."""
    joined = list(parts)
    every = np.concatenate(joined) if joined else np.zeros(0, dtype=np.int64)
    buckets, counts = tally(every)
    values = (1 + np.log(counts)).astype(np.float32)
    length = float(np.sqrt(np.dot(values, values)))
    return buckets, values / length if length else values
