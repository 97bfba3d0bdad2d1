"""Beheer, wissen: everything about one person goes on request; the figures of the gemeente stay."""

from __future__ import annotations

from starlette.responses import Response

from desk.pages.admin import HOME as ADMIN
from desk.routing import Page
from desk.visit import Visit
from domain.accounts import Role
from domain.forgetting import Forgotten

HOME = ADMIN + "/wissen"


def ask(visit: Visit) -> Response:
    """Whom to erase."""
    return _page(visit)


def _page(visit: Visit, status: int = 200, **values: object) -> Response:
    shown: dict[str, object] = {"faults": {}, "address": "", "done": None, "waiting": ()}
    return visit.page("erase.html", status, **shown | values)


def erase(visit: Visit) -> Response:
    """Erase the person behind an address, once whoever asks has said to be sure."""
    address, faults = visit.text("adres"), dict[str, str]()
    if not address:
        faults["adres"] = "Vul een e-mailadres in, of het nummer van een chat."
    if not visit.text("zeker"):
        faults["zeker"] = "Kruis aan dat u het zeker weet."
    if faults:
        return _page(visit, 422, faults=faults, address=address)
    found = visit.desk.records.forget(address, visit.now)
    if found.waiting:
        return _page(visit, 422, address=address, waiting=found.waiting)
    if found.nothing:
        return _page(visit, 422, address=address, faults={"adres": "Van dit adres is niets bekend."})
    return _done(visit, found)


def _done(visit: Visit, found: Forgotten) -> Response:
    for message_id in found.sent:
        visit.desk.erase(message_id)
    # Not the address: the trail outlives what was erased
    with visit.changing("persoon gewist", "persoon", "", f"{found.messages} berichten, {found.contacts} contacten"):
        pass
    return _page(visit, done=found)


PAGES = (Page(HOME, ask, role=Role.MANAGER), Page(HOME, erase, role=Role.MANAGER, post=True))
