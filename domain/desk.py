"""What the web desk needs of storage beside the use cases: accounts, the audit trail, and lists for its pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from domain.accounts import Accounts, Audit
from domain.chat_lines import ChatLines
from domain.model import Evidence
from domain.ports import Records
from domain.sending import SendingRecords


@dataclass(frozen=True, slots=True)
class Judged:
    """What stands behind the pledges (by id) and the bottlenecks (by theirs) of one message."""

    evidence: Mapping[int, tuple[Evidence, ...]]
    confidence: Mapping[int, float]
    reasons: Mapping[int, str]
    bottleneck_evidence: Mapping[int, tuple[Evidence, ...]]
    bottleneck_confidence: Mapping[int, float]


class ReviewList(Protocol):
    """What waits for a person, and what a person looks at beside it."""

    def waiting(self, campaign: str) -> list[int]:
        """The messages that wait for a person; those who wrote first come first."""

    def sample(self, campaign: str) -> list[int]:
        """A random tenth of the messages that went through by rule and mean something, unless a person saw them."""

    def judged(self, message: int) -> Judged:
        """The words, the confidence and the reason behind each pledge and bottleneck of a message."""

    def decision(self, number: int) -> Mapping[str, Any] | None:
        """A decision: message, verdict, who, when, and whether it was undone."""

    def decisions(self, message: int) -> list[dict[str, Any]]:
        """What was decided about a message, the newest first."""

    def attachments(self, reading: int) -> list[dict[str, Any]]:
        """The attachments of a message as they were read: name, content type, size, problem, text."""

    def sender_name(self, message: int) -> str:
        """The name that the sender writes."""


class ApiTokens(Protocol):
    """Who may ask the API."""

    def holds(self, token_hash: str, at: datetime) -> bool:
        """Whether this token is good; notes that it was used."""


class DeskRecords(Records, SendingRecords, Protocol):
    """The whole of storage, as the desk sees it."""

    @property
    def accounts(self) -> Accounts:
        """Users and sessions."""

    @property
    def chat_lines(self) -> ChatLines:
        """Conversations as they are shown."""

    @property
    def api_tokens(self) -> ApiTokens:
        """Who may ask the API."""

    @property
    def audit(self) -> Audit:
        """Who changed what, and who looked at personal data."""

    @property
    def reviews(self) -> ReviewList:
        """What waits for a person."""
