"""How long texts are kept after the deadline of the campaign, and what is wiped then. Pure.

Figures and records stay, each with the sentence that it came from, without the person who wrote it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from domain.campaign import AMSTERDAM, Deadline
from domain.wording import day_text


@dataclass(frozen=True, slots=True)
class Limits:
    """What came in before these instants is wiped; `None`: nothing is."""

    messages: datetime | None = None
    conversations: datetime | None = None
    trail: datetime | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """For how many days after the deadline each is kept; `None`: until a person wipes it."""

    messages: int | None = None
    conversations: int | None = None
    trail: int | None = None

    @property
    def any(self) -> bool:
        """Whether anything is ever wiped by itself."""
        return self != Terms()

    def limits(self, deadline: Deadline, now: datetime) -> Limits:
        """What is to go at `now`. What comes in after the deadline is kept as many days from then."""
        return Limits(*(_limit(getattr(self, field.name), deadline, now) for field in fields(self)))


def _limit(days: int | None, deadline: Deadline, now: datetime) -> datetime | None:
    if days is None or now <= deadline.instant + timedelta(days=days):
        return None
    return now - timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Wiped:
    """How many rows of each. `waiting` are messages and conversations that a person has to handle first."""

    messages: int = 0
    sent: int = 0
    conversations: int = 0
    lines: int = 0
    waiting: int = 0

    def __add__(self, other: Wiped) -> Wiped:
        return Wiped(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to wipe."""
        return not (self.messages or self.sent or self.conversations or self.lines)

    @property
    def words(self) -> str:
        """`12 ontvangen en 9 verzonden berichten, 2 gesprekken, 140 regels van het logboek`."""
        return (
            f"{self.messages} ontvangen en {self.sent} verzonden berichten, "
            f"{self.conversations} gesprekken, {self.lines} regels van het logboek"
        )


KINDS = {
    "messages": "Mail en formulieren: tekst, bijlagen, afzender en wat wij terugstuurden",
    "conversations": "Gesprekken in de chat: tekst en met wie",
    "trail": "Dit logboek",
}
"""What each term is about, as people read it."""


def terms_in_words(terms: Terms, deadline: Deadline) -> Iterator[tuple[str, str]]:
    """Each kind with how long it is kept, for people."""
    for name, what in KINDS.items():
        days = getattr(terms, name)
        if days is None:
            yield what, "zolang de campagne loopt; daarna wist u de map met gegevens"
            continue
        first = day_text((deadline.instant + timedelta(days=days)).astimezone(AMSTERDAM).date())
        yield what, f"{days} dagen na de uiterste datum, tot en met {first}; wat later komt {days} dagen vanaf dan"
