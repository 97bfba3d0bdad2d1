"""Working days and office hours in the Netherlands, as values: which days are free comes in as data.

Instants are aware and in UTC; days and hours are those on the clock in Amsterdam.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from domain.campaign import AMSTERDAM

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The days on which mail may go out. `holidays` are free days, `open_at` and `close_at` office hours.

    `holidays` holds the public holidays and the campaign's own days (5 May is not a public holiday every year).
    """

    holidays: frozenset[date] = frozenset()
    open_at: time = time(9)
    close_at: time = time(17)

    def works(self, day: date) -> bool:
        """Whether this is a working day."""
        return day.weekday() < SATURDAY and day not in self.holidays

    def on_or_after(self, day: date) -> date:
        """The first working day from `day` on."""
        while not self.works(day):
            day += timedelta(days=1)
        return day

    def on_or_before(self, day: date) -> date:
        """The last working day up to `day`."""
        while not self.works(day):
            day -= timedelta(days=1)
        return day

    def shifted(self, day: date, count: int) -> date:
        """The working day `count` working days after `day`, or before it where `count` is negative.

        `day` itself is not counted: two working days before a Thursday is the Tuesday.
        """
        step = timedelta(days=1 if count > 0 else -1)
        for _ in range(abs(count)):
            day += step
            while not self.works(day):
                day += step
        return day

    def opening(self, day: date) -> datetime:
        """The instant (UTC) at which office hours begin on `day`."""
        return datetime.combine(day, self.open_at, AMSTERDAM).astimezone(UTC)

    def within(self, instant: datetime) -> datetime:
        """`instant` itself where it falls in office hours, else the next instant at which they begin (UTC)."""
        local = instant.astimezone(AMSTERDAM)
        if self.works(local.date()) and self.open_at <= local.time() < self.close_at:
            return instant.astimezone(UTC)
        later = local.date() + timedelta(days=1) if local.time() >= self.close_at else local.date()
        day = self.on_or_after(later)
        return self.opening(day)
