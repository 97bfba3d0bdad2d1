"""A conversation through the use case, on a real database."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from domain.answers import Answer, Question
from domain.chat import Conversation, Input, InputKind
from domain.model import Channel
from intake.converse import Conversations
from intake.hearing import Hearing
from nlp.few_words import FewWords
from storage.records import Records
from tests.cast.people import CAMPAIGN, GEMEENTEN, clock
from tests.cast.script import ScriptReader

NAMES = {gemeente.code: gemeente.name for gemeente in GEMEENTEN}


class Parrot:
    """Answers every question with itself."""

    version = "1"

    def answer(self, question: Question) -> Answer:
        return Answer(question.text, known=True, confidence=1.0)

    def answer_all(self, questions: Sequence[Question]) -> list[Answer]:
        return [self.answer(question) for question in questions]


def said(text: str, external_id: str = "1") -> Input:
    conversation = Conversation(Channel.TELEGRAM, "42")
    return Input(conversation, external_id, InputKind.TEXT, text, clock())


@pytest.fixture
def talking(records: Records) -> Conversations:
    return Conversations(Hearing(records, CAMPAIGN, ScriptReader(), Parrot(), FewWords(), NAMES), clock)


def test_every_input_gets_a_reply_in_the_outbox(talking: Conversations, records: Records) -> None:
    talking.receive(said("Wanneer is de deadline?"))
    *_, row = records.outbox.rows()
    assert (row["channel"], row["recipient"], row["in_reply_to"]) == ("telegram", "42", "1")


def test_the_same_input_twice_is_handled_once(talking: Conversations, records: Records) -> None:
    talking.receive(said("Hallo"))
    talking.receive(said("Hallo"))
    assert len(list(records.outbox.rows())) == 2
