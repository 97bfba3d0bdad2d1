"""Bytes of a mail in, a `Message` out: the one door of this folder for whoever reads mail."""

from __future__ import annotations

import unicodedata
from email.header import decode_header, make_header
from email.message import Message as Mime
from email.parser import BytesParser
from email.utils import getaddresses, parsedate_to_datetime

from domain.errors import MessageError
from domain.model import Address, Channel, Kind, Message


def parse(raw: bytes, channel: Channel = Channel.EMAIL) -> Message:
    """Read one RFC 5322 mail. Raises `MessageError` with a Dutch sentence, and nothing else, for any bytes."""
    mime = BytesParser().parsebytes(raw)
    senders = _addresses(mime, "From")
    body = "\n".join(_plain(part) for part in mime.walk() if part.get_content_type() == "text/plain")
    return Message(
        channel=channel,
        message_id=str(mime.get("Message-ID", "")).strip(),
        date=_date(mime),
        sender=senders[0] if senders else Address(),
        recipients=tuple(_addresses(mime, "To") + _addresses(mime, "Cc")),
        subject=_header(mime, "Subject"),
        body=_clean(body).strip(),
        in_reply_to=str(mime.get("In-Reply-To", "")).strip(),
        references=tuple(str(mime.get("References", "")).split()),
    )


def parse_text(text: str, subject: str = "", sender: str = "") -> Message:
    """Read plain text without headers, as it comes from a form, a chat or a .txt file."""
    body = _clean(text).strip()
    kind = Kind.PERSONAL if body else Kind.EMPTY
    found = getaddresses([sender])
    address = Address(*found[0]) if found else Address()
    return Message(channel=Channel.TEXT, subject=subject, sender=address, body=body, kind=kind)


def _header(mime: Mime, name: str) -> str:
    value = mime.get(name, "")
    try:
        return _clean(str(make_header(decode_header(value)))).replace("\n", " ").strip()
    except (LookupError, ValueError):
        return str(value)


def _addresses(mime: Mime, name: str) -> list[Address]:
    return [Address(n, a) for n, a in getaddresses([_header(mime, name)]) if a]


def _date(mime: Mime):  # type: ignore[no-untyped-def]
    try:
        found = parsedate_to_datetime(str(mime.get("Date", "")))
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo else found.astimezone()


def _plain(part: Mime) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        raise MessageError("De tekst van dit bericht kan niet worden gelezen.")
    try:
        return payload.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:
        return payload.decode("utf-8", "replace")


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
