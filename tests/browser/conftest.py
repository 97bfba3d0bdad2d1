"""The pages in the distribution's Chromium, served from a real database; and axe-core, that looks at each of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import ConsoleMessage, Page

from bot.app import build_reader, gemeenten, names, open_answerer, open_campaign
from bot.conversing import OneAtATime
from bot.desk import gemeenten_called, own_domains
from bot.settings import Settings
from bot.settings_file import shipped_campaign
from desk.app import build
from desk.desk import Desk
from desk.passwords import hashed
from desk.serving import listen, serving
from domain.accounts import Role
from domain.answers import Answerer
from intake.converse import Conversations
from intake.form import FormDesk
from intake.hearing import Hearing
from intake.mail.parse import parse
from intake.process import Intake
from nlp.few_words import FewWords
from storage.records import Records
from tests.chromium import barriers_in_every_look
from tests.desk.conftest import PASSWORD, Watch


@pytest.fixture(scope="session")
def reader() -> OneAtATime:
    return OneAtATime(build_reader())


@pytest.fixture
def records(tmp_path) -> Iterator[Records]:
    with Records.open(tmp_path / "plaatsmaker.db", durable=False) as opened:
        opened.store_gemeenten(gemeenten().values())
        opened.store_campaign(open_campaign(Settings(campaign=shipped_campaign())))
        with opened.write():
            number = opened.accounts.add("Joke", Role.MANAGER, hashed(PASSWORD), Watch()())
            opened.accounts.set_password(number, hashed(PASSWORD), one_time=False)
        yield opened


@pytest.fixture
def intake(records, reader) -> Intake:
    campaign = open_campaign(Settings(campaign=shipped_campaign()))
    return Intake(records, parse, reader, campaign, Watch())


@pytest.fixture(scope="session")
def answerer(tmp_path_factory) -> Answerer:
    settings = Settings(campaign=shipped_campaign(), data=tmp_path_factory.mktemp("brieven"))
    return open_answerer(settings, open_campaign(settings))


@pytest.fixture
def site(records, intake, reader, answerer) -> Iterator[str]:
    """Everything that the web offers; gives its address."""
    bound = listen("127.0.0.1", 0)
    address = f"http://127.0.0.1:{bound.getsockname()[1]}"
    talk = Conversations(Hearing(records, intake.campaign, reader, answerer, FewWords(), names()), intake.clock)
    forms = FormDesk(records, intake, names(), gemeenten_called, own_domains, address)
    desk = Desk(records, intake.campaign, names(), intake.clock, forms=forms, talk=talk)
    with serving(build(desk), bound, ()):
        yield address


class Visitor:
    """A page, and all that should never happen on it: faults in scripts, refusals by the CSP, foreign requests."""

    def __init__(self, page: Page, site: str) -> None:
        self.page, self.site = page, site
        self.faults: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on(
            "request", lambda asked: None if asked.url.startswith((site, "data:")) else self.faults.append(asked.url)
        )

    def _heard(self, said: ConsoleMessage) -> None:
        # A browser calls a form with faults (422) and a page that is not there (404) errors too
        if said.type == "error" and not re.search(r"status of 4(?:04|22)", said.text):
            self.faults.append(said.text)

    def get(self, path: str) -> Page:
        self.page.goto(self.site + path)
        return self.page

    def troubles(self) -> list[str]:
        """What axe-core finds on the page as it is now, in every look, and what sticks out sideways."""
        return barriers_in_every_look(self.page)


@pytest.fixture(params=["met scripts", "zonder scripts"])
def scripts(request) -> bool:
    return request.param == "met scripts"


@pytest.fixture
def visitor(chromium, site) -> Iterator[Visitor]:
    """Somebody with an ordinary browser."""
    context = chromium.new_context(locale="nl-NL", reduced_motion="reduce")
    found = Visitor(context.new_page(), site)
    yield found
    context.close()
    assert found.faults == []


@pytest.fixture
def plain(chromium, site, scripts) -> Iterator[Visitor]:
    """The same, also with scripts switched off."""
    context = chromium.new_context(locale="nl-NL", reduced_motion="reduce", java_script_enabled=scripts)
    found = Visitor(context.new_page(), site)
    yield found
    context.close()
    assert found.faults == []
