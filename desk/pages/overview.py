"""Overzicht: where the campaign stands, in ten seconds. Every figure leads to the records that it is made of."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from starlette.responses import Response

from desk.charts import MAP_WORDS, bar, country, course, expected_now, outlook
from desk.pages.lists import responses
from desk.quotations import quotation
from desk.routing import Page
from desk.trends import trends
from desk.visit import Visit
from domain.campaign import AMSTERDAM, NO_NETWORK, Campaign
from domain.dossier import State, Status

Figures = dict[str, Any]
TYPES = 8
"""So many types of bottleneck, the most frequent; the page Knelpunten has all of them."""
QUOTES = 6


def overview(visit: Visit) -> Response:
    """The figures of the campaign, from the views that the exports use."""
    found, mark = _found(visit)
    shown_at = f"{visit.now.astimezone(AMSTERDAM):%H:%M}"
    return visit.page("overview.html", mark=mark, shown=mark, shown_at=shown_at, **found)


def _found(visit: Visit) -> tuple[Figures, str]:
    """The figures with a mark that changes when they may."""
    desk, today = visit.desk, visit.now.astimezone(AMSTERDAM).date()
    stamp = (desk.records.overview.stamp(), today)
    mark = "-".join(map(str, (*stamp[0], today)))
    return desk.remembered.get("overview", stamp, lambda: figures(visit, today)), mark


def standing(visit: Visit) -> Response:
    """The figures above, for a page that stands open since `om` with the figures of `van`: nothing where they are the
    same as after `na`, the last time that it asked.
    """
    found, mark = _found(visit)
    if mark == visit.asked("na"):
        return Response(status_code=204)
    return visit.page("overview_stand.html", mark=mark, shown=visit.asked("van"), shown_at=visit.asked("om"), **found)


def figures(visit: Visit, today: date) -> Figures:
    """Everything on the page, so that it can be kept until something changes."""
    desk = visit.desk
    campaign, records = desk.campaign, desk.records
    progress = dict(records.progress(campaign.key))
    rows, days = responses(visit), records.overview.course(campaign.key)
    statuses = Counter(row["status"] for row in rows)
    last_day = campaign.deadline.last_day
    expected = expected_now(campaign.opened_on, last_day, today, campaign.goal)
    amounts = [(key, progress[key]) for key in ("pledged_firm", "pledged_conditional", "exploring")]
    coming = outlook(days, campaign.opened_on, last_day, today)
    return {
        "progress": progress,
        "days": (last_day - today).days,
        "last_day": last_day,
        "parts": bar(amounts, campaign.goal),
        "expected": expected,
        "expected_at": round(100 * expected / max(campaign.goal, sum(n for _, n in amounts)), 2),
        "coming": coming,
        "course": course(days, campaign.opened_on, last_day, today, campaign.goal, coming),
        "statuses": [(status, statuses[str(status)]) for status in Status if statuses[str(status)]],
        "networks": networks(campaign, rows, records.overview.pledged(campaign.key)),
        "silent": silent(rows),
        "shapes": country(rows),
        "legend": _legend(rows),
        **_bottlenecks(visit, today),
    }


def _legend(rows: list[Any]) -> list[tuple[str, str, int]]:
    counts = Counter(row["fill"] for row in rows)
    return [(fill, words, counts[fill]) for fill, words in MAP_WORDS.items()]


def silent(rows: list[Any]) -> list[tuple[str, list[str]]]:
    """Who has not answered, as in v_not_answered: each province with the names of its gemeenten."""
    found: dict[str, list[str]] = {}
    for row in rows:
        if row["answer"] == "0":
            found.setdefault(row["province"], []).append(row["name"])
    return sorted(found.items())


def _bottlenecks(visit: Visit, today: date) -> Figures:
    """The most frequent types with their trend, and what was written of late."""
    overview, campaign = visit.desk.records.overview, visit.desk.campaign
    confirmed = {"state": str(State.CONFIRMED)}
    kinds = overview.bottlenecks(campaign.key, confirmed)
    # The newest of each of the types, so that one type that is in the news does not fill the page
    newest = {row["type"]: row for row in overview.newest(campaign.key, confirmed, 1)}
    rows = [newest[kind["type"]] for kind in kinds[:QUOTES]]
    quotes = visit.desk.records.dossier_pages.quotes("bottlenecks", (row["id"] for row in rows))
    return {
        "bottlenecks": kinds[:TYPES],
        "more_types": max(0, len(kinds) - TYPES),
        "trends": trends(overview.reported(campaign.key, confirmed), campaign.opened_on, today),
        "quotes": [(row, words) for row in rows if (words := quotation(quotes.get(row["id"]), visit.desk.unnamed))],
    }


def networks(campaign: Campaign, rows: list[Any], pledged: list[dict[str, Any]]) -> list[Figures]:
    """A line for each network, and one for the gemeenten in none. Who is in two networks stands in both lines."""
    places: Counter[str] = Counter()
    for row in pledged:
        if row["commitment"] != "exploring" and row["gemeente"]:
            places[row["gemeente"]] += row["places"]
    by_code = {row["gemeente"]: row for row in rows}
    inside = {code for network in campaign.networks for code in network.members}
    lines = [(n.key, n.title, n.contribution, sorted(n.members & by_code.keys())) for n in campaign.networks]
    lines.append((NO_NETWORK, "Gemeenten zonder netwerk", None, sorted(by_code.keys() - inside)))
    return [
        {
            "key": key,
            "title": title,
            "members": len(members),
            "answered": sum(by_code[code]["answered"] for code in members),
            "places": sum(places[code] for code in members),
            "asked": contribution * len(members) if contribution is not None else None,
            "each": contribution,
        }
        for key, title, contribution, members in lines
        if members
    ]


PAGES = (Page("/werkbank", overview), Page("/werkbank/stand", standing, quiet=True))
