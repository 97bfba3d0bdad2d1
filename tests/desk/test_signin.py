"""Signing in: who comes in, who does not, and what a browser is given to keep."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk.desk import Desk
from storage.records import Records
from tests.desk.conftest import PASSWORD, Browser, Watch


def test_who_is_not_signed_in_is_asked_to_and_comes_where_he_was_going(browser: Browser) -> None:
    assert "Inloggen op de werkbank" in browser.get("/werkbank?x=1")
    assert "naar=%2Fwerkbank%3Fx%3D1" in str(browser.page.url)
    browser.post("/werkbank/inloggen", naam="Joke", wachtwoord=PASSWORD, naar="/werkbank?x=1")
    assert str(browser.page.url).endswith("/werkbank?x=1")
    assert "Joke" in browser.page.text


@pytest.mark.parametrize(
    ("name", "password"), [("Joke", "fout"), ("Niemand", PASSWORD), ("", ""), ("Joke", "x" * 9999)]
)
def test_a_wrong_name_or_password_gives_the_same_sentence(browser: Browser, name: str, password: str) -> None:
    browser.sign_in(name, password)
    assert browser.page.status_code == 422
    assert "Deze naam en dit wachtwoord horen niet bij elkaar." in browser.page.text
    assert "Inloggen op de werkbank" in browser.get("/werkbank")


def test_after_five_wrong_tries_the_right_password_has_to_wait(browser: Browser, watch: Watch) -> None:
    for _ in range(5):
        browser.sign_in("Joke", "fout")
    browser.sign_in("Joke")
    assert browser.page.status_code == 429
    assert "Wacht 5 minuten" in browser.page.text
    watch.wait(timedelta(minutes=5))
    assert "Uitloggen" in browser.sign_in("Joke").page.text


def test_a_closed_account_is_out_at_once(joke: Browser, records: Records) -> None:
    found = records.accounts.find("joke")
    assert found is not None
    with records.write():
        records.accounts.set_active(found[0].id, active=False)
    assert "Inloggen op de werkbank" in joke.get("/werkbank")
    assert "horen niet bij elkaar" in joke.sign_in("Joke").page.text


def test_a_session_ends_after_two_idle_hours_and_after_a_working_day(joke: Browser, watch: Watch) -> None:
    for _ in range(11):
        watch.wait(timedelta(hours=1))
        assert "Uitloggen" in joke.get("/werkbank")
    watch.wait(timedelta(hours=2))
    assert "Inloggen op de werkbank" in joke.get("/werkbank")


def test_every_sign_in_gives_a_new_token_and_signing_out_ends_the_old_one(joke: Browser, desk: Desk) -> None:
    first = joke.client.cookies["plaatsmaker"]
    joke.post("/werkbank/uitloggen")
    joke.sign_in("Joke")
    assert joke.client.cookies["plaatsmaker"] != first
    thief = Browser(desk)
    thief.client.cookies.set("plaatsmaker", first)
    assert "Inloggen op de werkbank" in thief.get("/werkbank")


def test_over_https_the_cookie_is_guarded_by_the_browser_itself(desk: Desk) -> None:
    browser = Browser(replace(desk, public_url="https://desk.example"), "https://desk.example")
    browser.get("/werkbank/inloggen")
    answer = browser.client.post(
        "/werkbank/inloggen",
        data={"naam": "Joke", "wachtwoord": PASSWORD},
        headers={"Origin": "https://desk.example"},
        follow_redirects=False,
    )
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-plaatsmaker=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert "max-age" in answer.headers["strict-transport-security"]


@pytest.mark.parametrize("origin", ["http://kwaad.example", "null", ""])
def test_a_form_from_elsewhere_is_refused(joke: Browser, origin: str) -> None:
    token = joke.page.text.split('name="token" value="')[1].split('"')[0]
    answer = joke.client.post(
        "/werkbank/uitloggen", data={"token": token}, headers={"Origin": origin} if origin else {}
    )
    assert answer.status_code == 403
    assert "Uitloggen" in joke.get("/werkbank")


@pytest.mark.parametrize("token", ["", "00", "zz" * 64, "00" * 64])
def test_a_form_without_a_good_token_is_refused(joke: Browser, token: str) -> None:
    answer = joke.client.post("/werkbank/uitloggen", data={"token": token}, headers={"Origin": "http://testserver"})
    assert answer.status_code == 403
    assert "laad de pagina opnieuw" in answer.text


@pytest.mark.parametrize(
    "wanted", ["https://kwaad.example", "//kwaad.example", "/werkbank\\@kwaad", "javascript:alert(1)"]
)
def test_signing_in_never_leads_to_another_website(browser: Browser, wanted: str) -> None:
    browser.get("/werkbank/inloggen")
    browser.post("/werkbank/inloggen", naam="Joke", wachtwoord=PASSWORD, naar=wanted)
    assert str(browser.page.url) == "http://testserver/werkbank"


def test_an_own_password_takes_the_place_of_a_one_time_one(joke: Browser) -> None:
    joke.get("/werkbank/wachtwoord")
    joke.post("/werkbank/wachtwoord", huidig="fout", nieuw="kort", nogmaals="anders")
    assert joke.page.status_code == 422
    assert joke.page.text.count('aria-invalid="true"') == 3
    new = "acht blauwe tuinhekken"
    joke.post("/werkbank/wachtwoord", huidig=PASSWORD, nieuw=new, nogmaals=new)
    assert "Uw wachtwoord is gewijzigd" in joke.page.text
    assert "Uitloggen" in joke.sign_in("Joke", new).page.text


def test_the_trail_tells_who_came_in_and_who_did_not(joke: Browser, records: Records) -> None:
    joke.post("/werkbank/uitloggen")
    joke.sign_in("Joke", "fout")
    told = [(line["who"], line["action"]) for line in records.audit.lines()]
    assert told == [("Joke", "inloggen mislukt"), ("Joke", "uitgelogd"), ("Joke", "ingelogd")]


def test_what_is_stored_does_not_let_anybody_in(joke: Browser, records: Records) -> None:
    stored = records.path.read_bytes() + records.path.with_name(records.path.name + "-wal").read_bytes()
    assert joke.client.cookies["plaatsmaker"].encode() not in stored
    assert PASSWORD.encode() not in stored
