"""What the rules for dates share: a cursor over the words, and how a date bears on the places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nlp.components.words import Word
from nlp.dates import DateMention, MonthDay
from nlp.terms import load

TERMS: dict[str, Any] = load("dates")
YEARS = range(1940, 2060)
LONGEST_FIGURE = 4
LOOK_BACK = 4
"""Words before a date in which a preposition is sought."""

Days = tuple[MonthDay, MonthDay]


class Cursor:
    """Reads on from a word and remembers how far a date got."""

    def __init__(self, words: Sequence[Word], index: int) -> None:
        self.words, self.index = words, index

    def text(self, ahead: int = 0) -> str:
        """The word so many places on, in lower case; empty outside the text."""
        place = self.index + ahead
        return self.words[place].text if 0 <= place < len(self.words) else ""

    def skip(self, *texts: str) -> None:
        """Step over words that are among `texts`."""
        while self.index < len(self.words) and self.text() in texts:
            self.index += 1

    def year(self) -> int | None:
        """A year here, perhaps behind "van" or an apostrophe; steps over it."""
        ahead = 1 if self.text() in ("van", "in", "of", ",") else 0
        year = figure(self.text(ahead))
        if year not in YEARS or counts_people(self.text(ahead + 1)):
            return None
        self.index += ahead + 1
        return year

    def year_step(self) -> int | None:
        """Years ahead where "van dit jaar" or "volgend jaar" stands here; steps over it."""
        ahead = 1 if self.text() == "van" else 0
        step = TERMS["near"]["steps"].get(self.text(ahead))
        if step is None or self.text(ahead + 1) != "jaar":
            return None
        self.index += ahead + 2
        return int(step)


def figure(text: str) -> int | None:
    """The value of up to four figures; longer runs are no part of a date."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_FIGURE else None


def counts_people(text: str) -> bool:
    """Whether this noun makes a count of what looks like a year: "2026 plekken"."""
    return text.startswith(("plek", "plaats", "mens", "person", "statush", "woning", "bedden", "asielz"))


def made(
    words: Sequence[Word],
    index: int,
    last: int,
    days: Days | None,
    *,
    year: int | None = None,
    year_step: int | None = None,
    shift: int | None = None,
) -> DateMention:
    """The date from word `index` to word `last`, with the preposition before it looked up."""
    return DateMention(
        words[index].start,
        words[last].end,
        index,
        last,
        days[0] if days else None,
        days[1] if days else None,
        year,
        year_step,
        shift,
        bearing(words, index),
    )


def bearing(words: Sequence[Word], index: int) -> str:
    """How a date at word `index` bears on places: `from`, `until`, `before`, `after` or empty."""
    prepositions = TERMS["prepositions"]
    before = [words[i].text for i in range(max(0, index - LOOK_BACK), index)]
    if before[-2:] in (["met", "ingang"], ["ingang", "van"]) or before[-3:] == ["met", "ingang", "van"]:
        return "from"
    for text in reversed(before):
        if text in prepositions:
            return str(prepositions[text])
        if text not in ("de", "het", "een", "eind", "begin", "m", "t", "/", "met", "en", "dag", "met", "'t"):
            return "until" if text == "t/m" else ""
    return ""
