"""The pages for everybody, as people use them: the form and the chat."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.desk.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


def mailed(records, pattern):
    """The first match of `pattern` in the newest mail that waits to be sent."""
    text = [row["text"] for row in records.outbox.rows() if row["channel"] == "email"][-1]
    return re.search(pattern, text)[1]


def firm(records):
    return records.progress("versnelling-2026")["pledged_firm"]


def fill_in(page):
    page.get_by_label("Voor welke gemeente").fill("Zutphen")
    page.get_by_label("Ja, wij kunnen plekken bieden").check()
    page.get_by_label("Aantal plekken").fill("14")
    page.get_by_label("Dit zeggen wij toe", exact=True).check()
    page.get_by_label("Uw naam").fill("Ria de Boer")
    page.get_by_label("Uw e-mailadres").fill("r.deboer@zutphen.nl")


def test_the_form_from_first_field_to_record(plain, records):
    page = plain.get("/formulier")
    fill_in(page)
    page.get_by_role("checkbox", name="Netcongestie").check()
    page.get_by_role("button", name="Verder: controleren").click()
    page.get_by_role("button", name="Versturen").click()
    expect(page.get_by_role("heading", name="Bijna klaar")).to_be_visible()
    plain.get(mailed(records, r"http://[^/]+(/formulier/bevestig/\S+)"))
    page.get_by_role("button", name="Bevestigen").click()
    expect(page.get_by_role("heading", name="Uw antwoord is bevestigd")).to_be_visible()
    assert firm(records) == 14


def test_the_form_with_one_question_a_page_and_back_to_one_page(plain):
    page = plain.get("/formulier?gemeente=GM0301")
    page.get_by_label("Uw naam").fill("Ria de Boer")
    page.get_by_role("button", name="Liever één vraag per pagina").click()

    def on(step):
        expect(page.get_by_text(re.compile(r"^Vraag \d+ van \d+$"))).to_be_visible()
        page.get_by_role("button", name="Verder", exact=True).click()
        page.wait_for_url(f"**/{step}")

    on("mogelijkheden")
    page.get_by_label("Ja, wij kunnen plekken bieden").check()
    on("hoe-0")
    page.get_by_label("Wij onderzoeken of dit kan").check()
    on("aantal-0")
    page.get_by_label("Aantal plekken").fill("veel")
    page.get_by_role("button", name="Verder", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Vul het aantal plekken in met cijfers")
    page.get_by_label("Aantal plekken").fill("14")
    on("voor-0")
    page.get_by_role("button", name="Liever alle vragen op één pagina").click()
    expect(page.get_by_label("Aantal plekken")).to_have_value("14")
    page.get_by_label("Uw e-mailadres").fill("r.deboer@zutphen.nl")
    page.get_by_role("button", name="Verder: controleren").click()
    expect(page.get_by_text("14 plekken voor statushouders (wordt verkend).", exact=True)).to_be_visible()


def test_a_fault_in_the_form_is_linked_to_its_field(plain):
    page = plain.get("/formulier")
    fill_in(page)
    page.get_by_label("Aantal plekken").fill("een stuk of wat")
    page.get_by_role("button", name="Verder: controleren").click()
    page.get_by_role("link", name="Vul het aantal plekken in").click()
    expect(page.get_by_label("Aantal plekken")).to_be_focused()
    assert page.title().startswith("Fout: ")


def test_the_form_by_keyboard_alone(visitor):
    page = visitor.get("/formulier?gemeente=GM0301")

    def keys(*pressed):
        for key in pressed:
            page.keyboard.press(key) if len(key) > 1 else page.keyboard.type(key)

    page.get_by_label("Voor welke gemeente").focus()
    keys("Tab", "Space", "Tab", *"14", "Tab", "Tab", "Tab", "Space")
    while page.evaluate("document.activeElement.id") != "naam":
        keys("Tab")
    page.keyboard.type("Ria de Boer")
    keys("Tab", "Tab")
    page.keyboard.type("r.deboer@zutphen.nl")
    keys("Tab", "Enter")
    expect(page.get_by_role("heading", name="Controleer uw antwoorden")).to_be_visible()
    expect(page.get_by_text("14 plekken voor statushouders (toegezegd).", exact=True)).to_be_visible()


def talk(visitor, words):
    visitor.page.get_by_label("Uw bericht").fill(words)
    answered(visitor, visitor.page.get_by_role("button", name="Versturen"))


def choose(visitor, label):
    answered(visitor, visitor.page.get_by_role("button", name=label, exact=True))


def answered(visitor, button):
    """Press it, and wait for what the assistant says then."""
    said = visitor.page.locator(".said:not(.mine)")
    before = said.count()
    button.click()
    said.nth(before).wait_for()


def test_a_report_in_the_chat_with_proof(plain, records):
    plain.get("/chat")
    talk(plain, "Het college van Zutphen zegt per 1 oktober 12 plekken toe voor statushouders.")
    choose(plain, "Klopt")
    talk(plain, "r.deboer@zutphen.nl")
    assert firm(records) == 0
    talk(plain, mailed(records, r"\b(\d{3} ?\d{3})\b"))
    assert firm(records) == 12


def test_the_chat_by_keyboard_and_after_a_reload(visitor):
    page = visitor.get("/chat")
    page.get_by_label("Uw bericht").focus()
    page.keyboard.type("Hoeveel plekken zijn er in totaal nodig?")
    page.keyboard.press("Enter")
    expect(page.locator(".said:not(.mine)").last).to_contain_text("2.000")
    page.reload()
    expect(page.locator(".mine")).to_contain_text("Hoeveel plekken")


def test_a_whole_report_by_keyboard_alone_on_a_narrow_screen(visitor, records):
    visitor.page.set_viewport_size({"width": 320, "height": 640})
    page = visitor.get("/chat")
    said = page.locator(".said:not(.mine)")

    def reach(place, key):
        for _ in range(20):
            if place.evaluate("one => one === document.activeElement"):
                return
            page.keyboard.press(key)
        raise AssertionError("not to be reached by keyboard")

    def say(words, answered):
        reach(page.get_by_label("Uw bericht"), "Tab")
        page.keyboard.type(words)
        enter(answered)

    def enter(answered):
        before = said.count()
        page.keyboard.press("Enter")
        said.nth(before).wait_for()
        expect(said.last).to_contain_text(answered)

    say("Het college van Zutphen zegt per 1 oktober 12 plekken toe voor statushouders.", "Klopt")
    reach(page.get_by_role("button", name="Klopt", exact=True), "Shift+Tab")
    enter("e-mailadres")
    say("r.deboer@zutphen.nl", "code")
    say(mailed(records, r"\b(\d{3} ?\d{3})\b"), "Vastgelegd voor Zutphen")
    assert (firm(records), visitor.troubles()) == (12, [])


def test_a_person_takes_a_conversation_over_and_writes_without_scripts(visitor, chromium, site):
    page = visitor.get("/chat")
    talk(visitor, "Wie is er aan de lijn?")
    with chromium.new_context(java_script_enabled=False) as context:
        desk = context.new_page()
        desk.goto(f"{site}/werkbank/vragen/gesprekken")
        desk.get_by_label("Naam").fill("Joke")
        desk.get_by_label("Wachtwoord").fill(PASSWORD)
        desk.get_by_role("button", name="Inloggen").click()
        desk.get_by_role("link", name="Gesprek 1").click()
        desk.get_by_role("button", name="Neem het gesprek over").click()
        expect(page.get_by_text("U praat nu met een medewerker")).to_be_visible(timeout=10_000)
        desk.get_by_label("Uw bericht").fill("Dit zegt een mens.")
        desk.get_by_role("button", name="Verstuur").click()
        expect(page.locator(".said").last).to_contain_text("Een medewerker van de VNG schrijft:", timeout=10_000)
        expect(page.locator(".said").last).to_contain_text("Dit zegt een mens.")
        desk.get_by_role("button", name="Sluit het gesprek").click()
        expect(page.get_by_text("De medewerker sluit dit gesprek af.")).to_be_visible(timeout=10_000)


@pytest.mark.parametrize("path", ["/formulier", "/formulier/vraag", "/chat", "/werkbank/inloggen", "/weg"])
def test_pages_for_everybody_are_accessible_and_fit(visitor, path):
    visitor.get(path)
    assert visitor.troubles() == []


def test_faults_and_a_conversation_are_accessible(visitor):
    page = visitor.get("/formulier")
    page.get_by_role("button", name="Verder: controleren").click()
    assert visitor.troubles() == []
    visitor.get("/chat")
    talk(visitor, "Ik wil plekken melden voor Zutphen")
    assert visitor.troubles() == []
