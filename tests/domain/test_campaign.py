"""The deadline as the letter says it, and what is asked of a gemeente in two networks or in none."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from domain.campaign import Deadline, DeadlineRule, Network
from tests.cast.people import CAMPAIGN


def test_before_a_day_is_through_the_end_of_the_day_before():
    deadline = Deadline.of("uiterlijk voor 14 augustus", DeadlineRule.BEFORE, date(2026, 8, 14))
    assert deadline.instant == datetime(2026, 8, 13, 21, 59, 59, tzinfo=UTC)
    assert deadline.last_day == date(2026, 8, 13)


@pytest.mark.parametrize(
    ("day", "instant"),
    [
        (date(2026, 3, 28), datetime(2026, 3, 28, 22, 59, 59, tzinfo=UTC)),
        (date(2026, 3, 29), datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC)),
        (date(2026, 10, 24), datetime(2026, 10, 24, 21, 59, 59, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC)),
    ],
)
def test_summer_and_winter_time(day, instant):
    assert Deadline.of("tot en met", DeadlineRule.THROUGH, day).instant == instant


def test_the_last_second_is_in_time_and_the_next_is_not():
    deadline = CAMPAIGN.deadline
    assert not deadline.passed(deadline.instant)
    assert deadline.passed(datetime(2026, 8, 13, 22, 0, 0, tzinfo=UTC))


def test_of_two_networks_the_higher_contribution_is_asked():
    assert CAMPAIGN.network_text("GM1948") == "M50, R8"
    assert CAMPAIGN.contribution_of("GM1948") == 15
    assert (CAMPAIGN.network_text("GM0184"), CAMPAIGN.contribution_of("GM0184")) == ("geen netwerk", None)


def test_a_network_may_name_no_contribution():
    assert Network("X", "Zonder getal").contribution is None
