"""What people add at the desk: notes, and a casus, which bundles bottlenecks for talks with the ministry."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol


class CasusStatus(StrEnum):
    """How far the talks about a casus are."""

    NEW = "new"
    RAISED = "raised"
    SOLVED = "solved"

    @property
    def label(self) -> str:
        """The Dutch words on the screen."""
        words = {CasusStatus.NEW: "in voorbereiding", CasusStatus.RAISED: "ingebracht", CasusStatus.SOLVED: "opgelost"}
        return words[self]


class Casussen(Protocol):
    """Casussen and notes. Every method that changes rows works inside `write`."""

    def all(self, campaign: str) -> list[dict[str, Any]]:
        """Every casus with the number of its bottlenecks and gemeenten, the newest first."""

    def get(self, number: int) -> dict[str, Any]:
        """One casus. Raises `DecisionError` where there is none."""

    def members(self, number: int) -> list[dict[str, Any]]:
        """The bottlenecks of a casus as rows of v_bottlenecks, by gemeente."""

    def add(self, campaign: str, title: str, who: str, at: datetime) -> int:
        """Make a casus; gives its id."""

    def change(self, number: int, title: str, summary: str, status: CasusStatus) -> None:
        """Change what a casus says and how far it is."""

    def bundle(self, number: int, bottlenecks: Iterable[int]) -> int:
        """Put bottlenecks in a casus; gives how many were not in it yet."""

    def take_out(self, number: int, bottleneck: int) -> None:
        """Take a bottleneck out of a casus."""

    def quotes(self, bottlenecks: Iterable[int]) -> dict[int, str]:
        """How people worded the quotations of these bottlenecks; an empty text leaves one out."""

    def quote(self, bottleneck: int, text: str | None, who: str, at: datetime) -> None:
        """Word a quotation, or with `None` leave it to the program again."""

    def note(self, campaign: str, gemeente: str, text: str, who: str, at: datetime) -> int:
        """Write a note on a gemeente; gives its id."""

    def notes(self, campaign: str, gemeente: str) -> list[dict[str, Any]]:
        """The notes on a gemeente, the newest first."""
