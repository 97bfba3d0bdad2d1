"""The text of RTF, as far as mails hold it: letters, paragraphs, and HTML that Outlook wrapped in it."""

from __future__ import annotations

import re

_TOKEN = re.compile(rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)")
_SKIPPED = frozenset(
    b"fonttbl colortbl stylesheet info pict themedata datastore listtable listoverridetable generator header footer"
    b" headerl headerr footerl footerr latentstyles xmlnstbl object filetbl rsidtbl mmathPr htmltag".split()
)
_BREAKS = {b"par": "\n", b"line": "\n", b"row": "\n", b"page": "\n", b"tab": " ", b"cell": "  ", b"sect": "\n"}
_SYMBOLS = {
    b"emdash": "—",
    b"endash": "–",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"bullet": "•",
}
_MAX_TOKENS = 2_000_000
_MAX_GROUPS = 10_000


def rtf_text(data: bytes) -> str:
    """Read the text of an RTF file in one pass; what is not understood is left out."""
    pieces: list[str] = []
    stack: list[tuple[bool, int]] = []
    hidden, unicode_skip, to_skip = False, 1, 0
    codec = "cp1252"
    for number, match in enumerate(_TOKEN.finditer(data)):
        word, argument, escaped, symbol, brace, text = match.groups()
        if number > _MAX_TOKENS or len(stack) > _MAX_GROUPS:
            break
        if brace == b"{":
            stack.append((hidden, unicode_skip))
        elif brace == b"}":
            hidden, unicode_skip = stack.pop() if stack else (False, 1)
            to_skip = 0
        elif symbol == b"*" or (word and word in _SKIPPED):
            hidden = True
        elif word == b"ansicpg" and argument:
            codec = _codec(argument)
        elif word == b"uc" and argument:
            unicode_skip = min(int(argument), 10)
        elif word == b"u" and argument and not hidden:
            pieces.append(chr(int(argument) % 65536))
            to_skip = unicode_skip
        elif not hidden:
            piece, to_skip = _piece((word, escaped, symbol, text), codec, to_skip)
            pieces.append(piece)
    return "".join(pieces).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _piece(token: tuple[bytes | None, ...], codec: str, to_skip: int) -> tuple[str, int]:
    """The text of one token, and how many characters (the fallback of a \\u) are still to be passed over."""
    word, escaped, symbol, text = token
    if word is not None:
        return _BREAKS.get(word) or _SYMBOLS.get(word, ""), to_skip
    if escaped is not None:
        piece = bytes.fromhex(escaped.decode("ascii")).decode(codec, "replace")
    elif symbol is not None:
        piece = {b"~": " ", b"_": "-", b"\n": "\n", b"\r": "\n"}.get(symbol, symbol.decode(codec, "replace"))
        piece = "" if symbol == b"-" else piece
    else:
        piece = (text or b"").decode(codec, "replace")
    return piece[to_skip:], max(0, to_skip - len(piece))


def _codec(number: bytes) -> str:
    name = f"cp{int(number)}"
    return name if name in ("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp850", "cp437") else "cp1252"
