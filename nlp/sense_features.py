"""What the learned sense (`nlp.sense`) sees of a sentence: buckets with values.

Its words and their parts (so that compounds and spelling variants meet), pairs of neighbouring words, what these are
about, one by one and two together, how it ends, and the concepts of the term files that it names, denied or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from nlp.grammar import listed
from nlp.scopes import CueSentence
from nlp.tally import added_up
from nlp.vocabulary import classes

BUCKETS = 1 << 17
PIECES = (3, 4, 5, 6)
"""Lengths of the parts of a word, its borders included."""

SMALL_WORDS = listed("small_word")
SMALL, PAIR, SKIP, CONCEPT, TYPE, TOGETHER, END = 0.3, 1.0, 0.5, 1.5, 0.7, 0.35, 1.5
ABOUT, DENIED_ABOUT, BOTH_ABOUT = 1.0, 3.0, 0.41
"""How much each kind of feature counts beside the parts of a word, which count 1. Whether a sentence denies something
decides most."""

LONGEST_WORD, MOST_WORDS = 40, 400
MOST_CLASSES = 48
"""Classes of one sentence that are taken together two by two."""

MEMORY = 20_000
ENDING = re.compile(r"(?:en|e|t|s|d|n)$")
SHORT, STEM = 4, 6
"""Letters of a word that keeps its ending, and of a stem."""

Floats = NDArray[np.float32]
Buckets = NDArray[np.int64]
Features = tuple[Buckets, Floats]


def features(sentence: CueSentence) -> Features:
    """Buckets (each once) and values, a vector of length 1."""
    words = sentence.words[:MOST_WORDS]
    about = sorted(classes(words))
    content = [_pieces(word[:LONGEST_WORD]) for word in words if word not in SMALL_WORDS]
    rest = [*_words(words), *_ends(sentence), *_about(sentence, about), *_concepts(sentence)]
    both = _both_about(about)
    buckets = np.concatenate([*content, both, np.array([_bucket(name) for name, _ in rest], dtype=np.int64)])
    counts = np.ones(len(buckets), dtype=np.float32)
    counts[len(buckets) - len(rest) :] = [value for _, value in rest]
    counts[len(buckets) - len(rest) - len(both) : len(buckets) - len(rest)] = BOTH_ABOUT
    found, sums = added_up(buckets, counts)
    values: Floats = np.log1p(sums, dtype=np.float32)
    length = float(np.sqrt(np.dot(values, values)))
    return found, values / np.float32(length or 1.0)


@lru_cache(5 * MEMORY)
def _bucket(name: str) -> int:
    return crc32(name.encode()) % BUCKETS


@lru_cache(MEMORY)
def _pieces(word: str) -> Buckets:
    framed = f"^{word}$"
    parts = {framed[at : at + size] for size in PIECES for at in range(len(framed) - size + 1)}
    return np.array(sorted({_bucket(part) for part in (*parts, f"w:{word}")}), dtype=np.int64)


@lru_cache(MEMORY)
def _stem(word: str) -> str:
    return (ENDING.sub("", word) if len(word) > SHORT else word)[:STEM]


def _words(words: Sequence[str]) -> Iterator[tuple[str, float]]:
    stems = [_stem(word) for word in words]
    yield from ((f"s:{word}", SMALL) for word in words if word in SMALL_WORDS)
    yield from ((f"b:{one} {other}", PAIR) for one, other in pairwise(stems))
    yield from ((f"b2:{one} {other}", SKIP) for one, other in zip(stems, stems[2:], strict=False))


def _ends(sentence: CueSentence) -> Iterator[tuple[str, float]]:
    if sentence.asked is not None:
        yield "x:asked", END
    if not sentence.closed:
        yield "x:open", END


def _about(sentence: CueSentence, about: Sequence[str]) -> Iterator[tuple[str, float]]:
    """What the words are about, and once more where the sentence holds a denial."""
    for name in about:
        yield f"v:{name}", ABOUT
        if "NEGATOR" in sentence.spans:
            yield f"vn:{name}", DENIED_ABOUT


def _both_about(about: Sequence[str]) -> Buckets:
    """Two classes in one sentence: "the roof" and "not fitting" say more together. Numbers of names, not of places in
    the table, so that a class more or less leaves the others where they are."""
    numbers = np.array([_number(name) for name in about[:MOST_CLASSES]], dtype=np.int64)
    one, other = _twos(len(numbers))
    return np.asarray((numbers[one] * 31 + numbers[other]) % BUCKETS, dtype=np.int64)


@cache
def _number(name: str) -> int:
    return crc32(f"both:{name}".encode())


@cache
def _twos(count: int) -> tuple[Buckets, Buckets]:
    one, other = np.triu_indices(count, 1)
    return one, other


def _concepts(sentence: CueSentence) -> Iterator[tuple[str, float]]:
    """The concepts that are named; those of one type of bottleneck also together with each kind of trouble."""
    typed = [name for name in sentence.spans if "." in name]
    shared = [name for name in sentence.spans if "." not in name]
    for name, spans in sentence.spans.items():
        denied = name != "NEGATOR" and all(map(sentence.denied, spans))
        yield f"{'dc' if denied else 'c'}:{name}", CONCEPT
    for kind in (name.split(".")[0] for name in typed):
        yield f"t:{kind}", TYPE
        yield from ((f"p:{kind}+{name}", TOGETHER) for name in shared)
