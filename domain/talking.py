"""The ports of a conversation: its rows, and what the dialogue asks about places and addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.chat import Conversation
from domain.ports import Records
from domain.questions import Questions
from domain.sending import SendingRecords


@dataclass(frozen=True, slots=True)
class StoredChat:
    """A row of `chats`. `state` is the dialogue as JSON, empty at the start; `version` counts its changes.

    `taken_by` is the person who took the conversation over, empty while the assistant answers.
    """

    id: int
    conversation: Conversation
    name: str
    group: bool
    state: str
    version: int
    taken_by: str
    started_at: datetime


@dataclass(frozen=True, slots=True)
class NewCode:
    """A code that is mailed to somebody: only a salted hash of it is kept."""

    gemeente: str
    address: str
    salt: str
    hash: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class OpenCode:
    """A code that was mailed and not used yet, and how often a wrong one was typed in its place."""

    id: int
    code: NewCode
    tries: int


class Chats(Protocol):
    """The rows of conversations. Every method that changes rows works inside `write`."""

    def open(self, conversation: Conversation, name: str, at: datetime, *, group: bool) -> StoredChat:
        """The row of this conversation, made where it is new."""

    def find(self, conversation: Conversation) -> StoredChat | None:
        """The row of this conversation, if there is one."""

    def get(self, chat: int) -> StoredChat:
        """One conversation. Raises `DecisionError` where there is none."""

    def save(self, chat: StoredChat, state: str, at: datetime) -> bool:
        """Write the new state; false where somebody else wrote one since `chat` was read."""

    def link(self, chat: int, message: int) -> None:
        """Note that this message belongs to this conversation."""

    def waiting(self, chat: int | None = None) -> Sequence[tuple[int, int]]:
        """Stored inputs that nobody handled, of one conversation or of all: pairs of message and chat, in order."""

    def handled(self, message: int, at: datetime) -> None:
        """Mark an input as handled."""

    def take_over(self, chat: int, who: str, at: datetime) -> bool:
        """A person answers from now on, or with an empty name the assistant again; false where nothing changed."""


class Spokespersons(Protocol):
    """Who proved to speak for which gemeente. Every method that changes rows works inside `write`."""

    def add_code(self, chat: int, code: NewCode) -> int:
        """Keep a code that is being mailed; earlier ones of this conversation no longer count."""

    def open_code(self, chat: int) -> OpenCode | None:
        """The newest code of this conversation that was not used, whatever its age and tries."""

    def count_try(self, code: int) -> None:
        """Count a wrong try."""

    def end_code(self, code: int, *, used: bool) -> bool:
        """It was typed, or may no longer be; false where it was ended already."""

    def codes_since(self, chat: int, address: str, since: datetime) -> tuple[int, int]:
        """How many codes were made since then for this conversation, and for this address."""

    def prove(self, chat: int, campaign: str, gemeente: str, address: str, at: datetime) -> None:
        """From now on this conversation speaks for this gemeente."""

    def of(self, chat: int, campaign: str) -> Mapping[str, str]:
        """For which gemeenten this conversation speaks: CBS code to the address that proved it."""

    def withdraw(self, chat: int, at: datetime, because: str) -> int:
        """Take back what this conversation proved; gives how many."""

    def withdraw_address(self, gemeente: str | None, address: str, at: datetime, because: str) -> int:
        """Take back what was proven with this address, for one gemeente or for all; gives how many."""


class TalkingRecords(Records, SendingRecords, Protocol):
    """The part of storage that a conversation needs."""

    @property
    def chats(self) -> Chats:
        """Conversations."""

    @property
    def spokespersons(self) -> Spokespersons:
        """Who proved to speak for which gemeente."""

    @property
    def questions(self) -> Questions:
        """Questions for people."""


class Places(Protocol):
    """What is known about the names of gemeenten and their mail domains."""

    def name(self, code: str) -> str:
        """The name of a gemeente."""

    def find(self, words: str) -> tuple[str, ...]:
        """The CBS codes that these few words may stand for; none, one, or several where a person must choose."""

    def gemeenten_of_domain(self, domain: str) -> frozenset[str]:
        """The gemeenten that mail from this domain themselves; empty for any other domain."""
