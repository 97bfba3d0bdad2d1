"""What people do at the desk, in a real browser."""

from __future__ import annotations

import pytest

from tests.cast.people import day
from tests.cast.script import mail

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

SENDERS = {"GM0307": "s@amersfoort.nl", "GM1948": "p@meierijstad.nl", "GM0184": "u@urk.nl"}


def doubted(at: int, code: str = "GM0307") -> bytes:
    lines = (f"pledge {code} {at + 5}", "review vaag")
    return mail(*lines, number=f"m{at}", sender=SENDERS[code], sent=day(at), subject=f"Bericht {at}")


def on(screen, number: int) -> None:
    screen.page.wait_for_url(f"**/nakijken/{number}**")


def test_ten_records_are_reviewed_by_keys_alone_one_key_each(screen, tell, records):
    tell(*(doubted(at, code) for at, code in zip(range(3), SENDERS, strict=True)))
    tell(*(mail("speaks GM0307", f"review reden {at}", number=f"v{at}", sent=day(at + 4)) for at in range(7)))
    screen.go("/werkbank/nakijken")
    pressed = 0
    for number in range(1, 11):
        on(screen, number)
        pressed += screen.keys("j")
        screen.settled()
    screen.page.get_by_text("Alles is nagekeken").wait_for()
    assert pressed == 10
    assert records.progress("proef")["waiting_for_review"] == 0


def test_a_number_is_put_right_in_two_keys_and_its_digits(screen, tell, records):
    tell(doubted(0))
    screen.go("/werkbank/nakijken/1")
    assert screen.keys("p", "2", "1", "Enter") == 4
    screen.page.get_by_text("Alles is nagekeken").wait_for()
    assert records.progress("proef")["pledged_firm"] == 21


def test_a_bottleneck_is_added_in_two_keys(screen, tell, records):
    tell(doubted(0))
    screen.go("/werkbank/nakijken/1")
    assert screen.keys("k", "b") == 2
    screen.keys("j")
    screen.page.get_by_text("Alles is nagekeken").wait_for()
    assert [row["type"] for row in records.view("v_bottlenecks", "proef")] == ["draagvlak"]


def test_a_record_goes_to_another_gemeente_in_six_keys_and_back_in_one(screen, tell):
    tell(doubted(0))
    screen.go("/werkbank/nakijken/1")
    screen.keys("g")
    pressed = 1 + screen.keys("m", "e", "i")
    screen.page.get_by_role("option", name="Meierijstad").wait_for()
    assert pressed + screen.keys("Enter") <= 6
    screen.page.get_by_text("Toezegging van Meierijstad").wait_for()
    screen.keys("u")
    screen.page.get_by_text("Toezegging van Amersfoort").wait_for()


def test_commitment_takes_one_key_and_a_wrong_key_does_nothing(screen, tell, records):
    tell(doubted(0))
    screen.go("/werkbank/nakijken/1")
    screen.keys("q", "2", "j")
    screen.page.get_by_text("Alles is nagekeken").wait_for()
    assert records.progress("proef")["pledged_conditional"] == 5


def test_what_does_not_count_and_undo_at_once(screen, tell, records):
    tell(doubted(0))
    screen.go("/werkbank/nakijken/1")
    screen.keys("x")
    screen.page.get_by_text("Alles is nagekeken").wait_for()
    screen.keys("u")
    screen.page.get_by_text("Waarom u dit ziet").wait_for()
    assert records.progress("proef")["waiting_for_review"] == 1


def test_a_record_is_split_by_keys_over_two_gemeenten_and_back(screen, tell, records):
    tell(doubted(7))
    page = screen.go("/werkbank/nakijken/1")
    screen.keys("s")
    page.get_by_text("Tweede deel: toezegging van Amersfoort").wait_for()
    screen.keys("8", "Escape", "d", "4")
    page.get_by_role("group", name="Tweede deel").get_by_label("Gemeente").fill("Urk")
    screen.keys("Enter")
    page.get_by_text("Alles is nagekeken").wait_for()
    found = [(r["gemeente"], r["places"]) for r in records.view("v_pledges", "proef") if r["counts"]]
    assert sorted(found) == [("GM0184", 4), ("GM0307", 8)]
    screen.keys("u")
    page.get_by_text("Toezegging van Amersfoort").wait_for()
    assert records.progress("proef")["pledged_firm"] == 0


def test_the_next_record_is_there_at_once_and_back_again(screen, tell):
    tell(doubted(0), doubted(1, "GM1948"), doubted(2, "GM0184"))
    screen.go("/werkbank/nakijken/1").wait_for_selector("[data-ready]", state="attached")
    screen.requests.clear()
    screen.keys("j")
    on(screen, 2)
    screen.page.wait_for_selector("[data-ready]", state="attached")
    # The decision, and then the one after: nothing was fetched in between
    assert [asked.rpartition("/")[2] for asked in screen.requests if "/static/" not in asked] == ["1", "3"]
    assert "Bericht 1" in screen.page.inner_text("h2#onderwerp")
    assert screen.faults() == []
    screen.keys("u")
    screen.page.get_by_text("Toezegging van Amersfoort").wait_for()
    assert screen.complaints == []


def test_what_is_wrong_is_focused_and_leads_to_its_field(screen, tell):
    tell(doubted(0))
    page = screen.go("/werkbank/nakijken/1")
    screen.keys("p", "z", "Enter")
    page.get_by_role("alert").wait_for()
    assert page.evaluate("document.activeElement.id") == "fouten"
    page.get_by_role("link", name="Plekken: vul een heel getal in").click()
    assert page.evaluate("document.activeElement.id") == "places-1"


def test_keys_are_switched_off_and_then_letters_do_nothing(screen, tell, records):
    tell(doubted(0))
    page = screen.go("/werkbank/nakijken/1")
    page.get_by_role("button", name="Zet uit").click()
    page.get_by_text("Sneltoetsen staan uit").wait_for()
    assert page.locator("kbd").count() == 0
    screen.keys("j", "x")
    assert records.progress("proef")["waiting_for_review"] == 1


def test_letters_typed_in_a_field_are_text(screen, tell, records):
    tell(doubted(0))
    page = screen.go("/werkbank/nakijken/1")
    page.get_by_label("Reden").click()
    screen.keys("j", "x", "u")
    assert page.get_by_label("Reden").input_value() == "jxu"
    assert records.progress("proef")["waiting_for_review"] == 1


def test_two_reviewers_meet_and_the_later_one_sees_both(opened, tell):
    tell(doubted(0))
    joke, bram = opened().sign_in("Joke"), opened().sign_in("Bram")
    joke.go("/werkbank/nakijken/1")
    bram.go("/werkbank/nakijken/1").get_by_text("Joke kijkt ook naar dit bericht").wait_for()
    joke.keys("j")
    joke.page.get_by_text("Alles is nagekeken").wait_for()
    bram.keys("p", "9", "Enter")
    bram.page.get_by_text("Iemand was u voor").wait_for()
    assert "5 plekken" in bram.page.inner_text("main")
    assert "9 plekken" in bram.page.inner_text("main")


def test_everything_works_without_scripts(opened, tell, records):
    tell(doubted(0))
    plain = opened(java_script_enabled=False).sign_in("Joke")
    page = plain.go("/werkbank/nakijken")
    page.get_by_label("Het hele bericht is van een andere gemeente").fill("urk")
    page.get_by_role("button", name="Wijzig", exact=True).click()
    page.get_by_label("Plekken").first.fill("8")
    page.get_by_role("button", name="Klopt zo").click()
    page.get_by_text("Alles is nagekeken").wait_for()
    assert [(r["gemeente"], r["places"]) for r in records.view("v_pledges", "proef") if r["counts"]] == [("GM0184", 8)]
