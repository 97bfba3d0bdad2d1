"""The statement on accessibility."""

from __future__ import annotations

from starlette.responses import Response

from desk.routing import Page
from desk.visit import Visit


def statement(visit: Visit) -> Response:
    """What was tested, what is known to be lacking, and whom to tell."""
    return visit.page("accessibility.html", mailbox=visit.desk.campaign.mailbox)


PAGES = (Page("/toegankelijkheid", statement, role=None),)
