"""Herinneringen: the ladder, and the wave that is up with every mail to look at before it may go."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from starlette.responses import Response

from desk.routing import Page
from desk.visit import Visit
from domain.accounts import Role
from domain.campaign import AMSTERDAM
from domain.errors import DecisionError
from domain.labels import LEFT_ALONE, OUT_STATES, SITUATIONS
from domain.outbox import OutKind
from domain.reminders import Reminder, Step
from intake.mail.compose import is_address
from intake.remind import Reminding, due_now, render, tick, trial_dispatch

HOME = "/werkbank/herinneringen"
NOBODY = "Deze campagne schrijft niemand aan."


def reminders(visit: Visit) -> Response:
    """The ladder on a time line, and whom the step of today is for."""
    reminding = visit.desk.reminding
    if reminding is None:
        return visit.page("reminders.html", reminding=None, ladder=[], step=None)
    due, nobody = due_now(reminding, visit.now)
    away, left_alone = unreached(visit)
    newest = reminding.ladder.newest_due(visit.now)
    visit.looked("lijst", "herinneringen")
    return visit.page(
        "reminders.html",
        reminding=reminding,
        ladder=_ladder(visit, reminding),
        step=newest[1] if newest else None,
        wave=_wave(reminding, newest[1]) if newest else None,
        due=due,
        nobody=nobody,
        situations={str(situation): words for situation, words in SITUATIONS.items()},
        tried=visit.asked("proef"),
        went=_went(visit),
        away=away,
        left_alone=left_alone,
        why=LEFT_ALONE,
    )


def _went(visit: Visit) -> list[tuple[str, str, int]]:
    """What became of all reminders: each state with its words and how many."""
    overview, campaign = visit.desk.records.overview, visit.desk.campaign.key
    found = []
    for state, words in OUT_STATES.items():
        where = {"kind": str(OutKind.REMINDER), "state": str(state)}
        found.append((str(state), words, overview.totals("v_outgoing", campaign, where)["rows"]))
    return [line for line in found if line[2]]


def unreached(visit: Visit) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Contacts who are away now, and those who are not written to any more."""
    today = visit.now.astimezone(AMSTERDAM).date().isoformat()
    rows = visit.desk.records.overview.rows("v_contacts", visit.desk.campaign.key, {}, limit=-1)
    away = [row for row in rows if (row["away_until"] or "") >= today]
    return away, [row for row in rows if row["left_alone"]]


def _ladder(visit: Visit, reminding: Reminding) -> list[dict[str, object]]:
    """Every step with its moment and what became of it."""
    waves = {wave["step"]: wave for wave in reminding.records.reminders.waves(visit.desk.campaign.key)}
    return [
        {"step": step, "at": at, "past": at <= visit.now, "wave": waves.get(step.key), "days": _days(visit, at)}
        for at, step in reminding.ladder.instants()
    ]


def _days(visit: Visit, at: datetime) -> int:
    """How many days there are until then, on the Dutch calendar."""
    return (at.astimezone(AMSTERDAM).date() - visit.now.astimezone(AMSTERDAM).date()).days


def _wave(reminding: Reminding, step: Step) -> str:
    found = reminding.records.reminders.find_wave(reminding.campaign.key, step.key, reminding.ladder.deadline.last_day)
    return found.state if found else "waiting"


def preview(visit: Visit) -> Response:
    """One mail as it would go out."""
    reminding = _needed(visit)
    found = _due(visit, reminding)
    mail = render(reminding, found, visit.now)
    visit.looked("herinnering", visit.part("code"))
    return visit.page("reminder_preview.html", reminder=found, mail=mail)


def _needed(visit: Visit) -> Reminding:
    if visit.desk.reminding is None:
        raise DecisionError(NOBODY)
    return visit.desk.reminding


def _due(visit: Visit, reminding: Reminding) -> Reminder:
    code = visit.part("code")
    for reminder in due_now(reminding, visit.now)[0]:
        if reminder.gemeente == code:
            return reminder
    raise DecisionError("Deze gemeente krijgt nu geen herinnering.")


def decide(visit: Visit) -> Response:
    """Leave gemeenten out, approve the wave, or skip it. What was shown must still be what is up."""
    reminding = _needed(visit)
    newest = reminding.ladder.newest_due(visit.now)
    if newest is None or newest[1].key != visit.text("step"):
        raise DecisionError("Intussen is een andere stap aan de beurt. Kijk opnieuw voordat u goedkeurt.")
    action, step = visit.text("action"), newest[1]
    with visit.changing(f"herinnering: {action}", "stap", step.key, ", ".join(visit.texts("weg"))):
        _write(visit, reminding, step, action)
        if action == "goedkeuren":
            tick(reminding, visit.now)
    return visit.go(HOME)


def _write(visit: Visit, reminding: Reminding, step: Step, action: str) -> None:
    rows, campaign = reminding.records.reminders, reminding.campaign.key
    wave = rows.wave(campaign, step.key, reminding.ladder.deadline.last_day, visit.now, approved=False)
    for code in visit.texts("weg"):
        if code in visit.desk.names:
            rows.exclude(wave.id, code, visit.user.name, visit.now)
    state = {"goedkeuren": "approved", "overslaan": "dismissed"}.get(action)
    if state and not rows.decide(wave.id, state, visit.user.name, visit.now):
        raise DecisionError(f"Over de stap '{step.title}' is al beslist.")


def trial(visit: Visit) -> Response:
    """Send one mail of each kind to an address of one's own; it counts for nobody."""
    reminding, to = _needed(visit), visit.text("adres")
    if not is_address(to):
        raise DecisionError(f"'{to}' is geen e-mailadres.")
    kinds = {reminder.situation: reminder for reminder in reversed(due_now(reminding, visit.now)[0])}
    with visit.changing("proefmail", "herinneringen"):
        for reminder in kinds.values():
            reminding.records.outbox.queue(visit.desk.campaign.key, trial_dispatch(reminding, reminder, to, visit.now))
    return visit.go(f"{HOME}?proef={len(kinds)}")


PAGES = (
    Page(HOME, reminders),
    Page(HOME + "/mail/{code}", preview),
    Page(HOME, decide, role=Role.MANAGER, post=True),
    Page(HOME + "/proef", trial, role=Role.REVIEWER, post=True),
)
