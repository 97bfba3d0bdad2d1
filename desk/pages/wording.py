"""How a quotation stands in a report: a person reads it before it leaves the house, words it, or leaves it out."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from desk.pages.bottlenecks import HOME
from desk.quotations import quotation, quote_of
from desk.routing import Page, own_path
from desk.visit import Visit
from domain.accounts import Role
from domain.errors import DecisionError

LONGEST = 1000
DEEDS = {"bewaren": "citaat verwoord", "weglaten": "citaat weggelaten", "vanzelf": "citaat weer vanzelf"}


def show(visit: Visit) -> Response:
    """What was written, and how it stands in the report."""
    row = _bottleneck(visit)
    visit.looked("citaat", row["id"])
    return _page(visit, row)


def word(visit: Visit) -> Response:
    """Word it, leave it out, or leave it to the program again."""
    row, deed, text = _bottleneck(visit), visit.text("action"), " ".join(visit.text("citaat").split())[:LONGEST]
    if deed not in DEEDS:
        raise HTTPException(400)
    if deed == "bewaren" and not text:
        raise DecisionError("Schrijf het citaat, of kies dat het wordt weggelaten.")
    with visit.changing(DEEDS[deed], "knelpunt", row["id"]):
        kept = {"bewaren": text, "weglaten": ""}.get(deed)
        visit.desk.records.casussen.quote(row["id"], kept, visit.user.name, visit.now)
    return visit.go(own_path(visit.text("naar")))


def _bottleneck(visit: Visit) -> dict[str, Any]:
    rows = visit.desk.records.overview.rows("v_bottlenecks", visit.desk.campaign.key, {"id": visit.id()})
    if not rows:
        raise HTTPException(404, "Dit knelpunt is er niet.")
    return rows[0]


def _page(visit: Visit, row: dict[str, Any]) -> Response:
    found = visit.desk.records.dossier_pages.quotes("bottlenecks", [row["id"]]).get(row["id"])
    by_itself = quotation(found, visit.desk.unnamed)
    worded = visit.desk.records.casussen.quotes([row["id"]]).get(row["id"])
    return visit.page(
        "quote.html",
        row=row,
        written=quote_of(found),
        by_itself=by_itself,
        worded=worded,
        back=own_path(visit.asked("naar") or f"{HOME}/rapport"),
        longest=LONGEST,
    )


PAGES = (
    Page(HOME + "/{id:int}/citaat", show, role=Role.REVIEWER),
    Page(HOME + "/{id:int}/citaat", word, role=Role.REVIEWER, post=True),
)
