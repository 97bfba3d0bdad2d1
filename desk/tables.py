"""The tables that leave the house: which columns of a view, under which Dutch head, and in what form."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from domain.campaign import AMSTERDAM
from domain.labels import CHANNELS, CONTACT_STATES, LEFT_ALONE, OUT_KINDS, OUT_STATES, SITUATIONS, STATES
from domain.wording import COMMITMENTS, GROUPS

Cell = str | int | float | date | datetime | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a view with its head, and how its value is made into a cell."""

    name: str
    head: str
    cell: Callable[[Any], Cell] = lambda value: value


def _label(labels: Mapping[Any, str]) -> Callable[[Any], Cell]:
    words = {str(key): label for key, label in labels.items()}
    return lambda value: words.get(value, value)


def _flag(value: object) -> Cell:
    return "ja" if value else "nee"


def _day(value: str | None) -> Cell:
    return date.fromisoformat(value) if value else None


def _moment(value: str | None) -> Cell:
    """A stored UTC time on the clock in the Netherlands, without zone: that is how people read it."""
    return (
        datetime.fromisoformat(value).replace(tzinfo=UTC).astimezone(AMSTERDAM).replace(tzinfo=None) if value else None
    )


class Export(StrEnum):
    """What can be exported."""

    PLEDGES = "pledges"
    BOTTLENECKS = "bottlenecks"
    RESPONSES = "responses"
    CONTACTS = "contacts"
    OUTGOING = "outgoing"


VIEWS = {
    Export.PLEDGES: "v_pledges",
    Export.BOTTLENECKS: "v_bottlenecks",
    Export.RESPONSES: "v_responses",
    Export.CONTACTS: "v_contacts",
    Export.OUTGOING: "v_outgoing",
}
TITLES = {
    Export.PLEDGES: "Toezeggingen",
    Export.BOTTLENECKS: "Knelpunten",
    Export.RESPONSES: "Reacties",
    Export.CONTACTS: "Contacten",
    Export.OUTGOING: "Uitgaande post",
}
WHO = (
    Column("gemeente", "Gemeentecode"),
    Column("name", "Gemeente"),
    Column("province", "Provincie"),
    Column("network", "Netwerk"),
)
SOURCE = (
    Column("said_at", "Gezegd op", _moment),
    Column("subject", "Onderwerp van het bericht"),
    Column("evidence", "Bewijs uit het bericht"),
    Column("confidence", "Zekerheid"),
    Column("message", "Berichtnummer"),
)
COLUMNS: dict[Export, tuple[Column, ...]] = {
    Export.PLEDGES: (
        *WHO,
        Column("places", "Plekken"),
        Column("places_max", "Plekken hoogstens"),
        Column("homes", "Woningen"),
        Column("approximate", "Bij benadering", _flag),
        Column("group", "Doelgroep", _label(GROUPS)),
        Column("commitment", "Hardheid", _label(COMMITMENTS)),
        Column("condition", "Voorwaarde"),
        Column("available_from", "Beschikbaar vanaf", _day),
        Column("available_until", "Beschikbaar tot", _day),
        Column("location", "Locatie"),
        Column("state", "Stand", _label(STATES)),
        Column("counts", "Telt mee voor het doel", _flag),
        *SOURCE,
    ),
    Export.BOTTLENECKS: (*WHO, Column("label", "Knelpunt"), Column("state", "Stand", _label(STATES)), *SOURCE),
    Export.RESPONSES: (
        *WHO,
        Column("status_label", "Stand"),
        Column("answered", "Heeft geantwoord", _flag),
        Column("contribution", "Richtgetal"),
        Column("places", "Plekken"),
        Column("homes", "Woningen zonder aantal plekken"),
        Column("waiting", "Berichten die wachten op beoordeling"),
        Column("last_message_at", "Laatste bericht", _moment),
    ),
    Export.CONTACTS: (
        *WHO,
        Column("contact", "Naam"),
        Column("address", "Adres"),
        Column("role", "Rol"),
        Column("channel", "Kanaal", _label(CHANNELS)),
        Column("state", "Stand", _label(CONTACT_STATES)),
        Column("left_alone", "Niet meer aanschrijven", _label(LEFT_ALONE)),
        Column("away_until", "Afwezig tot en met", _day),
        Column("substitute", "Vervanger"),
        Column("source", "Hoe bekend"),
    ),
    Export.OUTGOING: (
        *WHO,
        Column("kind", "Soort", _label(OUT_KINDS)),
        Column("step", "Stap"),
        Column("situation", "Aanleiding", _label(SITUATIONS)),
        Column("recipient", "Aan"),
        Column("subject", "Onderwerp"),
        Column("state", "Stand", _label(OUT_STATES)),
        Column("due_at", "Vanaf", _moment),
        Column("sent_at", "Verstuurd op", _moment),
        Column("attempts", "Pogingen"),
        Column("error", "Toelichting"),
        Column("answers", "Antwoord op bericht"),
    ),
}


def cells(export: Export, rows: Iterator[Mapping[str, Any]]) -> Generator[list[Cell]]:
    """The rows of a view as cells, without the heads."""
    columns = COLUMNS[export]
    for row in rows:
        yield [column.cell(row[column.name]) for column in columns]


def heads(export: Export) -> list[str]:
    """The Dutch heads of an export."""
    return [column.head for column in COLUMNS[export]]
