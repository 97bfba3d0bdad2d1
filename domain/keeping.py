"""For how long texts and persons are kept after the end of a campaign, and how that is said. Pure."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.wording import day_text

YEAR = 365
GRACE = timedelta(days=30)
SAID = "wiping_announced"
"""The setting in the database that holds when the service first said that it will wipe."""
_YEARS = ("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien")


@dataclass(frozen=True, slots=True)
class Limits:
    """What came in before these instants is wiped; `None`: nothing is. `notes` are casussen too."""

    messages: datetime | None = None
    conversations: datetime | None = None
    contacts: datetime | None = None
    notes: datetime | None = None
    trail: datetime | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """For how many days after the end of the campaign each is kept; `None`: until a person wipes it.

    `by_default`: nobody chose them, so that nothing goes within `GRACE` after it was first said.
    """

    messages: int | None = None
    conversations: int | None = None
    contacts: int | None = None
    notes: int | None = None
    trail: int | None = None
    by_default: bool = False

    @property
    def any(self) -> bool:
        """Whether anything is ever wiped by itself."""
        return any(getattr(self, field.name) is not None for field in fields(Limits))

    def starts(self, days: int, end: datetime, now: datetime, said: datetime | None) -> datetime:
        """When what is kept for so many days begins to go; `said`: when that was first said."""
        return max(end + timedelta(days=days), (said or now) + GRACE) if self.by_default else end + timedelta(days=days)

    def limits(self, end: datetime, now: datetime) -> Limits:
        """What is to go at `now`. What comes in after the `end` is kept as many days from then."""
        return Limits(*(_limit(getattr(self, field.name), end, now) for field in fields(Limits)))


def _limit(days: int | None, end: datetime, now: datetime) -> datetime | None:
    if days is None or now <= end + timedelta(days=days):
        return None
    return now - timedelta(days=days)


def span_text(days: int) -> str:
    """`een jaar`, `twee jaar`, `90 dagen`."""
    years, rest = divmod(days, YEAR)
    return f"{_YEARS[years - 1]} jaar" if not rest and 1 <= years <= len(_YEARS) else f"{days} dagen"


def last_day_text(days: int, end: datetime, zone: ZoneInfo) -> str:
    """The last day on which what came in during the campaign is kept: `13 augustus 2027`."""
    return day_text((end + timedelta(days=days)).astimezone(zone).date())


def kept_text(days: int | None, end: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Ends a sentence such as "Wij bewaren dit …"."""
    if days is None:
        return "tot wij het wissen"
    if now > end:
        return f"{span_text(days)}, vanaf nu"
    return f"tot en met {last_day_text(days, end, zone)}, {span_text(days)} na het einde van de actie"
