"""Working days and office hours, around weekends, free days and the changes of summer time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.campaign import AMSTERDAM
from domain.working_days import WorkingDays

DAYS = WorkingDays(frozenset({date(2026, 5, 5), date(2026, 5, 14), date(2026, 12, 25)}))
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  the bounds of a strategy are naive by its contract


def test_a_weekend_moves_to_monday_and_back_to_friday() -> None:
    saturday = date(2026, 8, 15)
    assert (DAYS.on_or_after(saturday), DAYS.on_or_before(saturday)) == (date(2026, 8, 17), date(2026, 8, 14))


def test_a_free_day_in_the_week_is_passed_over() -> None:
    assert DAYS.on_or_after(date(2026, 5, 5)) == date(2026, 5, 6)


@pytest.mark.parametrize(
    ("count", "day"), [(-2, date(2026, 8, 11)), (1, date(2026, 8, 14)), (2, date(2026, 8, 17)), (0, date(2026, 8, 13))]
)
def test_working_days_are_counted_without_the_day_itself(count: int, day: date) -> None:
    assert DAYS.shifted(date(2026, 8, 13), count) == day


def test_nine_in_the_morning_is_nine_on_the_clock_in_winter_and_in_summer() -> None:
    hours = [DAYS.opening(date(2026, month, 2)).hour for month in (3, 6)]
    assert hours == [8, 7]


@given(INSTANTS)
def test_what_falls_outside_office_hours_moves_to_the_first_moment_inside(instant: datetime) -> None:
    moved = DAYS.within(instant).astimezone(AMSTERDAM)
    assert moved.astimezone(UTC) >= instant
    assert DAYS.works(moved.date())
    assert DAYS.open_at <= moved.time() < DAYS.close_at
    assert moved.astimezone(UTC) - instant <= timedelta(days=6)


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(-30, 30))
def test_going_forth_and_back_ends_on_the_same_working_day(day: date, count: int) -> None:
    start = DAYS.on_or_after(day)
    assert DAYS.shifted(DAYS.shifted(start, count), -count) == start
