"""A conversation as it is shown: what was said on both sides, in order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.chat import Button


@dataclass(frozen=True, slots=True)
class ChatLine:
    """One thing that was said. `mark` grows with what is added later; `mine` is what the visitor said."""

    mark: int
    mine: bool
    text: str
    at: datetime
    buttons: tuple[tuple[Button, ...], ...] = ()


class ChatLines(Protocol):
    """Reads conversations to show them."""

    def of(self, chat: int) -> list[ChatLine]:
        """Everything that was said, oldest first."""

    def newest(self, chat: int) -> int:
        """A number that changes when something is added."""
