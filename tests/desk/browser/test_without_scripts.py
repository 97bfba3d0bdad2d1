"""What people do at the desk, in a real browser in which scripts are switched off."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook

from domain.model import Channel
from domain.questions import NewQuestion, QuestionKind, QuestionStatus
from tests.cast.people import day
from tests.cast.script import mail
from tests.desk.browser.test_journeys import doubted
from tests.desk.conftest import PASSWORD, with_wave

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


@pytest.fixture
def desk(desk, records, watch):
    """A desk on a morning on which people are to be written to."""
    return with_wave(desk, records, watch)


@pytest.fixture
def enter(opened):
    """Somebody without scripts asks for a page, signs in, and is there."""

    def enter(name, path):
        page = opened(java_script_enabled=False).go(path)
        page.get_by_label("Naam").fill(name)
        page.get_by_label("Wachtwoord").fill(PASSWORD)
        page.get_by_role("button", name="Inloggen").click()
        return page

    return enter


def test_ten_records_are_reviewed_and_the_last_one_taken_back(enter, tell, records):
    tell(*(mail("speaks GM0307", f"review reden {at}", number=f"v{at}", sent=day(at)) for at in range(10)))
    page = enter("Joke", "/werkbank/nakijken")
    for number in range(1, 11):
        page.wait_for_url(f"**/nakijken/{number}**")
        page.get_by_role("button", name="Klopt zo").click()
    page.get_by_text("Alles is nagekeken").wait_for()
    page.get_by_role("button", name="Ongedaan maken").click()
    page.get_by_text("Waarom u dit ziet").wait_for()
    assert records.progress("proef")["waiting_for_review"] == 1


def test_a_record_is_split_over_two_groups(enter, tell, records):
    tell(doubted(7))
    page = enter("Joke", "/werkbank/nakijken/1")
    page.get_by_role("button", name="Splits in tweeën").click()
    page.get_by_role("group", name="Eerste deel").get_by_label("Plekken").fill("8")
    part = page.get_by_role("group", name="Tweede deel")
    part.get_by_label("Plekken").fill("4")
    part.get_by_label("Voor", exact=True).select_option("amv")
    page.get_by_role("button", name="Klopt zo").click()
    page.get_by_text("Alles is nagekeken").wait_for()
    rows = [(r["group"], r["places"]) for r in records.view("v_pledges", "proef") if r["state"] == "confirmed"]
    assert sorted(rows) == [("amv", 4), ("statushouders", 8)]


def test_two_reviewers_meet_and_the_later_one_sees_both(enter, tell):
    tell(doubted(0))
    joke = enter("Joke", "/werkbank/nakijken/1")
    bram = enter("Bram", "/werkbank/nakijken/1")
    bram.get_by_text("Joke kijkt ook naar dit bericht").wait_for()
    joke.get_by_role("button", name="Klopt zo").click()
    bram.get_by_label("Plekken").first.fill("9")
    bram.get_by_role("button", name="Klopt zo").click()
    both = bram.get_by_role("main")
    both.get_by_text("Iemand was u voor").wait_for()
    assert [f"{number} plekken" in both.inner_text() for number in (5, 9)] == [True, True]


def test_a_wave_is_read_and_approved_but_for_one(enter, records):
    page = enter("Chef", "/werkbank/herinneringen")
    page.get_by_role("link", name="Bekijk de mail aan Urk").click()
    page.get_by_text("Urk").first.wait_for()
    page.go_back()
    page.get_by_label("Niet sturen aan Urk").check()
    page.get_by_role("button", name="Keur goed en verstuur").click()
    page.get_by_text("goedgekeurd", exact=True).wait_for()
    rows = [row for row in records.view("v_outgoing", "proef") if row["kind"] == "reminder"]
    assert [row["recipient"] for row in rows] == ["anne@amersfoort.nl"]


def test_a_question_is_answered_with_the_concept_put_right(enter, tell, records):
    tell(mail("speaks GM0307", "intent question", number="q"))
    kind, at = QuestionKind.MAIL, day(1)
    with records.write():
        asked = NewQuestion(kind, 1, Channel.EMAIL, "s@amersfoort.nl", "Wanneer?", at, concept="Vrijdag.")
        records.questions.add("proef", asked)
    page = enter("Joke", "/werkbank/vragen")
    page.get_by_role("link", name="Vraag 1").click()
    assert page.get_by_label("Uw antwoord").input_value() == "Vrijdag."
    page.get_by_label("Uw antwoord").fill("Voor 14 augustus.")
    page.get_by_role("button", name="Verstuur antwoord").click()
    page.get_by_text("Er zijn geen vragen die op u wachten").wait_for()
    assert [q.answer for q in records.questions.all("proef", QuestionStatus.ANSWERED)] == ["Voor 14 augustus."]


def test_the_spreadsheet_opens_and_holds_what_the_page_shows(enter, tell, tmp_path):
    tell(mail("pledge GM0307 12"), mail("pledge GM1948 3", sender="p@meierijstad.nl", sent=day(1)))
    page = enter("Els", "/werkbank/toezeggingen")
    with page.expect_download() as coming:
        page.get_by_role("link", name="Excel", exact=True).click()
    coming.value.save_as(tmp_path / "t.xlsx")
    head, *rows = load_workbook(tmp_path / "t.xlsx").active.iter_rows(values_only=True)
    shown = {(row[head.index("Gemeente")], row[head.index("Plekken")]) for row in rows}
    assert shown == {("Amersfoort", 12), ("Meierijstad", 3)}
