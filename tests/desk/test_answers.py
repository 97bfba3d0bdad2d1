"""What every answer of the desk has, whatever is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from ipaddress import ip_network

import pytest

from desk.app import PAGES
from desk.desk import Desk
from desk.routing import BACK, ORGANISATION, SIGN_IN
from domain.accounts import Role
from tests.desk.conftest import Browser

OPEN = {SIGN_IN, ORGANISATION, BACK}


@pytest.mark.parametrize("path", ["/werkbank/inloggen", "/werkbank", "/nergens", "/static/desk.css", "/healthz"])
def test_every_answer_says_what_a_page_may_load(browser: Browser, path: str) -> None:
    browser.get(path)
    policy = browser.page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert browser.page.headers["x-content-type-options"] == "nosniff"


def test_only_the_public_pages_are_open() -> None:
    gated = [page for page in PAGES if page.path not in OPEN and page.path.startswith("/werkbank")]
    assert gated
    assert all(page.role is not None for page in gated)


def test_everything_that_changes_something_asks_more_than_a_reader_may_or_is_about_oneself() -> None:
    own = {"/werkbank/uitloggen", "/werkbank/wachtwoord", "/werkbank/sneltoetsen"}
    posts = [page for page in PAGES if page.post and page.role is not None and page.path not in own]
    assert all(page.role.may(Role.REVIEWER) for page in posts if page.role)


def test_health_is_well_until_a_part_is_not(desk: Desk) -> None:
    well = Browser(desk)
    well.get("/healthz")
    assert (well.page.status_code, well.page.json()["parts"]["database"]) == (200, "ok")
    trouble: Mapping[str, str] = {"postbus": "de server zegt nee"}
    ill = Browser(replace(desk, health=lambda: trouble))
    ill.get("/healthz")
    assert (ill.page.status_code, ill.page.json()["parts"]["postbus"]) == (503, "de server zegt nee")


def test_prometheus_gets_counts_and_no_persons(browser: Browser) -> None:
    text = browser.get("/metrics")
    assert 'plaatsmaker_messages{state="trouble"} 0.0' in text
    assert "@" not in text


@pytest.mark.parametrize("address", ["203.0.113.7", "2001:db8::1", "::ffff:203.0.113.7", "onbekend"])
def test_who_is_elsewhere_hears_whether_all_is_well_and_no_more(desk: Desk, address: str) -> None:
    trouble: Mapping[str, str] = {"postbus": "de server zegt nee"}
    stranger = Browser(replace(desk, health=lambda: trouble), address=address)
    assert "plaatsmaker_messages" not in stranger.get("/metrics")
    assert stranger.page.status_code == 403
    stranger.get("/healthz")
    assert (stranger.page.status_code, stranger.page.json()) == (503, {"status": "trouble"})


@pytest.mark.parametrize("address", ["::1", "10.1.2.3", "172.17.0.1", "192.168.1.9", "::ffff:10.1.2.3", "fd00::1"])
def test_who_watches_from_a_network_of_our_own_hears_everything(desk: Desk, address: str) -> None:
    assert "plaatsmaker_messages" in Browser(desk, address=address).get("/metrics")


def test_who_watches_is_a_setting(desk: Desk) -> None:
    chosen = replace(desk, watchers=(ip_network("203.0.113.0/24"),))
    assert "plaatsmaker_messages" in Browser(chosen, address="203.0.113.7").get("/metrics")
    assert "plaatsmaker_messages" not in Browser(chosen).get("/metrics")


def test_a_page_that_is_not_there_says_so_in_dutch(browser: Browser) -> None:
    assert "Deze pagina is er niet" in browser.get("/werkbank/bestaat-niet")
    assert browser.page.status_code == 404


@pytest.mark.parametrize("page", ["bericht", "uitgaand", "vragen", "vragen/gesprek", "nakijken"])
def test_a_number_that_no_row_can_have_is_a_page_that_is_not_there(joke: Browser, page: str) -> None:
    joke.get(f"/werkbank/{page}/{10**20}")
    assert (joke.page.status_code, "Deze pagina is er niet" in joke.page.text) == (404, True)


def test_more_than_a_form_holds_is_refused(joke: Browser) -> None:
    joke.post("/werkbank/wachtwoord", huidig="x" * 2_000_000)
    assert joke.page.status_code == 413
    assert "Dit is te veel" in joke.page.text


def test_a_get_on_what_changes_something_is_refused(joke: Browser) -> None:
    joke.get("/werkbank/uitloggen")
    assert joke.page.status_code == 405
    assert "Dit kan hier niet" in joke.page.text
