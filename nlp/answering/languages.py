"""Questions in English and Frisian: their words as the Dutch ones, so that what the cards hold counts for them too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from nlp.gazetteer.folding import FILLER, fold
from nlp.terms import load


@dataclass(frozen=True, slots=True)
class _Language:
    """`told` are words that no other language has; `dutch` has the Dutch word for each word."""

    told: frozenset[str]
    dutch: Mapping[str, str]


def language(words: Sequence[str]) -> str:
    """The name of the language that more of `words` belong to than to Dutch; empty for Dutch."""
    dutch, known = _languages()
    found = ""
    most = 0
    for name, one in known.items():
        count = sum(word in one.told for word in words)
        if count > max(most, sum(word in dutch and word not in one.dutch for word in words)):
            found, most = name, count
    return found


def in_dutch(words: Sequence[str]) -> tuple[str, ...]:
    """`words` (folded), each that is known in their language as the Dutch word for it."""
    name = language(words)
    if not name:
        return tuple(words)
    dutch = _languages()[1][name].dutch
    told = " ".join(dutch.get(word, word).replace("_", " ") for word in words)
    return tuple(told.replace("hoe veel", "hoeveel").split())


@cache
def _languages() -> tuple[frozenset[str], Mapping[str, _Language]]:
    table = load("answering_languages")
    return frozenset(table["dutch"].split()), {name: _language(one) for name, one in table["languages"].items()}


def _language(table: Mapping[str, str]) -> _Language:
    pairs = (pair.split("=") for pair in table["words"].split())
    return _Language(frozenset(map(_folded, table["told"].split())), {_folded(word): value for word, value in pairs})


def _folded(word: str) -> str:
    return fold(word).replace(FILLER, "").replace("'", "")
