"""Filters of lists: each is a part of the address, so that a list can be kept, sent and linked to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from desk.visit import Visit
from domain.campaign import NO_NETWORK

PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class Filter:
    """One choice: its name in the address, its label, its column in the view, and the values with their words."""

    name: str
    label: str
    column: str
    options: tuple[tuple[str, str], ...]


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

    def link(self, **changes: str | int) -> str:
        """The address of the same list with something else chosen."""
        values = {**self.values, **{name: str(value) for name, value in changes.items()}}
        kept = {name: value for name, value in values.items() if value}
        return f"{self.path}?{urlencode(kept)}" if kept else self.path


def chosen(visit: Visit, filters: Iterable[Filter]) -> Chosen:
    """What the address asks for; a value that there is not is left out."""
    known = tuple(filters)
    values = {f.name: visit.asked(f.name) for f in known}
    values = {f.name: values[f.name] for f in known if values[f.name] in {value for value, _ in f.options}}
    where = {f.column: values[f.name] for f in known if values.get(f.name)}
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
