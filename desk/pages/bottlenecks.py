"""Knelpunten: by type, network, province and time, with the trend and with the words in which they were reported."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from desk.filters import Chosen, Filter, chosen, network_filter, period_filters, province_filter
from desk.pages.lists import page_of
from desk.routing import Page
from desk.spread import spreads
from desk.trends import trends
from desk.visit import Visit
from domain.campaign import AMSTERDAM
from domain.dossier import State

HOME = "/werkbank/knelpunten"


def bottlenecks(visit: Visit) -> Response:
    """The types, the weeks, and every report."""
    choice = choose(visit)
    visit.looked("lijst", "knelpunten")
    return visit.page(
        "knelpunten.html",
        chosen=choice,
        casussen=visit.desk.records.casussen.all(visit.desk.campaign.key),
        **types_of(visit, choice),
        **page_of(visit, "v_bottlenecks", choice, wanted(choice)),
    )


def choose(visit: Visit) -> Chosen:
    """What the address asks for."""
    types = tuple((kind.key, kind.label) for kind in visit.desk.campaign.bottleneck_types)
    kind = Filter("soort", "Soort", "type", types)
    return chosen(visit, (kind, network_filter(visit), province_filter(visit), *period_filters()))


def wanted(choice: Chosen, *left_out: str) -> dict[str, str | int]:
    """The conditions: what is confirmed, as in the exports. Without the columns that are left out."""
    return {key: value for key, value in choice.where.items() if key not in left_out} | {"state": str(State.CONFIRMED)}


def types_of(visit: Visit, choice: Chosen) -> dict[str, Any]:
    """The types with their trend and what each of them covers, and where they were. Kept until something changes."""
    desk, today = visit.desk, visit.now.astimezone(AMSTERDAM).date()
    overview, key = desk.records.overview, desk.campaign.key

    def found() -> dict[str, Any]:
        # The trend is over all weeks whatever the time that is asked for, and so the types beside the one that is
        reported = overview.reported(key, wanted(choice, "since", "before"))
        return {
            "kinds": overview.bottlenecks(key, wanted(choice, "type")),
            "trends": trends(reported, desk.campaign.opened_on, today),
            "spread": spreads(overview.bottlenecks_of_each(key, wanted(choice)), desk.campaign),
            "covers": {kind.key: kind.covers for kind in desk.campaign.bottleneck_types},
        }

    asked = tuple(sorted(choice.values.items()))
    return desk.remembered.get("bottlenecks", (overview.stamp(), today, asked), found)


PAGES = (Page(HOME, bottlenecks),)
