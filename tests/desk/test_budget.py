"""How much a page weighs, for who is on a train: everything that a browser fetches for it."""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import replace

import pytest

from bot.app import gemeenten, names
from desk.rendering import STATIC
from tests.cast.script import mail
from tests.desk.conftest import Browser

KB = 1024
PACKED = {"Accept-Encoding": "gzip"}


@pytest.fixture
def country(desk, records, tell):
    records.store_gemeenten(gemeenten().values())
    tell(mail("pledge GM0307 12", "bottleneck GM0307 vergunning", "review vaag"))
    return Browser(replace(desk, names=names())).sign_in("Joke")


def files_of(page: str) -> set[str]:
    """The stylesheet, the scripts and the pictures that a page asks for."""
    return set(re.findall(r'(?:href|src)="/static/([\w./-]+)\?', page))


def travelling(browser: Browser, path: str) -> int:
    """The bytes that go over the line for a page with all its files, as our server sends them."""
    found = browser.client.get(path, headers=PACKED)
    files = [browser.client.get(f"/static/{name}", headers=PACKED) for name in files_of(found.text)]
    return sum(int(answer.headers["Content-Length"]) for answer in (found, *files))


def test_the_overview_with_its_map_is_under_100_kilobytes_unpacked(country):
    assert len(country.get("/werkbank").encode()) < 100 * KB


@pytest.mark.parametrize("path", ["/werkbank", "/werkbank/nakijken/1", "/werkbank/gemeenten", "/werkbank/inloggen"])
def test_no_page_is_heavier_than_its_budget(country, path):
    assert travelling(country, path) < 60 * KB


def test_there_is_less_script_than_twenty_kilobytes_in_all(country):
    scripts = list(STATIC.rglob("*.js"))
    names = {name for name in files_of(country.get("/werkbank")) if name.endswith(".js")}
    assert names == {str(file.relative_to(STATIC)) for file in scripts}
    assert sum(len(gzip.compress(file.read_bytes())) for file in scripts) < 20 * KB


def test_htmx_is_the_one_that_its_description_names():
    told = (STATIC / "htmx" / "SOURCES.md").read_text(encoding="utf-8")
    assert hashlib.sha256((STATIC / "htmx" / "htmx.min.js").read_bytes()).hexdigest() in told


def test_the_map_shows_every_gemeente_with_its_name_and_where_it_stands(country):
    page = country.get("/werkbank")
    assert len(re.findall(r'<a href="/werkbank/gemeente/GM\d{4}" class="s[1-5]"><title>', page)) == 342
    assert "Amersfoort: wacht op beoordeling" in page
