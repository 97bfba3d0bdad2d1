"""From a request to a page: the session, the role, the token of a form, and a sentence where something is wrong.

Pages are plain functions that may wait for the database, so they run in a few threads of their own; each thread keeps
its reading connection.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote, urlsplit

import structlog
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from desk.desk import Desk
from desk.errors import error_page
from desk.headers import TooLarge
from desk.tokens import same_origin, token_fits, token_hash
from desk.visit import Visit
from domain.accounts import Role, Session
from domain.errors import PlaatsmakerError

View = Callable[[Visit], Response]
SEEN_EVERY = timedelta(minutes=1)
"""A session is marked as used at most this often: looking at pages should not write all the time."""
SIGN_IN = "/werkbank/inloggen"
ORGANISATION = SIGN_IN + "/organisatie"
BACK = SIGN_IN + "/terug"
"""Where the sign-in service of the organisation sends browsers; it has to know this address."""
PASSWORD = "/werkbank/wachtwoord"  # noqa: S105  # a path
MOST_FIELDS = 500

log = structlog.get_logger("plaatsmaker")


@dataclass(frozen=True, slots=True)
class Page:
    """A route. `role` is who may come; `None` is everybody, and then a POST is held to its origin only.

    `quiet`: a page that stands open asks for it by itself now and then, so that it is no sign of life.
    """

    path: str
    view: View
    role: Role | None = Role.READER
    post: bool = False
    quiet: bool = False


def route(desk: Desk, page: Page, workers: Executor) -> Route:
    """The page as a route of Starlette."""

    async def endpoint(request: Request) -> Response:
        try:
            form = await request.form(max_fields=MOST_FIELDS, max_files=0) if page.post else FormData()
        except TooLarge:
            return error_page(_bare(desk, request), 413)
        except HTTPException:
            return error_page(_bare(desk, request), 400)
        return await asyncio.get_running_loop().run_in_executor(workers, _answer, desk, page, request, form)

    return Route(page.path, endpoint, methods=["POST"] if page.post else ["GET"])


def _bare(desk: Desk, request: Request) -> Visit:
    return Visit(desk, request, desk.clock())


def _answer(desk: Desk, page: Page, request: Request, form: FormData) -> Response:
    visit = _bare(desk, request)
    fields = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    visit.form = dict(fields)
    for name, value in fields:
        visit.lists = {**visit.lists, name: [*visit.lists.get(name, []), value]}
    visit.trail = "prefetch" not in request.headers.get("sec-purpose", request.headers.get("purpose", ""))
    try:
        visit.session = _session(visit, page)
        return _refused(visit, page) or page.view(visit)
    except HTTPException as error:
        return error_page(visit, error.status_code, error.detail)
    except PlaatsmakerError as error:
        return error_page(visit, 409, str(error))
    except Exception:  # nobody is left to catch it: the visitor gets a page, the log the rest
        log.exception("fout op de werkbank", pad=page.path)
        return error_page(visit, 500)


def _session(visit: Visit, page: Page) -> Session | None:
    token = visit.request.cookies.get(visit.desk.cookie, "")
    found = visit.desk.records.accounts.session(token_hash(token)) if token else None
    if found is None or found.over(visit.now):
        return None
    if not page.quiet and visit.now - found.seen_at > SEEN_EVERY:
        with visit.desk.records.write():
            visit.desk.records.accounts.seen(found.token_hash, visit.now)
    return found


def _refused(visit: Visit, page: Page) -> Response | None:
    """Why this visitor does not get this page; `None` where all is well."""
    if page.post and not same_origin(visit.request, visit.desk.public_url):
        return error_page(visit, 403, "Dit formulier kwam niet van deze website. Open de pagina opnieuw.")
    if page.role is None:
        return None
    if visit.session is None:
        return _to_sign_in(visit, page)
    if visit.user.one_time and visit.desk.secure and page.path != PASSWORD:
        return visit.go(PASSWORD)
    sentence = _not_allowed(visit, page, page.role, visit.session)
    return error_page(visit, 403, sentence) if sentence else None


def _not_allowed(visit: Visit, page: Page, needed: Role, session: Session) -> str:
    if page.post and not token_fits(session.secret, visit.form.get("token", "")):
        return "Dit formulier is verlopen. Ga terug, laad de pagina opnieuw en probeer het nog eens."
    if not session.user.role.may(needed):
        return f"Hiervoor is de rol {needed.label} nodig; u bent {session.user.role.label}."
    return ""


def _to_sign_in(visit: Visit, page: Page) -> Response:
    if visit.by_htmx:
        # What somebody is filling in stays; a click leads to the sign-in
        wanted = urlsplit(visit.request.headers.get("hx-current-url", "")).path
        head = {} if page.quiet else {"HX-Redirect": f"{SIGN_IN}?naar={quote(wanted, safe='')}"}
        return Response(status_code=204, headers=head)
    address = visit.request.url
    wanted = f"{address.path}?{address.query}" if address.query else address.path
    return visit.go(f"{SIGN_IN}?naar={quote(wanted, safe='')}")


def own_path(wanted: str) -> str:
    """`wanted` where it is a page of the desk, else the first page: never another website."""
    parts = urlsplit(wanted)
    plain = not parts.scheme and not parts.netloc and wanted.startswith("/werkbank") and "\\" not in wanted
    return wanted if plain else "/werkbank"
