"""The letters that answers come from: what they are called, and their text where somebody imported it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of the VNG. `id` is how sources name it (`U202600283`).

    `day` is the first of the month where only the month is known (`month_only`). `marks` are words that only the text
    of this letter holds together; they tell which letter a file is. `text` is empty where nobody imported it.
    """

    id: str
    title: str
    day: date
    month_only: bool = False
    marks: tuple[str, ...] = ()
    text: str = ""

    @property
    def date_json(self) -> str:
        """`2026-05-28`, or `2025-07` where the day is not known."""
        return self.day.isoformat()[:7] if self.month_only else self.day.isoformat()
