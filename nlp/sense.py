"""A learned sense of sentences: what each one seems to tell, also without the usual words.

Linear models, one a head, on what a sentence is made of: its words and their parts (so that compounds and spelling
variants meet), pairs of neighbouring words, what these are about, how it ends, and the concepts of the term files that
it names, denied or not. Trained by `nlp.training.sense_recipe`; kept as plain arrays. It decides nothing:
`nlp.bottlenecks` and `nlp.intents` weigh it against the rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice, pairwise
from pathlib import Path
from typing import cast
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from nlp.grammar import listed
from nlp.parts import ReadPart
from nlp.scopes import CueSentence
from nlp.vocabulary import classes

WEIGHTS = Path(__file__).parent / "weights" / "sense.npz"
BUCKETS = 1 << 16
PIECES = (3, 4, 5, 6)
"""Lengths of the parts of a word, its borders included."""

ANY = "bottleneck"
"""The head that hears whether a sentence tells of any bottleneck at all."""

SMALL_WORDS = listed("small_word")
SMALL, PAIR, SKIP, CONCEPT, TYPE, TOGETHER, END = 0.3, 1.0, 0.5, 1.5, 0.7, 0.35, 1.5
ABOUT, DENIED_ABOUT = 1.0, 5.0
"""How much each kind of feature counts beside the parts of a word, which count 1. What a sentence is about is known
better than its words, and whether it denies something decides most."""

LONGEST_WORD, MOST_WORDS, MOST_SENTENCES = 40, 400, 300
"""What is listened to; a longer text goes to a person anyway."""

LISTENED = "sentences listened to"
"""Where the document of the first part keeps what was heard, because several components ask for it."""

MEMORY = 20_000
ENDING = re.compile(r"(?:en|e|t|s|d|n)$")
SHORT, STEM = 4, 6
"""Letters of a word that keeps its ending, and of a stem."""

Floats = NDArray[np.float32]
Facts = NDArray[np.float64]
Features = tuple[NDArray[np.int64], Floats]


@dataclass(frozen=True, slots=True)
class Weighing:
    """How what the rules say and what the sense hears go together: a logistic model over named facts.

    What the rules found is kept from the probability `agreed` on, what only the sense hears from `threshold` on.
    """

    names: tuple[str, ...]
    weights: Floats
    threshold: float
    agreed: float

    def shares(self, facts: Mapping[str, Facts]) -> Facts:
        """The probabilities that these facts speak for; each fact has a number for each of them."""
        odds = self.weights @ np.stack([facts[name] for name in self.names])
        return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))), dtype=np.float64)

    def keeps(self, share: float, *, ruled: bool) -> bool:
        """Whether this is probable enough to be recorded; `ruled`: the rules found it too."""
        return share >= (self.agreed if ruled else self.threshold)


@dataclass(frozen=True, slots=True)
class Listened:
    """The sentences of a message with the part each is from, and for each a row of `scores`: a number for each head."""

    places: Sequence[tuple[ReadPart, CueSentence]]
    scores: Floats


@dataclass(frozen=True, slots=True)
class Sense:
    """The heads (a row of `weights` and an intercept for each name), and how they are weighed against the rules."""

    names: tuple[str, ...]
    weights: Floats
    intercepts: Floats
    weighings: Mapping[str, Weighing]

    def listen(self, parts: Sequence[ReadPart]) -> Listened:
        """What this sense makes of the sentences of a message; heard once, and kept with its parts."""
        kept = parts[0].doc.user_data.get(LISTENED) if parts else None
        if kept is not None and kept[0] is self:
            return cast("Listened", kept[1])
        every = ((part, sentence) for part in parts for sentence, _ in part.doc._.cue_sentences)
        places = list(islice(every, MOST_SENTENCES))
        listened = Listened(places, self.hear([sentence for _, sentence in places]))
        if parts:
            parts[0].doc.user_data[LISTENED] = self, listened
        return listened

    def hear(self, sentences: Sequence[CueSentence]) -> Floats:
        """Log-odds: a row for each sentence, a column for each head."""
        by_bucket = self.weights.T
        rows = [values @ by_bucket[buckets] + self.intercepts for buckets, values in map(features, sentences)]
        return np.array(rows, dtype=np.float32).reshape(len(rows), len(self.names))

    def column(self, name: str) -> int:
        """Where in a row of `hear` the head with this name is."""
        return self.names.index(name)


def features(sentence: CueSentence) -> Features:
    """What the heads see of a sentence: buckets (each once) and values, a vector of length 1."""
    words = sentence.words[:MOST_WORDS]
    content = [_pieces(word[:LONGEST_WORD]) for word in words if word not in SMALL_WORDS]
    rest = [*_words(words), *_ends(sentence), *_about(sentence), *_concepts(sentence)]
    buckets = np.concatenate([*content, np.array([_bucket(name) for name, _ in rest], dtype=np.int64)])
    counts = np.ones(len(buckets), dtype=np.float32)
    counts[len(buckets) - len(rest) :] = [value for _, value in rest]
    found, where = np.unique(buckets, return_inverse=True)
    values = np.log1p(np.bincount(where, weights=counts)).astype(np.float32)
    length = float(np.sqrt(np.dot(values, values)))
    return found, values / np.float32(length or 1.0)


@lru_cache(5 * MEMORY)
def _bucket(name: str) -> int:
    return crc32(name.encode()) % BUCKETS


@lru_cache(MEMORY)
def _pieces(word: str) -> NDArray[np.int64]:
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


def _about(sentence: CueSentence) -> Iterator[tuple[str, float]]:
    """What the words are about, and once more where the sentence holds a denial."""
    for name in sorted(classes(sentence.words[:MOST_WORDS])):
        yield f"v:{name}", ABOUT
        if "NEGATOR" in sentence.spans:
            yield f"vn:{name}", DENIED_ABOUT


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


def most_of_others(values: NDArray[np.floating]) -> Facts:
    """For each column the most that any other column has; `values` is a row for all of them, or one for each."""
    square = np.array(np.broadcast_to(values, (values.shape[-1],) * 2), dtype=np.float64)
    np.fill_diagonal(square, -np.inf)
    return np.asarray(square.max(axis=1))


@cache
def load() -> Sense:
    """The weights that ship with the product."""
    with np.load(WEIGHTS, allow_pickle=False) as arrays:
        families = [str(name) for name in arrays["families"]]
        return Sense(
            names=tuple(str(name) for name in arrays["names"]),
            # In this order what all heads make of one bucket stands together, which is how it is read
            weights=np.asfortranarray(arrays["weights"], dtype=np.float32),
            intercepts=arrays["intercepts"].astype(np.float32),
            weighings={family: _weighing(arrays, family) for family in families},
        )


def _weighing(arrays: Mapping[str, NDArray[np.generic]], family: str) -> Weighing:
    names: Iterable[str] = (str(name) for name in arrays[f"{family}_facts"])
    weights = arrays[f"{family}_weights"].astype(np.float32)
    return Weighing(tuple(names), weights, float(arrays[f"{family}_threshold"]), float(arrays[f"{family}_agreed"]))
