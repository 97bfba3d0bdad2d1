"""Questions by mail get a concept, and only a person sends it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from domain.errors import DecisionError
from domain.model import Address, Channel, Intent, Message, Reading
from domain.ports import Arrival
from domain.questions import QuestionStatus
from intake.mail.parse import parse
from intake.questions import Asking, QuestionDesk, as_card, asked_in
from storage.records import Records
from tests.cast.people import CAMPAIGN, clock
from tests.cast.talking import Librarian

RAW = b"""\
From: Ans de Boer <a.deboer@urk.nl>
To: migratie@vng.nl
Subject: Vraag
Message-ID: <vraag-1@urk.nl>

Dag, wat is de deadline? En komt er een dwangsom?
"""


@pytest.fixture
def asked(records: Records) -> Callable[..., int | None]:
    """Let a mail ask something; gives the number of the question."""

    def asked(body: str, sender: str = "a.deboer@urk.nl", intent: Intent = Intent.QUESTION) -> int | None:
        asking = Asking(records, CAMPAIGN, Librarian(), clock)
        message = Message(channel=Channel.EMAIL, sender=Address("Ans de Boer", sender), body=body)
        with records.write():
            number, _ = records.messages.store(Arrival(Channel.EMAIL, body, RAW, clock()))
            return asking.from_mail(number, message, Reading(intents=(intent,)))

    return asked


@pytest.fixture
def desk(records: Records) -> QuestionDesk:
    return QuestionDesk(records, CAMPAIGN, parse, "Joke", clock)


def test_a_mail_that_asks_gets_a_concept_and_nothing_is_sent(asked: Callable[..., int], records: Records) -> None:
    stored = records.questions.get(asked("Dag, wat is de deadline?"))
    assert "Tot en met 13 augustus 2026." in stored.question.concept
    assert stored.question.concept_known
    assert list(records.outbox.rows()) == []


def test_a_concept_that_answers_only_a_part_says_so(asked: Callable[..., int], records: Records) -> None:
    question = records.questions.get(asked("Wat is de deadline? En komt er een dwangsom?")).question
    assert question.concept
    assert not question.concept_known


@pytest.mark.parametrize(
    ("sender", "intent"),
    [("j.smit@vng.nl", Intent.QUESTION), ("geen adres", Intent.QUESTION), ("a@urk.nl", Intent.PLEDGE)],
)
def test_who_is_not_answered_gets_no_concept(asked: Callable[..., int | None], sender: str, intent: Intent) -> None:
    assert asked("Wat is de deadline?", sender, intent) is None


def test_what_is_sent_is_kept_with_the_question(
    asked: Callable[..., int], desk: QuestionDesk, records: Records
) -> None:
    stored = desk.answer(asked("Wat is de deadline?"), "Dat is 13 augustus.")
    (row,) = records.outbox.rows()
    assert (stored.status, stored.answer, stored.decided_by) == (QuestionStatus.ANSWERED, "Dat is 13 augustus.", "Joke")
    assert (row["recipient"], row["subject"], row["text"]) == ("a.deboer@urk.nl", "Re: Vraag", "Dat is 13 augustus.")
    assert row["in_reply_to"] == "<vraag-1@urk.nl>"


def test_the_concept_goes_out_as_it_is_when_no_other_text_is_given(
    asked: Callable[..., int], desk: QuestionDesk, records: Records
) -> None:
    number = asked("Wat is de deadline?")
    desk.answer(number)
    assert [row["text"] for row in records.outbox.rows()] == [records.questions.get(number).question.concept]


def test_a_question_is_answered_once(asked: Callable[..., int], desk: QuestionDesk, records: Records) -> None:
    number = asked("Wat is de deadline?")
    desk.answer(number, "Dat is 13 augustus.")
    with pytest.raises(DecisionError, match="al beantwoord door Joke"):
        desk.answer(number, "Of toch niet.")
    assert len(list(records.outbox.rows())) == 1


def test_without_a_concept_an_answer_needs_a_text(asked: Callable[..., int], desk: QuestionDesk) -> None:
    number = asked("Komt er een dwangsom?")
    with pytest.raises(DecisionError, match="geen concept"):
        desk.answer(number)


def test_a_question_can_be_closed_without_an_answer(
    asked: Callable[..., int], desk: QuestionDesk, records: Records
) -> None:
    assert desk.close(asked("Komt er een dwangsom?")).status is QuestionStatus.CLOSED
    assert records.questions.all(CAMPAIGN.key, QuestionStatus.OPEN) == []


def test_an_answer_can_become_a_card(asked: Callable[..., int], desk: QuestionDesk) -> None:
    stored = desk.answer(asked("Komt er een dwangsom?"), "Nee, er komt geen dwangsom.")
    card = as_card(stored, "dwangsom", ("Is er een boete?",))
    assert card.startswith('+++\nkey = "dwangsom"\n')
    assert '  "Komt er een dwangsom?",\n  "Is er een boete?",' in card
    assert card.endswith("+++\nNee, er komt geen dwangsom.\n")


@pytest.mark.parametrize(
    ("body", "questions"),
    [
        ("Dag. Kan dat\nmorgen? Groet, Ans", ["Kan dat morgen?"]),
        ("Zie www.urk.nl, 06-00 00 71 71)? Ja.", ["Zie www.urk.nl, 06-00 00 71 71)?"]),
        ("Ik wil weten hoe het zit.", ["Ik wil weten hoe het zit."]),
        ("A? B? C? D?", ["A?", "B?", "C?"]),
        ("???", ["???"]),
        ("", []),
    ],
)
def test_the_sentences_that_ask(body: str, questions: list[str]) -> None:
    assert asked_in(body) == questions
