"""Finding names of gemeenten and kernen in a text, with exact character offsets.

Matching is on words of the folded text, so that case, accents, hyphens, apostrophes and line breaks do not matter;
the longest name wins. What a name means there is for `nlp.gemeente_signals` to judge.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain, pairwise

from nlp.gazetteer import gemeenten, rows
from nlp.gazetteer.folding import FILLER, fold

WORD = re.compile(rf"[a-z0-9{FILLER}]+|[&+]")
GAP = re.compile(r"\s?[-'/(]?\s?|[.,]\s?|\.-", re.ASCII)
ADDRESS = re.compile(
    r"(?<![\w.+'-])[\w.+'-]+@[\w.-]+|https?://\S+|www\.\S+"
    r"|(?<![\w.-])[\w-]+(?:\.[\w-]+)*\.(?:nl|frl|eu|org|com|example)\b"
)
PROVINCE_SUFFIX = re.compile(r"(nh|n h|zh|nb|gld|gn|ut|ov|lb|l|o|z|ac)")
LONG_ABBREVIATION = 3
KERN = frozenset({"woonplaats", "bare"})


@dataclass(frozen=True, slots=True)
class Sense:
    """One thing that a name may stand for.

    `kind`: gemeente, former, woonplaats, bare (a woonplaats without its province: Elst for Elst Ut), or a kind of
    `aliases.csv`.
    """

    code: str
    kind: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name found in a text: its characters and all it may stand for.

    `capital`: written with a capital. `ordinary`: also an ordinary word or a surname, so it needs context.
    """

    start: int
    end: int
    text: str
    senses: tuple[Sense, ...]
    capital: bool
    ordinary: bool

    @property
    def codes(self) -> tuple[str, ...]:
        """The distinct CBS codes, those that carry the name as a gemeente first."""
        return tuple(dict.fromkeys(sense.code for sense in self.senses))

    @property
    def is_gemeente(self) -> bool:
        """Whether it is a name that a gemeente itself carries or carried, not merely a kern in it."""
        return any(sense.kind not in KERN for sense in self.senses)


@dataclass(frozen=True, slots=True)
class _Entry:
    words: tuple[str, ...]
    senses: tuple[Sense, ...]
    exact: str
    ordinary: bool


def _variants(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Other spellings that people use: st for sint, a/d for aan den, & for en, y for ij."""
    yield words
    text = f" {' '.join(words)} "
    swaps = ((" sint ", (" st ",)), (" st ", (" sint ",)), (" en ", (" & ", " + ")))
    aan = (" aan den ", " aan de ", " aan der ", " a d ", " ad ", " ad ")
    for old, new in (*swaps, *((form, aan) for form in aan[:3])):
        if old in text:
            yield from (tuple(text.replace(old, other).split()) for other in new)
    if "ij" in text:
        yield tuple(text.replace("ij", "y").split())


def _all_names() -> Iterator[tuple[str, Sense]]:
    for each in gemeenten().values():
        yield each.name, Sense(each.code, "gemeente")
        if " (" in each.name:
            yield each.name.partition(" (")[0], Sense(each.code, "gemeente")
    yield from ((row["name"], Sense(row["code"], "former")) for row in rows("former_gemeenten.csv"))
    yield from ((row["name"], Sense(row["code"], row["kind"])) for row in rows("aliases.csv"))
    for row in rows("woonplaatsen.csv"):
        yield row["name"], Sense(row["code"], "woonplaats")
        bare = re.sub(r" (?:\(\w+\)|[A-Z]{1,2}|Gld|Gn|Ut|ca|gem\.? .+|aan den? .+)$", "", row["name"])
        if bare != row["name"]:
            yield bare, Sense(row["code"], "bare")


@cache
def ordinary_names() -> frozenset[str]:
    """Folded names that are also ordinary words or common surnames."""
    lists = tomllib.loads(files("nlp").joinpath("terms/ordinary_names.toml").read_text(encoding="utf-8"))
    return frozenset(chain.from_iterable(words.split() for kind, words in lists.items() if kind != "rare"))


@cache
def rare_words() -> frozenset[str]:
    """Folded names that are rare words: in small letters they need context."""
    lists = tomllib.loads(files("nlp").joinpath("terms/ordinary_names.toml").read_text(encoding="utf-8"))
    return frozenset(lists["rare"].split())


@cache
def _index() -> dict[str, tuple[_Entry, ...]]:
    senses: dict[tuple[str, ...], dict[Sense, None]] = defaultdict(dict)
    exact: dict[tuple[str, ...], str] = {}
    for name, sense in _all_names():
        words = tuple(WORD.findall(fold(name)))
        for spelt in _variants(words):
            senses[spelt].setdefault(sense)
        if sense.kind == "abbreviation":
            exact[words] = name
    index: dict[str, list[_Entry]] = defaultdict(list)
    for words, found in senses.items():
        common = len(words) == 1 and words[0] in ordinary_names()
        index[words[0]].append(_Entry(words, tuple(found), exact.get(words, ""), common))
    return {first: tuple(sorted(found, key=lambda entry: -len(entry.words))) for first, found in index.items()}


def find_names(text: str) -> list[Name]:
    """All names in `text` from left to right, never overlapping; linear in its length.

    Mail and web addresses are skipped: what they tell is in their domain.
    """
    folded = fold(text)
    skipped = [found.span() for found in ADDRESS.finditer(folded)]
    words = [(found.start(), found.end()) for found in WORD.finditer(folded)]
    names: list[Name] = []
    position, skip = 0, iter([*skipped, (len(text) + 1, len(text) + 1)])
    masked = next(skip)
    while position < len(words):
        start = words[position][0]
        while start >= masked[1]:
            masked = next(skip)
        taken = 1
        if start < masked[0]:
            name, taken = _longest(text, folded, words, position)
            if name:
                names.append(name)
        position += taken
    return names


def _longest(text: str, folded: str, words: list[tuple[int, int]], position: int) -> tuple[Name | None, int]:
    start, end = words[position]
    for entry in _index().get(folded[start:end].replace(FILLER, ""), ()):
        size = len(entry.words)
        if size > 1 and not _matches(text, folded, words[position : position + size], entry.words):
            continue
        stop = words[position + size - 1][1]
        slack = _abbreviated(text[start:stop], entry)
        if slack is None:
            continue
        start, stop = _widen(text, start, stop)
        capital = any(letter.isupper() for letter in text[start:stop])
        return Name(start, stop, text[start:stop], entry.senses, capital, entry.ordinary or slack), size
    return None, 1


def _abbreviated(written: str, entry: _Entry) -> bool | None:
    """Whether an abbreviation needs context as an ordinary word does; `None` if it is none after all.

    `SWF` stands by itself, `swf` does not, and two letters only count as they should be written.
    """
    if not entry.exact or any(sense.kind != "abbreviation" for sense in entry.senses):
        return False
    if written != entry.exact and len(written) < LONG_ABBREVIATION:
        return None
    return written != entry.exact or len(written) < LONG_ABBREVIATION


def _matches(text: str, folded: str, spans: list[tuple[int, int]], words: Iterable[str]) -> bool:
    if [folded[start:end].replace(FILLER, "") for start, end in spans] != list(words):
        return False
    gaps = ((left[1], right[0]) for left, right in pairwise(spans))
    if not all(GAP.fullmatch(folded, start, end) for start, end in gaps):
        return False
    last = spans[-1]
    # a single L or NH behind a name is a province only in capitals: "in Bergen l" is a slip
    return not PROVINCE_SUFFIX.fullmatch(folded, *last) or text[last[0] : last[1]][0].isupper()


def _widen(text: str, start: int, stop: int) -> tuple[int, int]:
    """Take in the apostrophe of 's and 't, and the bracket that closes a province."""
    if start and text[start - 1] in "'’‘`´" and text[start : start + 2] in {"s-", "s ", "t ", "S-", "T "}:
        start -= 1
    if "(" in text[start:stop] and ")" not in text[start:stop]:
        close = re.compile(r"\.?\)").match(text, stop)
        stop = close.end() if close else stop
    return start, stop
