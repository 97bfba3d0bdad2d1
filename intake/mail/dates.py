"""The date of a mail: RFC 5322, or what careless programs make of it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_WEEKDAY = re.compile(r"^\s*[^\W\d]{2,12}\.?,?\s+(?=\d)")
_DUTCH = {"mrt": "Mar", "maart": "Mar", "mei": "May", "okt": "Oct", "januari": "Jan", "juli": "Jul", "juni": "Jun"}
_DUTCH_MONTH = re.compile(r"\b(mrt|maart|mei|okt|januari|juli|juni)\b\.?", re.IGNORECASE)
_MAX_DATE = 100
_YEARS = range(1990, 2100)


def sent_date(value: str) -> datetime | None:
    """The instant, always with an offset, or `None` where the header is missing, unreadable or absurd.

    Without an offset the time is taken as Dutch time; "-0000" means UTC.
    """
    value = value[:_MAX_DATE].strip()
    if not value:
        return None
    found = _rfc(value) or _rfc(_in_english(value)) or _iso(value)
    if found is None or found.year not in _YEARS:
        return None
    if found.tzinfo is None:
        found = found.replace(tzinfo=UTC if "-0000" in value else AMSTERDAM)
    offset = found.utcoffset()
    # SQLite, JSON and other readers know no offsets with seconds or of more than a day.
    return found if offset is not None and abs(offset) <= timedelta(hours=15) else found.astimezone(UTC)


def _in_english(value: str) -> str:
    """`do 9 mei 2026` as `9 May 2026`."""
    return _DUTCH_MONTH.sub(lambda match: _DUTCH[match[1].lower()], _WEEKDAY.sub("", value))


def _rfc(value: str) -> datetime | None:
    try:
        return parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _iso(value: str) -> datetime | None:
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None
