"""A text as lines that know how deep they are quoted: what the rules for cutting look at."""

from __future__ import annotations

import re
from typing import NamedTuple

_QUOTE_MARKS = re.compile(r"[ \t]{0,3}((?:>[ \t]{0,2}){1,30})")


class Mark:
    """What the HTML says about a line."""

    NONE = ""
    HISTORY = "history"
    """Here the mail program put the older message."""
    SIGNATURE = "signature"
    ANSWER = "answer"
    """Typed in another colour in the midst of the older message."""


class Line(NamedTuple):
    """One line without its quotation marks; `depth` is how many there were."""

    text: str
    depth: int = 0
    mark: str = Mark.NONE

    @property
    def blank(self) -> bool:
        """Whether there is nothing on it."""
        return not self.text or self.text.isspace()


def plain_lines(text: str) -> list[Line]:
    r"""Split plain text (newlines as `\n`) and count the quotation marks before each line."""
    lines = []
    for raw in text.split("\n"):
        if ">" in raw[:4] and (match := _QUOTE_MARKS.match(raw)):
            lines.append(Line(raw[match.end() :].rstrip(), match[1].count(">")))
        else:
            lines.append(Line(raw.rstrip()))
    return lines


def without_quotes(lines: list[Line]) -> list[Line]:
    """The same lines with the marks back in the text, for a mail in which ">" is no quotation."""
    return [Line(f"{'>' * line.depth} {line.text}") if line.depth else line for line in lines]


def joined(lines: list[Line]) -> str:
    """The text of some lines, quotation marks included, without empty lines around it."""
    filled = [place for place, line in enumerate(lines) if not line.blank]
    kept = lines[filled[0] : filled[-1] + 1] if filled else []
    return "\n".join([f"{'> ' * line.depth}{line.text}".rstrip() if line.depth else line.text for line in kept])


def text_of(lines: list[Line]) -> str:
    """The text of some lines without quotation marks; never two empty lines in a row."""
    kept: list[str] = []
    for line in lines:
        if line.blank and kept and not kept[-1]:
            continue
        kept.append("" if line.blank else line.text)
    return "\n".join(kept).strip("\n").rstrip()
