"""Dates in Dutch text, found without knowing today and resolved against the date of the message.

"per 1 oktober", "half november", "Q1 2027", "na de bouwvak", "dit najaar", "over drie maanden", "per direct". A date
without a year lies in the year that puts it nearest ahead of the message (at most two months back).
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from nlp.components.words import Word
from nlp.numerals import digits_value, word_value
from nlp.terms import load

LOOK_BACK = timedelta(days=62)
YEARS = range(1940, 2060)
DIRECTLY = {"per direct", "direct beschikbaar", "per ommegaande", "nu al", "per omgaande", "with immediate"}
UNITS = {"dag": 1, "dagen": 1, "week": 7, "weken": 7, "maand": 30, "maanden": 30, "jaar": 365, "kwartaal": 91}


def _terms() -> dict[str, Any]:
    return load("dates")


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as written: `first` and `last` are (month, day), `year` what the text gives, `shift` days from now.

    `bearing` is `from`, `until`, `before`, `after` or empty; `year_step` is 1 for "volgend jaar". `first_word` and
    `last_word` count words of the stream, both included.
    """

    start: int
    end: int
    first_word: int
    last_word: int
    first: tuple[int, int] | None = None
    last: tuple[int, int] | None = None
    year: int | None = None
    year_step: int = 0
    shift: int | None = None
    bearing: str = ""

    def span(self, today: date) -> tuple[date, date]:
        """First and last day that are meant, seen from `today`."""
        if self.shift is not None:
            day = today + timedelta(days=self.shift)
            return day, day
        first, last = self.first or (1, 1), self.last or (12, 31)
        year = self.year or today.year + self.year_step
        begin, end = _day(year, *first), _day(year + (last < first), *last)
        if self.year is None and not self.year_step and self.first and end < today - LOOK_BACK:
            begin, end = _day(year + 1, *first), _day(year + 1 + (last < first), *last)
        return begin, end

    def available(self, today: date) -> tuple[date | None, date | None]:
        """From when and until when places are there, if that is what this date says."""
        begin, end = self.span(today)
        if self.bearing == "until":
            return None, end
        if self.bearing == "after":
            return end + timedelta(days=1), None
        return (end if self.bearing == "before" else begin), None


def _day(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def find_dates(words: Sequence[Word]) -> list[DateMention]:
    """All dates in the stream, in order and without overlap."""
    found: list[DateMention] = []
    index = 0
    while index < len(words):
        mention = _date_at(words, index)
        if mention is None:
            index += 1
            continue
        found.append(mention)
        index = mention.last_word + 1
    return found


class _Cursor:
    """Reads on from a word and remembers how far a date got."""

    def __init__(self, words: Sequence[Word], index: int) -> None:
        self.words, self.index = words, index

    def text(self, ahead: int = 0) -> str:
        place = self.index + ahead
        return self.words[place].text if 0 <= place < len(self.words) else ""

    def kind(self, ahead: int = 0) -> str:
        place = self.index + ahead
        return self.words[place].kind if 0 <= place < len(self.words) else ""

    def skip(self, *texts: str) -> None:
        while self.index < len(self.words) and self.text() in texts:
            self.index += 1

    def year(self) -> int | None:
        """A year here, perhaps behind "van" or an apostrophe; steps over it."""
        ahead = 1 if self.text() in ("van", "in", "of", ",") else 0
        text = self.text(ahead)
        if self.kind(ahead) == "digits" and text.isdecimal() and int(text) in YEARS and not _counts(self.text(ahead + 1)):
            self.index += ahead + 1
            return int(text)
        return None


def _counts(text: str) -> bool:
    return text.startswith(("plek", "plaats", "mens", "person", "statush", "woning", "bedden", "asielz"))


def _date_at(words: Sequence[Word], index: int) -> DateMention | None:
    if index >= len(words):
        return None
    word = words[index]
    terms = _terms()
    if word.kind == "digits":
        return _numeric(words, index) or _day_and_month(words, index)
    if word.kind != "word":
        return None
    text = word.text
    if text in terms["parts"] or text in terms["ordinals"]:
        return _part(words, index)
    if text in terms["months"]:
        return _month(words, index)
    if text in terms["seasons"]:
        return _season(words, index)
    if text in ("q", "k", "kwartaal"):
        return _quarter(words, index)
    if text in ("dit", "volgend", "komend", "aankomend", "next", "this", "van"):
        return _near(words, index)
    if text in ("over", "binnen", "within"):
        return _ahead(words, index)
    if text in ("per", "nu", "with"):
        return _directly(words, index)
    return None


def _made(
    words: Sequence[Word],
    index: int,
    last: int,
    days: tuple[tuple[int, int], tuple[int, int]] | None,
    *,
    year: int | None = None,
    year_step: int = 0,
    shift: int | None = None,
) -> DateMention:
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
        _bearing(words, index),
    )


def _bearing(words: Sequence[Word], index: int) -> str:
    prepositions = _terms()["prepositions"]
    before = [words[i].text for i in range(max(0, index - 4), index)]
    if before[-2:] in (["met", "ingang"], ["ingang", "van"]) or before[-3:] == ["met", "ingang", "van"]:
        return "from"
    for text in reversed(before):
        if text in prepositions:
            return str(prepositions[text])
        if text not in ("de", "het", "een", "eind", "begin", "m", "t", "/", "met", "en", "dag", "met", "'t"):
            return "until" if text == "t/m" else ""
    return ""


def _numeric(words: Sequence[Word], index: int) -> DateMention | None:
    """01-10-2026, 1/10/26, 2026-10-01 and 1.10.2026."""
    dotted = words[index].text.split(".")
    if len(dotted) == 3 and all(p.isdecimal() for p in dotted):  # noqa: PLR2004  day, month, year
        return _from_figures(words, index, index, [int(p) for p in dotted])
    if index + 2 >= len(words):
        return None
    if words[index + 1].text in ("-", "/") and _bearing(words, index) in ("from", "before", "until", "after"):
        short = _short(words, index)
        if short:
            return short
    five = words[index : index + 5]
    if len(five) < 5 or five[1].text not in ("-", "/") or five[3].text != five[1].text or not all(w.text.isdecimal() for w in five[::2]):
        return None
    if any(five[i].end != five[i + 1].start for i in range(4)):
        return None
    return _from_figures(words, index, index + 4, [int(w.text) for w in five[::2]])


def _short(words: Sequence[Word], index: int) -> DateMention | None:
    """Per 1/9 and per 15-10, without a year."""
    day, _, month = words[index : index + 3]
    further = words[index + 3].text if index + 3 < len(words) else ""
    if further in ("-", "/") or not (day.text.isdecimal() and month.text.isdecimal()) or month.start - day.end > 1:
        return None
    if not (1 <= int(day.text) <= 31 and 1 <= int(month.text) <= 12):  # noqa: PLR2004
        return None
    both = (int(month.text), int(day.text))
    return _made(words, index, index + 2, (both, both))


def _from_figures(words: Sequence[Word], index: int, last: int, figures: list[int]) -> DateMention | None:
    year, month, day = figures if figures[0] in YEARS else figures[::-1]
    year += 2000 if year < 100 else 0  # noqa: PLR2004  two figures stand for this century
    if year not in YEARS or not 1 <= month <= 12 or not 1 <= day <= 31:  # noqa: PLR2004
        return None
    return _made(words, index, last, ((month, day), (month, day)), year=year)


def _day_and_month(words: Sequence[Word], index: int) -> DateMention | None:
    """1 oktober, 1 en 15 oktober, 1 oktober 2026; a bare year; the 14th ("de 14e")."""
    cursor = _Cursor(words, index)
    day = digits_value(cursor.text())
    if day is None:
        return None
    months = _terms()["months"]
    if 1 <= day <= 31:  # noqa: PLR2004
        ahead = 2 if cursor.text(1) in ("e", "ste", "de", "th", "st") else 1
        if cursor.text(1) in ("en", "of", "/", "-", "t", "tot") and cursor.kind(2) == "digits" and cursor.text(3) in months:
            ahead = 3
        if cursor.text(ahead) in months:
            month = months[cursor.text(ahead)]
            cursor.index += ahead + 1
            cursor.skip(".")
            year = cursor.year()
            return _made(words, index, cursor.index - 1, ((month, day), (month, day)), year=year)
    if day in YEARS and words[index].text.isdecimal() and not _counts(cursor.text(1)) and not _glued(words, index):
        last = index + 2 if cursor.text(1) in ("-", "/") and cursor.text(2).isdecimal() else index
        return _made(words, index, last, None, year=day)
    return None


def _glued(words: Sequence[Word], index: int) -> bool:
    return index + 1 < len(words) and words[index + 1].start == words[index].end and words[index + 1].kind == "word"


def _month(words: Sequence[Word], index: int) -> DateMention | None:
    month = _terms()["months"][words[index].text]
    if words[index].text in ("may", "march", "sep", "dec", "jan") and not _near_date(words, index):
        return None
    cursor = _Cursor(words, index + 1)
    cursor.skip(".")
    year = cursor.year()
    last = cursor.index - 1 if year else index
    return _made(words, index, last, ((month, 1), (month, 31)), year=year)


def _near_date(words: Sequence[Word], index: int) -> bool:
    before = words[index - 1].text if index else ""
    after = words[index + 1].text if index + 1 < len(words) else ""
    return before in ("in", "from", "per", "eind", "begin", "half", "by", "vanaf") or after.isdecimal()


def _season(words: Sequence[Word], index: int) -> DateMention:
    first, last = (_month_day(d) for d in _terms()["seasons"][words[index].text])
    cursor = _Cursor(words, index + 1)
    year = cursor.year()
    return _made(words, index, cursor.index - 1 if year else index, (first, last), year=year)


def _month_day(text: str) -> tuple[int, int]:
    month, _, day = text.partition("-")
    return int(month), int(day)


def _quarter(words: Sequence[Word], index: int) -> DateMention | None:
    """Q1 2027, K4, kwartaal 3 van 2027."""
    cursor = _Cursor(words, index + 1)
    if not cursor.text().isdecimal() or not 1 <= int(cursor.text()) <= 4:  # noqa: PLR2004
        return None
    number = int(cursor.text())
    cursor.index += 1
    cursor.skip("-")
    year = cursor.year()
    return _made(words, index, cursor.index - 1, _quarter_days(number), year=year)


def _quarter_days(number: int) -> tuple[tuple[int, int], tuple[int, int]]:
    return (3 * number - 2, 1), (3 * number, 31)


def _part(words: Sequence[Word], index: int) -> DateMention | None:
    """Half november, begin 2027, eind dit jaar, eerste kwartaal 2027, tweede helft van september."""
    terms = _terms()
    thirds = terms["parts"].get(words[index].text)
    ordinal = terms["ordinals"].get(words[index].text)
    cursor = _Cursor(words, index + 1)
    if ordinal and cursor.text() in ("kwartaal", "quarter"):
        cursor.index += 1
        year, step = cursor.year(), _year_step(cursor)
        return _made(words, index, cursor.index - 1, _quarter_days(ordinal), year=year, year_step=step)
    if ordinal and cursor.text() in ("helft", "half", "halfjaar", "week", "weken"):
        thirds = [0, 2] if ordinal == 1 else [1, 3]
        whole_year = cursor.text() == "halfjaar"
        cursor.index += 1
        if whole_year:
            return _half_year(words, index, cursor, ordinal)
    elif ordinal and not thirds:
        return None
    cursor.skip("van", "het", "de", "of", "in", "den", "deze", "dit", "volgende", "komende") if thirds else None
    if cursor.text() == "jaar" and thirds and index + 1 < cursor.index:
        last = cursor.index
        step = 1 if "volgend" in words[last - 1].text else 0
        return _made(words, index, last, _thirds_of_year(thirds), year_step=step)
    inner = _date_at(words, cursor.index) if thirds and cursor.text() not in terms["parts"] else None
    if inner is None or thirds is None or inner.shift is not None:
        return None
    days = _thirds_of_month(thirds, inner) if inner.first else _thirds_of_year(thirds)
    return _made(words, index, inner.last_word, days, year=inner.year, year_step=inner.year_step)


def _half_year(words: Sequence[Word], index: int, cursor: _Cursor, ordinal: int) -> DateMention:
    year, step = cursor.year(), _year_step(cursor)
    days = ((1, 1), (6, 30)) if ordinal == 1 else ((7, 1), (12, 31))
    return _made(words, index, cursor.index - 1, days, year=year, year_step=step)


def _year_step(cursor: _Cursor) -> int:
    ahead = 1 if cursor.text() == "van" else 0
    if cursor.text(ahead) in ("volgend", "komend") and cursor.text(ahead + 1) == "jaar":
        cursor.index += ahead + 2
        return 1
    return 0


def _thirds_of_month(thirds: Sequence[int], inner: DateMention) -> tuple[tuple[int, int], tuple[int, int]]:
    first, last = inner.first or (1, 1), inner.last or (12, 31)
    if first[0] != last[0]:
        return (last if thirds[0] else first), last
    begin = (1, 11, 21, 31)[thirds[0]] if thirds != [1, 2] else 15
    return (first[0], begin), (first[0], (1, 10, 20, 31)[thirds[1]])


def _thirds_of_year(thirds: Sequence[int]) -> tuple[tuple[int, int], tuple[int, int]]:
    first = ((1, 1), (5, 1), (9, 1), (12, 31))[thirds[0]]
    last = ((1, 1), (3, 31), (8, 31), (12, 31))[thirds[1]]
    return ((12, 1) if thirds[0] == 2 else first), last  # noqa: PLR2004  "eind 2026" is its last month


def _near(words: Sequence[Word], index: int) -> DateMention | None:
    """Dit najaar, volgend jaar, komende winter, volgende maand."""
    cursor = _Cursor(words, index + 1)
    step = 1 if words[index].text in ("volgend", "next") else 0
    if cursor.text() in ("jaar", "year"):
        return _made(words, index, index + 1, None, year_step=step)
    if cursor.text() in _terms()["seasons"]:
        inner = _season(words, index + 1)
        days = (inner.first or (1, 1), inner.last or (12, 31))
        return _made(words, index, inner.last_word, days, year=inner.year, year_step=step if not inner.year else 0)
    return None


def _ahead(words: Sequence[Word], index: int) -> DateMention | None:
    """Over drie maanden, binnen zes weken."""
    cursor = _Cursor(words, index + 1)
    cursor.skip("een", "ongeveer", "circa", "de", "twee", "") if cursor.text(1) not in UNITS else None
    amount = digits_value(cursor.text()) if cursor.kind() == "digits" else word_value(cursor.text())
    amount = 1 if cursor.text() == "een" else amount
    days = UNITS.get(cursor.text(1))
    if amount is None or days is None:
        return None
    return _made(words, index, cursor.index + 1, None, shift=min(amount * days, 3650))


def _directly(words: Sequence[Word], index: int) -> DateMention | None:
    if index + 1 < len(words) and f"{words[index].text} {words[index + 1].text}" in DIRECTLY:
        return _made(words, index, index + 1, None, shift=0)
    return None
