"""What the sender gets back, who gets nothing, and what a message teaches about contacts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from domain.changes import PledgeSet
from domain.dossier import Offer, State
from domain.model import Address, Evidence, Kind, Message, PersonalData, Reading
from intake.acknowledge import Recorded, acknowledge
from intake.process import Handled, Intake, process
from intake.receive import receive
from intake.review import Reviewer
from storage.records import Records
from tests.cast.people import clock
from tests.cast.script import OFFICER, mail, story
from tests.cast.sending import follow

Tell = Callable[..., list[Handled]]


@pytest.fixture
def tell(intake: Intake, records: Records) -> Tell:
    """Let mails come in, with everything that follows from them."""
    following = replace(intake, follow=follow(records, clock))

    def tell(*mails: bytes) -> list[Handled]:
        receive(records, story(*mails))
        return list(process(following))

    return tell


def sent(records: Records) -> list[dict[str, Any]]:
    return [dict(row) for row in records.outbox.rows()]


def test_the_sender_sees_what_was_recorded_and_the_words_it_came_from(records: Records, tell: Tell) -> None:
    tell(mail("pledge GM0307 12", "bottleneck GM0307 vergunning", number="a", subject="Onze plekken"))
    (row,) = sent(records)
    assert row["recipient"] == OFFICER
    assert "12 plekken voor statushouders (toegezegd)" in row["text"]
    assert 'U schreef: "pledge"' in row["text"]
    assert "Knelpunt: vergunning" in row["text"]
    assert (row["in_reply_to"], row["gemeente"]) == ("<a@gemeente.example>", "GM0307")


@pytest.mark.parametrize("line", ["speaks GM0307\nintent decline", "bottleneck GM0307 draagvlak"])
def test_a_refusal_and_a_bottleneck_are_acknowledged_too(records: Records, tell: Tell, line: str) -> None:
    tell(mail(line))
    assert len(sent(records)) == 1


@pytest.mark.parametrize(
    "message",
    [
        mail("speaks GM0307", "intent question"),
        mail("pledge GM0307 12", "machine"),
        mail("pledge GM0307 12", sender="collega@vng.nl"),
        mail("pledge GM0307 12", sender="geen adres"),
        mail("pledge GM0307 12", "review twijfel"),
    ],
)
def test_nothing_goes_out_on(records: Records, tell: Tell, message: bytes) -> None:
    tell(message)
    assert sent(records) == []


def test_an_answer_that_waited_is_acknowledged_once_a_person_has_accepted_it(
    records: Records, tell: Tell, reviewer: Reviewer
) -> None:
    (handled,) = tell(mail("pledge GM0307 12", "review twijfel"))
    replace(reviewer, follow=follow(records, clock)).accept(handled.id)
    assert "12 plekken" in sent(records)[0]["text"]


def test_a_correction_by_a_person_is_told_to_the_sender(records: Records, tell: Tell, reviewer: Reviewer) -> None:
    tell(mail("pledge GM0307 12", "review twijfel"))
    (pledge,) = records.view("v_pledges", "proef")
    replace(reviewer, follow=follow(records, clock)).correct(pledge["id"], Offer(8))
    assert "8 plekken" in sent(records)[0]["text"]


def test_two_machines_do_not_keep_each_other_going(records: Records, tell: Tell) -> None:
    tell(*(mail(f"pledge GM0307 {n}", "intent correction", number=str(n)) for n in range(1, 20)))
    assert len(sent(records)) == 3


@pytest.mark.parametrize("reason", ["bounced", "erased"])
def test_an_address_that_is_left_alone_is_not_answered(records: Records, tell: Tell, reason: str) -> None:
    with records.write():
        records.contacts.leave_alone(OFFICER, reason, clock())
    tell(mail("pledge GM0307 12"))
    assert sent(records) == []


def test_who_wants_no_reminders_still_gets_an_acknowledgement(records: Records, tell: Tell) -> None:
    tell(mail("Stuur mij geen herinneringen meer.", "pledge GM0307 12"))
    assert records.contacts.left_alone(OFFICER) == "opted_out"
    assert len(sent(records)) == 1


def test_who_writes_for_a_gemeente_is_proposed_as_a_contact_and_not_made_one(records: Records, tell: Tell) -> None:
    tell(mail("pledge GM0307 12"))
    assert [contact.address for _, contact, _ in records.contacts.proposed()] == [OFFICER]
    assert records.contacts.of("GM0307") == []


def test_a_new_contact_that_a_mail_names_is_proposed(records: Records, tell: Tell) -> None:
    tell(mail("speaks GM0307", "intent contact", "Voortaan k.bos@amersfoort.nl."))
    assert [contact.address for _, contact, _ in records.contacts.proposed()] == [OFFICER, "k.bos@amersfoort.nl"]


def test_personal_data_is_not_repeated_and_the_sender_is_asked_not_to_send_it(records: Records, tell: Tell) -> None:
    (handled,) = tell(mail("een vraag"))
    evidence = Evidence("body", 0, 24, "12 plekken, bsn 999990019")
    change = PledgeSet(0, "GM0307", Offer(12), State.CONFIRMED, evidence=(evidence,))
    reading = Reading(personal_data=(PersonalData("bsn", (Evidence("body", 16, 25, "999990019"),)),))
    message = Message(sender=Address("", OFFICER), kind=Kind.PERSONAL)
    recorded = Recorded(handled.id, message, reading, [change], waits=False)
    with records.write():
        acknowledge(follow(records, clock).acknowledging, recorded, clock())
    (row,) = sent(records)
    assert "gegevens van een bewoner" in row["text"]
    assert "999990019" not in row["text"] + row["html"]


def test_a_dossier_about_which_many_write_at_once_is_not_answered_without_end(records: Records, tell: Tell) -> None:
    mails = [
        mail("bottleneck GM0307 draagvlak", sender=f"ambtenaar{n}@amersfoort.nl", number=str(n)) for n in range(14)
    ]
    tell(*mails)
    assert len(sent(records)) == 10
