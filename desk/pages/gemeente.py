"""Gemeente: the dossier of one, with everything in and out and what comes next."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import Response

from desk.pages.lists import quote_of
from desk.routing import Page
from desk.visit import Visit
from domain.campaign import AMSTERDAM
from domain.dossier import Status
from domain.wording import day_text


def dossier(visit: Visit) -> Response:
    """The dossier. Looking at it is looking at the people in it."""
    desk, code = visit.desk, visit.part("code")
    if code not in desk.names:
        raise HTTPException(404, "Deze gemeente kennen wij niet.")
    records, campaign, where = desk.records, desk.campaign.key, {"gemeente": code}
    (response,) = records.overview.rows("v_responses", campaign, where)
    pledges = records.overview.rows("v_pledges", campaign, where)
    bottlenecks = records.overview.rows("v_bottlenecks", campaign, where)
    for table, rows in (("pledges", pledges), ("bottlenecks", bottlenecks)):
        quotes = records.dossier_pages.quotes(table, (row["id"] for row in rows))
        for row in rows:
            row["quote"] = quote_of(quotes.get(row["id"]))
    visit.looked("gemeente", code)
    return visit.page(
        "gemeente.html",
        response=response,
        pledges=pledges,
        bottlenecks=[row for row in bottlenecks if row["state"] in {"confirmed", "proposed"}],
        contacts=records.overview.rows("v_contacts", campaign, where),
        timeline=records.dossier_pages.timeline(campaign, code),
        networks=desk.campaign.networks_of(code),
        coming=_coming(visit, code),
        status_words={str(status): status.label for status in Status},
    )


def _coming(visit: Visit, code: str) -> str:
    """What this gemeente is sent next by itself, as a sentence; empty where nothing is."""
    reminding = visit.desk.reminding
    if reminding is None:
        return ""
    today = visit.now.astimezone(AMSTERDAM).date()
    if reminding.records.reminders.situation(visit.desk.campaign.key, code, today) is None:
        return "Deze gemeente krijgt geen herinnering."
    coming = [(at, step) for at, step in reminding.ladder.instants() if at > visit.now]
    if not coming:
        return "Er komt geen herinnering meer."
    return f"De volgende herinnering is op {day_text(coming[0][0].astimezone(AMSTERDAM).date())}: {coming[0][1].title}."


PAGES = (Page("/werkbank/gemeente/{code}", dossier),)
