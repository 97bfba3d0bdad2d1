"""What a number mention is, and the tables that tell a count from a code, an amount or a duration."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from domain.model import Unit
from nlp.terms import load, word_set

MOST_COUNTS = 400
"""Numbers of one message that are weighed against one another; a sheet with more is for a person."""

LONGEST_NOUN = 40
ALIKE = 0.86
SHORTEST_FUZZY = 7
FUZZY_NOUNS = (
    "plekken", "plaatsen", "opvangplekken", "opvangplaatsen", "personen", "statushouders", "vergunninghouders",
    "asielzoekers", "ontheemden", "oekraïners", "woningen", "appartementen", "gezinnen", "huishoudens", "bewoners",
)  # fmt: skip
"""Nouns whose typing errors are recognised."""


class Bound(StrEnum):
    """How exact a number is."""

    EXACT = "exact"
    ABOUT = "about"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"


@dataclass(frozen=True, slots=True)
class Mention:
    """A count as written. `low` to `high` (high is None without a range); both None for "een handvol".

    `unit` is None where no counted noun stands with it; `noun` is the noun in lower case, or the unknown word that
    follows. `bare` tells that the number may stand for places by itself. `definite`: "de acht", "die tien". `size` to
    `size_max` is the number of people in each household, home or room.
    Positions count characters, `first_word` and `last_word` words of the stream, both included; `value_word` is the
    last word of the value itself, before the noun. `bracketed`: it stands in brackets behind something else. `untold`:
    "hoeveel", a number that the writer does not know.
    """

    start: int
    end: int
    first_word: int
    last_word: int
    low: int | None
    high: int | None = None
    bound: Bound = Bound.EXACT
    unit: Unit | None = None
    noun: str = ""
    bare: bool = False
    definite: bool = False
    size: int | None = None
    size_max: int | None = None
    increase: bool = False
    value_word: int = -1
    bracketed: bool = False
    untold: bool = False

    @property
    def is_count(self) -> bool:
        """Whether it can be a count of places at all."""
        return self.unit is not None or self.bare


@cache
def _unit_words() -> tuple[dict[str, Unit], tuple[tuple[str, Unit], ...], frozenset[str]]:
    tables = load("units")
    words: dict[str, Unit] = {}
    endings: list[tuple[str, Unit]] = []
    refused: set[str] = set()
    for unit in Unit:
        table = tables[unit.value]
        words.update(dict.fromkeys(table["words"], unit))
        endings += [(ending, unit) for ending in table["endings"]]
        refused.update(table["not_words"])
    return words, tuple(sorted(endings, key=lambda e: -len(e[0]))), frozenset(refused)


def unit_of(noun: str) -> Unit | None:
    """What is counted by this noun in lower case; None for anything that is no place, person or dwelling."""
    return _unit_of(noun) if len(noun) <= LONGEST_NOUN else None


@lru_cache(maxsize=20_000)
def _unit_of(noun: str) -> Unit | None:
    words, endings, refused = _unit_words()
    noun = noun.rstrip("'")
    if noun in refused:
        return None
    if noun in words:
        return words[noun]
    by_ending = next((unit for ending, unit in endings if noun.endswith(ending)), None)
    return by_ending or _misspelt(noun)


def _misspelt(noun: str) -> Unit | None:
    """The unit of a long word with a typing error ("personnen"); short words lie too near to one another."""
    words, _, _ = _unit_words()
    if len(noun) < SHORTEST_FUZZY:
        return None
    found = process.extractOne(noun, FUZZY_NOUNS, scorer=OSA.normalized_similarity, score_cutoff=ALIKE)
    return words[found[0]] if found else None


def context(table: str, key: str) -> frozenset[str]:
    """One list of words of `number_context.toml`."""
    return word_set("number_context", table, key)
