"""The records behind the figures: gemeenten, pledges and bottlenecks, each with filters and the words it came from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from desk.filters import PER_PAGE, Chosen, Filter, chosen, network_filter, province_filter
from desk.marking import blotted
from desk.routing import Page
from desk.visit import Visit
from domain.desk import Quoted
from domain.dossier import State, Status
from domain.labels import STATES
from domain.model import Commitment
from domain.wording import COMMITMENTS, GROUPS

Row = dict[str, Any]


def gemeenten(visit: Visit) -> Response:
    """Every gemeente with how far it is: the table that says what the map says."""
    statuses = tuple((str(status), status.label) for status in Status)
    answered = Filter("geantwoord", "Antwoord", "answered", (("1", "heeft geantwoord"), ("0", "heeft niet geantwoord")))
    choice = chosen(
        visit, (Filter("stand", "Stand", "status", statuses), answered, network_filter(visit), province_filter(visit))
    )
    rows = [row for row in responses(visit) if _fits(row, choice)]
    return visit.page("gemeenten.html", rows=rows, chosen=choice)


def responses(visit: Visit) -> list[Row]:
    """The rows of v_responses by name, kept until something changes: they take a walk through all messages."""
    desk = visit.desk
    stamp = desk.records.overview.stamp()
    key = desk.campaign.key
    return desk.remembered.get("responses", stamp, lambda: desk.records.overview.rows("v_responses", key, {}))


def _fits(row: Row, choice: Chosen) -> bool:
    for column, value in choice.where.items():
        found = str(row[column])
        if value not in (found.split(", ") if column == "network" else (found,)):
            return False
    return True


def pledges(visit: Visit) -> Response:
    """Pledges; those that count unless another state is asked for."""
    stages = tuple((str(state), STATES[state]) for state in State if state is not State.CONFIRMED)
    choice = chosen(
        visit,
        (
            Filter("hardheid", "Hardheid", "commitment", tuple((str(c), COMMITMENTS[c]) for c in Commitment)),
            Filter("groep", "Voor", "group", tuple((str(g), words) for g, words in GROUPS.items())),
            network_filter(visit),
            province_filter(visit),
            Filter("woningen", "Woningen", "only_homes", (("1", "zonder aantal plekken"),)),
            Filter(
                "stand",
                "Stand",
                "state",
                (("", "telt mee voor het doel"), *stages, ("confirmed", "bevestigd, elke groep")),
            ),
        ),
    )
    where = dict(choice.where)
    if "state" not in where and "group" not in where:
        where["counts"] = 1
    elif "state" not in where:
        where["state"] = str(State.CONFIRMED)
    return _records(visit, "v_pledges", "pledges", choice, where, "toezeggingen.html")


def bottlenecks(visit: Visit) -> Response:
    """Bottlenecks by type, network and province, with the words in which they were reported."""
    types = tuple((kind.key, kind.label) for kind in visit.desk.campaign.bottleneck_types)
    choice = chosen(visit, (Filter("soort", "Soort", "type", types), network_filter(visit), province_filter(visit)))
    where = {**choice.where, "state": str(State.CONFIRMED)}
    kinds = visit.desk.records.overview.bottlenecks(visit.desk.campaign.key)
    covers = {kind.key: kind.covers for kind in visit.desk.campaign.bottleneck_types}
    more = {"kinds": kinds, "covers": covers, "casussen": visit.desk.records.casussen.all(visit.desk.campaign.key)}
    return _records(visit, "v_bottlenecks", "bottlenecks", choice, where, "knelpunten.html", **more)


def _records(
    visit: Visit,
    view: str,
    table: str,
    choice: Chosen,
    where: Mapping[str, str | int],
    template: str,
    **more: Any,  # noqa: ANN401  # whatever the template shows
) -> Response:
    overview, campaign = visit.desk.records.overview, visit.desk.campaign.key
    rows = overview.rows(view, campaign, where, limit=PER_PAGE, offset=choice.offset)
    totals = overview.totals(view, campaign, where)
    quotes = visit.desk.records.dossier_pages.quotes(table, (row["id"] for row in rows))
    for row in rows:
        row["quote"] = quote_of(quotes.get(row["id"]))
    visit.looked("lijst", table)
    more_pages = choice.offset + len(rows) < totals["rows"]
    return visit.page(template, rows=rows, totals=totals, chosen=choice, more_pages=more_pages, **more)


def quote_of(quoted: Quoted | None) -> str:
    """The first words that a record came from, on one line and with personal data blotted out."""
    if quoted is None or not quoted.evidence:
        return ""
    spot = quoted.evidence[0]
    # The words alone are at hand, so they are put back in their place to be blotted out
    text = blotted(" " * spot.start + spot.text, spot.part, quoted.private)[spot.start :]
    return " ".join(text.split())


PAGES = (
    Page("/werkbank/gemeenten", gemeenten),
    Page("/werkbank/toezeggingen", pledges),
    Page("/werkbank/knelpunten", bottlenecks),
)
