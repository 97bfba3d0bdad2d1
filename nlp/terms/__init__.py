"""Words and cues as data: TOML files, read once. Code that uses them says which table it takes."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """The tables of `nlp/terms/NAME.toml`."""
    return tomllib.loads(files("nlp.terms").joinpath(f"{name}.toml").read_text(encoding="utf-8"))


@cache
def word_set(file: str, table: str, key: str) -> frozenset[str]:
    """One list of words of a term file."""
    return frozenset(load(file)[table][key])
