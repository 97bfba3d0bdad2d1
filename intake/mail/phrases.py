"""The words by which mail is recognised, from `phrases.toml`: data that people can read and add to."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("phrases.toml")


@cache
def _all() -> dict[str, list[str]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def alternatives(name: str) -> str:
    """All phrases of one list as the alternatives of one pattern, in a group. Raises `KeyError` for an unknown list."""
    return "(?:" + "|".join(_all()[name]) + ")"


def words(name: str, *, before: str = r"\b", after: str = r"\b", flags: int = 0) -> re.Pattern[str]:
    """A pattern, blind to case, that finds any phrase of a list between `before` and `after`."""
    return re.compile(before + alternatives(name) + after, re.IGNORECASE | flags)
