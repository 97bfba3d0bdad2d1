"""The records behind the figures: gemeenten and pledges, each with filters and the words that it came from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from desk.charts import MAP_CLASSES, MAP_WORDS
from desk.filters import PER_PAGE, Chosen, Filter, chosen, network_filter, period_filters, province_filter
from desk.quotations import quote_of
from desk.routing import Page
from desk.visit import Visit
from domain.dossier import State, Status
from domain.labels import STATES
from domain.model import Commitment
from domain.wording import COMMITMENTS, GROUPS

Row = dict[str, Any]
OTHERS = "anders"
"""Every group whose places do not count for the goal."""
PROMISED = "samen"
"""Firm and conditional together: what is only explored is left out."""


def gemeenten(visit: Visit) -> Response:
    """Every gemeente with how far it is: the table that says what the map says."""
    choice = choose_gemeenten(visit)
    return visit.page("gemeenten.html", rows=fitting(visit, choice), chosen=choice)


def choose_gemeenten(visit: Visit) -> Chosen:
    """Which gemeenten the address asks for."""
    statuses = tuple((str(status), status.label) for status in Status)
    answer = (("1", "heeft geantwoord"), ("0", "heeft nog niet geantwoord"), ("wacht", "wacht op beoordeling"))
    return chosen(
        visit,
        (
            Filter("stand", "Stand", "status", statuses),
            Filter("geantwoord", "Antwoord", "answer", answer),
            Filter("kaart", "Op de kaart", "fill", tuple(MAP_WORDS.items())),
            network_filter(visit),
            province_filter(visit),
        ),
    )


def fitting(visit: Visit, choice: Chosen) -> list[Row]:
    """The rows of v_responses that are asked for."""
    return [row for row in responses(visit) if _fits(row, choice)]


def responses(visit: Visit) -> list[Row]:
    """The rows of v_responses by name, kept until something changes: they take a walk through all messages.

    Beside its columns a row has `fill`, how it stands on the map, and `answer`: `1`, or `0` as in v_not_answered, or
    `wacht` where somebody still has to judge what it wrote.
    """
    desk = visit.desk
    return desk.remembered.get("responses", desk.records.overview.stamp(), lambda: _responses(visit))


def _responses(visit: Visit) -> list[Row]:
    rows = visit.desk.records.overview.rows("v_responses", visit.desk.campaign.key, {})
    for row in rows:
        waits = row["status"] == Status.WAITING and not row["answered"]
        row["answer"] = "wacht" if waits else str(row["answered"])
        row["fill"] = MAP_CLASSES[Status(row["status"])]
    return rows


def _fits(row: Row, choice: Chosen) -> bool:
    for column, value in choice.where.items():
        found = str(row[column])
        if value not in (found.split(", ") if column == "network" else (found,)):
            return False
    return True


def pledges(visit: Visit) -> Response:
    """Pledges; those that count unless another state is asked for."""
    choice = choose_pledges(visit)
    visit.looked("lijst", "toezeggingen")
    return visit.page("toezeggingen.html", chosen=choice, **page_of(visit, "v_pledges", choice, wanted(choice)))


def choose_pledges(visit: Visit) -> Chosen:
    """Which pledges the address asks for."""
    commitments = tuple((str(commitment), COMMITMENTS[commitment]) for commitment in Commitment)
    groups = tuple((str(group), words) for group, words in GROUPS.items())
    stages = tuple((str(state), STATES[state]) for state in State if state is not State.CONFIRMED)
    return chosen(
        visit,
        (
            Filter("hardheid", "Hardheid", "commitment", (*commitments, (PROMISED, "toegezegd, ook onder voorwaarde"))),
            Filter("groep", "Voor", "group", (*groups, (OTHERS, "andere groepen"))),
            network_filter(visit),
            province_filter(visit),
            *period_filters(),
            Filter("woningen", "Woningen", "only_homes", (("1", "zonder aantal plekken"),)),
            Filter(
                "stand",
                "Stand",
                "state",
                (("", "telt mee voor het doel"), *stages, ("confirmed", "bevestigd, elke groep")),
            ),
        ),
    )


def wanted(choice: Chosen) -> dict[str, str | int]:
    """What counts, unless something else is asked for: a state, or a group that does not count."""
    where = dict(choice.where)
    if "state" not in where:
        where["state"] = str(State.CONFIRMED)
        if "group" not in where:
            where["counts"] = 1
    if where.get("commitment") == PROMISED:
        del where["commitment"]
        where["promised"] = 1
    if where.get("group") == OTHERS:
        del where["group"]
        where["other_groups"] = 1
    return where


def page_of(visit: Visit, view: str, choice: Chosen, where: Mapping[str, str | int]) -> dict[str, Any]:
    """One page of the records that are wanted, each with its quote, and their totals."""
    overview, campaign = visit.desk.records.overview, visit.desk.campaign.key
    rows = overview.rows(view, campaign, where, limit=PER_PAGE, offset=choice.offset)
    totals = overview.totals(view, campaign, where)
    quotes = visit.desk.records.dossier_pages.quotes(view.removeprefix("v_"), (row["id"] for row in rows))
    for row in rows:
        row["quote"] = quote_of(quotes.get(row["id"]))
    return {"rows": rows, "totals": totals, "more_pages": choice.offset + len(rows) < totals["rows"]}


PAGES = (Page("/werkbank/gemeenten", gemeenten), Page("/werkbank/toezeggingen", pledges))
