"""The bytes of one part: transfer encodings undone, also where they are declared wrongly or broken off."""

from __future__ import annotations

import binascii
import re
from email.message import Message as Mime

from intake.mail.charsets import decode, guess
from intake.mail.headers import Headers
from intake.mail.limits import MAX_TEXT

_BASE64_LINE = re.compile(rb"[A-Za-z0-9+/]*={0,2}[ \t]*")
_SOFT_BREAK = re.compile(rb"=\r?\n")
_ESCAPE = re.compile(rb"=[0-9A-F]{2}")
_ENOUGH = 3


def raw_payload(part: Mime) -> bytes:
    """What stands in the part, before its transfer encoding is undone."""
    payload = part.get_payload()
    return payload.encode("latin-1", "replace") if isinstance(payload, str) else b""


def file_bytes(part: Mime, headers: Headers) -> bytes:
    """The content of an attachment."""
    data = raw_payload(part)
    match _encoding(headers):
        case "base64":
            return _base64(data)
        case "quoted-printable":
            return binascii.a2b_qp(data)
        case "x-uuencode" | "uuencode" | "x-uue" | "uue":
            return _uuencoded(data)
    return data


def text_of(part: Mime, headers: Headers, charset: str) -> tuple[str, str]:
    """The text of a text part in its declared charset, and in Dutch what was odd about it (empty if nothing was)."""
    data = raw_payload(part)
    encoding = _encoding(headers)
    if encoding == "base64":
        data = _base64_text(data[: 2 * MAX_TEXT])
    elif encoding == "quoted-printable" or _looks_quoted(data[:MAX_TEXT]):
        data = binascii.a2b_qp(data[: 3 * MAX_TEXT])
    note = ""
    if len(data) > MAX_TEXT:
        data, note = _whole_letters(data[:MAX_TEXT]), "De tekst is erg lang; alleen het eerste deel is gelezen."
    text, odd = decode(data, charset)
    return text, note or odd


def _whole_letters(data: bytes) -> bytes:
    """Without the bytes at the end that may be half a letter."""
    end = len(data)
    while end > len(data) - 8 and data[end - 1 : end] >= b"\x80":
        end -= 1
    return data[:end]


def text_of_file(data: bytes, charset: str = "") -> str:
    """The text of a text file whose charset may be unknown."""
    return (decode(data, charset) if charset else guess(data))[0]


def _encoding(headers: Headers) -> str:
    return headers.raw("content-transfer-encoding").partition(";")[0].strip().strip("\"'").lower()


def _base64(data: bytes) -> bytes:
    """Lenient: strange characters are skipped, a missing end is filled up."""
    for padding in (b"", b"=", b"==", b"A=="):
        try:
            return binascii.a2b_base64(data + padding)
        except binascii.Error:
            continue
    return b""


def _base64_text(data: bytes) -> bytes:
    """Base64 text; lines that are plain text (a footer that a list put below, a wrong declaration) stay as they are."""
    encoded: list[bytes] = []
    plain: list[bytes] = []
    for line in data.splitlines(keepends=True):
        if not plain and _BASE64_LINE.fullmatch(line.rstrip(b"\r\n")):
            encoded.append(line)
        else:
            plain.append(line)
    decoded = _base64(b"".join(encoded))
    if plain and len(encoded) < len(plain) and not decoded.strip():
        return data
    return decoded + (b"\n" if decoded and plain else b"") + b"".join(plain)


def _looks_quoted(data: bytes) -> bool:
    """Quoted-printable that nobody declared: soft line breaks and escapes, more than chance gives."""
    if b"=\n" not in data and b"=\r\n" not in data:
        return False
    return bool(_SOFT_BREAK.search(data)) and len(_ESCAPE.findall(data)) >= _ENOUGH


def _uuencoded(data: bytes) -> bytes:
    """The old Unix encoding, one line at a time; a line that does not decode is left out."""
    found = []
    for line in data.splitlines():
        if line.startswith((b"begin ", b"end")):
            continue
        try:
            found.append(binascii.a2b_uu(line))
        except binascii.Error:
            continue
    return b"".join(found)
