"""What the web desk needs of storage beside the use cases: accounts, the audit trail, and lists for its pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from domain.accounts import Accounts, Audit
from domain.casussen import Casussen
from domain.chat_lines import ChatLines
from domain.forgetting import Forgotten
from domain.keeping import Limits
from domain.model import Evidence, PersonalData
from domain.retention import Wiped
from domain.talking import TalkingRecords


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

    def decided(self, campaign: str) -> list[int]:
        """The messages that a person decided about and did not take back, the oldest first."""

    def said(self, message: int) -> list[dict[str, Any]]:
        """The pledges of a message as people left them, also those that a later message has taken the place of.

        Each with `gemeente`, `group`, `commitment`, `places`, `places_max`, `homes` and `approximate`.
        """

    def hindered(self, message: int) -> list[str]:
        """The types of the bottlenecks of a message as people left them, each once."""

    def attachments(self, reading: int) -> list[dict[str, Any]]:
        """The attachments of a message as they were read: name, content type, size, problem, text."""

    def sender_name(self, message: int) -> str:
        """The name that the sender writes."""


class ApiTokens(Protocol):
    """Who may ask the API."""

    def holds(self, token_hash: str, at: datetime) -> bool:
        """Whether this token is good; notes that it was used."""

    def add(self, name: str, token_hash: str, at: datetime) -> None:
        """Keep a new token. Raises `DecisionError` where the name is taken."""

    def end(self, name: str) -> None:
        """Take a token back. Raises `DecisionError` where there is none."""

    def all(self) -> list[dict[str, Any]]:
        """Name, when made and when last used of each token, by name."""


class Overview(Protocol):
    """Sums over the views that the exports use, so that no two figures differ."""

    def stamp(self) -> tuple[int, ...]:
        """Changes with everything that is decided, comes in or is erased."""

    def course(self, campaign: str) -> list[dict[str, Any]]:
        """The places that count by the day on which they were said: `day`, `commitment`, `places`."""

    def pledged(self, campaign: str) -> list[dict[str, Any]]:
        """The places that count by gemeente and commitment: `gemeente`, `commitment`, `places`."""

    def bottlenecks(self, campaign: str, where: Mapping[str, str | int]) -> list[dict[str, Any]]:
        """Each type that was reported: `type`, `label`, `gemeenten`, `reports`."""

    def bottlenecks_of_each(self, campaign: str, where: Mapping[str, str | int]) -> list[dict[str, Any]]:
        """How much each gemeente reported: `gemeente`, `province`, `reports`."""

    def reported(self, campaign: str, where: Mapping[str, str | int]) -> list[dict[str, Any]]:
        """When bottlenecks were reported, to the hour (UTC): `type`, `hour`, `reports`."""

    def newest(self, campaign: str, where: Mapping[str, str | int], each: int) -> list[dict[str, Any]]:
        """The newest rows of v_bottlenecks, at most so many of each type."""

    def rows(
        self, view: str, campaign: str, where: Mapping[str, str | int], *, limit: int = 500, offset: int = 0
    ) -> list[dict[str, Any]]:
        """The rows of a view in which these columns have these values; `network` means one of the networks.

        Also known are `since` and `before` (UTC text), and of pledges `only_homes`, `promised` and
        `other_groups`. A negative `limit` means all of them.
        """

    def totals(self, view: str, campaign: str, where: Mapping[str, str | int]) -> dict[str, Any]:
        """How many rows and gemeenten, and the sums of `places` and `homes` where the view has them."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """The words that a record came from, and the personal data of its message, which is not to be shown.

    `people` are the names of who sent it and of the contacts of its gemeente, `gemeente` is the name of that.
    """

    evidence: tuple[Evidence, ...]
    private: tuple[PersonalData, ...]
    people: tuple[str, ...] = ()
    gemeente: str = ""


class DossierPages(Protocol):
    """What the page of one gemeente shows, and the words behind records."""

    def timeline(self, campaign: str, gemeente: str, limit: int = 200) -> list[dict[str, Any]]:
        """Everything in, out and decided, the newest first."""

    def quotes(self, table: str, ids: Iterable[int]) -> dict[int, Quoted]:
        """The words behind these `pledges` or `bottlenecks`, by id."""


class MailPages(Protocol):
    """Mail in and out as lists, and searching in what came in."""

    def messages(self, *, state: str = "", kind: str = "", limit: int = 100, offset: int = 0) -> list[dict[str, Any]]:
        """Messages, the newest first."""

    def outgoing(
        self, *, state: str = "", kind: str = "", gemeente: str = "", limit: int = 100, offset: int = 0
    ) -> list[dict[str, Any]]:
        """Rows of the outbox without their text, the newest first."""

    def outgoing_one(self, number: int) -> dict[str, Any] | None:
        """One row of the outbox, with its text."""

    def unknown(self) -> list[int]:
        """Rows of which nobody knows whether they arrived."""

    def gemeenten_of(self, message: int) -> list[str]:
        """The CBS codes of the dossiers that a message is in."""

    def search(
        self, words: str, *, gemeente: str = "", since: str = "", before: str = "", limit: int = 50
    ) -> list[dict[str, Any]]:
        """Messages that hold these words, the newest first."""

    def beside(
        self, words: str, *, gemeente: str = "", since: str = "", before: str = "", limit: int = 20
    ) -> list[dict[str, Any]]:
        """Notes, casussen, questions and outgoing mail that hold all of these words, the newest first."""


class DeskRecords(TalkingRecords, Protocol):
    """The whole of storage, as the desk sees it."""

    def to_wipe(self, limits: Limits) -> Wiped:
        """What has been kept long enough."""

    def forget(self, address: str, at: datetime) -> Forgotten:
        """Erase the person behind a mail address or a chat address. A transaction of its own."""

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

    @property
    def overview(self) -> Overview:
        """Sums over the views."""

    @property
    def dossier_pages(self) -> DossierPages:
        """Dossiers for people."""

    @property
    def mail_pages(self) -> MailPages:
        """Mail in and out."""

    @property
    def casussen(self) -> Casussen:
        """Notes, and bottlenecks that people bundle."""
