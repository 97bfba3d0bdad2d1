"""Proving for whom somebody speaks: a code of six digits, mailed to an address at that gemeente. Pure.

A code works once, for half an hour and for five tries; what is kept of it is a salted hash.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import datetime, timedelta
from enum import StrEnum

from domain.talking import OpenCode

LIFETIME = timedelta(minutes=30)
MOST_TRIES = 5
MOST_CODES = 3
"""Codes in `CODES_SPAN` to one address."""
MOST_CODES_CHAT = 8
"""The same for one conversation, in which a coordinator may speak for several gemeenten."""
MOST_CODES_GEMEENTE = 12
"""The same for all addresses of one gemeente, so that nobody can flood a town hall from many conversations."""
CODES_SPAN = timedelta(hours=1)
DIGITS = 6
_ROUNDS = 20_000
"""Enough to make a stolen database slow to read; a million codes are soon tried whatever one does."""
_CODE = re.compile(r"(?<!\d)(\d{3})[\s.-]?(\d{3})(?!\d)")
MAIL_ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")


class CodeVerdict(StrEnum):
    """What a typed code comes to."""

    RIGHT = "right"
    WRONG = "wrong"
    EXPIRED = "expired"
    USED_UP = "used_up"
    """This was the last wrong try."""


def code_in(text: str) -> str | None:
    """The six digits that were typed, also with a space in the middle."""
    found = _CODE.search(text)
    return found[1] + found[2] if found else None


def address_in(text: str) -> str | None:
    """The mail address that was typed, in lower case."""
    found = MAIL_ADDRESS.search(text)
    return found[0].rstrip(".").lower() if found else None


def code_hash(code: str, salt: str) -> str:
    """What is kept of a code. `salt` is hexadecimal."""
    return hashlib.pbkdf2_hmac("sha256", code.encode(), bytes.fromhex(salt), _ROUNDS).hex()


def usable(sent: OpenCode, now: datetime) -> bool:
    """Whether the code that was sent may still be typed."""
    return now - sent.code.made_at <= LIFETIME and sent.tries < MOST_TRIES


def judge(typed: str, sent: OpenCode, now: datetime) -> CodeVerdict:
    """Whether the typed code is the one that was sent and may still be used."""
    if now - sent.code.made_at > LIFETIME:
        return CodeVerdict.EXPIRED
    if sent.tries >= MOST_TRIES:
        return CodeVerdict.USED_UP
    if hmac.compare_digest(code_hash(typed, sent.code.salt), sent.code.hash):
        return CodeVerdict.RIGHT
    return CodeVerdict.USED_UP if sent.tries + 1 >= MOST_TRIES else CodeVerdict.WRONG
