"""The dossier of a gemeente in a campaign: what it has said so far, and the status that follows from it.

A pledge never changes its figures: a new figure is a new pledge, and the old one moves to another state.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from domain.model import Commitment, Group, Intent, PledgeReading


class State(StrEnum):
    """Where a pledge or a bottleneck stands. Only `CONFIRMED` counts."""

    PROPOSED = "proposed"
    """Read, and waiting for a person."""
    CONFIRMED = "confirmed"
    SUPERSEDED = "superseded"
    """Another pledge, or a new reading of the same message, took its place."""
    WITHDRAWN = "withdrawn"
    """The gemeente took it back."""
    REJECTED = "rejected"
    """A person says that the message does not say this."""


class EntryState(StrEnum):
    """What a message means for the dossier that it is in."""

    COUNTED = "counted"
    WAITING = "waiting"
    """It says something that a person has to look at first."""
    IGNORED = "ignored"
    """An automatic answer, a bounce, a list, or set aside by a person: there to be seen, changes nothing."""


class Status(StrEnum):
    """Where the gemeente stands, for lists and for reminders."""

    PLEDGED = "pledged"
    EXPLORING = "exploring"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    BOTTLENECKS_ONLY = "bottlenecks_only"
    WAITING = "waiting"
    ANNOUNCED = "announced"
    ASKED = "asked"
    HEARD = "heard"
    SILENT = "silent"

    @property
    def label(self) -> str:
        """The Dutch words on the screen."""
        return _LABELS[self]

    @property
    def answered(self) -> bool:
        """Whether the gemeente has answered the call; a refusal is an answer too."""
        return self in ANSWERS


_LABELS = {
    Status.PLEDGED: "heeft plekken toegezegd",
    Status.EXPLORING: "verkent mogelijkheden",
    Status.DECLINED: "ziet nu geen mogelijkheden",
    Status.WITHDRAWN: "heeft de toezegging ingetrokken",
    Status.BOTTLENECKS_ONLY: "meldt alleen knelpunten",
    Status.WAITING: "wacht op beoordeling",
    Status.ANNOUNCED: "antwoord volgt",
    Status.ASKED: "stelde een vraag",
    Status.HEARD: "reageerde, nog geen antwoord",
    Status.SILENT: "nog niets gehoord",
}

ANSWERS = frozenset({Status.PLEDGED, Status.EXPLORING, Status.DECLINED, Status.WITHDRAWN, Status.BOTTLENECKS_ONLY})
"""The statuses that count as an answer to the call."""


REFUSALS = frozenset({Intent.DECLINE, Intent.WITHDRAWAL})
"""The intents that say that there are no places (any more)."""


@dataclass(frozen=True, slots=True)
class Offer:
    """The figures of a pledge: what is promised, without who says so. Same meaning as in a `PledgeReading`."""

    places: int | None
    places_max: int | None = None
    homes: int | None = None
    approximate: bool = False
    group: Group = Group.STATUSHOUDERS
    commitment: Commitment = Commitment.FIRM
    available_from: date | None = None
    available_until: date | None = None
    location: str | None = None
    condition: str = ""

    def as_reading(self, gemeente: str | None, reason: str) -> PledgeReading:
        """The same figures as what a message says."""
        return PledgeReading(
            gemeente,
            self.places,
            places_max=self.places_max,
            homes=self.homes,
            approximate=self.approximate,
            group=self.group,
            commitment=self.commitment,
            available_from=self.available_from,
            available_until=self.available_until,
            location=self.location,
            condition=self.condition,
            reason=reason,
        )

    def repeats(self, earlier: Offer) -> bool:
        """Whether this says nothing that `earlier` did not say: the same figures, and no new date or location."""
        same = ("places", "places_max", "homes", "group", "commitment")
        details = ("available_from", "available_until", "location")
        return all(getattr(self, name) == getattr(earlier, name) for name in same) and all(
            getattr(self, name) in (None, getattr(earlier, name)) for name in details
        )


@dataclass(frozen=True, slots=True)
class Pledge:
    """A stored pledge. `position` is its place in the reading of its message; `said_at` when the gemeente said it."""

    id: int
    gemeente: str | None
    message: int
    thread: int
    position: int
    state: State
    offer: Offer
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """A stored bottleneck."""

    id: int
    gemeente: str | None
    message: int
    position: int
    state: State
    type: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One message in the dossier of a gemeente, with what it means there."""

    gemeente: str
    message: int
    said_at: datetime
    intents: frozenset[Intent]
    state: EntryState = EntryState.COUNTED


@dataclass(frozen=True, slots=True)
class Dossier:
    """What one gemeente said in one campaign; pledges that were superseded or rejected may be left out."""

    gemeente: str
    pledges: tuple[Pledge, ...] = ()
    bottlenecks: tuple[Bottleneck, ...] = ()
    entries: tuple[Entry, ...] = ()

    @property
    def active(self) -> tuple[Pledge, ...]:
        """The pledges that count now."""
        return tuple(pledge for pledge in self.pledges if pledge.state is State.CONFIRMED)

    @property
    def proposed(self) -> tuple[Pledge, ...]:
        """The pledges that wait for a person."""
        return tuple(pledge for pledge in self.pledges if pledge.state is State.PROPOSED)

    def without(self, message: int) -> Dossier:
        """The dossier as if this message had not come in."""
        return replace(
            self,
            pledges=tuple(p for p in self.pledges if p.message != message),
            bottlenecks=tuple(b for b in self.bottlenecks if b.message != message),
            entries=tuple(e for e in self.entries if e.message != message),
        )


def status_of(dossier: Dossier) -> Status:
    """The status that follows from what was said, by when it was said and not by when it came in."""
    if dossier.active:
        firm = any(pledge.offer.commitment is not Commitment.EXPLORING for pledge in dossier.active)
        return Status.PLEDGED if firm else Status.EXPLORING
    counted = [entry for entry in dossier.entries if entry.state is EntryState.COUNTED]
    refusal = _latest(counted, REFUSALS)
    if refusal:
        return Status.DECLINED if Intent.DECLINE in refusal.intents else Status.WITHDRAWN
    if any(bottleneck.state is State.CONFIRMED for bottleneck in dossier.bottlenecks):
        return Status.BOTTLENECKS_ONLY
    return _unanswered(dossier, counted)


def _unanswered(dossier: Dossier, counted: list[Entry]) -> Status:
    if dossier.proposed or any(entry.state is EntryState.WAITING for entry in dossier.entries):
        return Status.WAITING
    if _latest(counted, frozenset({Intent.DEFERRAL})):
        return Status.ANNOUNCED
    if _latest(counted, frozenset({Intent.QUESTION, Intent.SUPPORT})):
        return Status.ASKED
    return Status.HEARD if counted else Status.SILENT


def _latest(entries: Iterable[Entry], intents: frozenset[Intent]) -> Entry | None:
    fitting = [entry for entry in entries if entry.intents & intents]
    return max(fitting, key=lambda entry: (entry.said_at, entry.message), default=None)
