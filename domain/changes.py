"""What a decision changes in the dossiers, as values. Rules make them, storage writes them, each with its history."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.dossier import EntryState, Offer, State
from domain.model import Evidence, Intent


class Maker(StrEnum):
    """Who made a decision."""

    RULE = "rule"
    PERSON = "person"


class Verdict(StrEnum):
    """What a decision came down to."""

    LET_THROUGH = "let_through"
    """By rule: the reading is certain and its place in the dossier is clear."""
    HELD = "held"
    """By rule: at least a part waits for a person."""
    REREAD = "reread"
    """By rule: a newer pipeline reads the message differently."""
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    ADDED = "added"
    """By a person: a pledge that the reading had missed."""
    REJECTED = "rejected"
    ASSIGNED = "assigned"
    SPLIT = "split"
    """By a person: what was read as one pledge is two, such as of two gemeenten or for two groups."""
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Cause:
    """The decision behind a set of changes: about which reading of which message, by whom and when.

    `who` is the name of a user of the desk for a person, and empty for a rule. `said_at` is when the gemeente said it.
    """

    campaign: str
    message: int
    reading: int
    said_at: datetime
    at: datetime
    verdict: Verdict
    maker: Maker = Maker.RULE
    who: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PledgeSet:
    """The pledge at `position` of the reading gets this state; it is made if it was not there yet.

    `replaces` are the ids of pledges whose place it takes; once it is confirmed they are superseded. `part_of` is the
    pledge that a person split it off from: it rests on the same words.
    """

    position: int
    gemeente: str | None
    offer: Offer
    state: State
    confidence: float = 1.0
    evidence: tuple[Evidence, ...] = ()
    reason: str = ""
    replaces: tuple[int, ...] = ()
    part_of: int | None = None


@dataclass(frozen=True, slots=True)
class PledgeMoved:
    """A stored pledge goes to another state, or gets its gemeente while it waits for a person."""

    pledge: int
    state: State
    reason: str
    gemeente: str | None = None


@dataclass(frozen=True, slots=True)
class PledgeRepeated:
    """The message says again what `pledge` says already; nothing is counted, the history remembers it."""

    pledge: int
    position: int


@dataclass(frozen=True, slots=True)
class BottleneckSet:
    """The bottleneck at `position` of the reading gets this state; it is made if it was not there yet."""

    position: int
    gemeente: str | None
    type: str
    state: State
    confidence: float = 1.0
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class EntrySet:
    """What the message means for the dossier of this gemeente."""

    gemeente: str
    intents: frozenset[Intent]
    state: EntryState


@dataclass(frozen=True, slots=True)
class ReviewOpened:
    """The message waits for a person; `reasons` say why, in Dutch."""

    reasons: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class ReviewClosed:
    """Nothing of the message waits any more."""


Change = PledgeSet | PledgeMoved | PledgeRepeated | BottleneckSet | EntrySet | ReviewOpened | ReviewClosed
