"""Gemeente: the dossier of one, with everything in and out and what comes next."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import Response

from desk.quotations import quote_of
from desk.routing import Page
from desk.tokens import fresh
from desk.visit import Visit
from domain.accounts import Role
from domain.campaign import AMSTERDAM
from domain.dossier import Status
from domain.errors import DecisionError
from domain.model import Address, Channel
from domain.outbox import Dispatch, OutKind
from domain.questions import QuestionStatus
from domain.reminders import Contact, ContactRole
from domain.wording import day_text
from intake.mail.compose import is_address
from intake.remind import message_id


def dossier(visit: Visit) -> Response:
    """The dossier. Looking at it is looking at the people in it."""
    desk, code = visit.desk, _known(visit)
    records, campaign, where = desk.records, desk.campaign.key, {"gemeente": code}
    (response,) = records.overview.rows("v_responses", campaign, where)
    pledges = records.overview.rows("v_pledges", campaign, where)
    bottlenecks = records.overview.rows("v_bottlenecks", campaign, where)
    for table, rows in (("pledges", pledges), ("bottlenecks", bottlenecks)):
        quotes = records.dossier_pages.quotes(table, (row["id"] for row in rows))
        for row in rows:
            row["quote"] = quote_of(quotes.get(row["id"]))
    visit.looked("gemeente", code)
    return visit.page(
        "gemeente.html",
        response=response,
        pledges=pledges,
        bottlenecks=[row for row in bottlenecks if row["state"] in {"confirmed", "proposed"}],
        contacts=records.overview.rows("v_contacts", campaign, where),
        timeline=records.dossier_pages.timeline(campaign, code),
        networks=desk.campaign.networks_of(code),
        coming=_coming(visit, code),
        questions=[q for q in records.questions.all(campaign, QuestionStatus.OPEN) if q.question.gemeente == code],
        notes=records.casussen.notes(campaign, code),
        once=fresh(),
        roles=list(ContactRole),
        status_words={str(status): status.label for status in Status},
    )


def _coming(visit: Visit, code: str) -> str:
    """What this gemeente is sent next by itself, as a sentence; empty where nothing is."""
    reminding = visit.desk.reminding
    if reminding is None:
        return ""
    today = visit.now.astimezone(AMSTERDAM).date()
    if reminding.records.reminders.situation(visit.desk.campaign.key, code, today) is None:
        return "Deze gemeente krijgt geen herinnering."
    coming = [(at, step) for at, step in reminding.ladder.instants() if at > visit.now]
    if not coming:
        return "Er komt geen herinnering meer."
    return f"De volgende herinnering is op {day_text(coming[0][0].astimezone(AMSTERDAM).date())}: {coming[0][1].title}."


def note(visit: Visit) -> Response:
    """Write a note on a gemeente."""
    code = _known(visit)
    if not visit.text("notitie"):
        raise DecisionError("Schrijf eerst een notitie.")
    with visit.changing("notitie geschreven", "gemeente", code):
        visit.desk.records.casussen.note(
            visit.desk.campaign.key, code, visit.text("notitie"), visit.user.name, visit.now
        )
    return visit.go(f"/werkbank/gemeente/{code}")


def contacts(visit: Visit) -> Response:
    """Take somebody up as a contact: who wrote us and was proposed, or somebody new."""
    code, book = _known(visit), visit.desk.records.contacts
    number = visit.number("contact")
    if number is None:
        address = visit.text("adres")
        if not is_address(address):
            raise DecisionError(f"'{address}' is geen e-mailadres.")
        role = visit.text("rol")
        known = ContactRole(role) if role in set(ContactRole) else ContactRole.OFFICER
        with visit.changing("contact toegevoegd", "gemeente", code):
            book.add(Contact(code, address, visit.text("naam"), known), visit.now, source="werkbank")
    else:
        taken = visit.text("action") == "overnemen"
        with visit.changing("contact overgenomen" if taken else "contact geweigerd", "contact", number):
            if not book.decide(number, accept=taken):
                raise DecisionError("Over dit contact is al beslist.")
    return visit.go(f"/werkbank/gemeente/{code}")


def write(visit: Visit) -> Response:
    """Mail somebody at a gemeente. The form has a key of its own, so that sending it twice is one mail."""
    code, campaign = _known(visit), visit.desk.campaign
    to, subject, text = visit.text("aan"), visit.text("onderwerp"), visit.text("tekst")
    if not is_address(to):
        raise DecisionError(f"'{to}' is geen e-mailadres.")
    if not subject or not text:
        raise DecisionError("Een mail heeft een onderwerp en een tekst nodig.")
    key = f"{campaign.key}/mail/{code}/{visit.text('sleutel')[:64] or fresh()}"
    mail = Dispatch(
        key=key,
        kind=OutKind.ANSWER,
        channel=Channel.EMAIL,
        recipient=Address("", to),
        subject=" ".join(subject.split()),
        text=text,
        due_at=visit.now,
        message_id=message_id(key, campaign),
        gemeente=code,
    )
    with visit.changing("mail geschreven", "gemeente", code):
        visit.desk.records.outbox.queue(campaign.key, mail)
    return visit.go(f"/werkbank/gemeente/{code}")


def _known(visit: Visit) -> str:
    code = visit.part("code")
    if code not in visit.desk.names:
        raise HTTPException(404, "Deze gemeente kennen wij niet.")
    return code


PAGES = (
    Page("/werkbank/gemeente/{code}", dossier),
    Page("/werkbank/gemeente/{code}/notitie", note, role=Role.REVIEWER, post=True),
    Page("/werkbank/gemeente/{code}/contact", contacts, role=Role.REVIEWER, post=True),
    Page("/werkbank/gemeente/{code}/mail", write, role=Role.REVIEWER, post=True),
)
