"""What words are about: classes of words (`terms/vocabulary.toml`), so that a word never seen in training counts too.

A word belongs to the class whose entry it begins or ends with, because Dutch writes compounds as one word; the longest
entry counts, and short ones must be the whole word. Two words side by side may be one entry (`den_haag`).
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise

from nlp.cues import TERMS

WHOLE = 4
"""Letters up to which an entry must be the whole word."""

MEMORY = 20_000


def classes(words: Sequence[str]) -> set[str]:
    """The classes of normalised `words`."""
    found = {name for word in words for name in _of_word(word)}
    pairs = _pairs()
    for pair in pairwise(words):
        found |= pairs.get(pair, frozenset())
    return found


@lru_cache(MEMORY)
def _of_word(word: str) -> frozenset[str]:
    entries = _entries()
    parts = {word, *(word[:at] for at in range(WHOLE + 1, len(word))), *(word[at:] for at in range(len(word) - WHOLE))}
    known = [part for part in parts if part in entries]
    longest = max(map(len, known), default=0)
    return frozenset(name for part in known if len(part) == longest for name in entries[part])


@cache
def _entries() -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name, terms in _table().items():
        for term in terms.split():
            if "_" not in term:
                found[term].add(name)
    return dict(found)


@cache
def _pairs() -> dict[tuple[str, str], frozenset[str]]:
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for name, terms in _table().items():
        for term in terms.split():
            if term.count("_") == 1:
                one, other = term.split("_")
                found[one, other].add(name)
    return {pair: frozenset(names) for pair, names in found.items()}


@cache
def _table() -> dict[str, str]:
    table: dict[str, str] = tomllib.loads((TERMS / "vocabulary.toml").read_text(encoding="utf-8"))["classes"]
    return table
