"""A date as it stands in a Dutch text, resolved against the date of the message.

A date without a year lies in the year that puts it nearest ahead of the message (at most two months back).
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

LOOK_BACK = timedelta(days=62)

MonthDay = tuple[int, int]


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as written: `first` and `last` are (month, day), `year` what the text gives, `shift` days from now.

    `bearing` is `from`, `until`, `before`, `after` or empty; `year_step` is 1 for "volgend jaar", 0 for "dit jaar".
    `first_word` and `last_word` count words of the stream, both included.
    """

    start: int
    end: int
    first_word: int
    last_word: int
    first: MonthDay | None = None
    last: MonthDay | None = None
    year: int | None = None
    year_step: int | None = None
    shift: int | None = None
    bearing: str = ""

    def span(self, today: date) -> tuple[date, date]:
        """First and last day that are meant, seen from `today`."""
        if self.shift is not None:
            day = today + timedelta(days=self.shift)
            return day, day
        first, last = self.first or (1, 1), self.last or (12, 31)
        year = self.year or today.year + (self.year_step or 0)
        begin, end = _day(year, *first), _day(year + (last < first), *last)
        if self.year is None and self.year_step is None and self.first and end < today - LOOK_BACK:
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
