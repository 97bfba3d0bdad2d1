"""A desk on a real database, and browsers that are signed in at it."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest

from desk.app import build
from desk.desk import Desk
from desk.passwords import hashed
from domain.accounts import Role
from intake.process import Handled, Intake, process
from intake.receive import receive
from intake.remind import Reminding
from storage.records import Records
from tests.cast.people import CAMPAIGN, GEMEENTEN, day, new_records
from tests.cast.script import ScriptReader, parse_script, story
from tests.cast.sending import ANNE, FOUR_WEEKS, LADDER, NAMES, TEMPLATES, URSULA, morning

with warnings.catch_warnings():
    # Starlette would rather have a successor of httpx that the Telegram library does not use yet
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

PASSWORD = "zeven groene fietsen"  # noqa: S105  # of invented people
HASH = hashed(PASSWORD)
HERE = "http://testserver"


@dataclass
class Watch:
    """A clock that a test can move."""

    at: datetime = field(default_factory=lambda: day(30))

    def __call__(self) -> datetime:
        return self.at

    def wait(self, time: timedelta) -> None:
        self.at += time


class Browser:
    """A browser without scripts: follows links, fills in the forms that a page really has."""

    def __init__(self, desk: Desk, base: str = HERE, address: str = "127.0.0.1") -> None:
        self.client = TestClient(build(desk), base_url=base, follow_redirects=True, client=(address, 50_000))
        self.page: httpx.Response

    def get(self, path: str) -> str:
        self.page = self.client.get(path)
        return self.page.text

    def post(self, path: str, **fields: str | list[str]) -> str:
        """Send a form with the token that the last page had."""
        found = re.search(r'name="token" value="([0-9a-f]+)"', self.page.text)
        data = {"token": found[1] if found else "", **fields}
        self.page = self.client.post(path, data=data, headers={"Origin": str(self.client.base_url)})
        return self.page.text

    def sign_in(self, name: str, password: str = PASSWORD) -> Browser:
        self.get("/werkbank/inloggen")
        self.post("/werkbank/inloggen", naam=name, wachtwoord=password, naar="/werkbank")
        return self


def with_wave(desk: Desk, records: Records, watch: Watch) -> Desk:
    """The desk on the morning of a step of the ladder, with two people to write to."""
    with records.write():
        for contact in (ANNE, URSULA):
            records.contacts.add(contact, day(0), source="lijst")
    watch.at = morning(FOUR_WEEKS)
    return replace(desk, reminding=Reminding(records, CAMPAIGN, LADDER, TEMPLATES, NAMES), parse=parse_script)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    with new_records(tmp_path) as opened:
        with opened.write():
            for name, role in (("Joke", Role.REVIEWER), ("Bram", Role.REVIEWER), ("Els", Role.READER)):
                _account(opened, name, role)
            _account(opened, "Chef", Role.MANAGER)
        yield opened


def _account(records: Records, name: str, role: Role) -> None:
    number = records.accounts.add(name, role, HASH, day(0))
    records.accounts.set_password(number, HASH, one_time=False)


@pytest.fixture
def desk(records: Records, watch: Watch) -> Desk:
    return Desk(records, CAMPAIGN, {g.code: g.name for g in GEMEENTEN}, watch)


@pytest.fixture
def browser(desk: Desk) -> Browser:
    return Browser(desk)


@pytest.fixture
def joke(desk: Desk) -> Browser:
    return Browser(desk).sign_in("Joke")


@pytest.fixture
def tell(records: Records, watch: Watch) -> Callable[..., list[Handled]]:
    """Let mails come in one after the other, and handle them."""
    intake = Intake(records, parse_script, ScriptReader(), CAMPAIGN, watch)

    def tell(*mails: bytes) -> list[Handled]:
        receive(intake.records, story(*mails))
        return list(process(intake))

    return tell
