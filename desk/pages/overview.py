"""Overzicht: where the campaign stands, in ten seconds."""

from __future__ import annotations

from starlette.responses import Response

from desk.routing import Page
from desk.visit import Visit
from domain.campaign import AMSTERDAM


def overview(visit: Visit) -> Response:
    """The figures of the campaign, from the views that the exports use."""
    campaign = visit.desk.campaign
    progress = visit.desk.records.progress(campaign.key)
    days = (campaign.deadline.last_day - visit.now.astimezone(AMSTERDAM).date()).days
    return visit.page("overview.html", progress=progress, days=days)


PAGES = (Page("/werkbank", overview),)
