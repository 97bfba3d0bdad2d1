"""The turns of what is sent in chats."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.chat import Conversation
from domain.model import Address, Channel
from domain.outbox import Dispatch, OutKind, OutState, Verdict
from tests.cast.sending import FOUR_WEEKS, morning

WHEN = morning(FOUR_WEEKS)


def said(key, chat="7", kind=OutKind.ANSWER, **more):
    return Dispatch(key, kind, Channel.TELEGRAM, Address("", chat), "", f"tekst {key}", WHEN, "", **more)


@pytest.fixture
def queued(records):
    def queue(*dispatches):
        with records.write():
            for dispatch in dispatches:
                records.outbox.queue("proef", dispatch)

    return queue


def taken(records, **more):
    """What can be taken now, one after another, without anything being settled."""
    found = []
    with records.write():
        while claim := records.outbox.take([Channel.TELEGRAM], "ik", WHEN, **more):
            found.append(claim)
    return found


def keys(claims):
    return [claim.dispatch.key for claim in claims]


def test_one_row_of_a_chat_at_a_time(records, queued):
    queued(said("a"), said("b"), said("c", chat="8"))
    first = taken(records)
    assert keys(first) == ["a", "c"]
    with records.write():
        records.outbox.settle(first[0], Verdict(OutState.SENT), WHEN)
    assert keys(taken(records)) == ["b"]


def test_what_is_put_off_keeps_its_place(records, queued):
    queued(said("a"), said("b"))
    (first,) = taken(records)
    with records.write():
        records.outbox.settle(first, Verdict(OutState.DUE, WHEN + timedelta(seconds=5), "later"), WHEN)
    assert taken(records) == []


def test_an_answer_does_not_wait_for_a_reminder(records, queued):
    queued(said("herinnering", kind=OutKind.REMINDER), said("antwoord"))
    assert keys(taken(records, reminders=False)) == ["antwoord"]
    assert keys(taken(records)) == ["herinnering"]


def test_a_long_text_becomes_rows_that_are_sent_in_order(records, queued):
    queued(replace(said("a"), text="woord " * 1000), said("b"))
    with records.write():
        assert not records.outbox.queue("proef", replace(said("a"), text="woord " * 1000))
    assert [row["key"] for row in records.outbox.rows()] == ["a", "a/deel-2", "b"]


def test_a_chat_that_moves_takes_along_what_is_still_to_be_sent(records, queued):
    with records.write():
        chat = records.chats.open(Conversation(Channel.TELEGRAM, "-5"), "Overleg", WHEN, group=True)
    queued(said("a", chat="-5"))
    with records.write():
        records.chats.move(chat.conversation, "-1005")
    assert records.chats.get(chat.id).conversation.address == "-1005"
    assert [claim.dispatch.recipient.address for claim in taken(records)] == ["-1005"]
