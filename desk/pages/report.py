"""Reports to print, as a page and as PDF: bottlenecks, or one casus, with quotations and without persons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from desk.pages.bottlenecks import HOME, choose, types_of, wanted
from desk.pages.casussen import HOME as CASUSSEN
from desk.pages.casussen import status_words
from desk.printing import pdf_of
from desk.quotations import quotation
from desk.rendering import rendered
from desk.routing import Page
from desk.visit import Visit
from domain.accounts import Role
from domain.errors import DecisionError

QUOTES = 8
"""Of each type at most so many, the newest: a report is read, a list is searched."""

Row = dict[str, Any]


def bottlenecks(visit: Visit) -> Response:
    """The bottlenecks that the address asks for."""
    return visit.page("report.html", editable=_editable(visit), **_bottlenecks(visit))


def bottlenecks_pdf(visit: Visit) -> Response:
    """The same as PDF."""
    return _pdf(visit, "knelpunten.pdf", _bottlenecks(visit))


def _bottlenecks(visit: Visit) -> Row:
    desk, choice = visit.desk, choose(visit)
    overview, key = desk.records.overview, desk.campaign.key
    known = types_of(visit, choice)
    asked = choice.values.get("soort")
    kinds = [kind for kind in known["kinds"] if not asked or kind["type"] == asked]
    return {
        "title": "Knelpunten",
        "chosen": choice.words,
        "back": choice.link(HOME),
        "print": choice.link(f"{HOME}/rapport.pdf"),
        "totals": overview.totals("v_bottlenecks", key, wanted(choice)),
        "sections": _sections(visit, kinds, overview.newest(key, wanted(choice), QUOTES)),
        "trends": known["trends"],
        "casussen": desk.records.casussen.all(key) if not choice.words else [],
        "statuses": status_words(),
        "summary": "",
        "stage": "",
    }


def casus(visit: Visit) -> Response:
    """One casus."""
    return visit.page("report.html", editable=_editable(visit), **_casus(visit))


def casus_pdf(visit: Visit) -> Response:
    """The same as PDF."""
    return _pdf(visit, f"casus-{visit.id()}.pdf", _casus(visit))


def _casus(visit: Visit) -> Row:
    rows, number = visit.desk.records.casussen, visit.id()
    try:
        found = rows.get(number)
    except DecisionError as error:
        raise HTTPException(404, str(error)) from error
    members = rows.members(number)
    kinds = {row["type"]: {"type": row["type"], "label": row["label"]} for row in members}
    for key, kind in kinds.items():
        of = [row for row in members if row["type"] == key]
        kind |= {"reports": len(of), "gemeenten": len({row["gemeente"] for row in of})}
    return {
        "title": found["title"],
        "chosen": [],
        "back": f"{CASUSSEN}/{number}",
        "print": f"{CASUSSEN}/{number}/rapport.pdf",
        "totals": {"rows": len(members), "gemeenten": len({row["gemeente"] for row in members})},
        "sections": _sections(visit, kinds.values(), members),
        "trends": {},
        "casussen": [],
        "statuses": status_words(),
        "summary": found["summary"],
        "stage": found["status"],
    }


def _sections(visit: Visit, kinds: Iterable[Mapping[str, Any]], rows: list[Row]) -> list[Row]:
    """Each type with what it covers, its figures and its quotations."""
    quotes = visit.desk.records.dossier_pages.quotes("bottlenecks", (row["id"] for row in rows))
    covers = {kind.key: kind.covers for kind in visit.desk.campaign.bottleneck_types}
    worded = visit.desk.records.casussen.quotes(row["id"] for row in rows)
    for row in rows:
        row["quote"] = worded.get(row["id"], quotation(quotes.get(row["id"]), visit.desk.unnamed))
        row["worded"] = row["id"] in worded
    return [
        {
            **kind,
            "covers": covers.get(kind["type"], ""),
            "quotes": [row for row in rows if row["type"] == kind["type"] and row["quote"]],
            "left_out": [row for row in rows if row["type"] == kind["type"] and row["worded"] and not row["quote"]],
        }
        for kind in kinds
    ]


def _editable(visit: Visit) -> str:
    """Where a person who words a quotation comes back; empty for who may not."""
    address = visit.request.url
    here = f"{address.path}?{address.query}" if address.query else address.path
    return here if visit.user.role.may(Role.REVIEWER) else ""


def _pdf(visit: Visit, name: str, values: Row) -> Response:
    page = rendered("report_print.html", desk=visit.desk, now=visit.now, editable="", **values)
    head = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(pdf_of(page), media_type="application/pdf", headers=head)


PAGES = (
    Page(HOME + "/rapport", bottlenecks),
    Page(HOME + "/rapport.pdf", bottlenecks_pdf),
    Page(CASUSSEN + "/{id:int}/rapport", casus),
    Page(CASUSSEN + "/{id:int}/rapport.pdf", casus_pdf),
)
