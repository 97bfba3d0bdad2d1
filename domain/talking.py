"""The ports of a conversation: its rows, and what the dialogue asks about places and addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
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

    @property
    def erased(self) -> bool:
        """Whether who talked here is no longer known; nothing can be said to him."""
        return self.conversation.address == f"gewist-{self.id}"


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

    def of_message(self, message: int) -> StoredChat | None:
        """The conversation that a message belongs to, if it came in by one."""

    def begin_turn(self, chat: StoredChat, at: datetime) -> bool:
        """Take the next turn of the conversation; false where somebody else took one since `chat` was read."""

    def put_state(self, chat: int, state: str) -> None:
        """Write where the conversation stands, as JSON."""

    def link(self, chat: int, message: int) -> None:
        """Note that this message belongs to this conversation."""

    def waiting(self, chat: int | None = None) -> Sequence[tuple[int, int]]:
        """Stored inputs that nobody handled, of one conversation or of all: pairs of message and chat, in order."""

    def handled(self, message: int, at: datetime) -> None:
        """Mark an input as handled."""

    def move(self, conversation: Conversation, address: str) -> None:
        """The channel gave this conversation another address; what is still to be sent goes there too."""

    def take_over(self, chat: int, who: str, at: datetime) -> bool:
        """A person answers from now on, or with an empty name the assistant again; false where nothing changed."""

    def kept(self, chat: int) -> int:
        """How many inputs of this conversation are kept."""

    def erase(self, chat: int, at: datetime) -> None:
        """Wipe who talked here and what was typed; what was recorded for a gemeente stays, without its sender."""


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

    def codes_since(self, chat: int, address: str, gemeente: str, since: datetime) -> tuple[int, int, int]:
        """How many codes were made since then for this conversation, for this address, and for this gemeente."""

    def prove(self, chat: int, campaign: str, gemeente: str, address: str, at: datetime) -> None:
        """From now on this conversation speaks for this gemeente."""

    def of(self, chat: int, campaign: str) -> Mapping[str, str]:
        """For which gemeenten this conversation speaks: CBS code to the address that proved it."""


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


@dataclass(frozen=True, slots=True)
class Count:
    """A number in a few words: people or places from `low` to `high`, or `homes`; `about` where it is not exact."""

    low: int | None
    high: int | None = None
    homes: int | None = None
    about: bool = False


class Words(Protocol):
    """What few words may mean: names of gemeenten, numbers, days; and the mail domains of gemeenten."""

    def name(self, code: str) -> str:
        """The name of a gemeente."""

    def find(self, words: str) -> tuple[str, ...]:
        """The CBS codes that these few words may stand for; none, one, or several where a person must choose."""

    def named(self, text: str) -> tuple[tuple[str, ...], ...]:
        """For each name of a place in the text the CBS codes that it may stand for, each name once."""

    def counts(self, text: str) -> tuple[Count, ...]:
        """The numbers in the text that may count places, people or homes, number words included."""

    def day(self, text: str, today: date) -> date | None:
        """The first day that the text names, seen from `today`."""

    def domains(self, code: str) -> tuple[str, ...]:
        """The domains that a gemeente mails from itself."""
