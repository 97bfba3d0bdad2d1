"""The desk as an ASGI application: every page, the health and the figures for Prometheus."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from desk.api import api_routes
from desk.desk import Desk
from desk.errors import error_page
from desk.headers import GuardedAnswers
from desk.health import health_routes
from desk.pages import (
    accessibility,
    account,
    admin,
    bottlenecks,
    casussen,
    chat,
    conversations,
    downloads,
    erasing,
    form,
    form_steps,
    gemeente,
    lists,
    mail,
    organisation,
    overview,
    questions,
    reminders,
    report,
    review,
    signin,
    wording,
)
from desk.rendering import STATIC
from desk.routing import Page, route
from desk.visit import Visit

PAGES: tuple[Page, ...] = (
    *overview.PAGES,
    *review.PAGES,
    *lists.PAGES,
    *gemeente.PAGES,
    *bottlenecks.PAGES,
    *casussen.PAGES,
    *report.PAGES,
    *wording.PAGES,
    *questions.PAGES,
    *conversations.PAGES,
    *reminders.PAGES,
    *mail.PAGES,
    *admin.PAGES,
    *erasing.PAGES,
    *accessibility.PAGES,
    *signin.PAGES,
    *organisation.PAGES,
    *account.PAGES,
    *downloads.PAGES,
    *form.PAGES,
    *form_steps.PAGES,
    *chat.PAGES,
)
"""Every page; a new one is a `Page` in the tuple of its file."""
WORKERS = 4
"""Threads for pages; each keeps a connection to the database open."""
LEAST_TO_COMPRESS = 700
FOREVER = "public, max-age=31536000, immutable"


def build(desk: Desk, more: Sequence[BaseRoute] = ()) -> Starlette:
    """The application. `more` are routes beside those of the desk."""
    workers = ThreadPoolExecutor(WORKERS, thread_name_prefix="werkbank")

    async def refused(request: Request, error: Exception) -> Response:
        code, detail = (error.status_code, error.detail) if isinstance(error, HTTPException) else (500, "")
        return error_page(Visit(desk, request, desk.clock()), code, detail)

    return Starlette(
        routes=[
            Route("/", _to_desk),
            *health_routes(desk, workers),
            *api_routes(desk, workers),
            Mount("/static", _Kept(directory=STATIC)),
            *(route(desk, page, workers) for page in PAGES),
            *more,
        ],
        middleware=[
            Middleware(GuardedAnswers, secure=desk.secure),
            Middleware(GZipMiddleware, minimum_size=LEAST_TO_COMPRESS),
        ],
        exception_handlers={HTTPException: refused},
    )


async def _to_desk(_: Request) -> Response:
    return RedirectResponse("/werkbank")


class _Kept(StaticFiles):
    """Files whose address changes with their content, which browsers may keep."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = FOREVER if b"v=" in scope.get("query_string", b"") else "no-cache"
        return response
