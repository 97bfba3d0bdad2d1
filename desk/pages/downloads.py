"""The tables as files: the same as `plaatsmaker export` makes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence

from starlette.exceptions import HTTPException
from starlette.responses import Response

from desk.routing import Page
from desk.spreadsheet import write_csv, xlsx_bytes
from desk.tables import TITLES, VIEWS, Cell, Export, cells, heads
from desk.visit import Visit

FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PERSONAL = frozenset({Export.CONTACTS, Export.OUTGOING})
"""These name persons: who took them is noted."""


def download(visit: Visit) -> Response:
    """One table as a file."""
    name, form = visit.part("table"), visit.part("form")
    if name not in set(Export) or form not in FORMS:
        raise HTTPException(404)
    export = Export(name)
    if export in PERSONAL:
        visit.looked("export", name)
    found = cells(export, visit.desk.records.view(VIEWS[export], visit.desk.campaign.key))
    head = {"Content-Disposition": f'attachment; filename="{TITLES[export].lower().replace(" ", "-")}.{form}"'}
    return Response(_file(export, form, found), media_type=FORMS[form], headers=head)


def _file(export: Export, form: str, found: Iterable[Sequence[Cell]]) -> bytes:
    if form == "xlsx":
        return xlsx_bytes(TITLES[export], heads(export), found)
    text = io.StringIO(newline="")
    write_csv(text, heads(export), found)
    return text.getvalue().encode()


def choices() -> Mapping[str, str]:
    """Every table with its title, for a page that links to them."""
    return {str(export): title for export, title in TITLES.items()}


PAGES = (Page("/werkbank/export/{table}.{form}", download),)
