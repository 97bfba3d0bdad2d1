"""Filters of lists: each is a part of the address, so that a list can be kept, sent and linked to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode

from desk.visit import Visit
from domain.campaign import AMSTERDAM, NO_NETWORK
from domain.wording import day_text

PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class Filter:
    """One choice: its name in the address, its label, its column in the view, and the values with their words.

    In the columns `since` and `before` it is a day: from its first moment, or through its last, on the Dutch clock.
    """

    name: str
    label: str
    column: str
    options: tuple[tuple[str, str], ...] = ()

    @property
    def by_day(self) -> bool:
        """Whether the value is a day."""
        return self.column in {"since", "before"}

    def knows(self, value: str) -> bool:
        """Whether this value can be chosen."""
        return _day(value) is not None if self.by_day else value in {known for known, _ in self.options}

    def words(self, value: str) -> str:
        """A value as people read it."""
        found = _day(value) if self.by_day else None
        return day_text(found) if found else dict(self.options).get(value, value)

    def condition(self, value: str) -> str:
        """A value as the view knows it."""
        day = _day(value) if self.by_day else None
        if day is None:
            return value
        first = day if self.column == "since" else day + timedelta(days=1)
        return f"{datetime.combine(first, time(), AMSTERDAM).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is chosen, and where that leads. `where` goes to the view; `values` by the name in the address."""

    path: str
    filters: tuple[Filter, ...]
    values: Mapping[str, str]
    where: Mapping[str, str | int]
    page: int

    @property
    def offset(self) -> int:
        """How many rows come before this page."""
        return (self.page - 1) * PER_PAGE

    @property
    def words(self) -> list[tuple[str, str]]:
        """What is chosen, for people: label and value."""
        return [(f.label, f.words(self.values[f.name])) for f in self.filters if self.values.get(f.name)]

    def link(self, path: str = "", **changes: str | int) -> str:
        """The address of the same list with something else chosen, or of another page with the same choices."""
        values = {**self.values, **{name: str(value) for name, value in changes.items()}}
        kept = {name: value for name, value in values.items() if value}
        return f"{path or self.path}?{urlencode(kept)}" if kept else path or self.path


def chosen(visit: Visit, filters: Iterable[Filter]) -> Chosen:
    """What the address asks for; a value that there is not is left out."""
    known = tuple(filters)
    values = {f.name: visit.asked(f.name) for f in known}
    values = {f.name: values[f.name] for f in known if f.knows(values[f.name])}
    where = {f.column: f.condition(values[f.name]) for f in known if values.get(f.name)}
    page = visit.asked("pagina")
    number = int(page) if page.isascii() and page.isdigit() and 0 < len(page) < 5 else 1  # noqa: PLR2004  # enough pages
    return Chosen(visit.request.url.path, known, values, where, max(1, number))


def network_filter(visit: Visit) -> Filter:
    """By network of the campaign."""
    keys = [network.key for network in visit.desk.campaign.networks]
    return Filter("netwerk", "Netwerk", "network", tuple((key, key) for key in [*keys, NO_NETWORK]))


def province_filter(visit: Visit) -> Filter:
    """By province, as far as there are gemeenten in it."""
    rows = visit.desk.remembered.get(
        "provinces",
        0,
        lambda: sorted({row["province"] for row in visit.desk.records.view("v_responses", visit.desk.campaign.key)}),
    )
    return Filter("provincie", "Provincie", "province", tuple((name, name) for name in rows))


def period_filters() -> tuple[Filter, Filter]:
    """By time: from a day, and through a day."""
    return Filter("van", "Van", "since"), Filter("tot", "Tot en met", "before")


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if "-" in value and value < "9999" else None
    except ValueError:
        return None
