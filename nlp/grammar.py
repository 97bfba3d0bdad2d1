"""Function words by what they do in a sentence, from `terms/grammar.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "terms" / "grammar.toml"


@cache
def _lists() -> dict[str, frozenset[str]]:
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {name: frozenset(words.split()) for name, words in data.items()}


def listed(name: str) -> frozenset[str]:
    """The words of one list. Raises `KeyError` for a name that the file does not have."""
    return _lists()[name]
