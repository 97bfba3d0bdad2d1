"""Signing in with an account of the organisation: to its sign-in service and back."""

from __future__ import annotations

import structlog
from starlette.exceptions import HTTPException
from starlette.responses import Response

from desk.begun import LASTS, Started
from desk.pages.signin import begin_session, page, wait_words
from desk.provider import Provider, ProviderTrouble
from desk.routing import BACK, ORGANISATION, Page, own_path
from desk.tokens import fresh, token_hash
from desk.visit import Visit
from domain.accounts import User
from domain.entrance import LONGEST_NAME, Person
from domain.errors import DecisionError

TOO_LATE = "Het inloggen duurde te lang, of begon in een andere browser. Probeer het nog een keer."
BROKEN_OFF = "Het inloggen is niet afgemaakt. Probeer het nog een keer."
CLOSED = "Uw account op deze werkbank is gesloten. Vraag een beheerder om het te openen."
REFUSED = "inloggen geweigerd"
_TOKEN = 64
"""Characters of a fresh token."""

log = structlog.get_logger("plaatsmaker")


def provider_of(visit: Visit) -> Provider:
    """The sign-in service; where there is none there are no such pages."""
    if visit.desk.provider is None:
        raise HTTPException(404)
    return visit.desk.provider


def leave(visit: Visit) -> Response:
    """To the sign-in service. Not a form: a policy that lets forms go to ourselves only would stop it there."""
    provider, wanted = provider_of(visit), own_path(visit.asked("naar"))
    if visit.session is not None:
        return visit.go(wanted)
    if wait := visit.desk.starts_by_address.wait(visit.client, visit.now):
        return page(visit, 429, wait_words(wait), wanted)
    visit.desk.starts_by_address.count(visit.client, visit.now)
    try:
        begun = provider.begin()
    except ProviderTrouble as trouble:
        log.warning("inlogdienst van de organisatie", reden=trouble.why)
        return page(visit, 502, str(trouble), wanted)
    browser = _browser(visit) or fresh()
    visit.desk.sign_ins.start(Started(begun, token_hash(browser), wanted, visit.now))
    answer = visit.go(begun.address)
    seconds = int(LASTS.total_seconds())
    # Lax, not strict: the browser comes back from another website
    answer.set_cookie(_cookie(visit), browser, max_age=seconds, secure=visit.desk.secure, httponly=True, samesite="lax")
    return answer


def come_back(visit: Visit) -> Response:
    """Back from the sign-in service: who it is, and whether he may come in."""
    provider = provider_of(visit)
    wait = visit.desk.tries_by_address.wait(visit.client, visit.now)
    if wait:
        return page(visit, 429, wait_words(wait))
    started = visit.desk.sign_ins.end(visit.asked("state"), token_hash(_browser(visit)), visit.now)
    if started is None:
        return _refused(visit, TOO_LATE, 400)
    if visit.asked("error") or not visit.asked("code"):
        return _refused(visit, BROKEN_OFF, 403, visit.asked("error")[:60], started.wanted)
    try:
        person = provider.person(started.begun, visit.asked("code"), visit.asked("iss"))
        user = _account(visit, person)
    except ProviderTrouble as trouble:
        log.warning("inloggen bij de organisatie mislukt", reden=trouble.why)
        return _refused(visit, str(trouble), 502, trouble.why, started.wanted)
    except DecisionError as error:
        return _refused(visit, str(error), 403, str(error), started.wanted)
    return begin_session(visit, user, started.wanted, provider.name)


def _account(visit: Visit, person: Person) -> User:
    """The account of this person, made at the first time; its role is what the organisation says today.

    Raises `DecisionError` where a manager closed it.
    """
    accounts = visit.desk.records.accounts
    with visit.desk.records.write():
        known = accounts.outsider(person.issuer, person.subject)
        if known is None:
            name = _free_name(visit, person)
            number = accounts.add_outsider(person.issuer, person.subject, name, person.role, visit.now)
            _told(visit, name, "gebruiker gemaakt", person)
            return accounts.get(number)
        if not known.active:
            raise DecisionError(CLOSED)
        if known.role is not person.role:
            accounts.follow_role(known.id, person.role)
            _told(visit, known.name, "gebruiker: rol", person)
        return accounts.get(known.id)


def _told(visit: Visit, name: str, action: str, person: Person) -> None:
    visit.desk.records.audit.note(
        visit.now, name, action, "gebruiker", name, f"{person.role.label}, zegt de organisatie"
    )


def _free_name(visit: Visit, person: Person) -> str:
    """The name, with something behind it where another account has it: it stands in the history for one person."""
    accounts = visit.desk.records.accounts
    tries = [person.name, f"{person.name[: LONGEST_NAME // 2]} ({person.email or person.subject})"[:LONGEST_NAME]]
    tries += [f"{person.name[: LONGEST_NAME - 6]} ({at})" for at in range(2, 100)]
    return next(name for name in tries if accounts.find(name) is None)


def _refused(visit: Visit, sentence: str, status: int, detail: str = "", wanted: str = "/werkbank") -> Response:
    visit.desk.tries_by_address.count(visit.client, visit.now)
    with visit.desk.records.write():
        visit.desk.records.audit.note(visit.now, "onbekend", REFUSED, detail=detail or sentence)
    return page(visit, status, sentence, wanted)


def _cookie(visit: Visit) -> str:
    return f"{visit.desk.cookie}-inloggen"


def _browser(visit: Visit) -> str:
    """What this browser remembers of a sign-in that it began; empty where it is not one of our tokens."""
    token = visit.request.cookies.get(_cookie(visit), "")
    return token if len(token) == _TOKEN and token.isalnum() else ""


PAGES = (Page(ORGANISATION, leave, role=None), Page(BACK, come_back, role=None))
