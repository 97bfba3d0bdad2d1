"""What changes on a page without loading it anew, and what happens when that does not work."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.cast.people import day
from tests.cast.script import mail
from tests.cast.talking import Phone
from tests.cast.talking import Watch as PhoneWatch
from tests.desk.browser.test_journeys import doubted

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

OTHER = mail("pledge GM1948 5 statushouders conditional", sender="p@meierijstad.nl", number="b", sent=day(1))


def mark(screen):
    """Tells whether the page was never loaded anew since."""
    screen.page.evaluate("window.marked = true")
    return lambda: screen.page.evaluate("window.marked === true")


def test_a_list_is_narrowed_at_once_with_its_address_and_its_file_and_back(screen, tell):
    tell(mail("pledge GM0307 12", number="a"), OTHER)
    page = screen.go("/werkbank/toezeggingen")
    same, rows = mark(screen), page.locator("tbody tr")
    page.get_by_label("Hardheid").select_option("conditional")
    page.wait_for_url("**/toezeggingen?hardheid=conditional")
    expect(rows).to_have_count(1)
    assert "hardheid=conditional" in page.get_by_role("link", name="Excel", exact=True).get_attribute("href")
    page.go_back()
    expect(rows).to_have_count(2)
    assert (same(), screen.complaints) == (True, [])


def test_the_overview_tells_what_came_in_while_it_stands_open(screen, tell):
    tell(mail("pledge GM0307 12", number="a"))
    page = screen.go("/werkbank")
    same, news = mark(screen), page.get_by_text("kwam er iets bij")
    page.get_by_role("link", name="12 plekken toegezegd").focus()
    tell(mail("pledge GM1948 5", sender="p@meierijstad.nl", number="b", sent=day(1)))
    page.evaluate("htmx.trigger('#nu', 'every')")
    news.wait_for()
    assert page.evaluate("document.activeElement.innerText") == "17 plekken toegezegd"
    page.get_by_role("link", name="Werk ook de kaart en de lijsten bij").click()
    page.get_by_role("link", name="Meierijstad: heeft plekken toegezegd, 5 plekken").wait_for()
    assert (news.count(), same(), screen.complaints) == (0, True, [])


def test_without_a_connection_it_is_said_and_nothing_is_lost(screen, tell, records):
    tell(doubted(0))
    page = screen.go("/werkbank/nakijken/1")
    page.get_by_label("Plekken").first.fill("21")
    page.context.set_offline(True)
    screen.keys("Enter")
    page.get_by_text("Er is geen verbinding met de server").wait_for()
    assert page.get_by_label("Plekken").first.input_value() == "21"
    page.context.set_offline(False)
    screen.keys("Enter")
    page.get_by_text("Alles is nagekeken").wait_for()
    assert records.progress("proef")["pledged_firm"] == 21


def test_who_is_signed_out_meanwhile_signs_in_and_comes_back(screen, tell):
    tell(doubted(0))
    page = screen.go("/werkbank/nakijken/1")
    page.context.clear_cookies()
    screen.keys("j")
    page.wait_for_url("**/werkbank/inloggen?naar=%2Fwerkbank%2Fnakijken%2F1")


def test_a_conversation_goes_on_by_itself_and_a_person_writes_in_it(screen, records):
    phone = Phone(records, PhoneWatch(day(3)))
    phone.type("hallo")
    page = screen.go("/werkbank/vragen/gesprek/1")
    same, field = mark(screen), page.get_by_label("Uw bericht")
    phone.type("Hoort u mij?")
    page.get_by_text("Hoort u mij?").wait_for()
    page.get_by_role("button", name="Neem het gesprek over").click()
    field.fill("Ja, ik hoor u.")
    field.press("Enter")
    page.get_by_text("Ja, ik hoor u.", exact=False).and_(page.locator("#regels p")).wait_for()
    expect(field).to_be_focused()
    assert (field.input_value(), same(), screen.complaints) == ("", True, [])
