"""What has been kept long enough goes, and the figures stay: on a real database, also when killed half-way."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from domain.campaign import DeadlineRule, last_instant
from domain.casussen import CasusStatus
from domain.errors import DecisionError, StorageError
from domain.keeping import Limits, Terms
from domain.model import Channel
from domain.retention import Wiped
from intake.remind import tick
from intake.review import Reviewer
from intake.send import deliver_due
from storage.records import Records
from tests.cast.dump import rows_without_times
from tests.cast.people import CAMPAIGN, day
from tests.cast.sending import ANNE, FOUR_WEEKS, URSULA, Clock, Told, add_contacts, morning, reminding, sending
from tests.cast.talking import Phone
from tests.cast.talking import Watch as PhoneWatch

ROOT = Path(__file__).parents[2]
LATE = morning(date(2027, 3, 1))
ALL = Limits(LATE, LATE, LATE, LATE, LATE)
KEPT_FIGURES = ("v_pledges", "v_bottlenecks", "v_responses")


@pytest.fixture
def sent(told: Records) -> Records:
    """The story, with two reminders that went out and a line in the trail."""
    add_contacts(told, ANNE, URSULA)
    clock = Clock(morning(FOUR_WEEKS))
    tick(reminding(told), clock())
    list(deliver_due(sending(told, Told(), clock)))
    with told.write():
        told.audit.note(day(30), "Joke", "bekeken", "bericht", "1")
    return told


def wipe(records: Records, limits: Limits = ALL) -> Wiped:
    """Wipe to the end."""
    total, gone = Wiped(), list[str]()
    while not (done := records.wipe(limits, LATE, gone.append)).nothing:
        total += done
    assert len(gone) == total.sent
    return total


def everything(path: Path) -> str:
    with closing(sqlite3.connect(path)) as db:
        return "\n".join(db.iterdump()).lower()


def figures(records: Records) -> list[list[tuple[object, ...]]]:
    """Every figure with the sentence that it came from; the subject of the mail goes."""
    views = ([dict(row) for row in records.view(name, "proef")] for name in KEPT_FIGURES)
    return [[tuple(value for key, value in row.items() if key != "subject") for row in rows] for rows in views]


def test_the_texts_go_and_the_figures_stay(sent: Records) -> None:
    before, wanted = (figures(sent), dict(sent.progress("proef"))), sent.to_wipe(ALL)
    assert wanted == Wiped(messages=2, sent=1, contacts=2, lines=1, waiting=1)
    assert wipe(sent) == replace(wanted, waiting=0)
    assert (figures(sent), dict(sent.progress("proef"))) == before
    assert sent.faults() == []


def test_no_word_of_who_wrote_or_was_written_to_is_left(sent: Records) -> None:
    words = ("devries", "sanne", "'extra plekken'", "/ursula@urk.nl", "geachte")
    assert all(word in everything(sent.path) for word in words)
    Reviewer(sent, CAMPAIGN, "Joke", lambda: day(40)).accept(3)
    wipe(sent)
    assert [word for word in words if word in everything(sent.path)] == []


def test_of_a_wiped_message_is_said_that_its_text_is_gone(sent: Records) -> None:
    wipe(sent)
    with pytest.raises(DecisionError, match="is gewist: de afzender vroeg daarom, of de bewaartermijn is voorbij"):
        sent.messages.raw(1)
    assert list(sent.messages.handled_since(None)) == [3]


def test_wiping_again_changes_nothing(sent: Records) -> None:
    wipe(sent)
    before = rows_without_times(sent.path)
    assert wipe(sent) == Wiped()
    assert rows_without_times(sent.path) == before


def test_every_wipe_is_in_the_trail_and_the_old_lines_are_not(sent: Records) -> None:
    wipe(sent)
    (line,) = sent.audit.lines()
    assert (line["who"], line["action"]) == ("bewaartermijn", "gewist na de bewaartermijn")
    assert line["detail"].startswith("2 ontvangen berichten, 1 verzonden mail, 2 contacten en 1 regel van het logboek")


def test_what_a_person_still_has_to_handle_stays(sent: Records) -> None:
    wipe(sent)
    assert b"pledge GM1948 5" in sent.messages.raw(3)


def test_what_came_later_stays(sent: Records) -> None:
    assert wipe(sent, Limits(day(10), day(10), day(10))) == Wiped()


def test_a_reading_is_as_untouchable_as_before(sent: Records) -> None:
    wipe(sent)
    with pytest.raises(StorageError, match="never changed"), sent.write():
        sent.readings._db.change("UPDATE readings SET version = 'x'")


def test_a_conversation_goes_as_a_whole_once_nothing_in_it_waits(records: Records) -> None:
    watch = PhoneWatch(day(30))
    Phone(records, watch, address="4242").type("hallo", "Wat is de deadline?")
    chats = Limits(conversations=LATE)
    assert records.to_wipe(chats) == Wiped(waiting=1)
    clock = Clock(day(31))
    list(deliver_due(replace(sending(records, Told(), clock), carriers={Channel.TELEGRAM: Told()})))
    assert wipe(records, chats).conversations == 1
    assert [word for word in ("'4242'", "wat is de deadline") if word in everything(records.path)] == []


KILLED = """
import os, signal, sys
from pathlib import Path
from domain.keeping import Limits
from storage.records import Records
from tests.storage.test_retention import LATE
with Records.open(Path(sys.argv[1])) as records:
    records.wipe(Limits(LATE, LATE, LATE, LATE, LATE), LATE, lambda _: os.kill(os.getpid(), signal.SIGKILL))
"""


def test_killed_half_way_it_is_as_before_and_can_be_done_again(sent: Records) -> None:
    path, wanted, before = sent.path, sent.to_wipe(ALL), rows_without_times(sent.path)
    sent.close()
    killed = subprocess.run([sys.executable, "-c", KILLED, str(path)], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert rows_without_times(path) == before
    with Records.open(path, durable=False) as again:
        assert again.faults() == []
        assert wipe(again) == replace(wanted, waiting=0)


def test_in_many_portions_it_is_the_same(records: Records) -> None:
    with records.write():
        for number in range(5001):
            records.audit.note(day(number % 30), "Joke", "bekeken", "bericht", str(number))
    assert wipe(records).lines == 5001
    assert [line["detail"] for line in records.audit.lines()] == [
        "1 regel van het logboek",
        "5.000 regels van het logboek",
    ]


def test_nothing_is_wiped_before_the_term_after_the_deadline_is_over() -> None:
    terms, end = Terms(messages=30), CAMPAIGN.end
    last = end + timedelta(days=30)
    assert terms.limits(end, last) == Limits()
    assert terms.limits(end, last + timedelta(days=5)) == Limits(messages=end + timedelta(days=5))


def test_a_campaign_that_goes_on_after_its_deadline_keeps_all_until_then() -> None:
    longer = replace(CAMPAIGN, ends_on=date(2027, 1, 31))
    assert longer.end == last_instant(DeadlineRule.THROUGH, date(2027, 1, 31))
    assert replace(CAMPAIGN, ends_on=CAMPAIGN.opened_on).end == CAMPAIGN.end == CAMPAIGN.deadline.instant


def test_notes_and_solved_casussen_go_and_the_others_wait(sent: Records) -> None:
    with sent.write():
        sent.casussen.note("proef", "GM0307", "Bellen met Sanne", "Joke", day(30))
        solved = sent.casussen.add("proef", "Stroom", "Joke", day(30))
        sent.casussen.change(solved, "Stroom", "Sanne weet ervan", CasusStatus.SOLVED)
        sent.casussen.add("proef", "Scholen", "Joke", day(30))
    notes = Limits(notes=LATE)
    assert sent.to_wipe(notes) == Wiped(notes=2, waiting=1)
    assert wipe(sent, notes) == Wiped(notes=2)
    assert [casus["title"] for casus in sent.casussen.all("proef")] == ["Scholen"]
    assert sent.casussen.notes("proef", "GM0307") == []


def test_contacts_go_and_who_asked_for_silence_is_still_left_alone(sent: Records) -> None:
    with sent.write():
        sent.contacts.leave_alone("stop@urk.nl", "opted_out", day(30))
    assert wipe(sent, Limits(contacts=LATE)).contacts == 2
    assert sent.contacts.left_alone("stop@urk.nl") == "opted_out"
    assert "stop@urk.nl" not in everything(sent.path)
