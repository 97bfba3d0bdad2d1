"""What becomes of a row after an attempt."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain.model import Address, Channel
from domain.outbox import Claim, Delivery, Dispatch, Outcome, OutKind, OutState, judge, wait_after

NOW = datetime(2026, 7, 1, 8, tzinfo=UTC)
DISPATCH = Dispatch("k", OutKind.REMINDER, Channel.EMAIL, Address("", "a@b.nl"), "s", "t", NOW, "<1@vng.nl>")


def claim(attempts: int = 1) -> Claim:
    return Claim(1, "me", 1, attempts, NOW, DISPATCH)


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome.DELIVERED, OutState.SENT),
        (Outcome.PERMANENT, OutState.FAILED),
        (Outcome.UNCERTAIN, OutState.UNKNOWN),
        (Outcome.TEMPORARY, OutState.DUE),
        (Outcome.DOUBTFUL, OutState.DUE),
        (Outcome.UNREACHABLE, OutState.DUE),
    ],
)
def test_each_outcome_has_its_state(outcome: Outcome, state: OutState) -> None:
    assert judge(claim(), Delivery(outcome), NOW).state is state


def test_a_dispatch_that_is_put_off_for_three_days_is_given_up() -> None:
    late = NOW + timedelta(days=3, minutes=1)
    assert judge(claim(9), Delivery(Outcome.TEMPORARY), late).state is OutState.FAILED


def test_a_dispatch_is_not_given_up_because_our_own_server_was_away_for_a_week() -> None:
    assert judge(claim(99), Delivery(Outcome.UNREACHABLE), NOW + timedelta(days=7)).state is OutState.DUE


def test_the_wait_doubles_up_to_four_hours() -> None:
    waits = [wait_after(n) for n in range(1, 12)]
    assert waits[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=4)
