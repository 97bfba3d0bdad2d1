"""What the learned sense (`nlp.sense`) sees of a message as a whole: buckets with values, in two blocks.

The words: their stems, two stems in a row, what they are about, and that beside the stem before or behind it. The
pieces of its longer words, so that compounds and typing errors meet. Each block has a length of its own, so that heads
may leave the pieces out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from zlib import crc32

import numpy as np

from nlp.scopes import CueSentence
from nlp.sense_features import BUCKETS, ENDING, Buckets, Features, Floats
from nlp.vocabulary import by_word

PIECES_FROM = BUCKETS // 2
"""The first bucket of the pieces; those of the words are before it."""

PIECE, SHORTEST, PIECES = 5, 4, 0.7
"""Letters of a piece, of the shortest word that has some, and the length of their block; that of the words is 1."""

SHORT, STEM = 4, 7
"""Letters of a word that keeps its ending, and of a stem."""

LONGEST_WORD, MOST_WORDS = 40, 4_000
"""Letters of a word and words of a message that are looked at."""

MEMORY = 50_000
NUMBER, ASKED = "#", "?"

Pair = tuple[int, int]


def features(sentences: Sequence[CueSentence]) -> Features:
    """Buckets (each once) and values, of all sentences of a message together."""
    words: list[int] = []
    pieces: list[Buckets] = []
    for sentence in sentences:
        own = sentence.words[: MOST_WORDS - len(pieces)]
        words += _of_words(own, asked=sentence.asked is not None)
        pieces += map(_pieces, own)
    found = np.concatenate([*pieces, np.zeros(0, np.int64)])
    at, values = _block(np.array(words, dtype=np.int64), 1.0)
    beside, others = _block(found, PIECES)
    return np.concatenate([at, beside]), np.concatenate([values, others])


def _of_words(words: Sequence[str], *, asked: bool) -> Iterator[int]:
    """The buckets of the words of one sentence, in pairs too; what they are about counts beside their neighbours."""
    stems = [_stem(word) for word in words] + [_stem(ASKED)] * asked
    yield from stems
    yield from (_together(pair) for pair in pairwise(stems))
    about = [_numbers(names) for names in by_word(words)]
    yield from {number for numbers in about for number in numbers}
    yield from map(_together, _neighbours(about, stems))


def _neighbours(about: Iterable[tuple[int, ...]], stems: Sequence[int]) -> Iterator[Pair]:
    for at, numbers in enumerate(about):
        for number in numbers:
            if at:
                yield stems[at - 1], number
            if at + 1 < len(stems):
                yield number, stems[at + 1]


def _together(pair: Pair) -> int:
    one, other = pair
    return (one * 31 + other * 7 + 1) % PIECES_FROM


@lru_cache(MEMORY)
def _stem(word: str) -> int:
    if word.isdigit():
        word = NUMBER
    stem = ENDING.sub("", word) if len(word) > SHORT else word
    return crc32(f"m:{stem[:STEM]}".encode()) % PIECES_FROM


@cache
def _numbers(names: frozenset[str]) -> tuple[int, ...]:
    return tuple(sorted(crc32(f"about:{name}".encode()) % PIECES_FROM for name in names))


@lru_cache(MEMORY)
def _pieces(word: str) -> Buckets:
    if len(word) < SHORTEST or word.isdigit():
        return np.zeros(0, dtype=np.int64)
    framed = f"^{word[:LONGEST_WORD]}$"
    found = (framed[at : at + PIECE].encode() for at in range(len(framed) - PIECE + 1))
    return np.array([PIECES_FROM + crc32(piece) % PIECES_FROM for piece in found], dtype=np.int64)


def _block(buckets: Buckets, length: float) -> tuple[Buckets, Floats]:
    """Each bucket once, its value the dampened count, all brought to one length."""
    found, counts = np.unique(buckets, return_counts=True)
    values = (1 + np.log(counts)).astype(np.float32)
    size = float(np.sqrt(np.dot(values, values)))
    return found, values * np.float32(length / (size or 1.0))
