"""What people add: a casus of bundled bottlenecks, notes, and a mail of their own."""

from __future__ import annotations

import pytest

from domain.reminders import Contact
from tests.cast.people import day
from tests.cast.script import mail


@pytest.fixture
def told(tell):
    tell(
        mail("bottleneck GM0307 draagvlak"),
        mail("bottleneck GM0184 vergunning", sender="u@urk.nl", sent=day(1), number="u"),
    )


@pytest.mark.usefixtures("told")
def test_bottlenecks_are_bundled_without_persons(joke):
    joke.get("/werkbank/knelpunten")
    page = joke.post("/werkbank/casussen", b=["1", "2"], titel="Draagvlak in kleine gemeenten")
    for words in ("Draagvlak in kleine gemeenten", "2 meldingen van 2 gemeenten", "Amersfoort", "Urk"):
        assert words in page
    assert "Sanne" not in page
    assert "@" not in page


@pytest.mark.usefixtures("told")
def test_a_casus_gets_a_status_a_summary_and_loses_a_report(joke):
    joke.get("/werkbank/knelpunten")
    joke.post("/werkbank/casussen", b=["1", "2"], titel="Eerst")
    joke.post("/werkbank/casussen/1", titel="Daarna", samenvatting="Kort gezegd.", stand="raised")
    page = joke.post("/werkbank/casussen/1", eruit="2")
    assert "1 melding van 1 gemeente" in page
    assert "Kort gezegd." in page
    assert "ingebracht" in joke.get("/werkbank/casussen")


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(("fields", "sentence"), [({"titel": "x"}, "Kruis eerst"), ({"b": "1"}, "geef een titel")])
def test_what_a_casus_needs_is_said(joke, records, fields, sentence):
    joke.get("/werkbank/knelpunten")
    assert sentence in joke.post("/werkbank/casussen", **fields)
    assert records.casussen.all("proef") == []


@pytest.mark.usefixtures("told")
def test_the_same_report_is_in_a_casus_once(joke, records):
    joke.get("/werkbank/knelpunten")
    joke.post("/werkbank/casussen", b="1", titel="Een")
    joke.get("/werkbank/knelpunten")
    joke.post("/werkbank/casussen", b="1", casus="1")
    assert records.casussen.all("proef")[0]["bottlenecks"] == 1


def test_a_note_stays_with_the_gemeente_and_its_writer(joke):
    joke.get("/werkbank/gemeente/GM0307")
    page = joke.post("/werkbank/gemeente/GM0307/notitie", notitie="Belt terug\nna de raad <b>")
    assert "Belt terug\nna de raad &lt;b&gt;" in page
    assert "Joke, " in page
    assert "Belt terug" not in joke.get("/werkbank/gemeente/GM0184")


def test_a_mail_of_ones_own_goes_once_however_often_it_is_sent(joke, records):
    joke.get("/werkbank/gemeente/GM0307")
    key = joke.page.text.split('name="sleutel" value="')[1].split('"')[0]
    fields = {"sleutel": key, "aan": "a@amersfoort.nl", "onderwerp": "Over de plekken", "tekst": "Beste Anne,"}
    for _ in range(2):
        joke.get("/werkbank/gemeente/GM0307")
        joke.post("/werkbank/gemeente/GM0307/mail", **fields)
    assert [row["recipient"] for row in records.mail_pages.outgoing()] == ["a@amersfoort.nl"]
    assert "Over de plekken" in joke.page.text


@pytest.mark.parametrize("wrong", [{"aan": "geen adres"}, {"onderwerp": ""}, {"tekst": ""}])
def test_a_mail_that_lacks_something_is_not_sent(joke, records, wrong):
    joke.get("/werkbank/gemeente/GM0307")
    fields = {"aan": "a@amersfoort.nl", "onderwerp": "x", "tekst": "y"} | wrong
    joke.post("/werkbank/gemeente/GM0307/mail", **fields)
    assert joke.page.status_code == 409
    assert records.mail_pages.outgoing() == []


def test_a_proposed_contact_is_taken_up_once(joke, records):
    with records.write():
        records.contacts.add(
            Contact("GM0307", "anne@amersfoort.nl", "Anne"), day(0), source="schreef ons", state="proposed"
        )
    joke.get("/werkbank/gemeente/GM0307")
    joke.post("/werkbank/gemeente/GM0307/contact", contact="1", action="overnemen")
    assert records.contacts.gemeenten_of("anne@amersfoort.nl") == ["GM0307"]
    assert "Over dit contact is al beslist." in joke.post(
        "/werkbank/gemeente/GM0307/contact", contact="1", action="weigeren"
    )


def test_a_new_contact_has_an_address_that_can_be_one(joke, records):
    joke.get("/werkbank/gemeente/GM0307")
    assert "is geen e-mailadres" in joke.post("/werkbank/gemeente/GM0307/contact", adres="geen", naam="X")
    joke.get("/werkbank/gemeente/GM0307")
    joke.post("/werkbank/gemeente/GM0307/contact", adres="bo@amersfoort.nl", naam="Bo", rol="bestuurlijk")
    assert [(c.address, str(c.role)) for c in records.contacts.of("GM0307")] == [("bo@amersfoort.nl", "bestuurlijk")]
