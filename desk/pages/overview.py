"""Overzicht: where the campaign stands, in ten seconds. Every figure leads to the records that it is made of."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from starlette.responses import Response

from desk.charts import MAP_CLASSES, MAP_WORDS, bar, country, course, expected_now
from desk.pages.lists import responses
from desk.routing import Page
from desk.visit import Visit
from domain.campaign import AMSTERDAM, NO_NETWORK, Campaign
from domain.dossier import Status

Figures = dict[str, Any]


def overview(visit: Visit) -> Response:
    """The figures of the campaign, from the views that the exports use."""
    desk, today = visit.desk, visit.now.astimezone(AMSTERDAM).date()
    stamp = (desk.records.overview.stamp(), today)
    return visit.page("overview.html", **desk.remembered.get("overview", stamp, lambda: figures(visit, today)))


def figures(visit: Visit, today: date) -> Figures:
    """Everything on the page, so that it can be kept until something changes."""
    desk = visit.desk
    campaign, records = desk.campaign, desk.records
    progress = dict(records.progress(campaign.key))
    rows = responses(visit)
    statuses = Counter(row["status"] for row in rows)
    last_day = campaign.deadline.last_day
    expected = expected_now(campaign.opened_on, last_day, today, campaign.goal)
    amounts = [(key, progress[key]) for key in ("pledged_firm", "pledged_conditional", "exploring")]
    return {
        "progress": progress,
        "days": (last_day - today).days,
        "last_day": last_day,
        "parts": bar(amounts, campaign.goal),
        "expected": expected,
        "expected_at": round(100 * expected / max(campaign.goal, sum(n for _, n in amounts)), 2),
        "course": course(records.overview.course(campaign.key), campaign.opened_on, last_day, today, campaign.goal),
        "statuses": [(status, statuses[str(status)]) for status in Status if statuses[str(status)]],
        "networks": networks(campaign, rows, records.overview.pledged(campaign.key)),
        "shapes": country(rows),
        "legend": _legend(statuses),
        "bottlenecks": records.overview.bottlenecks(campaign.key),
    }


def _legend(statuses: Counter[str]) -> list[tuple[str, str, int]]:
    counts: Counter[str] = Counter()
    for status, count in statuses.items():
        counts[MAP_CLASSES[Status(status)]] += count
    return [(fill, words, counts[fill]) for fill, words in MAP_WORDS.items()]


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


PAGES = (Page("/werkbank", overview),)
