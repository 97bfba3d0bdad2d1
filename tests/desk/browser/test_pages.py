"""Every page for everybody: no barrier that axe finds, nothing from elsewhere, and no breach of our own policy."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from desk.app import PAGES as ALL
from domain.model import Address, Channel
from domain.outbox import Dispatch, OutKind
from domain.questions import NewQuestion, QuestionKind
from intake.remind import Reminding
from tests.cast.people import CAMPAIGN, day
from tests.cast.script import mail
from tests.cast.sending import ANNE, FOUR_WEEKS, LADDER, NAMES, TEMPLATES, URSULA, morning
from tests.cast.talking import Phone
from tests.cast.talking import Watch as PhoneWatch
from tests.chromium import barriers_in_every_look

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

PAGES = (
    "/werkbank",
    "/werkbank/nakijken/1",
    "/werkbank/gemeenten",
    "/werkbank/gemeente/GM0307",
    "/werkbank/toezeggingen",
    "/werkbank/knelpunten",
    "/werkbank/knelpunten/rapport",
    "/werkbank/knelpunten/1/citaat",
    "/werkbank/vragen",
    "/werkbank/vragen/1",
    "/werkbank/vragen/gesprekken",
    "/werkbank/vragen/gesprek/1",
    "/werkbank/herinneringen",
    "/werkbank/herinneringen/mail/GM0184",
    "/werkbank/postbus",
    "/werkbank/bericht/1",
    "/werkbank/bericht/3",
    "/werkbank/bericht/4",
    "/werkbank/uitgaand",
    "/werkbank/uitgaand/1",
    "/werkbank/zoeken?q=draagvlak",
    "/werkbank/beheer",
    "/werkbank/beheer/logboek",
    "/werkbank/beheer/wissen",
    "/werkbank/casussen",
    "/werkbank/casussen/1",
    "/werkbank/casussen/1/rapport",
    "/toegankelijkheid",
    "/werkbank/wachtwoord",
)
LEFT_OUT = (
    *("/werkbank/export/{table}.{form}", "/werkbank/knelpunten/rapport.pdf", "/werkbank/casussen/{id:int}/rapport.pdf"),
    *("/werkbank/bericht/{id:int}/html", "/werkbank/bericht/{id:int}/bijlage/{at:int}"),
    *("/werkbank/bericht/{id:int}/bron", "/werkbank/beheer/leermateriaal.jsonl"),
    *(
        "/werkbank/gemeente-zoeken",
        "/werkbank/nakijken/{id:int}/wie",
        "/werkbank/vragen/gesprek/{id:int}/nieuw",
        "/werkbank/stand",
    ),
    *("/werkbank/nakijken", "/werkbank/inloggen/organisatie", "/werkbank/inloggen/terug", "/werkbank/inloggen"),
    *("/formulier", "/formulier/verder/{key}", "/formulier/controle/{key}", "/formulier/bevestig/{confirm}"),
    *("/formulier/vraag", "/formulier/vraag/{key}/{step}"),
    *("/chat", "/chat/nieuw"),
)
"""Files, what a sender wrote, parts of a page, what leads to another page; and what is public, which has its tests."""


@pytest.fixture
def desk(desk, records, watch):
    """A desk at which a wave of reminders waits."""
    with records.write():
        for contact in (ANNE, URSULA):
            records.contacts.add(contact, day(0), source="lijst")
    watch.at = morning(FOUR_WEEKS)
    return replace(desk, reminding=Reminding(records, CAMPAIGN, LADDER, TEMPLATES, NAMES))


@pytest.fixture
def filled(tell, records):
    tell(
        mail("pledge GM0307 12", "bottleneck GM0307 vergunning Het kan niet.", "review vaag", number="a"),
        mail("pledge GM1948 5", "bottleneck GM1948 draagvlak De raad wil niet.", sender="p@meierijstad.nl", number="b"),
        mail("unreadable", number="c"),
        mail("pledge GM0307 2", sender="weg@amersfoort.nl", number="d"),
    )
    records.forget("weg@amersfoort.nl", day(2))
    with records.write():
        asked = NewQuestion(QuestionKind.MAIL, 1, Channel.EMAIL, "a@urk.nl", "Telt dit mee?", day(1), gemeente="GM0184")
        records.questions.add("proef", asked)
        records.casussen.bundle(records.casussen.add("proef", "Draagvlak", "Joke", day(2)), [2])
        letter = Dispatch(
            "x", OutKind.ANSWER, Channel.EMAIL, Address("", "a@urk.nl"), "Antwoord", "Beste,", day(2), "<x@vng.nl>"
        )
        records.outbox.queue("proef", letter)
    Phone(records, PhoneWatch(day(3))).type("hallo", "Komt er een dwangsom?")


@pytest.mark.usefixtures("filled")
def test_no_page_has_a_barrier_in_any_look_or_breaks_the_policy(opened):
    screen = opened().sign_in("Chef")
    found = {}
    for path in PAGES:
        page = screen.go(path)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        if faults := barriers_in_every_look(page):
            found[path] = faults
    assert found == {}
    assert screen.strangers() == []
    assert screen.complaints == []


def test_every_page_that_there_is_is_looked_at():
    shown = [path.partition("?")[0] for path in PAGES]
    paths = [page.path for page in ALL if not page.post and page.path not in LEFT_OUT]
    patterns = [re.sub(r"\{\w+(?::int)?\}", "[^/]+", path) for path in paths]
    assert [pattern for pattern in patterns if not any(re.fullmatch(pattern, path) for path in shown)] == []


@pytest.mark.parametrize("path", ["/werkbank/inloggen", "/werkbank/bestaat-niet"])
def test_who_is_not_signed_in_meets_no_barrier(opened, path):
    assert barriers_in_every_look(opened().go(path)) == []


@pytest.mark.usefixtures("filled")
def test_the_map_is_reached_by_keyboard_and_can_be_skipped(opened):
    page = opened().sign_in("Chef").go("/werkbank")
    page.get_by_role("link", name="Sla de kaart over").press("Enter")
    assert page.evaluate("document.activeElement.id") == "na-kaart"
    place = page.get_by_role("link", name="Meierijstad: heeft plekken toegezegd, 5 plekken")
    place.focus()
    place.press("Enter")
    page.wait_for_url("**/werkbank/gemeente/GM1948")
