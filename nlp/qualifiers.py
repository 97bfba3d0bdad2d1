"""The cues in a text: phrases of the term files over words in which numbers read `#` and dates `@`."""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
class Label:
    """One table of a term file: what its terms say. `why` is the word for the reviewer.

    Of the labels of one `family` only the strongest cue counts. A `nearest` cue without a number of its own speaks
    only of the number nearest to it. `lends` is what a cue of another file adds to being a pledge.
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
    concepts = {}
    for file in FILES:
        for name, table in load(file).items():
            concepts[f"{file}.{name}"] = [normalise(term) for term in table["terms"].split()]
    return Lexicon(concepts)


def find_cues(doc: Doc) -> list[Cue]:
    """All cues of `doc` in order of their first word; none runs across a sentence end."""
    atoms, places, numbers = _masked(doc)
    sentence_of = doc._.layout.sentence_of
    breaks = list(accumulate(word.text in BREAKS for word in doc._.words))
    known = labels()
    found = []
    for concept, spans in lexicon().find(atoms).items():
        label = known[concept]
        for low, high in spans:
            first, last = places[low], places[high - 1]
            if sentence_of[first] != sentence_of[last]:
                continue
            bound = tuple(numbers[i] for i in range(low, high) if i in numbers)
            if bound and label.which != "all":
                bound = bound[:1] if label.which == "first" else bound[-1:]
            if bound and breaks[last] != breaks[first]:
                continue
            found.append(Cue(label, first, last, bound, high - low))
    found.sort(key=lambda cue: (cue.first, cue.last))
    return found


def _masked(doc: Doc) -> tuple[list[str], list[int], dict[int, int]]:
    """The words to match, the place of each in the stream, and which of them are which number."""
    words, text = doc._.words, normalise(doc._.raw)
    numbers = {m.first_word: (n, m) for n, m in enumerate(doc._.numbers)}
    dates = {d.first_word: d.last_word for d in doc._.dates}
    atoms: list[str] = []
    places: list[int] = []
    masked: dict[int, int] = {}
    index = 0
    while index < len(words):
        word = words[index]
        if index in numbers:
            number, mention = numbers[index]
            if atoms and atoms[-1] in ARTICLES and places[-1] == index - 1:
                atoms.pop()
                places.pop()
            masked[len(atoms)] = number
            _add(atoms, places, "#", index)
            index = mention.value_word + 1
            continue
        if index in dates:
            _add(atoms, places, "@", index)
            index = dates[index] + 1
            continue
        if word.kind in ("word", "digits"):
            _add(atoms, places, text[word.start : word.end], index)
        index += 1
    return atoms, places, masked


def _add(atoms: list[str], places: list[int], atom: str, place: int) -> None:
    atoms.append(atom)
    places.append(place)
