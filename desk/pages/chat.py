"""The web chat: the same conversation as on Telegram and in a terminal. Works without scripts, survives a reload."""

from __future__ import annotations

from datetime import timedelta

from starlette.exceptions import HTTPException
from starlette.responses import Response

from desk.polling import Added, added, opened
from desk.routing import Page
from desk.tokens import fresh, token_hash
from desk.visit import Visit
from domain.chat import Conversation, Input, InputKind
from domain.chat_lines import ChatLine
from domain.model import Channel
from intake.converse import Conversations

START = "/chat"
KEPT = timedelta(days=30)
LONGEST = 4000
TOO_OFTEN = "U stuurt wel erg veel berichten. Wacht een minuut en probeer het opnieuw."
_TOKEN = 64
"""Characters of a fresh token."""


def talk_of(visit: Visit) -> Conversations:
    """The use case; where there is none there is no such page."""
    if visit.desk.talk is None:
        raise HTTPException(404)
    return visit.desk.talk


def conversation_of(key: str) -> Conversation:
    """The conversation of a browser: under a hash, so that who reads our records cannot go on in its name."""
    return Conversation(Channel.WEB, token_hash(key))


def show(visit: Visit) -> Response:
    """The conversation so far, and a field to go on."""
    talk_of(visit)
    return _page(visit, _key(visit))


def say(visit: Visit) -> Response:
    """One thing that the visitor says or chooses. The same form twice is one input."""
    talk, key = talk_of(visit), _key(visit) or fresh()
    if visit.desk.chats_by_address.wait(visit.client, visit.now):
        return _page(visit, _key(visit), TOO_OFTEN, 429)
    visit.desk.chats_by_address.count(visit.client, visit.now)
    button, text = visit.text("knop"), visit.form.get("zin", "").replace("\0", "").strip()[:LONGEST]
    if button or text:
        talk.receive(
            Input(
                conversation_of(key),
                external_id=f"{token_hash(key)[:16]}/{visit.text('nummer') or fresh()[:16]}",
                kind=InputKind.BUTTON if button else InputKind.TEXT,
                text=button or text,
                at=visit.now,
            )
        )
        visit.desk.wake()
    return _remembered(visit, _more(visit, key) if visit.by_htmx else visit.go(f"{START}#eind"), key)


def news(visit: Visit) -> Response:
    """What was added since the page was made, and when to ask again."""
    talk_of(visit)
    key = _key(visit)
    seen, known, waited = (visit.asked(name) for name in ("na", "bekend", "gewacht"))
    return _pieces(visit, added(_newest(visit, key), seen, known, waited, lambda: _lines(visit, key)), sent=False)


def _more(visit: Visit, key: str, fault: str = "", status: int = 200) -> Response:
    """What the visitor said and what was answered, for a page that stands open."""
    found = opened(_newest(visit, key), _lines(visit, key), visit.text("bekend"))
    return _pieces(visit, found, sent=True, fault=fault, status=status)


def _pieces(visit: Visit, found: Added, *, sent: bool, fault: str = "", status: int = 200) -> Response:
    return visit.page("chat_news.html", status, added=found, number=fresh()[:16], sent=sent, fault=fault)


def leave(visit: Visit) -> Response:
    """Let go of the conversation in this browser, as on a computer that others use too."""
    answer = visit.page(
        "form_told.html",
        title="U hebt het gesprek verlaten",
        sentences=["In deze browser is het gesprek niet meer te zien. Wilt u opnieuw beginnen, open dan de chat."],
        words="Opnieuw beginnen",
        link=START,
    )
    answer.delete_cookie(_cookie(visit), secure=visit.desk.secure, httponly=True, samesite="lax")
    return answer


def _page(visit: Visit, key: str, fault: str = "", status: int = 200) -> Response:
    if visit.by_htmx:
        return _more(visit, key, fault, status)
    found = opened(_newest(visit, key), _lines(visit, key))
    return visit.page("chat.html", status, added=found, number=fresh()[:16], fault=fault, most=LONGEST)


def _newest(visit: Visit, key: str) -> int:
    chat = _chat(visit, key)
    return visit.desk.records.chat_lines.newest(chat) if chat else 0


def _lines(visit: Visit, key: str) -> list[ChatLine]:
    chat = _chat(visit, key)
    return visit.desk.records.chat_lines.of(chat) if chat else []


def _chat(visit: Visit, key: str) -> int:
    found = talk_of(visit).records.chats.find(conversation_of(key)) if key else None
    return found.id if found else 0


def _cookie(visit: Visit) -> str:
    return f"{visit.desk.cookie}-gesprek"


def _key(visit: Visit) -> str:
    """What the browser remembers of the conversation; empty where it is not one of our tokens."""
    key = visit.request.cookies.get(_cookie(visit), "")
    return key if len(key) == _TOKEN and key.isalnum() else ""


def _remembered(visit: Visit, answer: Response, key: str) -> Response:
    seconds = int(KEPT.total_seconds())
    answer.set_cookie(_cookie(visit), key, max_age=seconds, secure=visit.desk.secure, httponly=True, samesite="lax")
    return answer


PAGES = (
    Page(START, show, role=None),
    Page(START, say, role=None, post=True),
    Page(START + "/nieuw", news, role=None, quiet=True),
    Page(START + "/verlaten", leave, role=None, post=True),
)
