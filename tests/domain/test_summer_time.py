"""Around every change of summer time in ten years, hour by hour: each step once, at an hour that exists."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.campaign import AMSTERDAM, Deadline, DeadlineRule
from domain.reminders import Ladder, Span, Step
from domain.working_days import WorkingDays

HOUR = timedelta(hours=1)
STEPS = (
    Step("vier-weken", "", amount=-4, span=Span.WEEKS),
    Step("twee-weken", "", amount=-2, span=Span.WEEKS),
    Step("twee-werkdagen", "", amount=-2, span=Span.WORKING_DAYS),
    Step("dag-zelf", ""),
    Step("u-kunt-nog", "", amount=1, span=Span.WORKING_DAYS),
)


def changes() -> list[date]:
    """The last Sundays of March and October."""
    days = []
    for year in range(2024, 2034):
        for month in (3, 10):
            last = date(year, month, 31)
            days.append(last - timedelta(days=(last.weekday() + 1) % 7))
    return days


def ladder(last_day: date, open_at: time = time(9)) -> Ladder:
    deadline = Deadline.of("", DeadlineRule.THROUGH, last_day)
    return Ladder("proef", last_day - timedelta(days=60), deadline, STEPS, WorkingDays(open_at=open_at))


@pytest.mark.parametrize("change", changes(), ids=str)
def test_each_step_comes_once_hour_by_hour_whatever_day_the_deadline_is(change: date) -> None:
    for shift in range(-4, 5):
        steps = ladder(change + timedelta(days=shift))
        now = datetime.combine(change - timedelta(days=36), time(0), UTC)
        seen: list[str] = []
        for _ in range(24 * 46):
            newest = steps.newest_due(now)
            if newest and (not seen or seen[-1] != newest[1].key):
                seen.append(newest[1].key)
                # The first whole hour at which it is due is the hour on the clock at which the office opens
                assert now.astimezone(AMSTERDAM).time() == time(9)
            now += HOUR
        assert len(seen) == len(set(seen))
        assert seen == [step.key for _, step in steps.instants()]


@given(st.sampled_from(changes()), st.integers(-9, 9), st.integers(0, 59))
def test_a_step_stands_at_a_time_that_exists_and_comes_once(change: date, shift: int, minute: int) -> None:
    """Even where somebody would open the office in the hour that the clock skips or repeats."""
    for instant, _ in ladder(change + timedelta(days=shift), time(2, minute)).instants():
        local = instant.astimezone(AMSTERDAM)
        assert local.astimezone(UTC) == instant
        assert local.date().weekday() < 5


@given(st.sampled_from(changes()), st.integers(-120, 120), st.integers(0, 59))
def test_an_instant_outside_office_hours_moves_to_the_next_opening(change: date, hours: int, minute: int) -> None:
    days = WorkingDays()
    asked = datetime.combine(change, time(1, minute), UTC) + hours * HOUR
    given_back = days.within(asked)
    assert given_back >= asked
    assert given_back - asked < timedelta(days=3)
    assert time(9) <= given_back.astimezone(AMSTERDAM).time() < time(17)
    assert days.within(given_back) == given_back
