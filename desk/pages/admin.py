"""Beheer: users, the audit trail, the settings that are in force, and how the parts are doing."""

from __future__ import annotations

from datetime import datetime, timedelta

from starlette.responses import Response

from desk.lessons import lessons
from desk.pages.chat import KEPT as CHAT
from desk.passwords import hashed, one_time_password
from desk.routing import Page
from desk.tokens import fresh, token_hash
from desk.visit import Visit
from domain.accounts import IDLE_SESSION, LONGEST_SESSION, Role
from domain.errors import DecisionError
from domain.keeping import SAID
from domain.retention import Keeping, first_limits, keepings
from intake.form import KEPT as FORM

HOME = "/werkbank/beheer"
LONGEST_NAME = 60


def _hours(time: timedelta) -> int:
    return int(time.total_seconds()) // 3600


KEPT = (
    ("Formulieren die niemand verstuurt of bevestigt", f"{FORM.days} dagen na de laatste wijziging"),
    ("Het webgesprek in de browser van een bezoeker", f"{CHAT.days} dagen na het laatste bericht"),
    (
        "Aanmeldingen op de werkbank",
        f"{IDLE_SESSION.seconds // 3600} uur stil, hoogstens {LONGEST_SESSION.seconds // 3600} uur",
    ),
    ("Codes waarmee iemand toont voor wie hij spreekt", "gewist zodra de mail weg is"),
    (
        "Cijfers en besluiten: toezeggingen en knelpunten, elk met de zin en wie besloot",
        "tot u de map met gegevens wist",
    ),
    (
        "Alles van één persoon",
        "tot iemand vraagt om te wissen. De cijfers van de gemeente blijven.",
    ),
)
"""What is kept for how long; nothing here is a promise that the program does not keep by itself, or says who does."""


def admin(visit: Visit) -> Response:
    """Everything that a manager looks after."""
    return _page(visit)


def _page(
    visit: Visit,
    status: int = 200,
    fault: str = "",
    password: tuple[str, str] | None = None,
    made: tuple[str, str] | None = None,
) -> Response:
    records = visit.desk.records
    return visit.page(
        "admin.html",
        status,
        users=records.accounts.users(),
        fault=fault,
        password=password,
        made=made,
        tokens=records.api_tokens.all(),
        lines=records.audit.lines(limit=50),
        counts=records.counts(),
        health=dict(visit.desk.health()),
        kept=_kept(visit),
    )


def _kept(visit: Visit) -> list[Keeping]:
    records, campaign = visit.desk.records, visit.desk.campaign
    said = records.setting(SAID)
    # Counted over all messages: what it was this hour will do
    known = (records.overview.stamp(), campaign.terms, visit.now.strftime("%F %H"))
    first = visit.desk.remembered.get("to wipe", known, lambda: records.to_wipe(first_limits(campaign, visit.now)))
    terms = keepings(campaign, visit.now, datetime.fromisoformat(said) if said else None, first)
    return [*terms, *(Keeping(what, how_long) for what, how_long in KEPT)]


def trail(visit: Visit) -> Response:
    """The audit trail, by person and by what was done."""
    who, action = visit.asked("wie"), visit.asked("wat")
    lines = visit.desk.records.audit.lines(who=who, action=action, limit=1000)
    names = [user.name for user in visit.desk.records.accounts.users()]
    return visit.page("trail.html", lines=lines, who=who, action=action, names=names)


def change_users(visit: Visit) -> Response:
    """Make an account, or change one."""
    try:
        password = _changed(visit, visit.text("action"))
    except DecisionError as error:
        return _page(visit, 422, str(error))
    return _page(visit, password=password) if password else visit.go(HOME)


def _changed(visit: Visit, action: str) -> tuple[str, str] | None:
    """Do it; gives name and one-time password where one was made, which is shown this once."""
    accounts = visit.desk.records.accounts
    if action == "nieuw":
        return _new(visit)
    user = accounts.get(visit.number("user") or 0)
    with visit.changing(f"gebruiker: {action}", "gebruiker", user.name, visit.text("rol")):
        if action == "rol" and visit.text("rol") in set(Role):
            accounts.set_role(user.id, Role(visit.text("rol")))
        elif action in {"sluiten", "openen"}:
            accounts.set_active(user.id, active=action == "openen")
        elif action == "wachtwoord":
            password = one_time_password()
            accounts.set_password(user.id, hashed(password), one_time=True)
            return user.name, password
    return None


def _new(visit: Visit) -> tuple[str, str]:
    name, password = " ".join(visit.text("naam").split()), one_time_password()
    role = Role(visit.text("rol")) if visit.text("rol") in set(Role) else Role.REVIEWER
    _check_name(name)
    with visit.changing("gebruiker gemaakt", "gebruiker", name, role.label):
        visit.desk.records.accounts.add(name, role, hashed(password), visit.now)
    return name, password


def change_tokens(visit: Visit) -> Response:
    """Make a token for the API, which is shown this once, or take one back."""
    name, token = " ".join(visit.text("naam").split()), fresh()
    try:
        if visit.text("action") == "intrekken":
            with visit.changing("token ingetrokken", "token", name):
                visit.desk.records.api_tokens.end(name)
            return visit.go(HOME)
        _check_name(name)
        with visit.changing("token gemaakt", "token", name):
            visit.desk.records.api_tokens.add(name, token_hash(token), visit.now)
    except DecisionError as error:
        return _page(visit, 422, str(error))
    return _page(visit, made=(name, token))


def _check_name(name: str) -> None:
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise DecisionError(f"Een naam heeft 1 tot {LONGEST_NAME} tekens.")


def learn(visit: Visit) -> Response:
    """What people decided, as a file to train and evaluate with."""
    visit.looked("leermateriaal", visit.desk.campaign.key)
    head = {"Content-Disposition": 'attachment; filename="leermateriaal.jsonl"'}
    return Response("".join(lessons(visit.desk)), media_type="application/x-ndjson", headers=head)


PAGES = (
    Page(HOME, admin, role=Role.MANAGER),
    Page(HOME, change_users, role=Role.MANAGER, post=True),
    Page(HOME + "/tokens", change_tokens, role=Role.MANAGER, post=True),
    Page(HOME + "/logboek", trail, role=Role.MANAGER),
    Page(HOME + "/leermateriaal.jsonl", learn, role=Role.MANAGER),
)
