"""Words as numbers, put together into features without making strings: their stems, what they are about, their pieces.

A feature is a number of 32 bits; `block` makes a vector of many. `Surroundings` and messages as a whole are seen so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from nlp.sense_features import ENDING
from nlp.tally import tally

SHORT, STEM = 4, 7
"""Letters of a word that keeps its ending, and of a stem."""

PIECE, SHORTEST, LONGEST = 5, 4, 40
"""Letters of a piece, of the shortest word that has some, and of a word that are looked at."""

MEMORY = 50_000
NUMBER = "#"

Sparse = tuple[NDArray[np.int64], NDArray[np.float32]]
About = tuple[int, ...]


@lru_cache(MEMORY)
def stem(word: str) -> int:
    """The stem of a normalised word; all numbers have the same."""
    word = NUMBER if word.isdigit() else word
    return crc32((ENDING.sub("", word) if len(word) > SHORT else word)[:STEM].encode())


@cache
def about(names: frozenset[str]) -> About:
    """The classes of a word."""
    return tuple(sorted(crc32(f"about {name}".encode()) for name in names))


@lru_cache(MEMORY)
def pieces(word: str) -> tuple[int, ...]:
    """Five letters in a row, borders included; none of short words and numbers."""
    if len(word) < SHORTEST or word.isdigit():
        return ()
    framed = f"^{word[:LONGEST]}$"
    return tuple(crc32(framed[at : at + PIECE].encode()) for at in range(len(framed) - PIECE + 1))


def paired(one: int, other: int) -> int:
    """Two features in this order as one."""
    return (one * 31 + other * 7 + 1) & 0xFFFFFFFF


def in_pairs(stems: Sequence[int], abouts: Sequence[About]) -> Iterator[int]:
    """Two stems in a row, and what a word is about beside the stem before or behind it; `stems` may be longer."""
    yield from (paired(one, other) for one, other in pairwise(stems))
    for at, numbers in enumerate(abouts):
        for number in numbers:
            if at:
                yield paired(stems[at - 1], number)
            if at + 1 < len(stems):
                yield paired(number, stems[at + 1])


def block(found: Iterable[int], size: int, length: float, first: int = 0) -> Sparse:
    """The features as `size` buckets from `first` on, each once; values are dampened counts, brought to one length."""
    buckets, counts = tally(np.fromiter(found, dtype=np.int64) % size)
    values = (1 + np.log(counts)).astype(np.float32)
    norm = float(np.sqrt(np.dot(values, values)))
    return buckets + first, values * np.float32(length / (norm or 1.0))
