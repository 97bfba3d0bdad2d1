"""The words around the numbers of a message, as the learned parts see them: masked, with what each word is about.

Worked out once for a message; what is asked of a sentence is kept, because several numbers may stand in it.
"""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache

import numpy as np

from nlp.candidates import Candidate
from nlp.lexicon import normalise
from nlp.parts import ReadPart
from nlp.stems import About, Sparse, about, stem
from nlp.tally import tally
from nlp.terms import word_set
from nlp.vocabulary import by_word

BUCKETS = 1 << 16
MEMORY = 100_000
LONGEST = 400
"""Words of one sentence that are seen; what has more is no sentence, and each of its numbers would see all of it."""

MOST = 4_000
"""Words of a message that are seen as a whole."""

DENYING = word_set("shape", "clauses", "denying")

Masked = list[str]
Themes = Sequence[frozenset[str]]
Marks = list[str]


class Surroundings:
    """The words of the parts of one message, looked at when they are first asked for."""

    def __init__(self, parts: Iterable[ReadPart]) -> None:
        self._parts = tuple(parts)
        self._kept: dict[tuple[object, ...], Sparse] = {}

    @cached_property
    def atoms(self) -> dict[str, Masked]:
        """The words of each part, by its name."""
        return {part.name: masked(part) for part in self._parts}

    @cached_property
    def themes(self) -> dict[str, Themes]:
        """The classes of each of those words."""
        return {name: by_word(atoms) for name, atoms in self.atoms.items()}

    @cached_property
    def stems(self) -> dict[str, list[int]]:
        """The stems of each of those words."""
        return {name: list(map(stem, atoms)) for name, atoms in self.atoms.items()}

    @cached_property
    def abouts(self) -> dict[str, list[About]]:
        """Their classes as numbers."""
        return {name: list(map(about, themes)) for name, themes in self.themes.items()}

    def kept(self, key: tuple[object, ...], make: Callable[[], Sparse]) -> Sparse:
        """What `make` gives the first time that `key` is asked for."""
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = make()
        return found

    def sentence(self, candidate: Candidate, number: int) -> tuple[Masked, Themes]:
        """The words of sentence `number` of the part of a number, and their classes; empty where there is none."""
        low, high = self.run(candidate, number)
        name = candidate.part.name
        return self.atoms[name][low:high], self.themes[name][low:high]

    def run(self, candidate: Candidate, number: int) -> tuple[int, int]:
        """The first word of sentence `number` of the part of a number and the one behind its last; none where there is
        no such sentence.
        """
        if not 0 <= number < len(candidate.layout.sentences):
            return 0, 0
        sentence = candidate.layout.sentences[number]
        return sentence.first, min(sentence.last + 1, sentence.first + LONGEST)

    def words(self) -> Masked:
        """All words of the message."""
        return [atom for atoms in self.atoms.values() for atom in atoms[:MOST]]

    def classes(self) -> set[str]:
        """What the words of the message are about."""
        return {name for themes in self.themes.values() for names in themes[:MOST] for name in names}


def masked(part: ReadPart) -> Masked:
    """The words of a part in lower case without accents; numbers read `#`, dates `@`, gemeenten and kernen `<g>`."""
    doc, words = part.doc, part.layers.words
    text = normalise(part.text)
    atoms = [text[word.start : word.end] if word.kind != "line" else "<n>" for word in words]
    starts = [word.start for word in words]
    for name in doc._.gemeente_names or ():
        if name.capital:
            low, high = bisect_right(starts, name.start - 1), bisect_right(starts, name.end - 1)
            atoms[low:high] = ["<g>"] * (high - low)
    for date in doc._.dates:
        atoms[date.first_word : date.last_word + 1] = ["@"] * (date.last_word + 1 - date.first_word)
    for mention in doc._.numbers:
        last = mention.value_word + 1
        atoms[mention.first_word : last] = ["#"] * (last - mention.first_word)
    return atoms


def denies(atoms: Sequence[str]) -> bool:
    """Whether words hold a denial."""
    return not DENYING.isdisjoint(atoms)


@lru_cache(MEMORY)
def bucket(mark: str) -> int:
    """Where a mark counts; most marks come back in the next mail."""
    return zlib.crc32(mark.encode()) % BUCKETS


def vector(marks: Iterable[str], weight: float) -> Sparse:
    """A sparse vector: buckets in order and dampened counts, brought to the length `weight`."""
    places, counts = tally(np.fromiter(map(bucket, marks), dtype=np.int64))
    values = 1 + np.log(counts.astype(np.float32))
    return places, values * np.float32(weight / max(1.0, float(np.sqrt(np.dot(values, values)))))


def joined(vectors: Sequence[Sparse]) -> Sparse:
    """Several vectors as one."""
    return np.concatenate([at for at, _ in vectors]), np.concatenate([values for _, values in vectors])
