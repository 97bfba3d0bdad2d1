"""Headers of a mail: encoded words, raw bytes, parameters, message ids. Each is decoded by itself; none raises."""

from __future__ import annotations

import base64
import binascii
import re
from email.message import Message as Mime
from urllib.parse import unquote_to_bytes

from intake.mail.charsets import decode
from intake.mail.cleaning import clean_line
from intake.mail.limits import MAX_HEADER

_FOLD = re.compile(r"\r?\n(?=[ \t])|[\r\n]+")
_WORD = re.compile(r"=\?([^?\s*]{1,40})(?:\*[^?\s]{0,20})?\?([bBqQ])\?((?:[^?]|\?(?!=)){0,1000})\?=")
_PARAMETER = re.compile(r';\s{0,20}([^\s=;"]{1,60})\s{0,20}=\s{0,20}("(?:[^"\\]|\\.)*"|[^;]*)', re.DOTALL)
_ESCAPED = re.compile("[\udc80-\udcff]")
_LONE = re.compile("[\ud800-\udc7f\udd00-\udfff]")
_ID = re.compile(r"<([^<>\s]{1,990})>")
_MAX_PARAMETERS = 4_000
_MAX_IDS = 100


class Headers:
    """The headers of one part by lower-case name. Values are text in which encoded words still stand as they are."""

    def __init__(self, mime: Mime) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in mime.raw_items():
            self._values.setdefault(name.lower(), []).append(str(value))

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def raw(self, name: str) -> str:
        """The first value, unfolded and not longer than a header may be; empty where there is none."""
        values = self._values.get(name)
        return _text(values[0]) if values else ""

    def every(self, name: str) -> list[str]:
        """All values of a header that may stand there more than once."""
        return [_text(value) for value in self._values.get(name, ())]

    def text(self, name: str) -> str:
        """The first value, decoded to one clean line."""
        return decoded(self.raw(name))

    def ids(self, name: str) -> tuple[str, ...]:
        """The message ids of a header, each with its angle brackets; the last hundred."""
        value = " ".join(self.every(name))
        found = [f"<{match}>" for match in _ID.findall(value)] or value.split()[:1]
        return tuple(clean_line(one) for one in found[-_MAX_IDS:])

    def parameters(self, name: str) -> tuple[str, dict[str, str]]:
        """The value in lower case and its parameters, as in `("text/plain", {"charset": "utf-8"})`."""
        return parameters(self.raw(name))


def _text(value: str) -> str:
    """A header as one line of text, cut at the maximum length; the parser reads bytes as Latin-1."""
    value = value[:MAX_HEADER]
    if not value.isascii():
        value = decode(value.encode("latin-1", "replace"))[0]
    return _FOLD.sub("", value) if "\n" in value or "\r" in value else value


def decoded(value: str) -> str:
    """Text of a header with its encoded words decoded, also wrongly written ones, as one clean line.

    Bytes that somebody kept as surrogates (`surrogateescape`) are decoded too.
    """
    if not value.isascii() and _ESCAPED.search(value):
        value = decode(_LONE.sub("?", value).encode("utf-8", "surrogateescape"))[0]
    return clean_line(_decode_words(value) if "=?" in value else value)


def hides_address(value: str) -> bool:
    """Whether an encoded word holds (part of) an address, as some programs encode the whole of `Name <address>`."""
    return "=?" in value and any("@" in word[3] or "=40" in word[3] for word in _WORD.finditer(value))


def parameters(value: str) -> tuple[str, dict[str, str]]:
    """Split a header into its value and parameters, with the pieces of RFC 2231 joined and decoded."""
    value = value[:_MAX_PARAMETERS]
    head, _, _ = value.partition(";")
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for match in _PARAMETER.finditer(value):
        name, _, rest = match[1].lower().partition("*")
        order, _, star = rest.partition("*")
        encoded = "*" in match[1] and (star == "" and match[1].endswith("*"))
        content = match[2].strip()
        if content.startswith('"'):
            content = re.sub(r"\\(.)", r"\1", content.strip('"'))
        pieces.setdefault(name, []).append((int(order) if order.isdecimal() else 0, encoded, content))
    return head.strip().lower(), {name: _join(found) for name, found in pieces.items()}


def _join(pieces: list[tuple[int, bool, str]]) -> str:
    """One parameter from its pieces: percent signs decoded with the charset that the first piece names."""
    pieces.sort(key=lambda piece: piece[0])
    if not any(encoded for _, encoded, _ in pieces):
        return decoded("".join(content for _, _, content in pieces) if pieces[-1][0] else pieces[0][2])
    charset, data = "", b""
    for place, (_, encoded, content) in enumerate(pieces):
        rest = content
        if place == 0 and content.count("'") > 1:
            charset, _, rest = content.split("'", 2)
        data += unquote_to_bytes(rest) if encoded else rest.encode("utf-8", "replace")
    return clean_line(decode(data, charset)[0])


def _decode_words(value: str) -> str:
    """Replace the encoded words; neighbours in one charset are joined as bytes first, for a letter may be split."""
    text: list[str] = []
    pending, pending_charset, last = b"", "", 0
    for match in _WORD.finditer(value):
        gap = value[last : match.start()]
        charset, data = match[1].lower(), _word_bytes(match[2], match[3])
        if gap.strip() or charset != pending_charset or last == 0:
            text.append(decode(pending, pending_charset)[0])
            text.append(gap if gap.strip() or last == 0 else "")
            pending = b""
        pending, pending_charset, last = pending + data, charset, match.end()
    text.append(decode(pending, pending_charset)[0])
    return "".join(text) + value[last:]


def _word_bytes(encoding: str, content: str) -> bytes:
    data = content.encode("utf-8", "replace")
    if encoding in "qQ":
        return binascii.a2b_qp(data, header=True)
    try:
        return base64.b64decode(data + b"=" * (-len(data) % 4))
    except binascii.Error:
        return data
