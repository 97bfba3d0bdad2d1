"""Personal data out of what is logged: addresses, telephone numbers and numbers of persons, wherever they stand."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"[\w.+'-]{1,64}@([\w-]+(?:\.[\w-]+)+)")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
# A V-nummer, BSN or telephone number: nine or more digits, however they are spaced
_LONG_NUMBER = re.compile(r"(?<![\w.])\+?\d(?:[ ./()-]{0,2}\d){8,14}(?![\w])")


def masked(text: str) -> str:
    """`text` with the person in an address and all long numbers taken out; the domain of an address stays."""
    text = _ADDRESS.sub(r"…@\1", text)
    text = _IBAN.sub("…", text)
    return _LONG_NUMBER.sub("…", text)
