"""Names of persons out of a text that others will read, also of people whom nobody here knows.

Dutch writes a capital in the middle of a sentence for names only, so what has one and is no place, organisation or
other name that is known to be public, is left out; at the beginning of a sentence what is no ordinary word. That takes
a word too many now and then: whoever sends the text on can put that back.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from nlp.gazetteer import rows
from nlp.gazetteer.folding import fold
from nlp.gemeente_persons import given_names

NAME = "[naam]"
_WORD = re.compile(r"(?:[^\W\d_]\.){1,4}(?=\s)|[^\W\d_][\w’'-]*")
_INITIALS = re.compile(r"(?:[A-Z]\.){1,4}$")
_BEGINS = re.compile(r"(?:^|[.!?:;\n•“‘'\"(*>]|\s[-–])\s*$")
_SEVERAL = re.compile(r"\[naam\](?:[ \t]+(?:(?:van|de|der|den|ten|ter|te|het|'t|el|al|la|le|in)[ \t]+)*\[naam\])+")
_LONGEST_PLACE = 5
_WHERE = frozenset(
    {"in", "te", "uit", "naar", "gemeente", "bij", "rond", "dorp", "stad", "kern", "wijk", "tot", "voor"}
)
"""Before the name of a place."""
_INSIDE = frozenset({"in", "te"})
"""Before a place too that no list has: nobody is in a person."""
_JOINS = frozenset({"van", "in", "op", "aan", "te"})
"""Between an ordinary word and a name too: "Brief van Jansen"."""
_SHORT_ENDING = 4
"""So many letters stand at least before an ending that makes a street: Verlaan is a surname, Kanaallaan is not."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The lists of `terms/persons.toml`, folded."""

    titles: frozenset[str]
    polite: frozenset[str]
    particles: frozenset[str]
    articles: frozenset[str]
    heads: frozenset[str]
    endings: tuple[str, ...]
    public: frozenset[str]
    surnames: frozenset[str]
    openers: frozenset[str]
    given: frozenset[str]

    def stays_a_name(self, word: str) -> bool:
        """Whether it is a name at the beginning of a sentence too, though it is an ordinary word."""
        return word in self.surnames or word in self.given

    def opens(self, word: str) -> bool:
        """Whether it begins sentences with a capital of its own right before a name: `Volgens`, `Mevrouw`."""
        return any(word in words for words in (self.openers, self.titles, self.polite, self.articles, self.particles))


@cache
def terms() -> Terms:
    """The lists, read once."""
    data = tomllib.loads(files("nlp").joinpath("terms/persons.toml").read_text(encoding="utf-8"))
    lists = {name: frozenset(fold(words).split()) for name, words in data.items()}
    return Terms(**lists | {"endings": tuple(sorted(lists["endings"]))})  # type: ignore[arg-type]  # one is a tuple


@cache
def ordinary_words() -> frozenset[str]:
    """Words that our own texts write in small letters (`nlp.training.ordinary_words`), folded."""
    return frozenset(files("nlp").joinpath("terms/ordinary_words.txt").read_text(encoding="utf-8").split())


@cache
def _places() -> frozenset[str]:
    tables = ("gemeenten.csv", "aliases.csv", "woonplaatsen.csv", "former_gemeenten.csv")
    names = (row["name"].partition(" (")[0] for table in tables for row in rows(table))
    return frozenset(fold(name) for name in names)


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands. `begins` a sentence or a line; `close`: only spaces between it and the word before."""

    text: str
    start: int
    end: int
    folded: str
    begins: bool
    close: bool

    @property
    def capital(self) -> bool:
        """Whether it has a capital."""
        return self.text[0].isupper()


def without_persons(text: str) -> str:
    """The text with `[naam]` for each name of a person; the rest as it was."""
    for start, end in reversed(list(_spots(text))):
        text = text[:start] + NAME + text[end:]
    return _SEVERAL.sub(NAME, text)


def _spots(text: str) -> Iterator[tuple[int, int]]:
    words, at = list(_words(text)), 0
    while at < len(words):
        length = _name(words, at)
        if length:
            yield words[at].start, words[at + length - 1].end
        at += length or _place(words, at) or 1


def _words(text: str) -> Iterator[Word]:
    last = 0
    for found in _WORD.finditer(text):
        between = text[last : found.start()]
        initials = last > 0 and text[last - 1] == "."
        begins = not initials and bool(_BEGINS.search(text[: found.start()]))
        close = last > 0 and between.strip(" \t") == ""
        yield Word(found[0], found.start(), found.end(), fold(found[0]).strip("."), begins, close)
        last = found.end()


def _name(words: Sequence[Word], at: int) -> int:
    """How many words from here on are the name of a person; zero where none is."""
    word, rest = words[at], _tail(words, at + 1)
    if not word.capital:
        return _small(words, at)
    if _INITIALS.match(word.text):
        named = rest > 0
    elif word.folded in terms().particles:
        named = rest > 0 and not (word.begins or _place(words, at) or _public(words, at + rest))
    elif word.folded.partition("-")[0] in given_names():
        named = _given(words, at, rest)
    else:
        named = _strange(words, at)
    return 1 + rest if named else _opening(words, at)


def _opening(words: Sequence[Word], at: int) -> int:
    """The same for an ordinary word that opens a sentence: right before a name it is rather the given name."""
    word, known, end = words[at], terms(), _behind_particles(words, at + 1)
    if not word.begins or end >= len(words) or not (words[end].close and words[end].capital):
        return 0
    joined = end > at + 1 and words[at + 1].folded in _JOINS
    clear = word.folded not in known.given and (joined or _place(words, at) or _public(words, at))
    if clear or known.opens(word.folded) or _place(words, at + 1):
        return 0
    length = _name(words, end)
    return end - at + length if length else 0


def _given(words: Sequence[Word], at: int, rest: int) -> bool:
    """Whether what is a given name is one here: "Wil Houten dit?" and "in Anna Paulowna" are about a place."""
    word, place = words[at], _place(words, at)
    if place > 1 or (place and _before(words, at) in _WHERE):
        return False
    if word.begins and word.folded in ordinary_words():
        return rest > 0 and not _place(words, at + 1)
    return True


def _strange(words: Sequence[Word], at: int) -> bool:
    """Whether a word with a capital is no place, nothing public, and no ordinary word that begins a sentence."""
    word, known, before = words[at], terms(), _before(words, at)
    if _place(words, at) and not _surname_here(words, at, before):
        return False
    ordinary = word.begins and word.folded in ordinary_words() and not known.stays_a_name(word.folded)
    return not _public(words, at) and (before in known.titles or not ordinary)


def _before(words: Sequence[Word], at: int) -> str:
    """The word right before, folded; empty where a sentence or a line begins."""
    return words[at - 1].folded if at and words[at].close else ""


def _small(words: Sequence[Word], at: int) -> int:
    """The same for a word in small letters: behind mevrouw or meneer, or a given name that is no other word."""
    word, known = words[at], terms()
    ordinary = word.folded in ordinary_words()
    if _before(words, at) in known.polite:
        named = word.folded in known.surnames or not ordinary
        return _small_tail(words, at) if word.folded in known.particles else int(named)
    if word.folded not in given_names():
        return 0
    rest = _small_tail(words, at + 1)
    if ordinary:
        return 1 + rest if rest > 1 else 0
    return 1 + (rest or _tail(words, at + 1))


def _small_tail(words: Sequence[Word], at: int) -> int:
    """Particles and a word that is no ordinary one, such as `de vries`."""
    end = _behind_particles(words, at)
    if end >= len(words) or not words[end].close or words[end].capital:
        return 0
    word = words[end].folded
    strange = word not in ordinary_words() or word in terms().surnames
    return end + 1 - at if strange and (end > at or word not in _places()) else 0


def _tail(words: Sequence[Word], at: int) -> int:
    """How many words from here on go on with a name that has begun: `van den Berg`, `Jansen-de Wit`."""
    end = at
    while True:
        further = _behind_particles(words, end)
        if further >= len(words) or not words[further].close or not words[further].capital:
            return end - at
        if _public(words, further) and not _place(words, further):
            return end - at
        end = further + 1


def _behind_particles(words: Sequence[Word], at: int) -> int:
    end = at
    while end < len(words) and words[end].close and words[end].folded in terms().particles:
        end += 1
    # "Sanne in Houten" is somebody in a place, "in 't Veld" is a name
    alone = end == at + 1 and words[at].folded in {"in", "op", "aan"}
    return at if alone else end


def _place(words: Sequence[Word], at: int) -> int:
    """How many words from here on are the name of a place, the longest."""
    for end in range(min(len(words), at + _LONGEST_PLACE), at, -1):
        if all(word.close for word in words[at + 1 : end]):
            name = " ".join(word.folded for word in words[at:end])
            if name in _places():
                return end - at
    return 0


def _surname_here(words: Sequence[Word], at: int, before: str) -> bool:
    """Whether a place is rather a person: a common surname that is not said to be a place, or one behind a title."""
    known = terms()
    if before in known.titles - {"collega", "minister"}:
        return True
    rest = _tail(words, at + 1) if words[at].folded in known.given else 0
    common = words[at].folded in known.surnames or (rest > 0 and not _place(words, at + 1))
    return common and _place(words, at) == 1 and before not in _WHERE


def _public(words: Sequence[Word], at: int) -> bool:
    """Whether a word with a capital is surely no person, by itself or by what stands before it."""
    word, known = words[at], terms()
    parts = word.text.split("-")
    if word.text.isupper() or (len(parts) > 1 and (parts[0].isupper() or parts[-1][:1].islower())):
        return True
    if all(part in known.public or part in _places() for part in word.folded.split("-")) and (
        len(parts) > 1 or word.folded in known.public
    ):
        return True
    if any(word.folded.endswith(end) and len(word.folded) >= len(end) + _SHORT_ENDING for end in known.endings):
        return True
    return word.folded in known.heads or _belongs(words, at)


def _belongs(words: Sequence[Word], at: int) -> bool:
    """Whether it is said to be a place, follows an article, or goes on with the name of an organisation."""
    known = terms()
    if _before(words, at) in _INSIDE or (_before(words, at) == "de" and _before(words, at - 1) in _INSIDE):
        return True
    while at and words[at].close:
        at -= 1
        if words[at].folded in known.heads | known.articles:
            return True
        if not words[at].capital:
            return False
    return False
