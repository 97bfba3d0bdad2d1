"""Herinneringen and Vragen: nothing goes out before a person has seen it."""

from __future__ import annotations

import re

import pytest

from domain.model import Channel
from domain.questions import NewQuestion, QuestionKind
from tests.cast.people import day
from tests.cast.script import mail
from tests.desk.conftest import Browser, with_wave

HOME = "/werkbank/herinneringen"
LADDER_NOW = ["niets verstuurd", "nu aan de beurt", "over 21 dagen", "over 29 dagen"]


@pytest.fixture
def wave_desk(desk, records, watch):
    """A desk on the morning of the second step, with two people to write to."""
    return with_wave(desk, records, watch)


@pytest.fixture
def chef(wave_desk):
    return Browser(wave_desk).sign_in("Chef")


def due(records) -> set[str]:
    return {row["recipient"] for row in records.view("v_outgoing", "proef") if row["kind"] == "reminder"}


def test_every_mail_of_the_wave_can_be_read_before_it_goes(chef, records):
    page = chef.get(HOME)
    assert "Nu aan de beurt: Vier weken" in page
    assert "ursula@urk.nl" in page
    assert "Meierijstad" in page.split("niemand die wij kunnen aanschrijven")[1]
    assert "Urk" in chef.get(f"{HOME}/mail/GM0184").split('class="letter"')[1]
    assert due(records) == set()


def test_the_ladder_says_of_each_step_how_far_it_is(chef):
    chef.get(HOME)
    ladder = chef.page.text.split('class="plain ladder"')[1].split("</ol>")[0]
    assert re.findall(r"niets verstuurd|nu aan de beurt|over \d+ dagen", ladder) == LADDER_NOW


def test_approving_queues_all_but_those_left_out(chef, records):
    chef.get(HOME)
    chef.post(HOME, step="vier-weken", action="goedkeuren", weg="GM0184")
    assert due(records) == {"anne@amersfoort.nl"}
    assert "goedgekeurd" in chef.page.text
    assert "Over de stap &#39;Vier weken&#39; is al beslist." in chef.post(HOME, step="vier-weken", action="overslaan")


def test_what_went_out_and_who_was_not_reached_stand_beside_it(chef, records):
    chef.get(HOME)
    chef.post(HOME, step="vier-weken", action="goedkeuren", weg="GM0184")
    with records.write():
        records.contacts.leave_alone("anne@amersfoort.nl", "bounced", day(5))
        records.contacts.note_absence("ursula@urk.nl", day(60).date(), "vera@urk.nl", day(5), None)
    page = chef.get(HOME).split('id="ging"')[1]
    for words in ("Te versturen", "Amersfoort", "adres werkt niet", "Urk", "vervanger: vera@urk.nl", "tot en met"):
        assert words in page
    link = re.search(r'href="(/werkbank/uitgaand\?[^"]+)"', page)[1].replace("&amp;", "&")
    assert "Amersfoort" in chef.get(link)


def test_skipping_a_step_sends_nothing(chef, records):
    chef.get(HOME)
    chef.post(HOME, step="vier-weken", action="overslaan")
    assert "Deze stap is overgeslagen." in chef.page.text
    assert due(records) == set()


def test_what_was_shown_must_still_be_up(chef, records):
    chef.get(HOME)
    assert "Intussen is een andere stap aan de beurt." in chef.post(HOME, step="uitnodiging", action="goedkeuren")
    assert due(records) == set()


def test_a_trial_goes_to_oneself_and_counts_for_nobody(chef, records):
    chef.get(HOME)
    chef.post(f"{HOME}/proef", adres="ik@vng.nl")
    assert "1 proefmail staat klaar" in chef.page.text
    assert due(records) == set()
    assert "is geen e-mailadres" in chef.post(f"{HOME}/proef", adres="geen adres")


def test_a_reviewer_looks_but_does_not_approve(wave_desk, records):
    joke = Browser(wave_desk).sign_in("Joke")
    assert "Een beheerder keurt deze herinnering goed." in joke.get(HOME)
    joke.post(HOME, step="vier-weken", action="goedkeuren")
    assert joke.page.status_code == 403
    assert due(records) == set()


@pytest.fixture
def asked(tell, records):
    """A question by mail with a concept answer beside it."""
    tell(mail("speaks GM0307", "intent question", subject="Een vraag"))
    question = NewQuestion(
        QuestionKind.MAIL,
        1,
        Channel.EMAIL,
        "s.devries@amersfoort.nl",
        "Telt dit mee?",
        day(0),
        concept="Ja, dit telt mee.",
    )
    with records.write():
        return records.questions.add("proef", question)


def test_a_question_is_answered_in_other_words_and_kept_with_them(wave_desk, asked, records):
    joke = Browser(wave_desk).sign_in("Joke")
    assert "Telt dit mee?" in joke.get("/werkbank/vragen")
    assert "Ja, dit telt mee.</textarea>" in joke.get(f"/werkbank/vragen/{asked}")
    joke.post(f"/werkbank/vragen/{asked}", action="sturen", antwoord="Nee, dit telt niet mee.")
    sent = next(row for row in records.mail_pages.outgoing() if row["kind"] == "answer")
    assert (sent["recipient"], sent["subject"]) == ("s.devries@amersfoort.nl", "Re: Een vraag")
    page = joke.get(f"/werkbank/vragen/{asked}")
    assert "Beantwoord door Joke" in page
    assert "Nee, dit telt niet mee." in page


def test_an_empty_answer_is_said_at_the_field(wave_desk, asked):
    joke = Browser(wave_desk).sign_in("Joke")
    joke.get(f"/werkbank/vragen/{asked}")
    joke.post(f"/werkbank/vragen/{asked}", action="sturen", antwoord=" ")
    assert joke.page.status_code == 422
    assert "Schrijf een antwoord, of sluit de vraag." in joke.page.text


def test_a_question_is_answered_once(wave_desk, asked, records):
    joke, bram = Browser(wave_desk).sign_in("Joke"), Browser(wave_desk).sign_in("Bram")
    for browser in (joke, bram):
        browser.get(f"/werkbank/vragen/{asked}")
    joke.post(f"/werkbank/vragen/{asked}", action="sluiten")
    assert "is al gesloten door Joke" in bram.post(f"/werkbank/vragen/{asked}", action="sturen", antwoord="Ja.")
    assert records.mail_pages.outgoing() == []
