"""A few gemeenten, one campaign and one clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from domain.campaign import BottleneckType, Campaign, Deadline, DeadlineRule, Gemeente, Network
from storage.records import Records

AMERSFOORT = Gemeente("GM0307", "Amersfoort", "Utrecht")
MEIERIJSTAD = Gemeente("GM1948", "Meierijstad", "Noord-Brabant")
URK = Gemeente("GM0184", "Urk", "Flevoland")
GEMEENTEN = (AMERSFOORT, MEIERIJSTAD, URK)

CAMPAIGN = Campaign(
    key="proef",
    title="Een proef",
    goal=2000,
    opened_on=date(2026, 5, 28),
    deadline=Deadline.of("uiterlijk voor 14 augustus", DeadlineRule.BEFORE, date(2026, 8, 14)),
    networks=(
        Network("G40", "Stedennetwerk", 30, frozenset({"GM0307"})),
        Network("M50", "Middelgrote gemeenten", 15, frozenset({"GM1948"})),
        Network("R8", "Regiogemeenten", 15, frozenset({"GM1948"})),
    ),
    bottleneck_types=(BottleneckType("vergunning", "Vergunning"), BottleneckType("draagvlak", "Draagvlak")),
    mailbox="migratie@vng.nl",
    own_domains=frozenset({"vng.nl"}),
)

START = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)


def day(number: int) -> datetime:
    """So many days after the start of the story, in the morning."""
    return START + timedelta(days=number)


def clock() -> datetime:
    """A clock that stands still."""
    return day(30)


def new_records(folder: Path) -> Records:
    """An empty database with the cast in it, that does not wait for the disk."""
    records = Records.open(folder / "proef.db", durable=False)
    records.store_gemeenten(GEMEENTEN)
    records.store_campaign(CAMPAIGN)
    return records
