"""Who gets which reminder when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.campaign import AMSTERDAM, Deadline, DeadlineRule
from domain.dossier import Status
from domain.reminders import (
    Anchor,
    Contact,
    ContactRole,
    Facts,
    Ladder,
    Reminder,
    Situation,
    Span,
    Standing,
    Step,
    due_reminders,
    situation_of,
)
from domain.working_days import WorkingDays

DAYS = WorkingDays(frozenset({date(2026, 7, 16)}))
DEADLINE = Deadline.of("uiterlijk voor 14 augustus", DeadlineRule.BEFORE, date(2026, 8, 14))
BOTH = (ContactRole.OFFICER, ContactRole.SECRETARY)
STEPS = (
    Step("uitnodiging", "Uitnodiging", Anchor.OPENING, 0, roles=BOTH),
    Step("vier-weken", "Vier weken", amount=-4, span=Span.WEEKS),
    Step("een-week", "Een week", amount=-1, span=Span.WEEKS, roles=BOTH),
    Step("twee-werkdagen", "Twee werkdagen", amount=-2, span=Span.WORKING_DAYS, roles=BOTH),
    Step("u-kunt-nog", "U kunt nog", amount=1, span=Span.WORKING_DAYS),
)
LADDER = Ladder("c", date(2026, 5, 28), DEADLINE, STEPS, DAYS)
ANNE = Contact("GM0307", "anne@amersfoort.nl", "Anne")
SECRETARY = Contact("GM0307", "secretaris@amersfoort.nl", role=ContactRole.SECRETARY)
SILENT = Standing("GM0307", Situation.SILENT, (ANNE, SECRETARY))


def at(day: int, hour: int = 10, month: int = 8) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=AMSTERDAM)


def due(standing: Standing, now: datetime, ladder: Ladder = LADDER) -> list[Reminder]:
    return due_reminders(ladder, [standing], now)


def steps(reminders: list[Reminder]) -> set[str]:
    return {reminder.step for reminder in reminders}


def test_the_ladder_stands_on_the_clock_in_amsterdam() -> None:
    instants = {step.key: instant.astimezone(AMSTERDAM) for instant, step in LADDER.instants()}
    assert instants["vier-weken"] == at(17, 9, month=7)  # the 16th is free
    assert instants["een-week"] == at(6, 9)
    assert instants["twee-werkdagen"] == at(11, 9)
    assert instants["u-kunt-nog"] == at(14, 9)


def test_nothing_is_due_before_the_first_step_and_long_after_the_last() -> None:
    assert due(SILENT, at(28, 8, month=5)) == []
    assert due(SILENT, at(1, month=9)) == []


def test_after_downtime_only_the_newest_due_step_goes_out() -> None:
    assert steps(due(SILENT, at(12))) == {"twee-werkdagen"}


def test_a_step_that_was_handled_does_not_come_again_and_neither_do_older_ones() -> None:
    assert due(replace(SILENT, handled=frozenset({"twee-werkdagen"})), at(12)) == []


@pytest.mark.parametrize("situation", [None, Situation.NO_BOTTLENECKS])
def test_who_answered_is_not_reminded_by_a_step_for_the_silent(situation: Situation | None) -> None:
    assert due(replace(SILENT, situation=situation), at(12)) == []


def test_an_excluded_gemeente_is_left_alone() -> None:
    assert due(replace(SILENT, excluded=frozenset({"twee-werkdagen"})), at(12)) == []


@pytest.mark.parametrize(
    ("facts", "situation"),
    [
        (Facts(Status.SILENT), Situation.SILENT),
        (Facts(Status.ASKED), Situation.SILENT),
        (Facts(Status.ANNOUNCED), Situation.ANNOUNCED),
        (Facts(Status.DECLINED), None),
        (Facts(Status.BOTTLENECKS_ONLY), None),
        (Facts(Status.PLEDGED), Situation.NO_BOTTLENECKS),
        (Facts(Status.PLEDGED, told_bottlenecks=True), None),
        (Facts(Status.PLEDGED, told_bottlenecks=True, condition_passed=True), Situation.CONDITION_PASSED),
        (Facts(Status.SILENT, waits_for_review=True), None),
    ],
)
def test_what_a_gemeente_is_reminded_of(facts: Facts, situation: Situation | None) -> None:
    assert situation_of(facts) is situation


def test_the_ladder_climbs_from_the_officer_to_the_secretary() -> None:
    first, later = due(SILENT, at(20, month=7)), due(SILENT, at(6))
    assert [r.recipient for r in first] == [ANNE]
    assert [r.recipient for r in later] == [ANNE, SECRETARY]


def test_one_person_in_two_roles_gets_one_mail() -> None:
    twice = (ANNE, replace(ANNE, address="Anne@Amersfoort.nl", role=ContactRole.SECRETARY))
    assert len(due(replace(SILENT, contacts=twice), at(6))) == 1


def test_a_gemeente_with_a_contact_in_another_role_only_is_not_skipped() -> None:
    office = Contact("GM0307", "bestuur@amersfoort.nl", role=ContactRole.OFFICE)
    assert [r.recipient for r in due(replace(SILENT, contacts=(office,)), at(20, month=7))] == [office]


def test_an_address_that_bounced_or_opted_out_gets_nothing() -> None:
    gone = replace(ANNE, reachable=False)
    assert [r.recipient for r in due(replace(SILENT, contacts=(gone, SECRETARY)), at(6))] == [SECRETARY]


def test_who_is_away_gets_it_on_the_first_working_day_after_the_return_date() -> None:
    away = replace(ANNE, away_until=date(2026, 8, 7))
    (reminder,) = due(replace(SILENT, contacts=(away,)), at(6))
    assert reminder.due_at == at(10, 9).astimezone(UTC)


def test_a_stated_substitute_gets_it_at_once() -> None:
    away = replace(ANNE, away_until=date(2026, 8, 20), substitute="bram@amersfoort.nl")
    (reminder,) = due(replace(SILENT, contacts=(away,)), at(6))
    assert (reminder.recipient.address, reminder.due_at) == ("bram@amersfoort.nl", at(6).astimezone(UTC))


def test_outside_office_hours_it_waits_for_the_morning() -> None:
    (reminder,) = due(replace(SILENT, contacts=(ANNE,)), at(6, 22))
    assert reminder.due_at == at(7, 9).astimezone(UTC)


def test_a_moved_deadline_moves_the_ladder_and_makes_new_keys() -> None:
    moved = replace(LADDER, deadline=Deadline.of("voor 1 september", DeadlineRule.BEFORE, date(2026, 9, 1)))
    before, after = due(SILENT, at(6))[0], due(SILENT, at(24), moved)[0]
    assert (before.step, after.step) == ("een-week", "een-week")
    assert before.key != after.key


@given(st.datetimes(datetime(2026, 5, 1), datetime(2026, 9, 30), timezones=st.just(UTC)))  # noqa: DTZ001  the bounds of a strategy are naive by its contract
def test_asking_twice_gives_the_same_keys(now: datetime) -> None:
    keys = [r.key for r in due(SILENT, now)]
    assert keys == [r.key for r in due(SILENT, now)]
    assert len(set(keys)) == len(keys)


@given(st.dates(date(2025, 1, 1), date(2034, 12, 31)), st.sampled_from(STEPS[1:]))
def test_every_step_of_any_deadline_is_an_existing_office_hour_once(day: date, step: Step) -> None:
    deadline = Deadline.of("voor", DeadlineRule.BEFORE, day)
    instant = step.due_at(date(2024, 1, 1), deadline, DAYS)
    local = instant.astimezone(AMSTERDAM)
    assert (local.hour, DAYS.works(local.date())) == (9, True)
    assert local.replace(tzinfo=AMSTERDAM).astimezone(UTC) == instant
    assert instant <= deadline.instant or step.amount > 0
    assert abs(instant - deadline.instant) < timedelta(days=40)
