"""Nakijken: one message at a time, with everything that a person can say about it."""

from __future__ import annotations

import re

import pytest

from tests.cast.people import day
from tests.cast.script import mail
from tests.desk.conftest import Browser

DOUBTED = mail("pledge GM0307 12", "bottleneck GM0307 vergunning", "review vaag")
FORM = {
    "p": "1",
    "places-1": "12",
    "places_max-1": "",
    "homes-1": "",
    "commitment-1": "firm",
    "group-1": "statushouders",
    "gemeente-1": "Amersfoort",
    "keep-1": "1",
    "b": "1",
    "action": "accept",
}


def version(browser: Browser) -> str:
    return browser.page.text.split('name="version" value="')[1].split('"')[0]


def decide(browser: Browser, number: int = 1, **changes: str | list[str]) -> str:
    browser.get(f"/werkbank/nakijken/{number}")
    return browser.post(f"/werkbank/nakijken/{number}", **FORM, version=version(browser), **changes)


def firm(records) -> int:
    return records.progress("proef")["pledged_firm"]


def test_the_page_shows_the_mail_its_marks_the_fields_and_why_it_waits(joke, tell):
    tell(DOUBTED)
    page = joke.get("/werkbank/nakijken")
    assert str(joke.page.url).endswith("/werkbank/nakijken/1")
    assert '<mark class="m-toezegging ">pledge</mark>' in page
    assert 'value="12"' in page
    assert "Vaag" in page
    assert "Vergunning" in page


def test_two_pledges_of_one_gemeente_are_told_apart_by_ear(joke, tell):
    tell(mail("pledge GM0307 12", "pledge GM0307 3 amv", "review vaag"))
    page = joke.get("/werkbank/nakijken/1")
    legends = re.findall(r"<legend>Toezegging van Amersfoort(.*?)</legend>", page)
    assert [re.sub("<.*?>", "", legend) for legend in legends] == [" (1 van 2)", " (2 van 2)"]


def test_agreeing_counts_it_says_so_and_can_be_undone_at_once(joke, tell, records):
    tell(DOUBTED)
    assert "Uw besluit over bericht 1 is opgeslagen." in decide(joke)
    assert (firm(records), joke.page.text.count("Alles is nagekeken")) == (12, 1)
    joke.post("/werkbank/nakijken/ongedaan/2")
    assert firm(records) == 0
    assert "Waarom u dit ziet" in joke.page.text


@pytest.mark.parametrize(
    ("changes", "places"),
    [
        ({"places-1": "10"}, 10),
        ({"places-1": "10", "places_max-1": "14"}, 10),
        ({"commitment-1": "conditional"}, 0),
        ({"gemeente-1": "meierijstad"}, 12),
        ({"group-1": "amv"}, 0),
        ({"keep-1": ""}, 0),
        ({"action": "reject"}, 0),
    ],
)
def test_what_a_person_changes_is_what_counts(joke, tell, records, changes, places):
    tell(DOUBTED)
    form = FORM | changes
    joke.get("/werkbank/nakijken/1")
    joke.post("/werkbank/nakijken/1", **{k: v for k, v in form.items() if v}, version=version(joke))
    assert joke.page.status_code == 200
    assert (firm(records), records.progress("proef")["waiting_for_review"]) == (places, 0)


def test_a_pledge_and_a_bottleneck_that_were_missed(joke, tell, records):
    tell(DOUBTED)
    fresh = {"places-new": "5", "gemeente-new": "Amersfoort", "commitment-new": "firm", "group-new": "statushouders"}
    joke.get("/werkbank/nakijken/1")
    joke.post("/werkbank/nakijken/1", **FORM | fresh | {"p": ["1", "new"]}, missed="draagvlak", version=version(joke))
    assert firm(records) == 17
    types = [row["type"] for row in records.view("v_bottlenecks", "proef") if row["state"] == "confirmed"]
    assert types == ["vergunning", "draagvlak"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"places-1": "twaalf"}, "Plekken: vul een heel getal in, zoals 12."),
        ({"places-1": "-3"}, "Plekken: vul een heel getal in, zoals 12."),
        ({"places-1": "9", "places_max-1": "5"}, "Hoogstens is minder dan het aantal zelf."),
        ({"gemeente-1": "Atlantis"}, "&#39;Atlantis&#39; is geen gemeente die wij kennen."),
        ({"gemeente-1": ""}, "Kies de gemeente van deze toezegging."),
        ({"available_from-1": "morgen"}, "Vul een datum in als jaar-maand-dag"),
    ],
)
def test_what_cannot_be_is_said_at_the_field_and_nothing_is_lost(joke, tell, records, changes, sentence):
    tell(DOUBTED)
    joke.get("/werkbank/nakijken/1")
    page = joke.post("/werkbank/nakijken/1", **FORM | changes, reason="mijn reden", version=version(joke))
    assert joke.page.status_code == 422
    assert sentence in page
    assert 'href="#' in page.split("Er klopt iets nog niet")[1][:200]
    assert 'value="mijn reden"' in page
    assert firm(records) == 0


def test_a_second_number_asks_whether_it_comes_on_top(joke, tell, records):
    tell(mail("pledge GM0307 12"), mail("pledge GM0307 4", sent=day(1)))
    assert "Er is al een toezegging" in joke.get("/werkbank/nakijken/2")
    form = {name.replace("-1", "-2"): value for name, value in FORM.items()} | {"p": "2", "places-2": "4"}
    joke.post("/werkbank/nakijken/2", **form, version=version(joke))
    assert "komt dit erbij of in plaats daarvan?" in joke.page.text
    joke.post("/werkbank/nakijken/2", **form, relation="replace", version=version(joke))
    assert firm(records) == 4


def test_who_decides_after_somebody_else_sees_both(joke, tell, desk, records):
    tell(DOUBTED)
    bram = Browser(desk).sign_in("Bram")
    bram.get("/werkbank/nakijken/1")
    seen = version(bram)
    decide(joke)
    form = FORM | {"places-1": "99"}
    page = bram.post("/werkbank/nakijken/1", **form, version=seen)
    assert (bram.page.status_code, firm(records)) == (409, 12)
    assert "Joke heeft bericht 1 bijgewerkt" in page
    assert "Amersfoort: 12 plekken" in page
    assert "Amersfoort: 99 plekken" in page


def test_a_second_reviewer_is_seen_and_gets_another_message(joke, tell, desk):
    tell(DOUBTED, mail("pledge GM1948 3", "review vaag", sender="p@meierijstad.nl", sent=day(1)))
    joke.get("/werkbank/nakijken/1")
    bram = Browser(desk).sign_in("Bram")
    bram.get("/werkbank/nakijken")
    assert str(bram.page.url).endswith("/nakijken/2")
    assert "Joke kijkt ook naar dit bericht." in bram.get("/werkbank/nakijken/1")


def test_another_gemeente_by_a_few_letters_and_back(joke, tell):
    tell(DOUBTED)
    joke.get("/werkbank/nakijken/1")
    page = joke.post("/werkbank/nakijken/1/gemeente", gemeente="meier")
    assert "Toezegging van Meierijstad" in page
    decision = page.split("/werkbank/nakijken/ongedaan/")[1].split('"')[0]
    assert "Toezegging van Amersfoort" in joke.post(f"/werkbank/nakijken/ongedaan/{decision}")


def test_letters_that_may_be_several_gemeenten_ask_which(joke, tell):
    tell(DOUBTED)
    joke.get("/werkbank/nakijken/1")
    assert "Welke gemeente bedoelt u?" in joke.post("/werkbank/nakijken/1/gemeente", gemeente="r")
    assert "Toezegging van Urk" in joke.post("/werkbank/nakijken/1/gemeente", code="GM0184")


def test_a_random_tenth_of_the_certain_ones_is_looked_at_too_and_then_done(tell, records):
    tell(*(mail("pledge GM0307 1", number=f"m{at}", sent=day(at), subject=f"m{at}") for at in range(30)))
    sample = records.reviews.sample("proef")
    assert 0 < len(sample) < 10
    waiting = records.reviews.waiting("proef")
    assert not set(sample) & set(waiting)


def test_agreeing_with_a_certain_one_takes_it_off_the_list(joke, tell, records):
    tell(*(mail("speaks GM0307", "intent question", number=f"m{at}", sent=day(at)) for at in range(12)))
    number = records.reviews.sample("proef")[0]
    assert "Steekproef: klopt dit?" in joke.get(f"/werkbank/nakijken/{number}")
    joke.post(f"/werkbank/nakijken/{number}", action="accept", version=version(joke))
    assert number not in records.reviews.sample("proef")


def test_a_reader_sees_it_but_cannot_decide(tell, desk):
    tell(DOUBTED)
    els = Browser(desk).sign_in("Els")
    page = els.get("/werkbank/nakijken/1")
    assert "Waarom u dit ziet" in page
    assert "Klopt zo" not in page
    els.post("/werkbank/nakijken/1", **FORM, version="1")
    assert els.page.status_code == 403


SPLIT = {
    "p": ["1", "deel-1"],
    "places-1": "8",
    "places-deel-1": "4",
    "commitment-deel-1": "firm",
    "group-deel-1": "statushouders",
    "gemeente-deel-1": "Meierijstad",
}


def counting(records) -> list[tuple[str, int, str]]:
    rows = records.view("v_pledges", "proef")
    return sorted((row["gemeente"], row["places"], row["group"]) for row in rows if row["counts"])


@pytest.mark.parametrize(
    ("changes", "counted"),
    [
        ({}, [("GM0184", 4), ("GM0307", 8)]),
        ({"gemeente-deel-1": "Amersfoort", "group-deel-1": "amv"}, [("GM0307", 8)]),
        ({"places-1": "12"}, [("GM0184", 4), ("GM0307", 12)]),
    ],
)
def test_one_record_becomes_two_and_one_step_back_makes_it_one(joke, tell, records, changes, counted):
    tell(DOUBTED)
    joke.get("/werkbank/nakijken/1")
    page = joke.post("/werkbank/nakijken/1", **FORM | {"action": "splits-1"})
    assert (page.count("Tweede deel: toezegging van Amersfoort"), firm(records)) == (1, 0)
    page = joke.post(
        "/werkbank/nakijken/1", **FORM | SPLIT | {"gemeente-deel-1": "Urk"} | changes, version=version(joke)
    )
    assert "Uw besluit over bericht 1 is opgeslagen." in page
    assert [row[:2] for row in counting(records) if row[2] == "statushouders"] == counted
    joke.post("/werkbank/nakijken/ongedaan/2")
    assert (counting(records), records.progress("proef")["waiting_for_review"]) == ([], 1)
    assert "Tweede deel" not in joke.page.text


def test_both_parts_rest_on_the_same_words_and_the_history_says_split(joke, tell):
    tell(DOUBTED)
    joke.get("/werkbank/nakijken/1")
    joke.post("/werkbank/nakijken/1", **FORM | SPLIT, version=version(joke))
    page = joke.get("/werkbank/nakijken/1")
    assert page.count('“<mark class="m-toezegging">pledge</mark>”') == 2
    assert "gesplitst door Joke" in page


def test_a_part_without_a_number_is_asked_for_and_may_be_let_go(joke, tell, records):
    tell(DOUBTED)
    joke.get("/werkbank/nakijken/1")
    page = joke.post("/werkbank/nakijken/1", **FORM | SPLIT | {"places-deel-1": ""}, version=version(joke))
    assert (joke.page.status_code, "plekken of woningen het tweede deel heeft" in page) == (422, True)
    page = joke.post("/werkbank/nakijken/1", **FORM | SPLIT | {"action": "heel-1"}, version=version(joke))
    assert ("Tweede deel" in page, 'value="8"' in page, firm(records)) == (False, True, 0)


def ahead(browser: Browser, number: int) -> str:
    """Fetch a page as a script does that will show it later; gives its version."""
    browser.page = browser.client.get(f"/werkbank/nakijken/{number}", headers={"Purpose": "prefetch"})
    return browser.page.headers["X-Versie"]


def test_what_is_fetched_ahead_is_neither_claimed_nor_looked_at(joke, tell, desk, records):
    tell(DOUBTED, mail("pledge GM1948 3", "review vaag", sender="p@meierijstad.nl", sent=day(1)))
    assert '<div id="vooruit" hx-get="/werkbank/nakijken/2"' in joke.get("/werkbank/nakijken/1")
    ahead(joke, 2)
    bram = Browser(desk).sign_in("Bram")
    assert "Joke kijkt ook" not in bram.get("/werkbank/nakijken/2")
    told = [(line["action"], line["subject_id"]) for line in records.audit.lines(who="Joke")]
    assert told[:2] == [("vooruit opgehaald", "2"), ("bekeken", "1")]


def test_after_a_decision_the_page_that_was_fetched_ahead_counts_as_seen_once(joke, tell, desk, records):
    tell(DOUBTED, mail("pledge GM1948 3", "review vaag", sender="p@meierijstad.nl", sent=day(1)))
    seen = ahead(joke, 2)
    piece = decide(joke, vooruit="2", vooruit_versie=seen)
    assert "Uw besluit over bericht 1 is opgeslagen." in piece
    assert "<main" not in piece
    assert "Joke kijkt ook" in Browser(desk).sign_in("Bram").get("/werkbank/nakijken/2")
    looks = [line for line in records.audit.lines(who="Joke", action="bekeken") if line["subject_id"] == "2"]
    assert len(looks) == 1


@pytest.mark.parametrize("stale", ["somebody decided", "somebody looks"])
def test_a_page_fetched_ahead_that_is_no_longer_good_is_not_shown(joke, tell, desk, stale):
    tell(DOUBTED, mail("pledge GM1948 3", "review vaag", sender="p@meierijstad.nl", sent=day(1)))
    tell(mail("pledge GM0184 2", "review vaag", sender="u@urk.nl", sent=day(2)))
    seen, bram = ahead(joke, 2), Browser(desk).sign_in("Bram")
    bram.get("/werkbank/nakijken/2")
    if stale == "somebody decided":
        bram.post("/werkbank/nakijken/2", action="reject", version=version(bram))
    decide(joke, vooruit="2", vooruit_versie=seen)
    assert re.search(r"/werkbank/nakijken/[^2]\?gedaan=\d+$", str(joke.page.url))
    assert "X-Vooruit" not in joke.page.headers


def test_looking_and_deciding_are_in_the_trail(joke, tell, records):
    tell(DOUBTED)
    decide(joke)
    told = [(line["action"], line["subject_id"]) for line in records.audit.lines(who="Joke")]
    assert told[:2] == [("nagekeken", "1"), ("bekeken", "1")]


def test_what_a_sender_writes_is_text_and_never_markup(joke, tell):
    tell(mail("pledge GM0307 12", "review <script>alert(1)</script>", "<img src=x onerror=y>", subject="<b>vet"))
    page = joke.get("/werkbank/nakijken/1")
    assert "<img" not in page
    assert "<b>vet" not in page
    assert "<script>alert" not in page


def test_skipping_goes_round_and_the_last_one_comes_back(joke, tell):
    tell(DOUBTED, mail("pledge GM1948 3", "review vaag", sender="p@meierijstad.nl", sent=day(1)))
    for after, then in ((1, 2), (2, 1)):
        joke.get(f"/werkbank/nakijken?na={after}")
        assert str(joke.page.url).endswith(f"/nakijken/{then}")
    decide(joke)
    joke.get("/werkbank/nakijken?na=2")
    assert str(joke.page.url).endswith("/nakijken/2")


def test_a_pledge_that_a_person_added_says_that_no_words_are_behind_it(joke, tell, records):
    tell(mail("speaks GM0307", "intent question", "review vaag"))
    joke.get("/werkbank/nakijken/1")
    fresh = {"p": "new", "places-new": "5", "gemeente-new": "Amersfoort", "commitment-new": "firm"}
    page = joke.post("/werkbank/nakijken/1", **fresh, action="accept", version=version(joke))
    assert "Alles is nagekeken" in page
    page = joke.get("/werkbank/nakijken/1")
    assert "Hiervoor is geen zin in het bericht aangewezen." in page
    assert records.progress("proef")["pledged_firm"] == 5
