"""Questions that a person answers: passed on from a chat, or asked by mail with a concept answer beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from domain.answers import Passage
from domain.model import Channel


class QuestionKind(StrEnum):
    """Where the question comes from, and what a person does with it."""

    CHAT = "chat"
    """Asked in a chat and not known there."""
    MAIL = "mail"
    """Asked by mail; the concept is never sent by itself."""
    UNVERIFIED = "unverified"
    """A report by somebody who did not prove for whom he speaks: is it so?"""
    PERSON = "person"
    """Somebody in a chat asks for a person."""


class QuestionStatus(StrEnum):
    """Where the question stands."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """A question as it is written down. `message` is the message that asks it; `asker` the address to answer to.

    `chat` is the number of the conversation, `engine` the version of what made the concept.
    """

    kind: QuestionKind
    message: int
    channel: Channel
    asker: str
    text: str
    asked_at: datetime
    asker_name: str = ""
    chat: int | None = None
    gemeente: str | None = None
    concept: str = ""
    concept_known: bool = False
    sources: tuple[Passage, ...] = ()
    engine: str = ""


@dataclass(frozen=True, slots=True)
class StoredQuestion:
    """A row of `questions`. `answer` is what was sent, word for word; `decided_by` who sent or closed it."""

    id: int
    campaign: str
    question: NewQuestion
    status: QuestionStatus
    answer: str = ""
    decided_at: datetime | None = None
    decided_by: str = ""


class Questions(Protocol):
    """The rows of `questions`. Every method that changes rows works inside `write`."""

    def add(self, campaign: str, question: NewQuestion) -> int:
        """Write it down; the same text of the same message is one row. Gives its id."""

    def get(self, number: int) -> StoredQuestion:
        """One question. Raises `DecisionError` where there is none."""

    def all(self, campaign: str, status: QuestionStatus | None = None) -> Sequence[StoredQuestion]:
        """Every question, or those with a status, the oldest first."""

    def settle(self, number: int, status: QuestionStatus, answer: str, who: str, at: datetime, key: str = "") -> bool:
        """Write what was sent (the outbox row with `key`), or that it is closed; false where it was not open."""

    def settle_report(self, message: int, who: str, at: datetime) -> bool:
        """Close the question whether the report of this message is right, because a person decided about it."""
