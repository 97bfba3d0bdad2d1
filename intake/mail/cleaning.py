"""Text made safe and even: one kind of newline, no invisible or steering characters, composed letters (NFC)."""

from __future__ import annotations

import re
import unicodedata

_NEWLINE = re.compile("\r\n?|[\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
_STEERING = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ue000-\uf8ff\U000e0000-\U000e0fff"
    "\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a]"
)
_SPACE = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LONG_SPACE = re.compile(r"[ \t]{200,}")
_TRAILING = re.compile(r"[ \t]+\n")
_CHUNK = 500


def clean(text: str) -> str:
    r"""Give `text` with `\n` as its only newline and without control, zero-width and bidirectional characters.

    Every kind of space becomes a plain space; a run of 200 or more becomes 200; lone surrogates become U+FFFD.
    """
    text = _STEERING.sub("", _NEWLINE.sub("\n", text))
    if not text.isascii():
        text = compose(_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", _SPACE.sub(" ", text)))
    if " " * 200 in text or "\t" * 100 in text:
        text = _LONG_SPACE.sub(" " * 200, text)
    return text


def clean_line(text: str) -> str:
    """The same for a header: one line, single spaces, no space around it."""
    return " ".join(clean(text).split())


def compose(text: str) -> str:
    """NFC in slices: the standard function sorts a run of combining marks in quadratic time."""
    if len(text) <= _CHUNK:
        return unicodedata.normalize("NFC", text)
    slices = []
    start = 0
    while start < len(text):
        end = start + _CHUNK
        # A letter and the mark upon it must stay together.
        while end < len(text) and end < start + 2 * _CHUNK and not text[end].isascii():
            end += 1
        slices.append(unicodedata.normalize("NFC", text[start:end]))
        start = end
    return "".join(slices)


def trim(text: str) -> str:
    """Without spaces at the ends of lines and without empty lines around it."""
    if " \n" in text or "\t\n" in text:
        text = "\n".join([line.rstrip() for line in text.split("\n")])
    return text.strip("\n").rstrip()
