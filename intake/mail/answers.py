"""Answers that somebody typed in the midst of the older message, in another colour or behind a label.

Outlook puts no marks before quoted lines, so that such answers look like quotation. They are only sought where the
sender says that they are there.
"""

from __future__ import annotations

import re

from intake.mail.lines import Line, Mark
from intake.mail.phrases import words

_POINTS = words("answers_within")
_LABEL = re.compile(
    r"\W{0,3}(?:antw(?:oord)?|reactie|antwurd|answer|a|r)\s{0,2}(?:\([^)]{1,40}\)|[^\W\d_]{1,20})?\s{0,2}[:>]"
    r"|\[[^\W\d_]{1,12}(?: [^\W\d_]{1,20})?:?\]|(?:=+|-+)>|\*{2,}",
    re.IGNORECASE,
)


def _name_label(writer: str) -> re.Pattern[str]:
    """How somebody called Karin van der Peel labels an answer: `Karin:`, `KP:` or `KvdP:`."""
    words = [word for word in re.split(r"[^\w]+", writer[:80]) if word]
    if not words:
        return re.compile(r"(?!)")
    initials = "".join(word[0] for word in words)
    capitals = "".join(word[0] for word in words if word[0].isupper())
    names = {words[0], initials, capitals} - {""}
    return re.compile(rf"\W{{0,3}}(?:{'|'.join(map(re.escape, names))})\s?[:>]", re.IGNORECASE)


def points_within(note: str) -> bool:
    """Whether the sender says that answers stand in the older message."""
    return _POINTS.search(note) is not None


def answers_within(older: list[Line], note: str, writer: str) -> list[Line]:
    """The lines of the older message that are answers of `writer` (a name); none unless `note` points to them."""
    if not older or not points_within(note):
        return []
    coloured = [line for line in older if line.mark == Mark.ANSWER]
    named = _name_label(writer)
    labelled = [line for line in older if not line.depth and (_LABEL.match(line.text) or named.match(line.text))]
    return coloured or labelled
