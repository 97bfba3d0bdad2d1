"""The values that every part of Plaatsmaker speaks in: a message, and the reading of it.

The JSON form of a reading is fixed elsewhere (`domain.reading_json`); these are the same fields with types.
All text positions count characters (code points), never bytes, and are half open: `text[start:end]`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

Day = date
"""A calendar day; `Message` has a field called `date`, which hides the class."""


class Channel(StrEnum):
    """The door through which a message came in."""

    EMAIL = "email"
    FORM = "form"
    TELEGRAM = "telegram"
    WEB = "web"
    TERMINAL = "terminal"
    TEXT = "text"


class Kind(StrEnum):
    """What sort of mail it is; only `PERSONAL` yields pledges and bottlenecks or is ever answered."""

    PERSONAL = "personal"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    LIST = "list"
    EMPTY = "empty"


class Intent(StrEnum):
    """What the sender wants with the message; `OTHER` stands alone."""

    PLEDGE = "pledge"
    DECLINE = "decline"
    BOTTLENECK = "bottleneck"
    QUESTION = "question"
    CORRECTION = "correction"
    WITHDRAWAL = "withdrawal"
    SUPPORT = "support"
    CONTACT = "contact"
    DEFERRAL = "deferral"
    OTHER = "other"


class Group(StrEnum):
    """For whom the places are."""

    STATUSHOUDERS = "statushouders"
    ASIELZOEKERS = "asielzoekers"
    AMV = "amv"
    OEKRAIENSE_ONTHEEMDEN = "oekraiense_ontheemden"
    MIXED = "mixed"


class Commitment(StrEnum):
    """How firmly the places are promised."""

    FIRM = "firm"
    CONDITIONAL = "conditional"
    EXPLORING = "exploring"


class Role(StrEnum):
    """What a count that is not a pledge stands for."""

    TARGET = "target"
    BACKLOG = "backlog"
    REALISED = "realised"
    NEED = "need"
    CAPACITY = "capacity"


class Unit(StrEnum):
    """What is counted."""

    PLACES = "places"
    PEOPLE = "people"
    HOMES = "homes"
    HOUSEHOLDS = "households"
    ROOMS = "rooms"
    BEDS = "beds"


class Route(StrEnum):
    """Another desk that the message should also go to."""

    SUPPORT_TEAM = "ondersteuningsteamasiel"
    UKRAINE = "vluchtelingen"
    COA = "coa"


@dataclass(frozen=True, slots=True)
class Address:
    """A name and an e-mail address (or chat id) as the sender wrote them; either may be empty."""

    name: str = ""
    address: str = ""

    @property
    def domain(self) -> str:
        """The part behind the last @, in lower case without a trailing dot; empty where there is none."""
        return self.address.rpartition("@")[2].lower().rstrip(".") if "@" in self.address else ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """The text of one attachment; `problem` says in Dutch why there is none (too large, encrypted, unreadable)."""

    name: str
    content_type: str
    size: int
    text: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One message, decoded and cut: `body` is what is read, `quoted` and `signature` are what was cut off it.

    `forwarded_from` is the original sender where the inside of a forwarded mail is the message. `returns_on` is the
    return date that an automatic answer states; `substitute` the address that it names; `failed` the addresses that
    a bounce reports, `permanent` whether it says so for good. `notes` are remarks in Dutch for whoever looks at the
    message (a charset that had to be guessed, a part that was left out).
    """

    channel: Channel = Channel.TEXT
    message_id: str = ""
    date: datetime | None = None
    sender: Address = Address()
    reply_to: Address | None = None
    recipients: tuple[Address, ...] = ()
    subject: str = ""
    body: str = ""
    quoted: str = ""
    signature: str = ""
    kind: Kind = Kind.PERSONAL
    attachments: tuple[Attachment, ...] = ()
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    forwarded_from: Address | None = None
    returns_on: Day | None = None
    substitute: str = ""
    failed: tuple[str, ...] = ()
    permanent: bool = False
    notes: tuple[str, ...] = ()

    def part(self, name: str) -> str:
        """The text that evidence with this part name points into.

        Parts: `subject`, `body`, `quoted`, `signature`, `sender` (name and address as one text) and
        `attachment:NAME`. Raises `KeyError` for an unknown name.
        """
        if name == "sender":
            return f"{self.sender.name} <{self.sender.address}>" if self.sender.name else self.sender.address
        if name.startswith("attachment:"):
            wanted = name.removeprefix("attachment:")
            for attachment in self.attachments:
                if attachment.name == wanted:
                    return attachment.text
            raise KeyError(name)
        texts = {"subject": self.subject, "body": self.body, "quoted": self.quoted, "signature": self.signature}
        return texts[name]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The slice of a part of the message that a value came from; `text` equals that slice exactly."""

    part: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class GemeenteReading:
    """A gemeente for which the message speaks. `code` is the CBS code (`GM0307`), `confidence` a probability."""

    code: str
    name: str
    confidence: float
    evidence: tuple[Evidence, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PledgeReading:
    """Places that a gemeente will, can or wants to provide extra or faster; one for each tranche, location or group.

    `places` counts people housed (the lower end of a range, `places_max` the upper), `homes` counts dwellings;
    `None` means that the text does not say. `gemeente` is a CBS code, or `None` where it is unknown or undivided.
    `condition` is the stated condition in the sender's words; `reason` explains the reading to a reviewer, in Dutch.
    """

    gemeente: str | None
    places: int | None
    places_max: int | None = None
    homes: int | None = None
    approximate: bool = False
    group: Group = Group.STATUSHOUDERS
    commitment: Commitment = Commitment.FIRM
    available_from: date | None = None
    available_until: date | None = None
    location: str | None = None
    confidence: float = 0.5
    evidence: tuple[Evidence, ...] = ()
    condition: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class BottleneckReading:
    """One thing that holds the gemeente up. `type` is a key of the campaign's closed list."""

    gemeente: str | None
    type: str
    confidence: float = 0.5
    evidence: tuple[Evidence, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NumberReading:
    """Another count that matters, with what it stands for."""

    value: int
    role: Role
    value_max: int | None = None
    unit: Unit = Unit.PLACES
    group: Group = Group.STATUSHOUDERS
    gemeente: str | None = None
    evidence: tuple[Evidence, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Something that should not have been sent: `bsn`, `v_number`, `iban`, `medical` or `client_name`."""

    kind: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message says, with where it says so. Never changed once stored; a new pipeline makes a new reading."""

    intents: tuple[Intent, ...] = (Intent.OTHER,)
    gemeenten: tuple[GemeenteReading, ...] = ()
    pledges: tuple[PledgeReading, ...] = ()
    bottlenecks: tuple[BottleneckReading, ...] = ()
    numbers: tuple[NumberReading, ...] = ()
    routes: tuple[Route, ...] = ()
    personal_data: tuple[PersonalData, ...] = ()
    needs_review: bool = True
    review_reasons: tuple[str, ...] = ()
