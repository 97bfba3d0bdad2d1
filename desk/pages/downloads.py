"""The tables as files: the same as `plaatsmaker export` makes."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from desk.pages import bottlenecks, lists, mail
from desk.routing import Page
from desk.spreadsheet import write_csv, xlsx_bytes
from desk.tables import TITLES, VIEWS, Cell, Export, cells, heads
from desk.visit import Visit

Rows = Iterable[Mapping[str, Any]]
AS_LISTED = "lijst"
FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PERSONAL = frozenset({Export.CONTACTS, Export.OUTGOING})
"""These name persons: who took them is noted."""


def download(visit: Visit) -> Response:
    """One table as a file: all of it, or with `lijst` in the address the rows of the list with the same filters."""
    name, form = visit.part("table"), visit.part("form")
    if name not in set(Export) or form not in FORMS:
        raise HTTPException(404)
    export = Export(name)
    if export in PERSONAL:
        visit.looked("export", name)
    listed = LISTS.get(export) if visit.asked(AS_LISTED) else None
    rows = listed(visit) if listed else visit.desk.records.view(VIEWS[export], visit.desk.campaign.key)
    head = {"Content-Disposition": f'attachment; filename="{TITLES[export].lower().replace(" ", "-")}.{form}"'}
    return Response(_file(export, form, cells(export, iter(rows))), media_type=FORMS[form], headers=head)


def _pledges(visit: Visit) -> Rows:
    return _all(visit, Export.PLEDGES, lists.wanted(lists.choose_pledges(visit)))


def _bottlenecks(visit: Visit) -> Rows:
    return _all(visit, Export.BOTTLENECKS, bottlenecks.wanted(bottlenecks.choose(visit)))


def _responses(visit: Visit) -> Rows:
    return lists.fitting(visit, lists.choose_gemeenten(visit))


def _outgoing(visit: Visit) -> Rows:
    return _all(visit, Export.OUTGOING, mail.choose_outgoing(visit).where)


def _all(visit: Visit, export: Export, where: Mapping[str, str | int]) -> Rows:
    return visit.desk.records.overview.rows(VIEWS[export], visit.desk.campaign.key, where, limit=-1)


LISTS: Mapping[Export, Callable[[Visit], Rows]] = {
    Export.PLEDGES: _pledges,
    Export.BOTTLENECKS: _bottlenecks,
    Export.RESPONSES: _responses,
    Export.OUTGOING: _outgoing,
}
"""The rows of the list on the desk that shows a table; each list has its filters in the address."""


def _file(export: Export, form: str, found: Iterable[Sequence[Cell]]) -> bytes:
    if form == "xlsx":
        return xlsx_bytes(TITLES[export], heads(export), found)
    text = io.StringIO(newline="")
    write_csv(text, heads(export), found)
    return text.getvalue().encode()


PAGES = (Page("/werkbank/export/{table}.{form}", download),)
