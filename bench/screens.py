"""Pictures of every page of the desk, into docs/screens: `python bench/screens.py [FOLDER]`.

Plays the invented mail of the demo into a database of its own, serves the desk from it, and lets the distribution's
Chromium look at it: wide, on a telephone, and dark.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from bot.app import gemeenten, names, open_campaign, open_files, open_intake
from bot.conversing import open_conversations
from bot.desk import open_desk
from bot.outgoing import open_follow
from bot.settings import Settings
from bot.settings_file import absolute
from desk.app import build
from desk.desk import Desk
from desk.passwords import hashed
from desk.serving import listen, serving
from domain.accounts import Role
from domain.model import Channel
from domain.questions import NewQuestion, QuestionKind
from domain.reminders import Contact
from intake.collect import collect
from storage.records import Records

ROOT = Path(__file__).parents[1]
PORT = 8177
HERE = f"http://127.0.0.1:{PORT}"
PASSWORD = "zeven groene fietsen"  # noqa: S105  # of an invented person in a database that is thrown away
PEOPLE = (
    ("GM0034", "Ans Vermeer", "almere"),
    ("GM0193", "Wim Kuipers", "zwolle"),
    ("GM0202", "Noor Hendriks", "arnhem"),
    ("GM0344", "Ferdi Demir", "utrecht"),
    ("GM0518", "Loes van Dam", "denhaag"),
    ("GM0855", "Piet Smulders", "tilburg"),
)
"""Invented."""
NOW = datetime(2026, 8, 6, 9, 30, tzinfo=UTC)
"""On this day a step of the ladder waits for approval."""
WIDE: ViewportSize = {"width": 1200, "height": 800}
NARROW: ViewportSize = {"width": 320, "height": 640}
LONGEST = (2800, 2400)
"""Pixels, wide and on a telephone: a long table says no more with every row."""
COLOURS = 256
"""Enough for flat pages, and two thirds of the bytes."""
FEW = ("overzicht", "nakijken", "gemeente", "knelpunten", "herinneringen", "formulier-vraag", "gesprek")
"""Pages that are also shown dark and on a telephone."""
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
    "vraag": "/werkbank/vragen/1",
    "casus": "/werkbank/casussen/1",
    "rapport": "/werkbank/knelpunten/rapport",
    "formulier": "/formulier",
    "formulier-vraag": "/formulier/vraag",
    "gesprek": "/chat",
    "gesprekken": "/werkbank/vragen/gesprekken",
    "overnemen": "/werkbank/vragen/gesprek/1",
    "casussen": "/werkbank/casussen",
    "citaat": "/werkbank/knelpunten/1/citaat",
    "logboek": "/werkbank/beheer/logboek",
    "wissen": "/werkbank/beheer/wissen",
    "wachtwoord": "/werkbank/wachtwoord",
    "mail": "/werkbank/uitgaand/1",
    "toegankelijkheid": "/toegankelijkheid",
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
        follow = replace(open_follow(settings, records, campaign), clock=now)
        intake = replace(open_intake(records, campaign, follow), clock=now)
        for _ in collect(intake, open_files(so_far())):
            pass
        as_it_came_in(folder / "plaatsmaker.db")
        with records.write():
            for name, role in (("Joke de Wit", Role.MANAGER), ("Bram Pols", Role.REVIEWER)):
                number = records.accounts.add(name, role, hashed(PASSWORD), NOW)
                records.accounts.set_password(number, hashed(PASSWORD), one_time=False)
        liven_up(records, campaign.key)
        talk = open_conversations(settings, records, campaign, intake.reader)
        desk = open_desk(settings, records, intake, lambda: None, replace(talk, clock=now))
        shown = tuple((name, value.replace(str(folder), "/var/lib/plaatsmaker")) for name, value in desk.shown)
        parts = dict.fromkeys(("dienst", "postbus", "uitgaande mail"), "")
        yield replace(desk, clock=now, names=names(), shown=shown, health=lambda: parts)


def as_it_came_in(database: Path) -> None:
    """What was read just now came in when it was written."""
    with closing(sqlite3.connect(database)) as db, db:
        db.execute("UPDATE messages SET received_at = said_at")


def so_far() -> list[Path]:
    """The invented mail of the demo that has come in by now."""
    files = sorted((ROOT / "bot" / "demo").glob("*.eml"))
    return [file for file in files if parsedate_to_datetime(message_from_bytes(file.read_bytes())["Date"]) <= NOW]


def liven_up(records: Records, campaign: str) -> None:
    """What people and time would have added: contacts, a question, a casus and a note."""
    with records.write():
        for code, name, place in PEOPLE:
            records.contacts.add(
                Contact(code, f"{name.lower().replace(' ', '.')}@{place}.nl", name), NOW, source="lijst"
            )
        question = NewQuestion(
            QuestionKind.MAIL,
            23,
            Channel.EMAIL,
            "beleid@heusden.nl",
            "Tellen plekken mee die wij al in mei hebben gerealiseerd?",
            NOW,
            asker_name="Team wonen",
            gemeente="GM0797",
            concept="Beste collega,\n\nNee, het gaat om plekken die extra of eerder komen.\n\nMet vriendelijke groet",
            concept_known=True,
        )
        records.questions.add(campaign, question)
        casus = records.casussen.add(campaign, "Stroom en voorzieningen komen te laat", "Joke de Wit", NOW)
        records.casussen.bundle(casus, _counted(records, campaign))
        records.casussen.note(campaign, "GM1859", "De wethouder belt na het reces terug.", "Joke de Wit", NOW)


def _counted(records: Records, campaign: str) -> list[int]:
    return [row["id"] for row in records.view("v_bottlenecks", campaign) if row["state"] == "confirmed"]


def served(desk: Desk) -> AbstractContextManager[None]:
    return serving(build(desk), listen("127.0.0.1", PORT))


def sign_in(page: Page) -> None:
    page.goto(f"{HERE}/werkbank/inloggen")
    page.fill("#naam", "Joke de Wit")
    page.fill("#wachtwoord", PASSWORD)
    page.click("main button")


def shoot(browser: Browser, target: Path, name: str, pages: Iterable[str], **options: Any) -> None:  # noqa: ANN401  # as Playwright takes them
    """These pages in one way of looking, each as high as it is."""
    context = browser.new_context(locale="nl-NL", **options)
    page = context.new_page()
    page.goto(f"{HERE}{PAGES['inloggen']}")
    _shot(page, target / f"inloggen{name}.png")
    sign_in(page)
    for label in pages:
        answer = page.goto(HERE + PAGES[label])
        assert answer is not None
        assert answer.ok, f"{PAGES[label]}: {answer.status}"
        if label == "gesprek":
            _ask(page, "Tot wanneer kunnen wij reageren?")
        if label == "formulier-vraag":
            _fill_in(page)
        _shot(page, target / f"{label}{name}.png")
    context.close()


def _ask(page: Page, question: str) -> None:
    page.get_by_label("Uw bericht").fill(question)
    page.get_by_role("button", name="Versturen").click()
    page.locator(".said:not(.mine)").nth(1).wait_for()


def _fill_in(page: Page) -> None:
    """The first two questions of the form, so that the picture is of the third."""
    page.get_by_label("Voor welke gemeente").fill("Zutphen")
    page.get_by_role("button", name="Verder", exact=True).click()
    page.get_by_label("Ja, wij kunnen plekken bieden").check()
    page.get_by_role("button", name="Verder", exact=True).click()
    page.get_by_text("Vraag 3 van").wait_for()


def _shot(page: Page, file: Path) -> None:
    size = page.viewport_size or WIDE
    height = min(page.evaluate("document.documentElement.scrollHeight"), LONGEST[size["width"] < WIDE["width"]])
    # Not full_page: what sticks to the window would stand in the middle of the picture
    page.set_viewport_size({"width": size["width"], "height": height})
    page.screenshot(path=file)
    with Image.open(file) as picture:
        picture.convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
            file, optimize=True
        )
    page.set_viewport_size(size)


def main(target: Path) -> None:
    """Take the pictures."""
    target.mkdir(parents=True, exist_ok=True)
    all_pages = [name for name in PAGES if name != "inloggen"]
    scratch = tempfile.TemporaryDirectory()
    with scratch as folder, demo_desk(Path(folder)) as desk, served(desk), sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        shoot(browser, target, "", all_pages, viewport=WIDE, device_scale_factor=0.75)
        shoot(browser, target, "-smal", FEW, viewport=NARROW)
        shoot(browser, target, "-donker", FEW, viewport=WIDE, device_scale_factor=0.75, color_scheme="dark")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screens")
