"""Which mail is which: by its content, because Message-IDs are reused and UIDs are dealt out anew.

Two deliveries of one mail (To and Cc, moved back, fetched again) differ in the headers that servers add on the way;
who wrote it, when, under which number and subject, and the text below do not change.
"""

from __future__ import annotations

import hashlib
import re

from domain.model import Channel
from domain.ports import Arrival, RawMail
from intake.mail.headers import decoded

_STEADY = (b"from", b"date", b"message-id", b"subject")
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_FIELD = re.compile(rb"^(from|date|message-id|subject)[ \t]*:(.*(?:\r?\n[ \t].*)*)", re.IGNORECASE | re.MULTILINE)
_SHOWN = 300


def arrival(mail: RawMail) -> Arrival:
    """A mail as it is stored before anything has read it."""
    fields, body = _taken_apart(mail.raw)
    return Arrival(
        channel=Channel.EMAIL,
        content_hash=_hash(fields, body, mail),
        raw=mail.raw,
        received_at=mail.received_at,
        location=mail.location,
        external_id=_shown(fields.get(b"message-id", b"")),
        sender=_shown(fields.get(b"from", b"")),
        subject=_shown(fields.get(b"subject", b"")),
        problem=mail.problem,
    )


def _taken_apart(raw: bytes) -> tuple[dict[bytes, bytes], bytes]:
    """The first of each steady header, on one line with single spaces, and everything below the headers.

    Where nothing separates the two, all of it is taken for text as well: what is no mail must not look like another.
    """
    blank = _BLANK_LINE.search(raw)
    head, body = (raw[: blank.start()], raw[blank.end() :]) if blank else (raw, raw)
    fields: dict[bytes, bytes] = {}
    for match in _FIELD.finditer(head):
        fields.setdefault(match[1].lower(), b" ".join(match[2].split()))
    return fields, body


def _hash(fields: dict[bytes, bytes], body: bytes, mail: RawMail) -> str:
    digest = hashlib.sha256()
    for name in _STEADY:
        value = fields.get(name, b"")
        digest.update(b"%d:%b" % (len(value), value))
    # A Maildir keeps LF, a server sends CRLF, and some add a line at the end.
    digest.update(body.replace(b"\r\n", b"\n").rstrip(b"\n"))
    if mail.problem:
        # What could not be fetched as a whole is not the same message as the whole.
        at = mail.location
        digest.update(f"|{mail.problem}|".encode() if mail.raw else f"|{at!r}|".encode())
    return digest.hexdigest()


def _shown(value: bytes) -> str:
    return decoded(value[:_SHOWN].decode("utf-8", "surrogateescape"))
