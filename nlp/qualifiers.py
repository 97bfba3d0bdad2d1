"""The cues in a text: phrases of the term files over words in which numbers read `#` and dates `@`."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from spacy.tokens import Doc

from nlp.lexicon import Lexicon, normalise
from nlp.terms import load

BREAKS = frozenset(",;()")
"""A phrase around a number does not run across these."""

ARTICLES = ("de", "het", "the")
"""Left out before a number, so that "gaan voor de dertig" reads like "gaan voor dertig"."""

FILES = ("roles", "commitment", "groups", "linking")
SHIELDED = {
    "ontkenning": "geen_ontkenning",
    "vervallen": "geen_ontkenning",
    "voorwaarde": "geen_voorwaarde",
    "onderzoek": "geen_onderzoek",
}
"""Labels whose cues fall away inside a neutral phrase: "geen voorbehoud" denies nothing."""


@dataclass(frozen=True, slots=True)
class Label:
    """One table of a term file: what its terms say. `why` is the word for the reviewer.

    Of the labels of one `family` only the strongest cue counts. A `nearest` cue without a number of its own speaks
    only of the number nearest to it. `lends` is what a cue of another file adds to being a pledge.
    A `bracketed` label speaks only of numbers in brackets; one that `weakens` a family makes its cues count for less.
    """

    name: str
    file: str
    role: str = ""
    against: str = ""
    weight: float = 1.0
    reach: float = 3.0
    which: str = "all"
    why: str = ""
    family: str = ""
    nearest: bool = False
    lends: float = 0.0
    bracketed: bool = False
    weakens: str = ""


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase that was found: words `first` to `last` of the stream, both included.

    `bound` holds the numbers (by their place in `doc._.numbers`) that the phrase itself names; `length` counts words,
    numbers and dates.
    """

    label: Label
    first: int
    last: int
    bound: tuple[int, ...] = ()
    length: int = 1


class Qualifiers:
    """The cues of one text, to be asked by file, by label, by place and by number."""

    def __init__(self, cues: Iterable[Cue]) -> None:
        self._by_file: dict[str, list[Cue]] = {file: [] for file in FILES}
        self._by_label: dict[str, list[Cue]] = {}
        self._bound: dict[int, set[str]] = {}
        for cue in sorted(_asserted(list(cues)), key=lambda cue: (cue.first, cue.last)):
            self._by_file[cue.label.file].append(cue)
            self._by_label.setdefault(cue.label.name, []).append(cue)
            for number in cue.bound:
                self._bound.setdefault(number, set()).add(cue.label.name)
        self._firsts = {file: [cue.first for cue in cues] for file, cues in self._by_file.items()}

    def of(self, label: str) -> list[Cue]:
        """All cues of a label, in text order."""
        return self._by_label.get(label, [])

    def within(self, file: str, low: int, high: int) -> Iterator[Cue]:
        """The cues of a term file that start at words `low` to `high`."""
        firsts, cues = self._firsts[file], self._by_file[file]
        for index in range(bisect_left(firsts, low), bisect_right(firsts, high)):
            yield cues[index]

    def has(self, label: str, low: int, high: int) -> bool:
        """Whether a cue of `label` lies wholly in words `low` to `high`."""
        cues = self._by_label.get(label, [])
        for index in range(bisect_left(cues, low, key=_first), len(cues)):
            if cues[index].first > high:
                return False
            if cues[index].last <= high:
                return True
        return False

    def binds(self, label: str, number: int) -> bool:
        """Whether a phrase of `label` names this very number."""
        return label in self._bound.get(number, ())


def _first(cue: Cue) -> int:
    return cue.first


@cache
def labels() -> dict[str, Label]:
    """All labels by `file.name`."""
    return {
        f"{file}.{name}": Label(name, file, **{k: v for k, v in table.items() if k != "terms"})
        for file in FILES
        for name, table in load(file).items()
    }


@cache
def lexicon() -> Lexicon:
    """One lexicon over all term files, so that a text is walked once."""
    return Lexicon(
        {
            f"{file}.{name}": [normalise(term) for term in table["terms"].split()]
            for file in FILES
            for name, table in load(file).items()
        }
    )


def find_cues(doc: Doc) -> Qualifiers:
    """All cues of `doc`; none runs across a sentence end, and none with a number across a comma or bracket."""
    atoms, places, numbers = _masked(doc)
    sentence_of = doc._.layout.sentence_of
    breaks = list(accumulate(word.text in BREAKS for word in doc._.words))
    known = labels()
    found = []
    for concept, spans in lexicon().find(atoms).items():
        label = known[concept]
        for low, high in spans:
            first, last = places[low], places[high - 1]
            bound = tuple(numbers[i] for i in range(low, high) if i in numbers)
            across = bound and not label.bracketed and breaks[last] != breaks[first]
            if sentence_of[first] != sentence_of[last] or across:
                continue
            if bound and label.which != "all":
                bound = bound[:1] if label.which == "first" else bound[-1:]
            found.append(Cue(label, first, last, bound, high - low))
    return Qualifiers(found)


def _masked(doc: Doc) -> tuple[list[str], list[int], dict[int, int]]:
    """The words to match, the place of each in the stream, and which of them are which number."""
    words, text = doc._.words, normalise(doc._.raw)
    numbers = {m.first_word: (n, m.value_word) for n, m in enumerate(doc._.numbers)}
    dates = {d.first_word: d.last_word for d in doc._.dates}
    atoms: list[str] = []
    places: list[int] = []
    masked: dict[int, int] = {}
    index = 0
    while index < len(words):
        word, here = words[index], index
        if index in numbers:
            number, index = numbers[index]
            if atoms and atoms[-1] in ARTICLES and places[-1] == here - 1:
                atoms.pop()
                places.pop()
            masked[len(atoms)] = number
            atoms.append("#")
            places.append(here)
        elif index in dates:
            index = dates[index]
            atoms.append("@")
            places.append(here)
        elif word.kind in ("word", "digits"):
            atoms.append(text[word.start : word.end])
            places.append(here)
        index += 1
    return atoms, places, masked


def _asserted(cues: list[Cue]) -> list[Cue]:
    """The cues without the neutral phrases and what lies wholly inside them."""
    shields: dict[str, set[int]] = {}
    for cue in cues:
        if cue.label.role == "none" and cue.label.name in SHIELDED.values():
            shields.setdefault(cue.label.name, set()).update(range(cue.first, cue.last + 1))
    return [
        cue
        for cue in cues
        if cue.label.name not in shields
        and not shields.get(SHIELDED.get(cue.label.name, ""), set()) >= set(range(cue.first, cue.last + 1))
    ]
