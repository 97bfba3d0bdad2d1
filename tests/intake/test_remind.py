"""Reminders end to end: from who is silent to what lies in the outbox, and never to who has answered."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest

from domain.campaign import Deadline, DeadlineRule
from domain.dossier import Offer
from domain.model import Commitment
from domain.outbox import Outcome
from domain.reminders import Contact, Situation
from intake.remind import Tick, preview, tick, trial_dispatch
from intake.review import Reviewer
from intake.send import deliver_due, look_up_unknown, recover
from storage.records import Records
from tests.cast.script import mail
from tests.cast.sending import (
    ANNE,
    BOSS,
    FOUR_WEEKS,
    LADDER,
    ONE_WEEK,
    URSULA,
    Clock,
    Told,
    add_contacts,
    morning,
    reminding,
    sending,
)

Tell = Callable[..., object]


@pytest.fixture
def clock() -> Clock:
    return Clock(morning(FOUR_WEEKS))


@pytest.fixture
def book(records: Records) -> None:
    add_contacts(records, ANNE, BOSS, URSULA)


def outbox(records: Records) -> dict[str, str]:
    """The state of each reminder by recipient."""
    return {row["recipient"]: row["state"] for row in records.outbox.rows()}


def link_of(records: Records, contact: Contact) -> str:
    """What the personal link of a contact holds."""
    return f"{contact.gemeente}-{records.form_links.mark('proef', contact.gemeente, contact.address)}"


pytestmark = pytest.mark.usefixtures("book")


def test_the_silent_are_reminded_once_however_often_the_tick_comes(records: Records, clock: Clock) -> None:
    ticks = [tick(reminding(records), clock()) for _ in range(3)]
    assert [t.queued for t in ticks] == [2, 0, 0]
    assert outbox(records) == {"anne@amersfoort.nl": "due", "ursula@urk.nl": "due"}


def test_a_gemeente_that_nobody_can_be_written_to_is_named(records: Records, clock: Clock) -> None:
    assert tick(reminding(records), clock()).unreachable == ("GM1948",)


def test_who_answers_between_queueing_and_sending_gets_no_reminder(records: Records, tell: Tell, clock: Clock) -> None:
    tick(reminding(records), clock())
    tell(mail("pledge GM0307 12"))
    carrier = Told()
    list(deliver_due(sending(records, carrier, clock)))
    assert [d.recipient.address for d in carrier.carried] == ["ursula@urk.nl"]
    assert outbox(records)["anne@amersfoort.nl"] == "cancelled"


@pytest.mark.parametrize("line", ["speaks GM0307\nintent decline", "bottleneck GM0307 vergunning"])
def test_any_answer_stops_the_ladder(records: Records, tell: Tell, clock: Clock, line: str) -> None:
    tell(mail(line))
    tick(reminding(records), clock())
    assert list(outbox(records)) == ["ursula@urk.nl"]


def test_a_mail_that_waits_for_a_person_stops_the_ladder_too(records: Records, tell: Tell, clock: Clock) -> None:
    tell(mail("pledge GM0307 12", "review twijfel"))
    tick(reminding(records), clock())
    assert list(outbox(records)) == ["ursula@urk.nl"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("intent question\nspeaks GM0307", "nog geen antwoord"),
        ("intent deferral\nspeaks GM0307", "tussenstand"),
        ("pledge GM0307 12", "ergens tegenaan"),
    ],
)
def test_each_situation_has_its_own_words(records: Records, tell: Tell, line: str, words: str) -> None:
    tell(mail(line))
    texts = {r.gemeente: rendered.text for r, rendered in preview(reminding(records), morning(ONE_WEEK))}
    assert words in texts["GM0307"]


def test_a_preview_changes_nothing_and_names_the_network_and_its_figure(records: Records, clock: Clock) -> None:
    texts = [rendered.text for _, rendered in preview(reminding(records), clock())]
    assert "voor een gemeente in G40 is het richtgetal 30" in texts[1]
    assert "13 augustus 2026" in texts[1]
    assert outbox(records) == {}


def test_a_wave_waits_for_approval_and_goes_out_without_who_was_excluded(records: Records, clock: Clock) -> None:
    waiting = reminding(records, approval=True)
    assert tick(waiting, clock()).waiting == 2
    wave = records.reminders.find_wave("proef", "vier-weken", LADDER.deadline.last_day)
    assert wave is not None
    with records.write():
        records.reminders.exclude(wave.id, "GM0184", "Joke", clock())
        assert records.reminders.decide(wave.id, "approved", "Joke", clock())
    assert tick(waiting, clock()).queued == 1
    assert list(outbox(records)) == ["anne@amersfoort.nl"]


def test_a_large_wave_is_queued_in_portions_without_who_answers_in_between(
    records: Records, clock: Clock, tell: Tell
) -> None:
    first = tick(reminding(records), clock(), most=1)
    assert (first.queued, first.left) == (1, 1)
    silent = ({"GM0307", "GM0184"} - {row["gemeente"] for row in records.outbox.rows()}).pop()
    tell(mail(f"speaks {silent}", "intent decline", number="antwoord"))
    assert tick(reminding(records), clock(), most=1).queued == 0


def test_a_mail_that_waited_for_its_server_counts_the_days_of_the_day_on_which_it_leaves(
    records: Records, clock: Clock
) -> None:
    carrier = Told(Outcome.UNREACHABLE)
    tick(reminding(records), clock())
    list(deliver_due(sending(records, carrier, clock)))
    clock.later(days=2)
    carrier.outcome = Outcome.DELIVERED
    list(deliver_due(sending(records, carrier, clock)))
    assert {row["text"] for row in records.outbox.rows()} == {mail.text for mail in carrier.carried}
    assert all("U hebt nog 26 dagen." in mail.text for mail in carrier.carried)


def test_a_newer_step_takes_back_what_an_older_one_still_had_waiting(records: Records, clock: Clock) -> None:
    tick(reminding(records), clock())
    clock.now = morning(ONE_WEEK)
    assert tick(reminding(records), clock()).queued == 3
    states = sorted(row["state"] for row in records.outbox.rows() if row["recipient"] == "anne@amersfoort.nl")
    assert states == ["cancelled", "due"]


def test_a_moved_deadline_takes_back_what_speaks_of_the_old_one(records: Records, clock: Clock) -> None:
    tick(reminding(records), clock())
    later = Deadline.of("voor 1 september", DeadlineRule.BEFORE, date(2026, 9, 1))
    moved = reminding(records, ladder=replace(LADDER, deadline=later))
    assert tick(moved, clock()) == Tick(cancelled=2, unreachable=())
    assert set(outbox(records).values()) == {"cancelled"}


def test_who_is_away_is_reminded_after_the_return_date(records: Records, clock: Clock) -> None:
    with records.write():
        records.contacts.note_absence("anne@amersfoort.nl", date(2026, 7, 24), "", clock(), None)
    tick(reminding(records), clock())
    carrier = Told()
    list(deliver_due(sending(records, carrier, clock)))
    clock.now = morning(date(2026, 7, 27))
    list(deliver_due(sending(records, carrier, clock)))
    assert [d.recipient.address for d in carrier.carried] == ["ursula@urk.nl", "anne@amersfoort.nl"]


def test_who_is_away_reads_on_return_how_many_days_are_left(records: Records, clock: Clock) -> None:
    with records.write():
        records.contacts.note_absence("anne@amersfoort.nl", date(2026, 8, 2), "", clock(), None)
    shown = {reminder.recipient.address: mail.text for reminder, mail in preview(reminding(records), clock())}
    tick(reminding(records), clock())
    clock.now, carrier = morning(date(2026, 8, 3)), Told()
    list(deliver_due(sending(records, carrier, clock)))
    assert "U hebt nog 10 dagen." in shown["anne@amersfoort.nl"]
    assert shown["anne@amersfoort.nl"] in [mail.text for mail in carrier.carried]


def test_what_speaks_of_time_that_is_left_stays_back_once_the_deadline_has_passed(
    records: Records, clock: Clock
) -> None:
    clock.now = morning(ONE_WEEK)
    assert tick(reminding(records), clock()).queued
    clock.now, carrier = morning(date(2026, 8, 14)), Told()
    gone = {verdict.error for _, verdict in deliver_due(sending(records, carrier, clock))}
    assert (gone, carrier.carried) == ({"de uiterste datum is intussen voorbij"}, [])
    tick(reminding(records), clock())
    list(deliver_due(sending(records, carrier, clock)))
    assert all(mail.subject.startswith("U kunt nog") for mail in carrier.carried)
    assert carrier.carried


def test_a_bounce_while_sending_leaves_the_address_alone_and_reaches_the_next_contact(
    records: Records, clock: Clock
) -> None:
    tick(reminding(records), clock())
    list(deliver_due(sending(records, Told(Outcome.PERMANENT), clock)))
    assert records.contacts.left_alone("anne@amersfoort.nl") == "bounced"
    clock.now = morning(ONE_WEEK)
    tick(reminding(records), clock())
    assert outbox(records)["secretaris@amersfoort.nl"] == "due"


def test_what_may_have_arrived_is_never_sent_again_by_itself(records: Records, clock: Clock) -> None:
    tick(reminding(records), clock())
    list(deliver_due(sending(records, Told(Outcome.UNCERTAIN), clock)))
    clock.later(days=1)
    carrier = Told()
    list(deliver_due(sending(records, carrier, clock)))
    assert carrier.carried == []
    assert set(outbox(records).values()) == {"unknown"}


@pytest.mark.parametrize(("holds", "state"), [(True, "sent"), (False, "due")])
def test_an_unknown_row_is_looked_up_in_the_sent_mail(
    records: Records,
    clock: Clock,
    holds: bool,
    state: str,
) -> None:
    class Folder:
        def holds(self, message_id: str) -> bool:
            return holds and message_id.endswith("@vng.nl>")

        def close(self) -> None:
            """Nothing to let go of."""

    tick(reminding(records), clock())
    delivery = sending(records, Told(Outcome.UNCERTAIN), clock)
    list(deliver_due(delivery))
    clock.later(minutes=11)
    look_up_unknown(delivery, Folder())
    assert set(outbox(records).values()) == {state}


def test_after_a_crash_a_claim_is_tried_again_and_a_handing_over_is_unknown(records: Records, clock: Clock) -> None:
    tick(reminding(records), clock())
    dead = sending(records, Told(), clock, owner="dead")
    with records.write():
        first = records.outbox.take(list(dead.carriers), "dead", clock())
        second = records.outbox.take(list(dead.carriers), "dead", clock())
        assert first is not None
        assert second is not None
        records.outbox.hand_over(second)
    assert recover(sending(records, Told(), clock, owner="alive")) == (1, 1)
    assert sorted(outbox(records).values()) == ["due", "unknown"]


def test_a_sender_that_lost_its_row_says_nothing_about_it(records: Records, clock: Clock) -> None:
    tick(reminding(records), clock())
    slow = sending(records, Told(before=lambda _: recover(sending(records, Told(), clock, "other"))), clock, "slow")
    _, verdict = next(deliver_due(slow))
    assert verdict.state == "due"
    assert "sent" not in outbox(records).values()


def test_nothing_is_sent_while_sending_is_paused(records: Records, clock: Clock) -> None:
    tick(reminding(records), clock())
    with records.write():
        records.set_setting("sending_paused", "teruggezet", clock())
    assert list(deliver_due(sending(records, Told(), clock))) == []


def test_a_server_that_is_away_is_asked_once_and_not_for_each_row(records: Records, clock: Clock) -> None:
    tick(reminding(records), clock())
    tried = list(deliver_due(sending(records, Told(Outcome.UNREACHABLE), clock)))
    assert len(tried) == 1


def test_a_trial_goes_to_ourselves_and_counts_for_nobody(records: Records, clock: Clock) -> None:
    (reminder, *_), now = [r for r, _ in preview(reminding(records), clock())], clock()
    with records.write():
        records.outbox.queue("proef", trial_dispatch(reminding(records), reminder, "joke@vng.nl", now))
    assert tick(reminding(records), now).queued == 2
    assert outbox(records)["joke@vng.nl"] == "due"


def test_a_condition_whose_date_has_passed_is_named_with_its_sentence(
    records: Records, tell: Tell, reviewer: Reviewer
) -> None:
    tell(mail("pledge GM0307 12 statushouders conditional"))
    (pledge,) = records.view("v_pledges", "proef")
    reviewer.correct(pledge["id"], Offer(12, commitment=Commitment.CONDITIONAL, available_from=date(2026, 7, 1)))
    passed = replace(LADDER, steps=(replace(LADDER.steps[1], situations=frozenset({Situation.CONDITION_PASSED})),))
    ((_, mail_out),) = preview(reminding(records, ladder=passed), morning(FOUR_WEEKS))
    assert "- 12 plekken voor statushouders (onder voorwaarde), vanaf 1 juli 2026" in mail_out.text
    assert 'U schreef: "pledge"' in mail_out.text


@pytest.mark.usefixtures("book")
def test_a_reminder_links_to_the_form_of_the_gemeente_where_people_can_reach_it(records):
    at = morning(FOUR_WEEKS)
    assert "formulier" not in next(preview(reminding(records), at))[1].text
    due, mail_ = next(preview(replace(reminding(records), form="https://plekken.example/formulier"), at))
    link = f"https://plekken.example/formulier?voor={link_of(records, due.recipient)}"
    assert f"\n{link}\n" in mail_.text
    assert f'<a href="{link}">{link}</a>' in mail_.html


def test_who_is_erased_stands_in_no_key_and_is_not_reminded_again(records: Records, clock: Clock) -> None:
    tick(reminding(records), clock())
    records.forget(ANNE.address, clock())
    with closing(sqlite3.connect(records.path)) as db:
        assert "anne@" not in "\n".join(db.iterdump())
    assert tick(reminding(records), clock()).queued == 0


def test_each_person_has_a_link_of_their_own_that_holds_no_name_or_address(records: Records, clock: Clock) -> None:
    both = replace(LADDER, steps=(LADDER.steps[2],))
    clock.now = morning(ONE_WEEK)
    wanted = replace(reminding(records, ladder=both), form="https://plekken.example/formulier")
    links = {re.findall(r"https://\S+", mail_.text)[0] for _, mail_ in preview(wanted, clock())}
    assert links == {f"{wanted.form}?voor={link_of(records, contact)}" for contact in (ANNE, BOSS, URSULA)}
    assert not any(part in link for link in links for part in ("anne", "amersfoort", "@", "Wit"))
