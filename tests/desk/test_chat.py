"""The web chat without scripts, on a real conversation."""

from __future__ import annotations

import re

import pytest

from bot.app import build_reader
from bot.conversing import OneAtATime
from desk.desk import Desk
from domain.answers import Answer
from intake.converse import Conversations
from intake.hearing import Hearing
from nlp.few_words import FewWords
from tests.cast.people import CAMPAIGN, GEMEENTEN
from tests.desk.conftest import Browser

NAMES = {gemeente.code: gemeente.name for gemeente in GEMEENTEN}


class Answers:
    """Knows one thing."""

    version = "proef"

    def answer(self, question):
        if "deadline" in question.text.lower():
            return Answer("U kunt antwoorden tot en met 13 augustus 2026.", known=True, confidence=0.95)
        return Answer("Dat weet ik niet.", known=False, confidence=0.1)


@pytest.fixture(scope="session")
def reader():
    return OneAtATime(build_reader())


@pytest.fixture
def chat_desk(records, watch, reader):
    talk = Conversations(Hearing(records, CAMPAIGN, reader, Answers(), FewWords(), NAMES), watch)
    return Desk(records, CAMPAIGN, NAMES, watch, talk=talk)


@pytest.fixture
def visitor(chat_desk):
    return Browser(chat_desk)


def say(visitor, words="", button="", number=None):
    visitor.get("/chat")
    number = number or re.findall(r'name="nummer" value="([0-9a-f]+)"', visitor.page.text)[-1]
    return visitor.post("/chat", zin=words, knop=button, nummer=number)


def test_a_question_is_answered_and_the_first_words_say_who_answers(visitor):
    page = say(visitor, "Wanneer is de deadline?")
    assert "U praat met een computerprogramma van de VNG" in page
    assert "tot en met 13 augustus 2026" in page


def test_looking_makes_no_conversation(visitor, records):
    visitor.get("/chat")
    assert records.counts()["handled"] == 0
    assert visitor.client.cookies == {}


def test_the_conversation_survives_a_reload_and_is_nobody_elses(visitor, chat_desk):
    say(visitor, "Wanneer is de deadline?")
    assert "13 augustus" in visitor.get("/chat")
    assert "13 augustus" not in Browser(chat_desk).get("/chat")


def test_the_same_form_twice_is_one_message(visitor, records):
    say(visitor, "Wanneer is de deadline?", number="abc")
    before = len(list(records.outbox.rows()))
    say(visitor, "Wanneer is de deadline?", number="abc")
    assert len(list(records.outbox.rows())) == before


def test_a_button_of_the_last_reply_can_be_chosen(visitor):
    page = say(visitor, "hallo")
    code, label = re.findall(r'name="knop" value="([^"]+)">([^<]+)<', page)[0]
    page = say(visitor, button=code)
    assert f'mine"><span class="hide">U: </span>\n<p>{label}</p>' in page


def asks(page):
    """The address that a page that stands open asks for news at, and after how many seconds."""
    path, wait = re.search(r'hx-get="([^"]+)" hx-trigger="load delay:(\d+)s', page).groups()
    return path.replace("&amp;", "&"), int(wait)


def test_nothing_new_is_asked_for_less_and_less_often(visitor):
    path, wait = asks(say(visitor, "hallo"))
    later, longer = asks(visitor.get(path))
    assert "<li" not in visitor.page.text
    assert (wait, longer, asks(visitor.get(later))[1]) == (2, 3, 4)


def test_only_what_is_new_is_added_to_a_conversation_that_stands_open(visitor):
    path, _ = asks(say(visitor, "hallo"))
    say(visitor, "Wanneer is de deadline?")
    added = visitor.get(path)
    assert ("13 augustus" in added, "hallo" in added, asks(added)[1]) == (True, False, 2)


def test_what_is_sent_from_an_open_page_comes_back_as_pieces_of_it(visitor):
    known = re.search(r'name="bekend" value="([\d.]+)"', visitor.get("/chat"))[1]
    head = {"Origin": str(visitor.client.base_url), "HX-Request": "true"}
    sent = {"zin": "Wanneer is de deadline?", "nummer": "abc", "bekend": known}
    pieces = visitor.client.post("/chat", data=sent, headers=head).text
    assert "<!doctype" not in pieces
    assert pieces.index("Wanneer is de deadline?") < pieces.index("13 augustus")
    assert "13 augustus" in visitor.get("/chat")


def test_leaving_forgets_it_in_this_browser(visitor):
    say(visitor, "Wanneer is de deadline?")
    visitor.post("/chat/verlaten")
    assert "13 augustus" not in visitor.get("/chat")


def test_who_reads_our_records_or_lists_cannot_go_on_in_the_name_of_a_visitor(visitor, chat_desk, records):
    say(visitor, "Ik wil een medewerker spreken")
    token = visitor.client.cookies["plaatsmaker-gesprek"]
    joke = Browser(chat_desk).sign_in("Joke")
    lists = ("postbus", "uitgaand", "uitgaand/1", "vragen", "vragen/1", "vragen/gesprekken", "vragen/gesprek/1")
    shown = "".join(joke.get(f"/werkbank/{path}") for path in lists)
    stored = records.path.read_bytes() + records.path.with_name(records.path.name + "-wal").read_bytes()
    assert token[:16] not in shown
    assert token[:16].encode() not in stored
    assert str(records.chats.get(1).conversation.address) not in shown


def test_a_line_of_a_conversation_is_shown_with_the_rest(visitor, chat_desk):
    say(visitor, "Wanneer is de deadline?")
    joke = Browser(chat_desk).sign_in("Joke")
    assert 'href="/werkbank/vragen/gesprek/1"' in joke.get("/werkbank/postbus")
    joke.get("/werkbank/bericht/1")
    assert str(joke.page.url).endswith("/werkbank/vragen/gesprek/1")


def test_what_is_typed_is_never_markup(visitor):
    assert "<script>alert" not in say(visitor, "<script>alert(1)</script>")


def test_too_many_messages_wait(visitor):
    visitor.get("/chat")
    for _ in range(61):
        visitor.post("/chat", zin="hallo", nummer="zelfde")
    assert visitor.page.status_code == 429
    assert "U stuurt wel erg veel berichten." in visitor.page.text
