"""Beheer: who may work at the desk."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.errors import StorageError
from domain.keeping import Terms
from domain.wording import day_text
from tests.cast.people import CAMPAIGN
from tests.cast.script import mail
from tests.desk.conftest import Browser


@pytest.fixture
def chef(desk):
    chef = Browser(desk).sign_in("Chef")
    chef.get("/werkbank/beheer")
    return chef


def test_a_new_account_gets_a_one_time_password_that_is_shown_once_and_works(chef, desk):
    page = chef.post("/werkbank/beheer", action="nieuw", naam="Nieuwe Collega", rol="reader")
    password = re.findall(r'class="secret">([^<]+)<', page)[0]
    assert password not in chef.get("/werkbank/beheer")
    fresh = Browser(desk).sign_in("nieuwe collega", password)
    assert "Kies een eigen wachtwoord" in fresh.page.text


@pytest.mark.parametrize("name", ["", "Joke", "joke", "x" * 61, "a\x07b"])
def test_a_name_that_will_not_do_is_said(chef, name):
    chef.post("/werkbank/beheer", action="nieuw", naam=name, rol="reader")
    assert chef.page.status_code == 422
    assert 'role="alert"' in chef.page.text


def test_closing_an_account_and_opening_it(chef, records, joke):
    number = records.accounts.find("Joke")[0].id
    chef.post("/werkbank/beheer", action="sluiten", user=str(number))
    assert "Inloggen op de werkbank" in joke.get("/werkbank")
    chef.post("/werkbank/beheer", action="openen", user=str(number))
    assert "Uitloggen" in joke.sign_in("Joke").page.text


@pytest.mark.parametrize("change", [{"action": "sluiten"}, {"action": "rol", "rol": "reader"}])
def test_the_last_manager_stays(chef, records, change):
    number = records.accounts.find("Chef")[0].id
    assert "Er moet een beheerder overblijven" in chef.post("/werkbank/beheer", user=str(number), **change)


def test_a_reviewer_is_no_manager_until_made_one(chef, joke, records):
    joke.get("/werkbank/beheer")
    assert joke.page.status_code == 403
    assert "rol beheerder nodig; u bent beoordelaar" in joke.page.text
    chef.post("/werkbank/beheer", action="rol", rol="manager", user=str(records.accounts.find("Joke")[0].id))
    assert "Gebruikers" in joke.get("/werkbank/beheer")


def test_the_trail_cannot_be_rewritten(joke, records):
    joke.get("/werkbank")
    with pytest.raises(StorageError), records.write():
        records.audit._db.change("UPDATE audit SET who = 'niemand'")
    assert {line["who"] for line in records.audit.lines()} == {"Joke"}


def test_a_token_for_the_api_is_made_shown_once_and_taken_back(chef):
    page = chef.post("/werkbank/beheer/tokens", action="nieuw", naam="Dashboard van het ministerie")
    token = re.search(r'<code class="secret">([^<]+)</code>', page)[1]
    head = {"Authorization": f"Bearer {token}"}
    assert chef.client.get("/api/v1/progress", headers=head).status_code == 200
    assert token not in chef.get("/werkbank/beheer")
    chef.post("/werkbank/beheer/tokens", action="intrekken", naam="Dashboard van het ministerie")
    assert chef.client.get("/api/v1/progress", headers=head).status_code == 401


@pytest.mark.parametrize("name", ["", "x" * 61, "dubbel"])
def test_a_name_of_a_token_that_will_not_do_is_said(chef, name):
    chef.post("/werkbank/beheer/tokens", action="nieuw", naam="dubbel")
    chef.post("/werkbank/beheer/tokens", action="nieuw", naam=name)
    assert chef.page.status_code == 422
    assert 'role="alert"' in chef.page.text


def beheer(desk, terms):
    return Browser(replace(desk, campaign=replace(desk.campaign, terms=terms))).sign_in("Chef").get("/werkbank/beheer")


def test_how_long_each_is_kept_and_what_goes_when_is_shown(desk, tell):
    tell(mail("pledge GM0307 12"))
    page = beheer(desk, Terms(messages=90))
    assert "<td>90 dagen na het einde van de campagne</td><td>vanaf 12 november 2026</td>" in page
    assert "<td>1 ontvangen bericht</td>" in page
    assert "Dit logboek</th><td>tot u het wist: de bewaartermijn staat uit</td>" in page


def test_what_nobody_chose_does_not_go_within_a_month(desk, watch):
    watch.at = CAMPAIGN.end + timedelta(days=900)
    told = beheer(desk, Terms(messages=90, by_default=True))
    assert f"vanaf {day_text((watch.at + timedelta(days=31)).date())}" in told
    assert "<td>iedere dag</td>" in beheer(desk, Terms(messages=90))


def test_that_nothing_goes_by_itself_is_said(desk):
    assert "Er wordt niets vanzelf gewist" in beheer(desk, Terms())
