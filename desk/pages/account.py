"""One's own account: the password, and the shortcuts."""

from __future__ import annotations

from starlette.responses import Response

from desk.passwords import fits, hashed, must_be_good
from desk.routing import PASSWORD, SIGN_IN, Page
from desk.visit import Visit
from domain.errors import DecisionError

OUTSIDE = "U logt in met het account van uw organisatie. Een wachtwoord wijzigt u daar."


def password_form(visit: Visit) -> Response:
    """Where a one-time password is replaced by one's own."""
    return visit.page("password.html", faults={})


def set_password(visit: Visit) -> Response:
    """Replace the password; every session of the account ends, so one signs in anew."""
    if visit.user.outside:
        raise DecisionError(OUTSIDE)
    faults = _faults(visit)
    if faults:
        return visit.page("password.html", 422, faults=faults)
    with visit.changing("wachtwoord gewijzigd", "gebruiker", visit.user.id):
        visit.desk.records.accounts.set_password(visit.user.id, hashed(visit.form["nieuw"]), one_time=False)
    return visit.go(f"{SIGN_IN}?gewijzigd=1")


def _faults(visit: Visit) -> dict[str, str]:
    """A sentence for each field that is wrong. Passwords are taken as typed, spaces included."""
    faults: dict[str, str] = {}
    found = visit.desk.records.accounts.find(visit.user.name)
    if not fits(visit.form.get("huidig", ""), found[1] if found else None):
        faults["huidig"] = "Dit is niet uw huidige wachtwoord."
    try:
        must_be_good(visit.form.get("nieuw", ""), visit.user.name)
    except DecisionError as error:
        faults["nieuw"] = str(error)
    if visit.form.get("nieuw", "") != visit.form.get("nogmaals", ""):
        faults["nogmaals"] = "Dit is niet hetzelfde als het nieuwe wachtwoord."
    return faults


def set_keys(visit: Visit) -> Response:
    """Switch the one-key shortcuts on or off, and back to where one was."""
    on = visit.text("aan") == "1"
    with visit.changing("sneltoetsen aan" if on else "sneltoetsen uit", "gebruiker", visit.user.id):
        visit.desk.records.accounts.set_keys(visit.user.id, on=on)
    return visit.go("/werkbank/nakijken")


PAGES = (
    Page(PASSWORD, password_form),
    Page(PASSWORD, set_password, post=True),
    Page("/werkbank/sneltoetsen", set_keys, post=True),
)
