"""Beheer: who may work at the desk."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from domain.errors import StorageError
from domain.retention import Terms
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


def test_how_long_each_is_kept_is_shown(desk):
    page = Browser(replace(desk, terms=Terms(messages=90))).sign_in("Chef").get("/werkbank/beheer")
    assert "90 dagen na de uiterste datum, tot en met 11 november 2026" in page
    assert "<dt>Dit logboek</dt><dd>zolang de campagne loopt" in page
