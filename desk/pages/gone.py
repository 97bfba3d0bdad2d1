"""A message or conversation whose text was wiped: a page that says so, what stays of it, and where to go."""

from __future__ import annotations

from starlette.responses import Response

from desk.case import open_case
from desk.visit import Visit
from domain.ports import StoredMessage

NO_LONGER_THERE = 410


def gone(visit: Visit, stored: StoredMessage, status: int = 200) -> Response:
    """The page of a message without its text; `status` 410 where a file of it was asked for."""
    visit.looked("bericht", stored.id)
    return visit.page(
        "message_gone.html",
        status,
        stored=stored,
        gemeenten=visit.desk.records.mail_pages.gemeenten_of(stored.id),
        case=open_case(visit.desk, stored.id) if stored.state == "handled" else None,
    )
