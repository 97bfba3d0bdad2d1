"""The public form with one question a page: the same form as on one page, kept at every step. Works without scripts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.responses import Response

from desk.pages.form import (
    CHECK,
    ONE_PAGE,
    QUESTION,
    TOO_OFTEN,
    begins,
    begun,
    desk_of,
    filled,
    offer_of,
    told_counted,
    told_kept,
    told_thanks,
    values_of,
)
from desk.routing import Page
from desk.visit import Visit
from domain.errors import DecisionError
from domain.form import LONGEST_TEXT, Form, with_offer
from domain.form_steps import TITLES, Ask, Step, faults_at, steps_of
from domain.model import Commitment
from intake.form import fresh_token


def begin(visit: Visit) -> Response:
    """The first question."""
    desk_of(visit)
    known = {name: visit.asked(name) for name in ("gemeente", "voor") if visit.asked(name)}
    return visit.go(f"{QUESTION}/{fresh_token()}/{Ask.GEMEENTE}" + (f"?{urlencode(known)}" if known else ""))


def show(visit: Visit) -> Response:
    """One question of a form that is kept; the first one also of a form that nobody has begun."""
    form, state = _kept(visit)
    if state == "confirmed":
        return told_counted(visit)
    return _page(visit, form, _step(visit, form))


def answer(visit: Visit) -> Response:
    """Keep the answer and go on: to what is asked next, to the check, to all on one page, or later."""
    forms, key, deed = desk_of(visit), visit.part("key"), visit.text("doe")
    if visit.text("website"):  # people do not see this field
        return told_thanks(visit)
    before, state = _kept(visit)
    step = _step(visit, before)
    form = forms.resolved(_answered(visit, step, before))
    if not state and not begins(visit, key):
        return _page(visit, form, step, {"gemeente": TOO_OFTEN}, 429)
    faults = forms.faults(form)
    here = faults_at(step, faults)
    if here and deed not in {"alles", "bewaren"}:
        return _page(visit, form, step, here, 422)
    forms.keep(key, form)
    if deed == "alles":
        return visit.go(f"{ONE_PAGE}/{key}")
    if deed == "bewaren":
        return told_kept(visit, f"{QUESTION}/{key}/{step.key}")
    return visit.go(_next(visit, form, step, faults))


def _kept(visit: Visit) -> tuple[Form, str]:
    """The form and how far it is; a form that nobody has begun has no state, and only its first question."""
    forms = desk_of(visit)
    try:
        stored = forms.kept(visit.part("key"))
    except DecisionError:
        if visit.part("step") != Ask.GEMEENTE:
            raise
        return begun(visit), ""
    return stored.form, stored.state


def _step(visit: Visit, form: Form) -> Step:
    found = next((step for step in steps_of(form) if step.key == visit.part("step")), None)
    if found is None:
        raise HTTPException(404, "Deze vraag hoort niet bij uw antwoorden.")
    return found


def _answered(visit: Visit, step: Step, form: Form) -> Form:
    """The form with the answer to this question. What else is filled in is of other questions."""
    if step.offer is not None:
        new = replace(form.offers[step.offer], **_taken(offer_of(visit, step.offer), OFFERED[step.ask]))
        if new.commitment != Commitment.CONDITIONAL and step.ask is Ask.COMMITMENT:
            # It is asked for no more, and would stay unseen
            new = replace(new, condition="")
        return replace(form, offers=(*form.offers[: step.offer], new, *form.offers[step.offer + 1 :]))
    if step.ask is Ask.MORE:
        return with_offer(form) if visit.text("meer") == "ja" else form
    if step.ask in {Ask.BOTTLENECKS, Ask.CASES}:
        return replace(form, cases=_cases(visit, step, form.cases or {}))
    return replace(form, **_taken(filled(visit), ASKED[step.ask]))


def _taken(answers: object, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(answers, name) for name in names}


def _cases(visit: Visit, step: Step, cases: Mapping[str, str]) -> dict[str, str]:
    if step.ask is Ask.CASES:
        return {key: visit.text(f"geval-{key}")[:LONGEST_TEXT] for key in cases}
    return {key: cases.get(key, "") for key in visit.texts("knelpunt") if key}


ASKED = {
    Ask.GEMEENTE: ("gemeente",),
    Ask.OUTCOME: ("outcome",),
    Ask.LATER: ("later_on",),
    Ask.REMARKS: ("remarks",),
    Ask.PERSON: ("name", "function", "address"),
}
"""What each question asks of the form."""
OFFERED = {
    Ask.COMMITMENT: ("commitment",),
    Ask.CONDITION: ("condition",),
    Ask.AMOUNT: ("places", "homes"),
    Ask.GROUP: ("group",),
    Ask.START: ("available_from",),
}
"""What each question asks of an offer."""


def _next(visit: Visit, form: Form, step: Step, faults: dict[str, str]) -> str:
    """Where to go after this question. Who came from the check goes back there as soon as nothing is wrong."""
    key, steps = visit.part("key"), steps_of(form)
    added = step.ask is Ask.MORE and visit.text("meer") == "ja"
    if visit.text("terug") and not faults and not added:
        return f"{CHECK}/{key}"
    following = steps[steps.index(step) + 1 :] if step in steps else steps
    if added:
        following = [s for s in steps if s.offer == len(form.offers) - 1]
    if not following:
        following = [s for s in steps if faults_at(s, faults)]
    return f"{QUESTION}/{key}/{following[0].key}" if following else f"{CHECK}/{key}"


def _page(visit: Visit, form: Form, step: Step, faults: dict[str, str] | None = None, status: int = 200) -> Response:
    steps = steps_of(form)
    # What was just answered may have taken this question away, as with a fault in it
    at = steps.index(step) if step in steps else 0
    return visit.page(
        "form_step.html",
        status,
        key=visit.part("key"),
        step=step,
        title=TITLES[step.ask],
        place=at + 1,
        count=len(steps),
        before=steps[at - 1].key if at else "",
        checking=bool(visit.asked("terug") or visit.text("terug")),
        **values_of(visit, form, faults or {}),
    )


PAGES = (
    Page(QUESTION, begin, role=None),
    Page(QUESTION + "/{key}/{step}", show, role=None),
    Page(QUESTION + "/{key}/{step}", answer, role=None, post=True),
)
