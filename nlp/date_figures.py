"""Dates in figures: 1 oktober, 1 en 15 oktober, 01-10-2026, per 1/9, 1e kwartaal, and bare years."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.components.words import Word
from nlp.date_words import TERMS, YEARS, Cursor, Days, bearing, counts_people, figure, made
from nlp.dates import DateMention

MONTH_NUMBERS, DAYS, QUARTERS = range(1, 13), range(1, 32), range(1, 5)
CENTURY = 2000
FIGURES = 5
"""Words of a date in figures: day, hyphen, month, hyphen, year."""

PIECES = 3
FIRST_NO_RANGE = 8
"""The month from which "1-8" is no range of places: nobody offers one to eight."""

HYPHENS = ("-", "/")
TWO_DAYS = ("en", "of", "/", "-", "t", "tot")
RANKS = ("e", "ste", "de", "th", "st")


def in_figures(words: Sequence[Word], index: int) -> DateMention | None:
    """The date that starts with the digits at word `index`."""
    return _numeric(words, index) or _day_and_month(words, index) or _ranked(words, index)


def quarter_days(number: int) -> Days:
    """First and last day of a quarter."""
    return (3 * number - 2, 1), (3 * number, 31)


def _numeric(words: Sequence[Word], index: int) -> DateMention | None:
    """01-10-2026, 1/10/26, 2026-10-01 and 1.10.2026; per 1/9 and per 15-10."""
    dotted = words[index].text.split(".")
    if len(dotted) == PIECES:
        return _from_figures(words, index, index, dotted)
    following = words[index + 1 : index + FIGURES]
    if len(following) < PIECES - 1 or following[0].text not in HYPHENS:
        return None
    # "15-10" can be no range, as it runs down; "10-15" is one.
    downward = (figure(words[index].text) or 0) > (figure(following[1].text) or 0)
    if bearing(words, index) or following[0].text == "/" or downward or _must_be_day(words, index):
        short = _short(words, index)
        if short:
            return short
    five = words[index : index + FIGURES]
    whole = len(five) == FIGURES and five[3].text == five[1].text and five[4].end - five[0].start == _length(five)
    return _from_figures(words, index, index + FIGURES - 1, [w.text for w in five[::2]]) if whole else None


def _must_be_day(words: Sequence[Word], index: int) -> bool:
    """Whether "1-10" can only be a day: it is announced as one, or starts a month and would be no sensible range."""
    announced = index > 0 and words[index - 1].text in TERMS["announced"]["words"]
    further = words[index + PIECES].text if index + PIECES < len(words) else ""
    first, month = figure(words[index].text), figure(words[index + 2].text) or 0
    return not counts_people(further) and (announced or (first == 1 and month >= FIRST_NO_RANGE))


def _length(words: Sequence[Word]) -> int:
    """Characters of the words by themselves; equal to their stretch of text where no blanks stand between."""
    return sum(word.end - word.start for word in words)


def _short(words: Sequence[Word], index: int) -> DateMention | None:
    """Per 1/9 and per 15-10, without a year."""
    three = words[index : index + PIECES]
    further = words[index + PIECES].text if index + PIECES < len(words) else ""
    day, month = figure(three[0].text), figure(three[2].text)
    if further in HYPHENS or three[2].end - three[0].start != _length(three):
        return None
    if day not in DAYS or month not in MONTH_NUMBERS or day is None or month is None:
        return None
    return made(words, index, index + PIECES - 1, ((month, day), (month, day)))


def _from_figures(words: Sequence[Word], index: int, last: int, texts: Sequence[str]) -> DateMention | None:
    figures = [value for value in map(figure, texts) if value is not None]
    if len(figures) < PIECES:
        return None
    year, month, day = figures if figures[0] in YEARS else figures[::-1]
    year += CENTURY if len(str(year)) < len(str(CENTURY)) else 0
    if year not in YEARS or month not in MONTH_NUMBERS or day not in DAYS:
        return None
    return made(words, index, last, ((month, day), (month, day)), year=year)


def _day_and_month(words: Sequence[Word], index: int) -> DateMention | None:
    """1 oktober, 1 en 15 oktober, 1 oktober 2026; a bare year; the 14th ("de 14e")."""
    cursor = Cursor(words, index)
    day, months = figure(cursor.text()), TERMS["months"]
    if day is None:
        return None
    if day not in DAYS:
        return _bare_year(words, index, day)
    ahead = 2 if cursor.text(1) in RANKS else 1
    if cursor.text(1) in TWO_DAYS and figure(cursor.text(2)) in DAYS and cursor.text(3) in months:
        ahead = 3
    if cursor.text(ahead) not in months:
        return None
    month = months[cursor.text(ahead)]
    cursor.index += ahead + 1
    cursor.skip(".")
    year = cursor.year()
    return made(words, index, cursor.index - 1, ((month, day), (month, day)), year=year)


def _bare_year(words: Sequence[Word], index: int, year: int) -> DateMention | None:
    """2027, 2026-2027; not "2026 plekken"."""
    cursor = Cursor(words, index)
    if year not in YEARS or counts_people(cursor.text(1)) or _glued(words, index):
        return None
    last = index + 2 if cursor.text(1) in HYPHENS and figure(cursor.text(2)) is not None else index
    return made(words, index, last, None, year=year)


def _ranked(words: Sequence[Word], index: int) -> DateMention | None:
    """1e kwartaal 2027."""
    cursor = Cursor(words, index + 1)
    rank = figure(words[index].text)
    if rank is None or rank not in QUARTERS or cursor.text() not in RANKS:
        return None
    if cursor.text(1) not in TERMS["near"]["quarter"]:
        return None
    cursor.index += 2
    year, step = cursor.year(), cursor.year_step()
    return made(words, index, cursor.index - 1, quarter_days(rank), year=year, year_step=step)


def _glued(words: Sequence[Word], index: int) -> bool:
    return index + 1 < len(words) and words[index + 1].start == words[index].end and words[index + 1].kind == "word"
