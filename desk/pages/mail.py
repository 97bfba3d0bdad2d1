"""A message as it came in, the mailbox (with what could not be read), what went out, and searching."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from desk.case import open_case
from desk.filters import PER_PAGE, Chosen, Filter, chosen, period_filters
from desk.letter import LETTER_POLICY, enclosed, letter_html
from desk.marking import blotted
from desk.pages.gone import NO_LONGER_THERE, gone
from desk.routing import Page
from desk.visit import Visit
from domain.accounts import Role
from domain.errors import DecisionError
from domain.labels import KINDS, OUT_KINDS, OUT_STATES
from domain.outbox import OutState

MESSAGE_STATES = (("trouble", "niet te lezen"), ("received", "nog te lezen"), ("handled", "gelezen"))
MOST_FOUND = 50
SENT_TWICE = "/onzeker"
"""Ends the key of an attempt that may have arrived, and after which the same was sent once more."""
AROUND = 110
"""Characters before and after the words that were searched for."""


def message(visit: Visit) -> Response:
    """One message: as it was read, or as far as it could be."""
    number = visit.id()
    stored = _stored(visit, number)
    chat = visit.desk.records.chats.of_message(number)
    if chat is not None and not visit.desk.records.mail_pages.gemeenten_of(number):
        # A line of a conversation that nothing was recorded of says little: it is shown with the rest
        return visit.go(f"/werkbank/vragen/gesprek/{chat.id}")
    if stored.erased_at:
        return gone(visit, stored)
    visit.looked("bericht", number)
    raw = visit.desk.records.messages.raw(number)
    more = {
        "stored": stored,
        "has_html": bool(letter_html(raw)),
        "enclosed": [(at, item.name, len(item.content)) for at, item in enumerate(enclosed(raw))],
        "gemeenten": visit.desk.records.mail_pages.gemeenten_of(number),
    }
    if stored.state != "handled":
        return visit.page("message_raw.html", head=visit.desk.masked(raw[:4000].decode("utf-8", "replace")), **more)
    return visit.page("message.html", case=open_case(visit.desk, number), **more)


def _stored(visit: Visit, number: int) -> Any:  # noqa: ANN401  # a row, as the port gives it
    try:
        return visit.desk.records.messages.get(number)
    except DecisionError as error:
        raise HTTPException(404, str(error)) from error


def html(visit: Visit) -> Response:
    """The HTML of a message, made harmless, on a page that may load and run nothing."""
    stored = _stored(visit, visit.id())
    if stored.erased_at:
        return gone(visit, stored, NO_LONGER_THERE)
    number = stored.id
    visit.looked("bericht (html)", number)
    body = letter_html(visit.desk.records.messages.raw(number))
    page = f'<!doctype html><html lang="nl"><meta charset="utf-8"><title>Bericht {number}</title><body>{body}'
    headers = {"Content-Security-Policy": LETTER_POLICY, "Referrer-Policy": "no-referrer"}
    return HTMLResponse(page, headers=headers)


def attachment(visit: Visit) -> Response:
    """One attachment, as a download and never as a page."""
    stored = _stored(visit, visit.id())
    if stored.erased_at:
        return gone(visit, stored, NO_LONGER_THERE)
    number = stored.id
    found = enclosed(visit.desk.records.messages.raw(number))
    at = visit.id("at")
    if at >= len(found):
        raise HTTPException(404, "Deze bijlage is er niet.")
    visit.looked("bijlage", f"{number}/{at}")
    return _download(found[at].content, found[at].name)


def source(visit: Visit) -> Response:
    """The raw message, as a download."""
    stored = _stored(visit, visit.id())
    if stored.erased_at:
        return gone(visit, stored, NO_LONGER_THERE)
    number = stored.id
    visit.looked("bericht (bron)", number)
    return _download(visit.desk.records.messages.raw(number), f"bericht-{number}.eml")


def _download(content: bytes, name: str) -> Response:
    plain = "".join(c for c in name if c.isprintable() and c not in '\\/:*?"<>|')[:120] or "bestand"
    disposition = f"attachment; filename*=UTF-8''{quote(plain)}"
    policy = "sandbox; default-src 'none'"
    headers = {"Content-Disposition": disposition, "Content-Security-Policy": policy}
    return Response(content, media_type="application/octet-stream", headers=headers)


def mailbox(visit: Visit) -> Response:
    """What came in; what could not be read comes first."""
    kinds = tuple((str(kind), words) for kind, words in KINDS.items())
    choice = chosen(visit, (Filter("stand", "Stand", "state", MESSAGE_STATES), Filter("soort", "Soort", "kind", kinds)))
    pages = visit.desk.records.mail_pages
    state, kind = choice.values.get("stand", ""), choice.values.get("soort", "")
    rows = pages.messages(state=state, kind=kind, limit=PER_PAGE + 1, offset=choice.offset)
    trouble = pages.messages(state="trouble") if not state and choice.page == 1 else []
    visit.looked("lijst", "postbus")
    return visit.page(
        "mailbox.html",
        rows=rows[:PER_PAGE],
        more_pages=len(rows) > PER_PAGE,
        trouble=trouble,
        chosen=choice,
        counts=visit.desk.records.counts(),
        states=dict(MESSAGE_STATES),
        again=int(visit.asked("opnieuw")) if visit.asked("opnieuw").isdecimal() else None,
    )


def retry(visit: Visit) -> Response:
    """Read again what was set aside: one message, or all."""
    number = visit.number("bericht")
    with visit.changing("opnieuw lezen", "bericht", number or "alle"):
        again = visit.desk.records.messages.try_again([number] if number else None)
    return visit.go(f"/werkbank/postbus?opnieuw={again}")


def outgoing(visit: Visit) -> Response:
    """What went out and what still has to."""
    choice = choose_outgoing(visit)
    pages = visit.desk.records.mail_pages
    state, kind = choice.values.get("stand", ""), choice.values.get("soort", "")
    rows = pages.outgoing(state=state, kind=kind, limit=PER_PAGE + 1, offset=choice.offset)
    visit.looked("lijst", "uitgaand")
    return visit.page(
        "outgoing.html",
        rows=rows[:PER_PAGE],
        more_pages=len(rows) > PER_PAGE,
        chosen=choice,
        counts=visit.desk.records.counts(),
        unknown=pages.outgoing(state=str(OutState.UNKNOWN)),
    )


def choose_outgoing(visit: Visit) -> Chosen:
    """Which outgoing mail the address asks for."""
    states = tuple((str(state), words) for state, words in OUT_STATES.items())
    kinds = tuple((str(kind), words) for kind, words in OUT_KINDS.items())
    return chosen(visit, (Filter("stand", "Stand", "state", states), Filter("soort", "Soort", "kind", kinds)))


def outgoing_one(visit: Visit) -> Response:
    """One mail that went out, or has to, with what a person can still decide about it."""
    row = visit.desk.records.mail_pages.outgoing_one(visit.id())
    if row is None:
        raise HTTPException(404, "Deze mail is er niet.")
    visit.looked("uitgaande mail", visit.id())
    return visit.page("outgoing_one.html", row=row, repeatable=repeatable(row))


def repeatable(row: Mapping[str, Any]) -> bool:
    """Whether it can be sent once more: its text is still there, and it was not sent once more already."""
    return bool(row["text"] and row["recipient"]) and not row["key"].endswith(SENT_TWICE)


def resolve(visit: Visit) -> Response:
    """Decide about a mail of which nobody knows whether it arrived, or send one that failed again."""
    row = visit.desk.records.mail_pages.outgoing_one(visit.id())
    if row is None:
        raise HTTPException(404, "Deze mail is er niet.")
    arrived = visit.text("kwam_aan") == "1"
    if not arrived and not repeatable(row):
        raise DecisionError("Deze mail kan niet nog eens weg: de tekst is gewist, of hij ging al een tweede keer.")
    how, outbox = f"{visit.user.name} zegt: {'kwam aan' if arrived else 'opnieuw sturen'}", visit.desk.records.outbox
    failed = row["state"] == OutState.FAILED and not arrived
    deed = "mislukte mail opnieuw" if failed else "over onzekere mail beslist"
    with visit.changing(deed, "uitgaande mail", row["id"], how):
        done = (
            outbox.send_again(row["id"], visit.now, how)
            if failed
            else outbox.resolve(row["id"], arrived=arrived, now=visit.now, how=how)
        )
        if not done:
            raise DecisionError("Over deze mail is al beslist.")
    return visit.go(f"/werkbank/uitgaand/{row['id']}")


def search(visit: Visit) -> Response:
    """Gemeenten by name, messages by what they say, and what was written here. The filters are in the address."""
    words = visit.asked("q")
    code = visit.asked("gemeente")
    code = code if code in visit.desk.names else ""
    choice, mail_pages = chosen(visit, period_filters()), visit.desk.records.mail_pages
    since, before = str(choice.where.get("since", "")), str(choice.where.get("before", ""))
    rows = mail_pages.search(words, gemeente=code, since=since, before=before, limit=MOST_FOUND)
    for row in rows:
        row["around"] = around(visit, row, words)
    if words:
        visit.looked("zoeken", words)
    return visit.page(
        "search.html",
        words=words,
        rows=rows,
        beside=mail_pages.beside(words, gemeente=code, since=since, before=before),
        chosen=choice,
        code=code,
        found=visit.desk.finder.find(words),
        places={"notitie": "/werkbank/gemeente", "casus": "/werkbank/casussen", "vraag": "/werkbank/vragen"},
    )


def around(visit: Visit, row: dict[str, Any], words: str) -> list[tuple[str, bool]]:
    """A piece of the text around the first of the words, personal data blotted out; what was sought is marked."""
    readings = visit.desk.records.readings
    text = readings.parts(row["reading"]).get(row["part"], "")
    text = blotted(text, row["part"], readings.get(row["reading"]).reading.personal_data)
    low = text.casefold()
    at = min((spot for word in words.casefold().split() if (spot := low.find(word)) >= 0), default=0)
    start, end = max(0, at - AROUND), at + 2 * AROUND
    cut = text[start:end]
    # Not in the middle of a word
    cut = cut.partition(" ")[2] if start and " " in cut[:AROUND] else cut
    cut = cut.rpartition(" ")[0] if end < len(text) and " " in cut[-AROUND:] else cut
    piece = " ".join(cut.split())
    piece = ("… " if start else "") + piece + (" …" if end < len(text) else "")
    wanted = "|".join(re.escape(word) for word in words.split()[:12])
    # Every second part is one of the words
    return [(part, bool(at % 2)) for at, part in enumerate(re.split(f"({wanted})", piece, flags=re.IGNORECASE)) if part]


PAGES = (
    Page("/werkbank/bericht/{id:int}", message),
    Page("/werkbank/bericht/{id:int}/html", html),
    Page("/werkbank/bericht/{id:int}/bijlage/{at:int}", attachment),
    Page("/werkbank/bericht/{id:int}/bron", source),
    Page("/werkbank/postbus", mailbox),
    Page("/werkbank/postbus", retry, role=Role.REVIEWER, post=True),
    Page("/werkbank/uitgaand", outgoing),
    Page("/werkbank/uitgaand/{id:int}", outgoing_one),
    Page("/werkbank/uitgaand/{id:int}", resolve, role=Role.REVIEWER, post=True),
    Page("/werkbank/zoeken", search),
)
