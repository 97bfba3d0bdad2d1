"""Gesprekken: a person takes a conversation over, writes, gives it back and closes it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.desk import masked
from desk.desk import Desk
from domain.questions import QuestionStatus
from storage.records import Records
from tests.cast.people import CAMPAIGN
from tests.cast.talking import Phone
from tests.cast.talking import Watch as PhoneWatch
from tests.desk.conftest import Browser, Watch
from tests.desk.test_chat import asks

ONE = "/werkbank/vragen/gesprek/1"


@pytest.fixture
def phone(records: Records, watch: Watch) -> Phone:
    return Phone(records, PhoneWatch(watch.at))


@pytest.fixture
def taken(joke: Browser, phone: Phone) -> Browser:
    """Somebody asked for a person, and Joke took it over."""
    phone.type("hallo", "Komt er een dwangsom?", "ja")
    joke.get(ONE)
    joke.post(ONE, action="overnemen")
    return joke


def waiting(records: Records) -> list[str]:
    return [q.question.text for q in records.questions.all(CAMPAIGN.key, QuestionStatus.OPEN)]


def test_what_was_said_on_both_sides_is_shown_with_who_said_it(joke: Browser, phone: Phone) -> None:
    phone.type("Wat is de deadline?")
    assert "de assistent</td>" in joke.get("/werkbank/vragen/gesprekken")
    page = joke.get(ONE)
    assert page.index("De ander, ") < page.index("Wat is de deadline?") < page.index("Assistent, ")
    assert "toonde niet aan voor wie hij spreekt" in page


def test_who_takes_over_is_seen_on_both_sides_and_the_assistant_is_silent(taken: Browser, phone: Phone) -> None:
    assert "De assistent zwijgt tot u het gesprek teruggeeft" in taken.page.text
    assert '<span class="tag good">Joke</span>' in taken.get("/werkbank/vragen/gesprekken")
    assert "U praat nu met een medewerker van de VNG." in phone.sent()[-1]["text"]
    assert phone.type("Wat is de deadline?") == ""


def test_what_a_person_writes_says_so_and_answers_what_was_asked(taken: Browser, phone: Phone, records) -> None:
    phone.type("Is daar iemand?")
    assert waiting(records) == ["Komt er een dwangsom?", "Is daar iemand?"]
    page = taken.post(ONE, action="schrijven", bericht="Nee, een dwangsom komt er niet.", nummer="een")
    assert "Medewerker, " in page
    assert phone.sent()[-1]["text"] == ("Een medewerker van de VNG schrijft:\n\nNee, een dwangsom komt er niet.")
    assert waiting(records) == []
    answered = records.questions.all(CAMPAIGN.key, QuestionStatus.ANSWERED)
    assert {(q.answer, q.decided_by) for q in answered} == {("Nee, een dwangsom komt er niet.", "Joke")}


def test_the_same_form_twice_is_said_once(taken: Browser, phone: Phone) -> None:
    for _ in range(2):
        taken.post(ONE, bericht="Goedemorgen.", nummer="een")
    assert [row["text"].endswith("Goedemorgen.") for row in phone.sent()].count(True) == 1


def test_given_back_the_assistant_says_who_it_is_and_answers_again(taken: Browser, phone: Phone) -> None:
    taken.post(ONE, action="teruggeven")
    assert "U praat nu weer met de assistent, een computerprogramma." in phone.sent()[-1]["text"]
    assert phone.type("Wat is de deadline?") == "Tot en met 13 augustus 2026."


def test_closing_tells_the_other_and_leaves_no_question_open(taken: Browser, phone: Phone, records: Records) -> None:
    taken.post(ONE, action="sluiten")
    assert str(taken.page.url).endswith("/werkbank/vragen/gesprekken")
    assert "De medewerker sluit dit gesprek af." in phone.sent()[-1]["text"]
    assert waiting(records) == []
    assert phone.type("Wat is de deadline?") == "Tot en met 13 augustus 2026."


@pytest.mark.parametrize(
    ("text", "sentence"), [("", "Schrijf eerst een bericht."), ("x" * 3501, "Uw bericht is te lang: 3501 tekens.")]
)
def test_what_cannot_be_sent_is_said_at_the_field_and_kept(taken: Browser, phone: Phone, text, sentence) -> None:
    said = len(phone.sent())
    page = taken.post(ONE, action="schrijven", bericht=text, nummer="een")
    assert (taken.page.status_code, sentence in page, text in page) == (422, True, True)
    assert len(phone.sent()) == said


def test_only_who_took_it_over_writes_and_another_may_take_it_from_him(taken: Browser, desk: Desk) -> None:
    bram = Browser(desk).sign_in("Bram")
    assert "Neem het gesprek over van Joke" in bram.get(ONE)
    assert "Joke heeft het gesprek nu." in bram.post(ONE, action="schrijven", bericht="Hallo")
    bram.post(ONE, action="overnemen")
    assert "Bram heeft het gesprek nu." in taken.post(ONE, action="schrijven", bericht="Hallo")


def test_a_reader_reads_and_cannot_take_over(desk: Desk, phone: Phone) -> None:
    phone.type("hallo")
    els = Browser(desk).sign_in("Els")
    assert "Een beoordelaar kan dit gesprek overnemen." in els.get(ONE)
    els.post(ONE, action="overnemen")
    assert els.page.status_code == 403


def test_each_step_and_each_look_is_in_the_trail_and_news_comes_only_where_there_is_any(
    taken: Browser, phone: Phone, records: Records
) -> None:
    told = [line["action"] for line in records.audit.lines(who="Joke") if line["subject"] == "gesprek"]
    assert told == ["bekeken", "gesprek overgenomen", "bekeken"]
    path, _ = asks(taken.page.text)
    assert "<li" not in taken.get(path)
    phone.type("Hoort u mij?")
    assert re.findall(r"<p>([^<]+)</p>", taken.get(path)) == ["Hoort u mij?"]


def test_numbers_of_persons_are_not_shown(desk: Desk, phone: Phone) -> None:
    phone.type("hallo", "Het BSN van mijn cliënt is 111222333.")
    page = Browser(replace(desk, masked=masked)).sign_in("Joke").get(ONE)
    assert ("111222333" in page, "[bsn]" in page) == (False, True)


def test_who_was_erased_cannot_be_written_to(joke: Browser, phone: Phone) -> None:
    phone.type("hallo", "verwijder", "ja")
    joke.get(ONE)
    said = len(phone.sent())
    assert "Dit gesprek is gewist; er is niemand meer" in joke.post(ONE, action="overnemen")
    assert (joke.page.status_code, len(phone.sent())) == (422, said)


def test_a_conversation_that_is_not_there_is_said_so(joke: Browser) -> None:
    assert "Gesprek 9 bestaat niet." in joke.get("/werkbank/vragen/gesprek/9")
    assert joke.page.status_code == 404
