"""Casussen: bottlenecks bundled by hand, with a title and a status, as a report to print for the talks."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import Response

from desk.quotations import quote_of
from desk.routing import Page
from desk.visit import Visit
from domain.accounts import Role
from domain.casussen import CasusStatus
from domain.errors import DecisionError

HOME = "/werkbank/casussen"


def casussen(visit: Visit) -> Response:
    """Every casus."""
    found = visit.desk.records.casussen.all(visit.desk.campaign.key)
    return visit.page("casussen.html", casussen=found, statuses=status_words())


def status_words() -> dict[str, str]:
    """The words for how far a casus is."""
    return {str(status): status.label for status in CasusStatus}


def casus(visit: Visit) -> Response:
    """One casus, as a report with quotations and without persons."""
    rows = visit.desk.records.casussen
    try:
        found = rows.get(visit.id())
    except DecisionError as error:
        raise HTTPException(404, str(error)) from error
    members = rows.members(visit.id())
    quotes = visit.desk.records.dossier_pages.quotes("bottlenecks", (row["id"] for row in members))
    for row in members:
        row["quote"] = quote_of(quotes.get(row["id"]))
    return visit.page("casus.html", casus=found, members=members, statuses=status_words())


def bundle(visit: Visit) -> Response:
    """Put the ticked bottlenecks in a casus, an old one or a new one."""
    ticked = [int(value) for value in visit.texts("b") if value.isdecimal()]
    title, rows = visit.text("titel"), visit.desk.records.casussen
    if not ticked:
        raise DecisionError("Kruis eerst een of meer knelpunten aan.")
    with visit.changing("knelpunten gebundeld", "casus", title or visit.text("casus")):
        number = visit.number("casus")
        if number is None:
            if not title:
                raise DecisionError("Kies een casus, of geef een titel voor een nieuwe.")
            number = rows.add(visit.desk.campaign.key, title, visit.user.name, visit.now)
        rows.bundle(rows.get(number)["id"], ticked)
    return visit.go(f"{HOME}/{number}")


def change(visit: Visit) -> Response:
    """Change a casus, or take a bottleneck out of it."""
    number, rows = visit.id(), visit.desk.records.casussen
    rows.get(number)
    with visit.changing("casus gewijzigd", "casus", number):
        if visit.text("eruit").isdecimal():
            rows.take_out(number, int(visit.text("eruit")))
        else:
            if not visit.text("titel"):
                raise DecisionError("Een casus heeft een titel nodig.")
            status = visit.text("stand")
            known = CasusStatus(status) if status in set(CasusStatus) else CasusStatus.NEW
            rows.change(number, visit.text("titel"), visit.text("samenvatting"), known)
    return visit.go(f"{HOME}/{number}")


PAGES = (
    Page(HOME, casussen),
    Page(HOME, bundle, role=Role.REVIEWER, post=True),
    Page(HOME + "/{id:int}", casus),
    Page(HOME + "/{id:int}", change, role=Role.REVIEWER, post=True),
)
