"""Pictures of every page of the desk, into docs/screens: `python bench/screens.py [FOLDER]`.

Plays the invented mail of the demo into a database of its own, serves the desk from it, and lets the distribution's
Chromium look at it: wide, on a telephone, and dark.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bot.app import gemeenten, names, open_campaign, open_files, open_intake
from bot.desk import open_desk
from bot.outgoing import open_follow
from bot.settings import Settings
from bot.settings_file import absolute
from desk.app import build
from desk.desk import Desk
from desk.passwords import hashed
from desk.serving import listen, serving
from domain.accounts import Role
from intake.collect import collect
from storage.records import Records

ROOT = Path(__file__).parents[1]
PORT = 8177
HERE = f"http://127.0.0.1:{PORT}"
PASSWORD = "zeven groene fietsen"  # noqa: S105  # of an invented person in a database that is thrown away
NOW = datetime(2026, 7, 22, 9, 30, tzinfo=UTC)
CHROMIUM = "/usr/bin/chromium"
PAGES = {
    "inloggen": "/werkbank/inloggen",
    "overzicht": "/werkbank",
    "nakijken": "/werkbank/nakijken",
    "gemeenten": "/werkbank/gemeenten?provincie=Gelderland",
    "gemeente": "/werkbank/gemeente/GM1859",
    "toezeggingen": "/werkbank/toezeggingen",
    "knelpunten": "/werkbank/knelpunten",
    "vragen": "/werkbank/vragen",
    "herinneringen": "/werkbank/herinneringen",
    "postbus": "/werkbank/postbus",
    "bericht": "/werkbank/bericht/1",
    "uitgaand": "/werkbank/uitgaand",
    "zoeken": "/werkbank/zoeken?q=woningen",
    "beheer": "/werkbank/beheer",
}


def now() -> datetime:
    return NOW


@contextmanager
def demo_desk(folder: Path) -> Iterator[Desk]:
    """The desk with the demo in it."""
    settings = absolute(Settings(data=folder), ROOT)
    campaign = open_campaign(settings)
    with Records.open(folder / "plaatsmaker.db", durable=False) as records:
        records.store_gemeenten(gemeenten().values())
        records.store_campaign(campaign)
        intake = replace(open_intake(records, campaign, open_follow(settings, records, campaign)), clock=now)
        for _ in collect(intake, open_files([ROOT / "bot" / "demo"])):
            pass
        with records.write():
            for name, role in (("Joke de Wit", Role.MANAGER), ("Bram Pols", Role.REVIEWER)):
                number = records.accounts.add(name, role, hashed(PASSWORD), NOW)
                records.accounts.set_password(number, hashed(PASSWORD), one_time=False)
        desk = open_desk(settings, records, intake, lambda: None)
        yield replace(desk, clock=now, names=names())


def served(desk: Desk) -> AbstractContextManager[None]:
    return serving(build(desk), listen("127.0.0.1", PORT))


def sign_in(page: Page) -> None:
    page.goto(f"{HERE}/werkbank/inloggen")
    page.fill("#naam", "Joke de Wit")
    page.fill("#wachtwoord", PASSWORD)
    page.click("main button")


def shoot(browser: Browser, target: Path, name: str, **options: Any) -> None:  # noqa: ANN401  # as Playwright takes them
    """Every page in one way of looking."""
    context = browser.new_context(**options)
    page = context.new_page()
    for label, path in PAGES.items():
        if label == "overzicht":
            sign_in(page)
        page.goto(HERE + path)
        page.screenshot(path=target / f"{label}{name}.png", full_page=True)
    context.close()


def main(target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        demo_desk(Path(folder)) as desk,
        served(desk),
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        shoot(browser, target, "", viewport={"width": 1360, "height": 900})
        shoot(browser, target, "-smal", viewport={"width": 320, "height": 640})
        shoot(browser, target, "-donker", viewport={"width": 1360, "height": 900}, color_scheme="dark")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screens")
