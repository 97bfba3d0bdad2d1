"""Personal data out of what is logged: addresses, telephone numbers and numbers of persons, wherever they stand."""

from __future__ import annotations

import re

TOKEN_SHAPE = r"\d{5,}:[A-Za-z0-9_-]{20,}"  # noqa: S105  # the shape of one
"""A token for Telegram: whoever has it is our bot. It stands in every address that the program asks for there."""

_TOKEN = re.compile(TOKEN_SHAPE)
_ADDRESS = re.compile(r"[\w.+'-]{1,64}@([\w-]+(?:\.[\w-]+)+)")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
# A V-nummer, BSN or telephone number: nine or more digits, however they are spaced
_LONG_NUMBER = re.compile(r"(?<![\w.])\+?\d(?:[ ./()-]{0,2}\d){8,14}(?![\w])")


def masked(text: str) -> str:
    """`text` with the person in an address, long numbers and tokens taken out; the domain of an address stays."""
    text = _TOKEN.sub("…", text)
    text = _ADDRESS.sub(r"…@\1", text)
    text = _IBAN.sub("…", text)
    return _LONG_NUMBER.sub("…", text)
