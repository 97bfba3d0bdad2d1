"""Signing in and out."""

from __future__ import annotations

import math
from datetime import timedelta

from starlette.responses import Response

from desk.passwords import fits
from desk.routing import ORGANISATION, PASSWORD, SIGN_IN, Page, own_path
from desk.tokens import fresh, token_hash
from desk.visit import Visit
from domain.accounts import LONGEST_SESSION, User

WRONG = "Deze naam en dit wachtwoord horen niet bij elkaar."


def form(visit: Visit) -> Response:
    """The form, or straight on for who is signed in already."""
    wanted = own_path(visit.asked("naar"))
    if visit.session is not None:
        return visit.go(wanted)
    return page(visit, wanted=wanted)


def page(visit: Visit, status: int = 200, fault: str = "", wanted: str = "/werkbank", name: str = "") -> Response:
    """The form, with a sentence where somebody did not come in."""
    return visit.page("signin.html", status, wanted=wanted, name=name, fault=fault, organisation=ORGANISATION)


def wait_words(wait: timedelta) -> str:
    """How long to wait after too many tries."""
    minutes = math.ceil(wait.total_seconds() / 60)
    return f"U hebt het te vaak geprobeerd. Wacht {minutes} {'minuut' if minutes == 1 else 'minuten'}."


def sign_in(visit: Visit) -> Response:
    """Check name and password, and begin a session. There is a limit on how often that may go wrong."""
    name, wanted = visit.text("naam"), own_path(visit.text("naar"))
    by_name, by_address, key = (
        visit.desk.tries_by_name,
        visit.desk.tries_by_address,
        f"{visit.client} {name.casefold()}",
    )
    wait = max(by_name.wait(key, visit.now), by_address.wait(visit.client, visit.now))
    if wait:
        return page(visit, 429, wait_words(wait), wanted, name)
    found = visit.desk.records.accounts.find(name)
    # Not cleaned up: a password may begin or end with a space
    right = fits(visit.form.get("wachtwoord", ""), found[1] if found else None)
    if found is not None and right and found[0].active:
        by_name.forget(key)
        return begin_session(visit, found[0], wanted)
    by_name.count(key, visit.now)
    by_address.count(visit.client, visit.now)
    with visit.desk.records.write():
        visit.desk.records.audit.note(visit.now, found[0].name if found else "onbekend", "inloggen mislukt")
    return page(visit, 422, WRONG, wanted, name)


def begin_session(visit: Visit, user: User, wanted: str, through: str = "") -> Response:
    """A new token at every sign-in: one that somebody planted before is worth nothing.

    `through` names the organisation that vouches for this person.
    """
    token, records = fresh(), visit.desk.records
    with records.write():
        if visit.session is not None:
            records.accounts.end(visit.session.token_hash)
        records.accounts.end_old(visit.now - LONGEST_SESSION)
        records.accounts.begin(token_hash(token), user.id, fresh(), visit.now)
        records.audit.note(visit.now, user.name, "ingelogd", detail=f"via {through}" if through else "")
    answer = visit.go(PASSWORD if user.one_time else wanted)
    answer.set_cookie(visit.desk.cookie, token, secure=visit.desk.secure, httponly=True, samesite="lax")
    return answer


def sign_out(visit: Visit) -> Response:
    """End the session, here and in the database."""
    if visit.session is not None:
        with visit.changing("uitgelogd"):
            visit.desk.records.accounts.end(visit.session.token_hash)
    answer = visit.go(SIGN_IN)
    answer.delete_cookie(visit.desk.cookie, secure=visit.desk.secure, httponly=True, samesite="lax")
    return answer


PAGES = (
    Page(SIGN_IN, form, role=None),
    Page(SIGN_IN, sign_in, role=None, post=True),
    Page("/werkbank/uitloggen", sign_out, post=True),
)
