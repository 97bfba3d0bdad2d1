"""Signing in with an account of the organisation, at a real service that signs real tokens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import httpx
import pytest

from desk.begun import LASTS
from desk.desk import Desk
from desk.provider import Provider
from desk.routing import BACK
from domain.accounts import Role
from domain.entrance import Entrance
from storage.records import Records
from tests.cast.sign_in_service import FAULTS, SECRET, TOLD_LATER, sign_in_service
from tests.desk.conftest import HERE, Browser, Watch

GROUPS = {
    Role.READER: frozenset({"asiel"}),
    Role.REVIEWER: frozenset({"asiel-werkbank"}),
    Role.MANAGER: frozenset({"asiel-beheer"}),
}
ENTRANCE = Entrance("groups", GROUPS, domains=frozenset({"vng.example"}))


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with sign_in_service() as issuer:
        yield issuer


@pytest.fixture
def watch() -> Watch:
    # The tokens are of this very moment
    return Watch(datetime.now(UTC))


@pytest.fixture
def provider(issuer: str) -> Provider:
    return Provider(issuer, "plaatsmaker", lambda: SECRET, HERE + BACK, ENTRANCE, "de VNG")


@pytest.fixture
def desk(desk: Desk, provider: Provider) -> Desk:
    return replace(desk, provider=provider)


@pytest.fixture
def browser(desk: Desk) -> Browser:
    return Browser(desk)


def begin(browser: Browser, who: str, wanted: str = "/werkbank/vragen") -> str:
    """To the service, where somebody chooses who he is; gives the address that it sends the browser back to."""
    browser.client.follow_redirects = False
    browser.get(f"/werkbank/inloggen/organisatie?naar={wanted}")
    away = browser.page.headers["location"]
    browser.client.follow_redirects = True
    return httpx.get(f"{away}&who={who}").headers["location"]


def enter(browser: Browser, who: str, wanted: str = "/werkbank/vragen") -> str:
    return browser.get(begin(browser, who, wanted))


def told(records: Records) -> list[tuple[str, str, str]]:
    return [(line["who"], line["action"], line["detail"]) for line in records.audit.lines() if line["subject"] == ""]


def test_who_is_in_a_group_comes_in_with_its_role_and_where_he_was_going(browser: Browser, records: Records) -> None:
    assert "Inloggen met de VNG" in browser.get("/werkbank/inloggen?naar=/werkbank/postbus")
    page = enter(browser, "ada", "/werkbank/postbus")
    assert str(browser.page.url).endswith("/werkbank/postbus")
    assert "Ada Bakker</a> <small>(beoordelaar)" in page
    assert told(records) == [("Ada Bakker", "ingelogd", "via de VNG")]


def test_the_highest_of_several_groups_counts_and_a_session_is_ours(browser: Browser, watch: Watch) -> None:
    enter(browser, "bea")
    assert "Bea Vos</a> <small>(beheerder)" in browser.get("/werkbank/beheer")
    watch.wait(timedelta(hours=3))
    assert "Inloggen op de werkbank" in browser.get("/werkbank/vragen")


def test_groups_that_are_not_in_the_token_are_asked_for(browser: Browser) -> None:
    assert "(beheerder)" in enter(browser, TOLD_LATER)


def test_another_group_is_another_role_at_the_next_sign_in_for_the_same_account(desk: Desk, records: Records) -> None:
    enter(Browser(desk), "bea")
    assert "Bea Vos</a> <small>(lezer)" in enter(Browser(desk), "bea~asiel")
    assert [user.role for user in records.accounts.users() if user.name == "Bea Vos"] == [Role.READER]


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("cor", "Uw account heeft geen toegang tot deze werkbank."),
        ("dirk", "Uw e-mailadres hoort niet bij een organisatie die hier mag inloggen."),
        ("eva", "Uw e-mailadres hoort niet bij een organisatie die hier mag inloggen."),
        ("nobody", "Het inloggen is niet afgemaakt."),
    ],
)
def test_who_may_not_enter_reads_why_in_one_sentence(browser: Browser, records: Records, who, sentence) -> None:
    page = enter(browser, who)
    assert (browser.page.status_code, page.count('role="alert"')) == (403, 1)
    assert sentence in page
    assert "Inloggen op de werkbank" in browser.get("/werkbank/vragen")
    assert told(records)[0][:2] == ("onbekend", "inloggen geweigerd")


@pytest.mark.parametrize("fault", FAULTS)
def test_a_token_in_which_anything_is_wrong_lets_nobody_in(browser: Browser, records: Records, fault: str) -> None:
    page = enter(browser, fault)
    assert browser.page.status_code == 502
    assert "Het antwoord van de VNG klopt niet; u bent niet ingelogd." in page
    assert "Inloggen op de werkbank" in browser.get("/werkbank/vragen")
    assert not [user for user in records.accounts.users() if user.outside]


def test_a_way_back_is_good_once_in_its_own_browser_and_not_for_ever(
    desk: Desk, browser: Browser, watch: Watch
) -> None:
    stolen = begin(browser, "ada")
    for other, way in ((Browser(desk), stolen), (browser, stolen), (browser, HERE + BACK)):
        assert "begon in een andere browser" in other.get(way)
        assert other.page.status_code == 400
    late = begin(browser, "ada")
    watch.wait(LASTS)
    assert "duurde te lang" in browser.get(late)


def test_a_code_without_the_verifier_of_this_sign_in_is_worth_nothing(desk: Desk) -> None:
    thief, victim = Browser(desk), Browser(desk)
    code = begin(victim, "bea").split("code=")[1].split("&")[0]
    state = begin(thief, "ada").split("state=")[1].split("&")[0]
    assert "klopt niet" in thief.get(f"{BACK}?state={state}&code={code}")


def test_an_answer_in_the_name_of_another_service_is_refused(browser: Browser) -> None:
    back = begin(browser, "ada")
    assert "klopt niet" in browser.get(back.split("&iss=")[0] + "&iss=http%3A%2F%2Fkwaad.example&code=x")


def test_a_name_that_is_taken_gets_something_behind_it_and_no_ones_account(browser: Browser, records: Records) -> None:
    enter(browser, "joke")
    assert "Joke (joke@vng.example)</a>" in browser.page.text
    assert [user.name for user in records.accounts.users() if user.outside] == ["Joke (joke@vng.example)"]


def test_a_closed_account_stays_closed(desk: Desk, browser: Browser, records: Records) -> None:
    enter(browser, "ada")
    with records.write():
        records.accounts.set_active(records.accounts.users()[0].id, active=False)
    assert "Uw account op deze werkbank is gesloten." in enter(Browser(desk), "ada")


def test_an_outsider_has_no_password_here_and_cannot_be_given_one(desk: Desk, browser: Browser) -> None:
    enter(browser, "ada")
    assert "Een wachtwoord wijzigt u daar" in browser.get("/werkbank/wachtwoord")
    assert "horen niet bij elkaar" in Browser(desk).sign_in("Ada Bakker", "").page.text
    chef = Browser(desk).sign_in("Chef")
    page = chef.get("/werkbank/beheer")
    assert ("account van de organisatie" in page, "Nieuw wachtwoord<span" in page.split("Ada Bakker")[1][:700]) == (
        True,
        False,
    )


def test_new_keys_of_the_service_are_fetched_when_they_are_needed(desk: Desk, browser: Browser, issuer: str) -> None:
    enter(browser, "ada")
    httpx.get(f"{issuer}/renew")
    assert "Uitloggen" in enter(Browser(desk), "ada")


def test_a_service_that_is_away_is_said_so_and_own_accounts_still_enter(desk: Desk, provider: Provider) -> None:
    away = Provider("http://127.0.0.1:9", "plaatsmaker", provider.secret, provider.back, ENTRANCE, "de VNG")
    browser = Browser(replace(desk, provider=away))
    for _ in range(2):
        page = browser.get("/werkbank/inloggen/organisatie")
        assert (browser.page.status_code, "is niet te bereiken" in page) == (502, True)
    assert "Uitloggen" in browser.sign_in("Joke").page.text


def test_nobody_begins_without_end(browser: Browser, desk: Desk, watch: Watch) -> None:
    for _ in range(100):
        desk.starts_by_address.count("127.0.0.1", watch())
    assert "Wacht 10 minuten." in browser.get("/werkbank/inloggen/organisatie")
    assert browser.page.status_code == 429


def test_without_a_service_there_is_no_such_page(desk: Desk) -> None:
    browser = Browser(replace(desk, provider=None))
    assert "Inloggen met" not in browser.get("/werkbank/inloggen")
    browser.get("/werkbank/inloggen/organisatie")
    assert browser.page.status_code == 404


def test_what_is_sent_to_the_service_holds_a_fresh_secret_each_time(browser: Browser) -> None:
    browser.client.follow_redirects = False
    seen = set()
    for _ in range(2):
        browser.get("/werkbank/inloggen/organisatie")
        away = dict(pair.split("=", 1) for pair in urlsplit(browser.page.headers["location"]).query.split("&"))
        assert (away["response_type"], away["code_challenge_method"]) == ("code", "S256")
        seen |= {away["state"], away["nonce"], away["code_challenge"]}
    assert len(seen) == 6
