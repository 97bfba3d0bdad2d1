"""What a mail may cost, checked on the raw bytes before the standard parser sees them.

The parser of the standard library has no limits of its own: every line is compared with the delimiter of every open
multipart, nesting is recursion, and the parameters of a Content-Type are read in quadratic time. What exceeds a limit
here is set aside with a reason; its raw bytes are kept by whoever called.
"""

from __future__ import annotations

from domain.errors import MessageError

MAX_RAW = 25_000_000
"""Bytes of a whole mail."""
MAX_LINES = 1_000_000
"""Lines of a whole mail; 25 MB of base64 has a third of that."""
MAX_DELIMITERS = 5_000
"""Lines that may separate parts."""
MAX_CONTAINERS = 100
"""Declared multiparts and inner messages, and so the deepest possible nesting."""
MAX_COMPARISONS = 5_000_000
"""Lines times open containers: the real work of the parser."""
MAX_REPORTS = 20_000
"""Empty lines in a delivery report: each begins a block that the parser keeps as a message of its own."""
MAX_CONTENT_TYPE = 5_000
"""Bytes of one Content-Type with its continuation lines."""
MAX_TEXT = 700_000
"""Bytes of a text part that are decoded."""
MAX_BODY = 100_000
"""Characters of a text that are cut and read; some fifteen thousand words."""
MAX_HEADER = 10_000
"""Characters of a header that are decoded."""
MAX_ATTACHMENT = 15_000_000
"""Bytes of one attachment that is opened."""
MAX_ATTACHMENTS = 50
"""Attachments of one mail that are opened."""
MAX_DEPTH = 3
"""Mails within mails that are read."""

_MEGA = 1_000_000
_CONTENT_TYPE = b"content-type:"


def check(raw: bytes) -> None:
    """Raise `MessageError` with a Dutch sentence if reading `raw` would cost too much."""
    if not raw.strip():
        raise MessageError("Dit bericht is leeg: er staat geen enkele letter in.")
    if len(raw) > MAX_RAW:
        raise MessageError(
            f"Dit bericht is te groot ({len(raw) / _MEGA:.0f} MB; het maximum is {MAX_RAW // _MEGA} MB)."
        )
    lines = max(raw.count(b"\n"), raw.count(b"\r"))
    if lines > MAX_LINES:
        raise MessageError("Dit bericht heeft te veel regels om te lezen.")
    lowered = raw.lower()
    containers = lowered.count(b"multipart/") + lowered.count(b"message/")
    if containers > MAX_CONTAINERS:
        raise MessageError(f"Dit bericht heeft te veel lagen ({containers}; het maximum is {MAX_CONTAINERS}).")
    delimiters = raw.count(b"\n--") + raw.count(b"\r--")
    if containers and delimiters > MAX_DELIMITERS:
        raise MessageError(f"Dit bericht heeft te veel onderdelen (meer dan {MAX_DELIMITERS}).")
    if b"delivery-status" in lowered and raw.count(b"\n\n") + raw.count(b"\n\r\n") > MAX_REPORTS:
        raise MessageError("Dit bericht is een melding over te veel geadresseerden.")
    if lines * containers > MAX_COMPARISONS and containers > 2:  # noqa: PLR2004 - an ordinary mail with attachments
        raise MessageError("Dit bericht heeft te veel regels in te veel lagen om te lezen.")
    _check_content_types(lowered)


def _check_content_types(lowered: bytes) -> None:
    """Refuse a Content-Type whose parameters the parser would read for minutes."""
    start = lowered.find(_CONTENT_TYPE)
    while start >= 0:
        end = start
        while end >= 0 and end - start <= MAX_CONTENT_TYPE:
            end = lowered.find(b"\n", end + 1)
            if end < 0 or lowered[end + 1 : end + 2] not in (b" ", b"\t"):
                break
        if (len(lowered) if end < 0 else end) - start > MAX_CONTENT_TYPE and _is_header(lowered, start):
            raise MessageError("Dit bericht heeft een kop Content-Type die te lang is om te lezen.")
        start = lowered.find(_CONTENT_TYPE, start + len(_CONTENT_TYPE))


def _is_header(lowered: bytes, start: int) -> bool:
    return start == 0 or lowered[start - 1 : start] in (b"\n", b"\r")
