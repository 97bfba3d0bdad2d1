"""Gesprekken: what is said on Telegram, on the web and in a terminal, and a person who takes it over."""

from __future__ import annotations

from dataclasses import replace

from starlette.exceptions import HTTPException
from starlette.responses import Response

from desk.filters import PER_PAGE, chosen
from desk.pages.questions import HOME as QUESTIONS
from desk.polling import added, opened
from desk.routing import Page
from desk.tokens import fresh
from desk.visit import Visit
from domain.accounts import Role
from domain.chat_lines import ChatLine
from domain.errors import DecisionError
from domain.talking import StoredChat
from intake.talk_desk import LONGEST, TalkDesk

LIST, ONE = QUESTIONS + "/gesprekken", QUESTIONS + "/gesprek"
DEEDS = {
    "overnemen": "gesprek overgenomen",
    "teruggeven": "gesprek teruggegeven",
    "schrijven": "in gesprek geschreven",
    "sluiten": "gesprek gesloten",
}


def conversations(visit: Visit) -> Response:
    """Conversations, those that wait for a person first."""
    choice = chosen(visit, ())
    rows = visit.desk.records.chat_lines.recent(visit.desk.campaign.key, PER_PAGE + 1, choice.offset)
    visit.looked("lijst", "gesprekken")
    return visit.page("conversations.html", rows=rows[:PER_PAGE], more_pages=len(rows) > PER_PAGE, chosen=choice)


def conversation(visit: Visit) -> Response:
    """One conversation, with what a person can do in it."""
    return _page(visit, _stored(visit))


def _stored(visit: Visit) -> StoredChat:
    try:
        return visit.desk.records.chats.get(visit.id())
    except DecisionError as error:
        raise HTTPException(404, str(error)) from error


def _page(visit: Visit, chat: StoredChat, status: int = 200, fault: str = "", text: str = "") -> Response:
    visit.looked("gesprek", chat.id)
    records = visit.desk.records
    return visit.page(
        "conversation.html",
        status,
        chat=chat,
        added=opened(records.chat_lines.newest(chat.id), _lines(visit, chat)),
        speaks=records.spokespersons.of(chat.id, visit.desk.campaign.key),
        questions=_talk(visit).open_questions(chat.id),
        once=fresh()[:16],
        fault=fault,
        text=text,
        most=LONGEST,
    )


def _lines(visit: Visit, chat: StoredChat) -> list[ChatLine]:
    masked = visit.desk.masked
    return [replace(line, text=masked(line.text)) for line in visit.desk.records.chat_lines.of(chat.id)]


def news(visit: Visit) -> Response:
    """What was added since the page was made, and when to ask again."""
    chat = _stored(visit)
    newest = visit.desk.records.chat_lines.newest(chat.id)
    seen, known, waited = (visit.asked(name) for name in ("na", "bekend", "gewacht"))
    found = added(newest, seen, known, waited, lambda: _lines(visit, chat))
    if found.lines:
        visit.looked("gesprek", chat.id)
    return visit.page("conversation_news.html", added=found, path=f"{ONE}/{chat.id}/nieuw")


def act(visit: Visit) -> Response:
    """Take it over, write, give it back or close it."""
    # Who presses Enter in the field sends no button along
    chat, action = _stored(visit), visit.text("action") or "schrijven"
    if action not in DEEDS:
        raise HTTPException(400)
    try:
        with visit.changing(DEEDS[action], "gesprek", chat.id):
            _done(visit, chat.id, action)
    except DecisionError as error:
        return _page(visit, _stored(visit), 422, str(error), visit.text("bericht"))
    return visit.go(LIST if action == "sluiten" else f"{ONE}/{chat.id}#eind")


def _done(visit: Visit, chat: int, action: str) -> None:
    talk = _talk(visit)
    match action:
        case "overnemen":
            talk.take_over(chat)
        case "teruggeven":
            talk.hand_back(chat)
        case "schrijven":
            talk.write(chat, visit.text("bericht"), visit.text("nummer") or fresh()[:16])
        case _:
            talk.close(chat)


def _talk(visit: Visit) -> TalkDesk:
    return TalkDesk(visit.desk.records, visit.desk.campaign, visit.user.name, visit.desk.clock)


PAGES = (
    Page(LIST, conversations),
    Page(ONE + "/{id:int}", conversation),
    Page(ONE + "/{id:int}/nieuw", news, quiet=True),
    Page(ONE + "/{id:int}", act, role=Role.REVIEWER, post=True),
)
