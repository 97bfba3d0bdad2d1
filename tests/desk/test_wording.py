"""A person reads a quotation before it leaves the house: it can be put right, left out, and given back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nlp.persons import without_persons
from tests.cast.people import day
from tests.cast.script import mail
from tests.desk.conftest import Browser

REPORT = "/werkbank/knelpunten/rapport"
QUOTE = "/werkbank/knelpunten/1/citaat"


@pytest.fixture
def joke(desk, tell):
    tell(mail("bottleneck GM0307 draagvlak Hanneke Kuipers tekent bezwaar aan tegen de Melkfabriek."))
    return Browser(replace(desk, unnamed=without_persons)).sign_in("Joke")


def quoted(browser):
    return browser.get(REPORT).split("<article")[1].split("</article")[0]


def test_nobody_is_named_whom_nobody_here_knows(joke):
    assert "“[naam] tekent bezwaar aan tegen de [naam].”" in quoted(joke)


def test_a_word_too_many_is_put_back_and_the_trail_says_who_did(joke, records):
    assert "Hanneke Kuipers tekent" in joke.get(f"{QUOTE}?naar={REPORT}")
    joke.post(QUOTE, naar=REPORT, action="bewaren", citaat="Iemand tekent bezwaar aan tegen de Melkfabriek.")
    assert str(joke.page.url).endswith(REPORT)
    assert "“Iemand tekent bezwaar aan tegen de Melkfabriek.”" in quoted(joke)
    (line,) = records.audit.lines(action="citaat verwoord")
    assert (line["who"], line["subject_id"]) == ("Joke", "1")


def test_a_quotation_is_left_out_and_given_back(joke):
    joke.get(QUOTE)
    joke.post(QUOTE, naar=REPORT, action="weglaten")
    assert "<blockquote>" not in quoted(joke)
    assert "Weggelaten: citaat van Amersfoort" in quoted(joke)
    joke.get(QUOTE)
    joke.post(QUOTE, naar=REPORT, action="vanzelf")
    assert "tekent bezwaar aan" in quoted(joke)


def test_an_empty_quotation_is_no_wording(joke):
    joke.get(QUOTE)
    assert "Schrijf het citaat" in joke.post(QUOTE, naar=REPORT, action="bewaren", citaat=" ")
    assert "tekent bezwaar aan" in quoted(joke)


def test_a_reader_reads_the_report_and_words_nothing(desk, joke):
    els = Browser(desk).sign_in("Els")
    assert "/citaat" not in els.get(REPORT)
    els.get(QUOTE)
    assert els.page.status_code == 403
    assert "Dit knelpunt is er niet." in joke.get("/werkbank/knelpunten/99/citaat")


def test_who_is_erased_is_erased_from_the_wording_too(joke, records):
    joke.get(QUOTE)
    joke.post(QUOTE, naar=REPORT, action="bewaren", citaat="Hanneke zegt nee.")
    with records.write():
        records.forget(records.messages.get(1).sender, day(40))
    assert records.casussen.quotes([1]) == {}
    assert "Hanneke zegt nee" not in quoted(joke)
