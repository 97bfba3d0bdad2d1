"""Finds dates in Dutch text without knowing today: "per 1 oktober", "half november", "Q1 2027", "na de bouwvak",
"dit najaar", "over drie maanden", "per direct".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from nlp.components.words import Word
from nlp.date_figures import QUARTERS, in_figures, quarter_days
from nlp.date_words import TERMS, Cursor, Days, figure, made
from nlp.dates import DateMention, MonthDay
from nlp.numerals import word_value

FIRST_HALF, SECOND_HALF = (0, 2), (1, 3)
LAST_THIRD = 2
LONGEST = 3650
"""Days ahead beyond which "over … jaar" says nothing."""

AMBIGUOUS_MONTHS = frozenset({"may", "march", "sep", "dec", "jan", "mar"})
"""Months that are also other words; read as dates only beside a preposition or a figure."""


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


def _date_at(words: Sequence[Word], index: int) -> DateMention | None:
    if index >= len(words):
        return None
    word = words[index]
    if word.kind == "digits":
        return in_figures(words, index)
    reader = _readers().get(word.text) if word.kind == "word" else None
    return reader(words, index) if reader else None


Reader = Callable[[Sequence[Word], int], DateMention | None]


@cache
def _readers() -> dict[str, Reader]:
    """The rule for each word that a date can start with."""
    readers: dict[str, Reader] = dict.fromkeys(TERMS["directly"]["first"], _directly)
    readers |= dict.fromkeys(TERMS["near"]["ahead"], _ahead)
    readers |= dict.fromkeys(TERMS["near"]["first"], _near)
    readers |= dict.fromkeys(TERMS["near"]["quarter"], _quarter)
    readers |= dict.fromkeys(TERMS["seasons"], _season)
    readers |= dict.fromkeys(TERMS["months"], _month)
    readers |= dict.fromkeys([*TERMS["parts"], *TERMS["ordinals"]], _part)
    return readers


def _month(words: Sequence[Word], index: int) -> DateMention | None:
    month = TERMS["months"][words[index].text]
    if words[index].text in AMBIGUOUS_MONTHS and not _near_date(words, index):
        return None
    cursor = Cursor(words, index + 1)
    cursor.skip(".")
    year = cursor.year()
    last = cursor.index - 1 if year else index
    return made(words, index, last, ((month, 1), (month, 31)), year=year)


def _near_date(words: Sequence[Word], index: int) -> bool:
    before = words[index - 1].text if index else ""
    after = words[index + 1].text if index + 1 < len(words) else ""
    return before in ("in", "from", "per", "eind", "begin", "half", "by", "vanaf") or after.isdecimal()


def _season(words: Sequence[Word], index: int) -> DateMention:
    first, last = (_month_day(d) for d in TERMS["seasons"][words[index].text])
    cursor = Cursor(words, index + 1)
    year = cursor.year()
    return made(words, index, cursor.index - 1 if year else index, (first, last), year=year)


def _month_day(text: str) -> MonthDay:
    month, _, day = text.partition("-")
    return int(month), int(day)


def _quarter(words: Sequence[Word], index: int) -> DateMention | None:
    """Q1 2027, K4, kwartaal 3 van 2027."""
    cursor = Cursor(words, index + 1)
    number = figure(cursor.text())
    if number is None or number not in QUARTERS:
        return None
    cursor.index += 1
    cursor.skip("-")
    year = cursor.year()
    return made(words, index, cursor.index - 1, quarter_days(number), year=year)


def _part(words: Sequence[Word], index: int) -> DateMention | None:
    """Half november, begin 2027, eind dit jaar, eerste kwartaal 2027, tweede helft van september."""
    ordinal = TERMS["ordinals"].get(words[index].text)
    cursor = Cursor(words, index + 1)
    if ordinal and cursor.text() in TERMS["near"]["quarter"]:
        cursor.index += 1
        year, step = cursor.year(), cursor.year_step()
        return made(words, index, cursor.index - 1, quarter_days(ordinal), year=year, year_step=step)
    if ordinal and cursor.text() == "halfjaar":
        cursor.index += 1
        return _half_year(words, index, cursor, ordinal)
    thirds = TERMS["parts"].get(words[index].text)
    if ordinal and cursor.text() in ("helft", "half", "week", "weken"):
        thirds = FIRST_HALF if ordinal == 1 else SECOND_HALF
        cursor.index += 1
    return _part_of(words, index, cursor, thirds) if thirds else None


def _part_of(words: Sequence[Word], index: int, cursor: Cursor, thirds: Sequence[int]) -> DateMention | None:
    """The part of the month, season or year that follows: "eind van het jaar", "begin september"."""
    cursor.skip("van", "het", "de", "of", "in", "den", "deze", "dit", "volgende", "volgend", "komende", "komend")
    if cursor.text() == "jaar" and index + 1 < cursor.index:
        step = {"dit": 0, "volgend": 1}.get(cursor.text(-1))
        return made(words, index, cursor.index, _thirds_of_year(thirds), year_step=step)
    inner = _date_at(words, cursor.index) if cursor.text() not in TERMS["parts"] else None
    if inner is None or inner.shift is not None:
        return None
    days = _thirds_of_month(thirds, inner) if inner.first else _thirds_of_year(thirds)
    if inner.first and inner.first == inner.last:
        days = inner.first, inner.last
    return made(words, index, inner.last_word, days, year=inner.year, year_step=inner.year_step)


def _half_year(words: Sequence[Word], index: int, cursor: Cursor, ordinal: int) -> DateMention:
    year, step = cursor.year(), cursor.year_step()
    days = ((1, 1), (6, 30)) if ordinal == 1 else ((7, 1), (12, 31))
    return made(words, index, cursor.index - 1, days, year=year, year_step=step)


def _thirds_of_month(thirds: Sequence[int], inner: DateMention) -> Days:
    first, last = inner.first or (1, 1), inner.last or (12, 31)
    if first[0] != last[0]:
        return (last if thirds[0] else first), last
    begin = (1, 11, 21, 31)[thirds[0]] if thirds != [1, 2] else 15
    return (first[0], begin), (first[0], (1, 10, 20, 31)[thirds[1]])


def _thirds_of_year(thirds: Sequence[int]) -> Days:
    first = ((1, 1), (5, 1), (9, 1), (12, 31))[thirds[0]]
    last = ((1, 1), (3, 31), (8, 31), (12, 31))[thirds[1]]
    return ((12, 1) if thirds[0] == LAST_THIRD else first), last


def _near(words: Sequence[Word], index: int) -> DateMention | None:
    """Dit najaar, volgend jaar, komende winter, volgende maand."""
    cursor = Cursor(words, index + 1)
    step = TERMS["near"]["steps"].get(words[index].text)
    if cursor.text() in ("jaar", "year"):
        return made(words, index, index + 1, None, year_step=step)
    if cursor.text() in ("week", "maand") and step:
        return made(words, index, index + 1, None, shift=TERMS["units"][cursor.text()])
    inner = _date_at(words, index + 1) if cursor.text() in TERMS["seasons"] else None
    if inner is None:
        return None
    days = (inner.first or (1, 1), inner.last or (12, 31))
    return made(words, index, inner.last_word, days, year=inner.year, year_step=step if not inner.year else None)


def _ahead(words: Sequence[Word], index: int) -> DateMention | None:
    """Over drie maanden, binnen zes weken, over een jaar."""
    cursor = Cursor(words, index + 1)
    cursor.skip("ongeveer", "circa", "de")
    amount = 1 if cursor.text() == "een" else figure(cursor.text()) or word_value(cursor.text())
    days = TERMS["units"].get(cursor.text(1))
    if amount is None or days is None:
        return None
    return made(words, index, cursor.index + 1, None, shift=min(amount * days, LONGEST))


def _directly(words: Sequence[Word], index: int) -> DateMention | None:
    if index + 1 < len(words) and f"{words[index].text} {words[index + 1].text}" in TERMS["directly"]["phrases"]:
        return made(words, index, index + 1, None, shift=0)
    return None
