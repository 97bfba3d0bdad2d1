"""Vragen: what people asked and the computer did not answer by itself."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import Response

from desk.routing import Page
from desk.visit import Visit
from domain.accounts import Role
from domain.errors import DecisionError
from domain.questions import QuestionKind, QuestionStatus, StoredQuestion
from intake.questions import QuestionDesk, as_card

HOME = "/werkbank/vragen"
KINDS = {
    QuestionKind.CHAT: "vraag uit een gesprek",
    QuestionKind.MAIL: "vraag per mail",
    QuestionKind.UNVERIFIED: "opgave van iemand die zich niet bekend maakte",
    QuestionKind.PERSON: "wil een mens spreken",
}
STATUSES = {QuestionStatus.OPEN: "open", QuestionStatus.ANSWERED: "beantwoord", QuestionStatus.CLOSED: "gesloten"}


def questions(visit: Visit) -> Response:
    """The questions that wait, or those that were answered."""
    wanted = visit.asked("stand") or str(QuestionStatus.OPEN)
    status = QuestionStatus(wanted) if wanted in set(QuestionStatus) else QuestionStatus.OPEN
    found = visit.desk.records.questions.all(visit.desk.campaign.key, status)
    visit.looked("lijst", "vragen")
    return visit.page("questions.html", questions=found, wanted=status, kinds=KINDS, statuses=STATUSES)


def question(visit: Visit) -> Response:
    """One question with its concept answer."""
    return _page(visit, _stored(visit))


def _stored(visit: Visit) -> StoredQuestion:
    try:
        return visit.desk.records.questions.get(visit.id())
    except DecisionError as error:
        raise HTTPException(404, str(error)) from error


def _page(visit: Visit, stored: StoredQuestion, status: int = 200, fault: str = "", text: str = "") -> Response:
    visit.looked("vraag", stored.id)
    card = as_card(stored, f"vraag-{stored.id}") if stored.status is QuestionStatus.ANSWERED else ""
    return visit.page(
        "question.html",
        status,
        stored=stored,
        kinds=KINDS,
        statuses=STATUSES,
        fault=fault,
        text=text or stored.question.concept,
        card=card,
    )


def decide(visit: Visit) -> Response:
    """Send the answer, or close the question without one."""
    stored = _stored(visit)
    if visit.desk.parse is None:
        raise DecisionError("Vanaf deze werkbank kan niet worden geantwoord.")
    person = QuestionDesk(visit.desk.records, visit.desk.campaign, visit.desk.parse, visit.user.name, visit.desk.clock)
    closing = visit.text("action") == "sluiten"
    if not closing and not visit.text("antwoord"):
        return _page(visit, stored, 422, "Schrijf een antwoord, of sluit de vraag.")
    try:
        if closing:
            with visit.changing("vraag gesloten", "vraag", stored.id):
                person.close(stored.id)
        else:
            with visit.changing("vraag beantwoord", "vraag", stored.id):
                person.answer(stored.id, visit.text("antwoord"))
    except DecisionError as error:
        return _page(visit, _stored(visit), 422, str(error), visit.text("antwoord"))
    return visit.go(HOME)


PAGES = (
    Page(HOME, questions),
    Page(HOME + "/{id:int}", question),
    Page(HOME + "/{id:int}", decide, role=Role.REVIEWER, post=True),
)
