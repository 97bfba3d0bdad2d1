"""What was reported week by week."""

from __future__ import annotations

from datetime import date

import pytest

from desk.trends import trends

OPENED, TODAY = date(2026, 5, 28), date(2026, 7, 22)


def reported(*hours: str, type: str = "vergunning"):  # noqa: A002  # the name of the column
    return [{"type": type, "hour": hour, "reports": 1} for hour in hours]


def test_weeks_begin_on_monday_and_none_is_left_out():
    trend = trends(reported("2026-07-13T07", "2026-07-19T20", "2026-07-20T06"), OPENED, TODAY)["vergunning"]
    assert [str(week.first) for week in trend.weeks[:2]] == ["2026-05-25", "2026-06-01"]
    assert trend.counts == "0, 0, 0, 0, 0, 0, 0, 2, 1"
    assert (trend.lately.count, trend.earlier.count, trend.direction) == (3, 0, "meer")


def test_a_report_late_in_the_evening_is_of_the_dutch_day():
    trend = trends(reported("2026-07-12T22"), OPENED, TODAY)[""]
    assert [str(week.first) for week in trend.weeks if week.count] == ["2026-07-13"]


@pytest.mark.parametrize(
    ("day", "lately", "earlier"), [("2026-07-09", 1, 0), ("2026-07-08", 0, 1), ("2026-06-24", 0, 0)]
)
def test_two_weeks_are_fourteen_days_with_today(day, lately, earlier):
    trend = trends(reported(f"{day}T10"), OPENED, TODAY)["vergunning"]
    assert (trend.lately.count, trend.earlier.count) == (lately, earlier)
    assert (str(trend.lately.first), str(trend.lately.last)) == ("2026-07-09", "2026-07-22")


def test_all_types_are_drawn_to_one_scale():
    rows = reported("2026-07-13T07", "2026-07-13T08") + reported("2026-07-13T07", type="draagvlak")
    found = trends(rows, date(2026, 7, 13), date(2026, 7, 14))
    assert (found["vergunning"].bars, found["draagvlak"].bars) == ("M0 24v-24.0h8V24z", "M0 24v-12.0h8V24z")
    assert found[""].counts == "3"


@pytest.mark.parametrize("today", ["2026-05-01", "2026-05-28", "2027-05-28"])
def test_there_is_a_week_before_the_opening_and_there_are_never_more_than_twelve(today):
    trend = trends([], OPENED, date.fromisoformat(today))[""]
    assert 1 <= len(trend.weeks) <= 12
    assert (trend.bars, trend.direction) == ("", "evenveel")


def test_a_clock_that_runs_ahead_loses_no_report():
    assert trends(reported("2026-08-09T10"), OPENED, TODAY)[""].weeks[-1].count == 1
