"""A conversation as it is shown: what was said on both sides, in order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from domain.chat import Button
from domain.outbox import OutState


@dataclass(frozen=True, slots=True)
class ChatLine:
    """One thing that was said. `mark` grows with what is added later; `mine` is what the visitor said.

    `by_person`: a person of the VNG wrote it, and not the assistant. `state` says how far a reply is on its way.
    """

    mark: int
    mine: bool
    text: str
    at: datetime
    buttons: tuple[tuple[Button, ...], ...] = ()
    by_person: bool = False
    state: OutState | None = None


class ChatLines(Protocol):
    """Reads conversations to show them."""

    def of(self, chat: int) -> list[ChatLine]:
        """Everything that was said, oldest first."""

    def newest(self, chat: int) -> int:
        """A number that changes when something is added."""

    def recent(self, campaign: str, limit: int = 100, offset: int = 0) -> list[dict[str, Any]]:
        """Conversations: those with an open question first, then those that a person has, then the newest.

        Each with `id`, `channel`, `name`, `address`, `taken_by`, `changed_at`, `waiting` (open questions) and
        `gemeenten` (CBS codes that it speaks for, with commas between them).
        """
