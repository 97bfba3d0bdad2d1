"""Ages, hours, weeks, years and durations that stand without a word that says so behind them.

"Jongens van zestien en zeventien", "morgen tussen tien en elf", "om tien over zeven", "wk 40", "een jaar of vijf".
"""

from __future__ import annotations

from collections.abc import Callable

from nlp.numerals import digits_value, value_of
from nlp.terms import word_set

AGED = word_set("shape", "numbers", "aged")
DAYS = frozenset({"maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"})
TODAY = DAYS | {"morgen", "vandaag", "overmorgen", "morgenochtend", "morgenmiddag", "ochtend", "middag", "avond"}
WEEKS = frozenset({"week", "weken", "weeknummer", "wk", "wks"})
PERIODS = frozenset({"jaar", "jaartje", "dag", "week", "weekje", "maand", "maandje", "uur", "uurtje", "kwartier"})
CLOCK = frozenset({"om", "rond", "tegen", "vanaf", "tot", "sinds"})
PAST = frozenset({"voor", "over"})
LAST_DAY, LAST_HOUR = 31, 24
FIRST_YEAR, LAST_YEAR = 1000, 1999
"""Years of long ago, in which something was built; those of today are dates."""

At = Callable[[int], str]


def is_age(at: At, first: int) -> bool:
    """Whether the number at word `first` tells how old somebody is."""
    before, earlier = at(first - 1), at(first - 2)
    if before in ("van", "(") and earlier in AGED:
        return True
    if "tussen" in (before, earlier) and at(first - 2 - (before != "tussen")) in AGED:
        return True
    return bool({before, earlier, at(first - 3)} & {"jongste", "oudste"})


def is_time(at: At, first: int, last: int) -> bool:
    """Whether the number at words `first` to `last` is an hour, a day, a week, a year or a duration."""
    return _is_period(at, first) or _is_clock(at, first, last) or (at(first).isdecimal() and _is_dated(at, first))


def _is_dated(at: At, first: int) -> bool:
    value = digits_value(at(first)) or 0
    before = at(first - 2) if at(first - 1) == "." else at(first - 1)
    if before in WEEKS or (before in DAYS and value <= LAST_DAY):
        return True
    return FIRST_YEAR <= value <= LAST_YEAR and len(at(first)) == len(str(LAST_YEAR))


def _is_period(at: At, first: int) -> bool:
    """ "een jaar of vijf", "een dag of veertien"."""
    return at(first - 1) == "of" and at(first - 2) in PERIODS


def _is_clock(at: At, first: int, last: int) -> bool:
    if at(first - 1) == "tussen" and TODAY & {at(first - 2), at(first - 3)}:
        return (value_of(at(first)) or LAST_HOUR + 1) <= LAST_HOUR
    if at(last + 1) in PAST and at(first - 1) in CLOCK:
        return value_of(at(last + 2 + (at(last + 2) == "half"))) is not None
    past = first - 1 - (at(first - 1) == "half")
    if at(past) not in PAST:
        return False
    return at(past - 1) == "kwart" or (value_of(at(past - 1)) is not None and at(past - 2) in CLOCK)
