"""How much a page weighs, for who is on a train: everything that a browser fetches for it, not compressed."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.app import gemeenten, names
from desk.rendering import STATIC
from tests.cast.script import mail
from tests.desk.conftest import Browser

KB = 1024


@pytest.fixture
def country(desk, records, tell):
    records.store_gemeenten(gemeenten().values())
    tell(mail("pledge GM0307 12", "bottleneck GM0307 vergunning", "review vaag"))
    return Browser(replace(desk, names=names())).sign_in("Joke")


def weight(browser: Browser, path: str) -> int:
    """The page with its stylesheet, script and pictures."""
    page = browser.get(path)
    files = set(re.findall(r'(?:href|src)="/static/([\w.-]+)\?', page))
    return len(page.encode()) + sum((STATIC / name).stat().st_size for name in files)


@pytest.mark.parametrize(
    ("path", "most"), [("/werkbank", 150), ("/werkbank/nakijken/1", 60), ("/werkbank/gemeenten", 150)]
)
def test_no_page_is_heavier_than_its_budget(country, path, most):
    assert weight(country, path) < most * KB


def test_there_is_less_script_than_twenty_kilobytes_in_all():
    assert sum(file.stat().st_size for file in STATIC.glob("*.js")) < 20 * KB


def test_the_map_shows_every_gemeente_with_its_name_and_where_it_stands(country):
    page = country.get("/werkbank")
    assert len(re.findall(r'<a href="/werkbank/gemeente/GM\d{4}" class="s[1-5]" aria-label=', page)) == 342
    assert "Amersfoort: wacht op beoordeling" in page
