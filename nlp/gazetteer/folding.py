"""Folding that keeps every character in its place: case, diacritics, quotation marks, dashes, spaces."""

from __future__ import annotations

import unicodedata
from functools import cache

FILLER = "\u0300"
"""Stands for characters that are no letters of their own: combining accents, soft hyphens, zero-width spaces."""


@cache
def _table() -> dict[int, str]:
    table = dict.fromkeys([*range(0x300, 0x370), 0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF], FILLER)
    table |= dict.fromkeys([0x2018, 0x2019, 0x201B, 0x60, 0xB4, 0x2BC, 0x2032], "'")
    table |= dict.fromkeys([0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212], "-")
    table |= dict.fromkeys([0xA0, 0x2007, 0x2009, 0x202F], " ")
    for code in [*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x1E00, 0x1F00)]:
        base = unicodedata.normalize("NFD", chr(code).lower())[0]
        table[code] = base if len(base) == 1 else chr(code)
    return table


def fold(text: str) -> str:
    """`text` in lower case without diacritics; `fold(text)[i]` always belongs to `text[i]`."""
    return text.translate(_table())
