"""Every page for everybody: no barrier that axe finds, nothing from elsewhere, and no breach of our own policy."""

from __future__ import annotations

import pytest

from tests.cast.people import day
from tests.cast.script import mail

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

PAGES = (
    "/werkbank",
    "/werkbank/nakijken/1",
    "/werkbank/gemeenten",
    "/werkbank/gemeente/GM0307",
    "/werkbank/toezeggingen",
    "/werkbank/knelpunten",
    "/werkbank/vragen",
    "/werkbank/herinneringen",
    "/werkbank/postbus",
    "/werkbank/bericht/1",
    "/werkbank/bericht/3",
    "/werkbank/uitgaand",
    "/werkbank/zoeken?q=pledge",
    "/werkbank/beheer",
    "/werkbank/beheer/logboek",
    "/werkbank/casussen",
    "/toegankelijkheid",
    "/werkbank/wachtwoord",
    "/werkbank/bestaat-niet",
)
WAYS = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
    "narrow": {"viewport": {"width": 320, "height": 640}},
}


@pytest.fixture
def filled(tell):
    tell(
        mail("pledge GM0307 12", "bottleneck GM0307 vergunning", "review vaag", number="a"),
        mail("pledge GM1948 5", sender="p@meierijstad.nl", sent=day(1), number="b"),
        mail("unreadable", number="c"),
    )


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("way", WAYS)
def test_axe_finds_nothing_on_any_page(opened, way):
    screen = opened(**WAYS[way]).sign_in("Chef")
    found = {}
    for path in PAGES:
        screen.go(path)
        if faults := screen.faults():
            found[path] = faults
    assert found == {}


@pytest.mark.usefixtures("filled")
def test_nothing_scrolls_sideways_on_a_telephone(opened):
    screen = opened(**WAYS["narrow"]).sign_in("Chef")
    wide = {}
    for path in PAGES:
        width = screen.go(path).evaluate("document.documentElement.scrollWidth")
        if width > 320:
            wide[path] = width
    assert wide == {}


@pytest.mark.usefixtures("filled")
def test_no_page_asks_anything_of_others_or_breaks_the_policy(opened):
    screen = opened().sign_in("Chef")
    for path in PAGES[:-1]:
        screen.go(path)
    assert screen.strangers() == []
    assert screen.complaints == []


@pytest.mark.usefixtures("filled")
def test_the_map_is_reached_by_keyboard_and_can_be_skipped(opened):
    page = opened().sign_in("Chef").go("/werkbank")
    page.get_by_role("link", name="Sla de kaart over").press("Enter")
    assert page.evaluate("document.activeElement.id") == "na-kaart"
    place = page.get_by_role("link", name="Meierijstad: heeft plekken toegezegd, 5 plekken")
    place.focus()
    place.press("Enter")
    page.wait_for_url("**/werkbank/gemeente/GM1948")


def test_signing_in_has_no_barrier(opened):
    screen = opened()
    screen.go("/werkbank/inloggen")
    assert screen.faults() == []
