"""Instants and days as they stand in the database: UTC text to the second, ISO days."""

from __future__ import annotations

from datetime import UTC, date, datetime


def text(moment: datetime) -> str:
    """`2026-07-03T07:12:00Z`. Raises `ValueError` for a moment without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a stored moment needs a time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def optional_text(moment: datetime | None) -> str | None:
    """The same, or `None`."""
    return text(moment) if moment else None


def moment(stored: str) -> datetime:
    """The instant that `text` wrote."""
    return datetime.fromisoformat(stored)


def day(stored: str | None) -> date | None:
    """The day that was stored, or `None`."""
    return date.fromisoformat(stored) if stored else None
