"""Every figure on the desk comes from the views, and leads to the records that it is made of."""

from __future__ import annotations

import csv
import random
import re
from datetime import date

import pytest

from bot.app import gemeenten
from desk.charts import bar, country, course, expected_now, outlook, shapes
from tests.cast.people import day
from tests.cast.script import mail

CODES = {"GM0307": "s@amersfoort.nl", "GM1948": "p@meierijstad.nl", "GM0184": "u@urk.nl"}


def story(seed: int) -> list[bytes]:
    """A random story of pledges, dwellings, bottlenecks, corrections and refusals by three gemeenten."""
    chance = random.Random(seed)
    mails = []
    for at in range(25):
        code = chance.choice(list(CODES))
        group, commitment = chance.choice(["statushouders", "amv"]), chance.choice(["firm", "conditional", "exploring"])
        line = chance.choice(
            [
                f"pledge {code} {chance.randint(1, 30)} {group} {commitment}",
                f"homes {code} {chance.randint(1, 5)}",
                f"bottleneck {code} {chance.choice(['vergunning', 'draagvlak'])}",
                f"speaks {code}\nintent decline",
            ]
        )
        doubt = ("review vaag",) if chance.random() < 0.2 else ()
        mails.append(mail(line, *doubt, number=f"m{at}", sender=CODES[code], sent=day(at), subject=f"m{at}"))
    return mails


def shown(page: str, words: str) -> int:
    """The number behind a term of the overview."""
    found = re.search(rf"{words}</dt><dd><a [^>]*>([\d.]+)</a>", page)
    assert found, words
    return int(found[1].replace(".", ""))


def link(page: str, words: str) -> str:
    found = re.search(rf'{words}</dt><dd><a href="([^"]+)"', page)
    assert found, words
    return found[1].replace("&amp;", "&")


@pytest.mark.parametrize("seed", range(2))
def test_every_figure_leads_to_a_list_with_the_same_total(joke, tell, records, seed):
    tell(*story(seed))
    progress, page = records.progress("proef"), joke.get("/werkbank")
    terms = {"pledged_firm": "Toegezegd", "pledged_conditional": "Onder voorwaarde", "exploring": "Wordt verkend"}
    for key, words in terms.items():
        assert shown(page, words) == progress[key]
        listed = re.search(r'<p class="lead"><b>([\d.]+)</b> plekken', joke.get(link(page, words)))
        assert listed is not None
        assert int(listed[1].replace(".", "")) == progress[key]
    promised = re.findall(r'<a href="([^"]*hardheid=samen[^"]*)">([\d.]+)</a>', page)
    assert len(promised) == len(["het verloop", "G40", "M50", "R8", "geen netwerk"])
    for path, places in promised:
        assert f'<p class="lead"><b>{places}</b> plekken' in joke.get(path.replace("&amp;", "&"))
    assert shown(page, "Woningen zonder aantal plekken") == progress["homes"]
    assert shown(page, "Gemeenten die antwoordden") == progress["answered"]


def test_the_overview_is_new_as_soon_as_something_is_decided(joke, tell):
    tell(mail("pledge GM0307 12", "review vaag"))
    assert shown(joke.get("/werkbank"), "Toegezegd") == 0
    tell(mail("pledge GM1948 5", sender="p@meierijstad.nl", number="x"))
    assert shown(joke.get("/werkbank"), "Toegezegd") == 5


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"Amersfoort", "Meierijstad", "Urk"}),
        ("?netwerk=M50", {"Meierijstad"}),
        ("?netwerk=geen+netwerk", {"Urk"}),
        ("?provincie=Flevoland", {"Urk"}),
        ("?stand=pledged", {"Amersfoort"}),
        ("?geantwoord=0", {"Meierijstad", "Urk"}),
        ("?stand=onzin&provincie=Mordor", {"Amersfoort", "Meierijstad", "Urk"}),
    ],
)
def test_filters_are_addresses_and_what_is_none_is_left_out(joke, tell, query, names):
    tell(mail("pledge GM0307 12"))
    page = joke.get(f"/werkbank/gemeenten{query}")
    assert set(re.findall(r'/werkbank/gemeente/GM\d{4}">([^<]+)</a></th>', page)) == names


def test_a_dossier_tells_the_whole_story_with_its_words(joke, tell):
    tell(mail("pledge GM0307 12", "bottleneck GM0307 draagvlak", subject="Ons aanbod"))
    page = joke.get("/werkbank/gemeente/GM0307")
    for words in ("12 plekken", "Draagvlak", "Ons aanbod", "G40: richtgetal 30 plekken", "“pledge”", "Sanne de Vries"):
        assert words in page
    assert joke.get("/werkbank/gemeente/GM9999").count("Deze gemeente kennen wij niet.") == 1


def test_a_dossier_says_what_comes_next(joke, tell):
    assert "Er staat niets te gebeuren." in joke.get("/werkbank/gemeente/GM0307")
    tell(mail("pledge GM0307 12", "review vaag"))
    page = joke.get("/werkbank/gemeente/GM0307").split('id="komt"')[1].split("</section>")[0]
    assert "1 bericht wacht op beoordeling" in page
    assert 'href="/werkbank/nakijken/1"' in page


def test_bottlenecks_are_listed_by_type_with_what_was_written(joke, tell):
    tell(mail("bottleneck GM0307 draagvlak"), mail("bottleneck GM0184 vergunning", sender="u@urk.nl", sent=day(1)))
    page = joke.get("/werkbank/knelpunten?soort=draagvlak")
    assert "1 melding" in page
    assert "Amersfoort" in page
    assert "Urk" not in page


def test_the_map_has_every_gemeente_once_in_one_of_five_ways():
    rows = [
        {"gemeente": c, "name": g.name, "status": "silent", "status_label": "x", "places": None}
        for c, g in gemeenten().items()
    ]
    drawn = country(rows)
    assert {shape.code for shape in drawn} == set(gemeenten())
    assert len(drawn) == len(shapes()) == 342


def test_the_bar_is_full_at_the_goal_and_shrinks_beyond_it():
    assert [part.width for part in bar([("a", 500), ("b", 500)], 2000)] == [25, 25]
    assert sum(part.width for part in bar([("a", 3000), ("b", 1000)], 2000)) == 100


def test_a_steady_course_is_none_at_the_opening_and_the_goal_at_the_deadline():
    opened, last = date(2026, 5, 28), date(2026, 8, 13)
    assert [expected_now(opened, last, at, 2000) for at in (date(2026, 1, 1), opened, last, date(2027, 1, 1))] == [
        0,
        0,
        2000,
        2000,
    ]


def test_the_course_never_turns_back_and_leaves_out_what_is_explored():
    days = [
        {"day": "2026-06-01", "commitment": "firm", "places": 10},
        {"day": "2026-08-01", "commitment": "conditional", "places": 5},
        {"day": "2026-07-01", "commitment": "exploring", "places": 99},
    ]
    drawn = course(days, date(2026, 5, 28), date(2026, 8, 13), date(2026, 7, 1), 2000)
    across = [float(point.split(",")[0]) for point in drawn.line.split()]
    assert across == sorted(across)
    assert drawn.last == 15


@pytest.mark.parametrize("where", ["R8", "geen netwerk", "Utrecht", "Flevoland"])
def test_each_network_and_province_leads_to_as_many_reports_as_it_says(joke, tell, where):
    tell(*story(4))
    row = rf'{where}</a></th><td class="n">(\d+)</td><td class="n"><a href="(.*?)">(\d+)<'
    gemeenten, link, reports = re.search(row, joke.get("/werkbank/knelpunten")).groups()
    there = joke.get(link.replace("&amp;", "&"))
    assert f"<h2>{reports} melding" in there
    assert f" van {gemeenten} gemeente" in there


@pytest.mark.parametrize("page", ["gemeenten", "toezeggingen", "knelpunten", "uitgaand"])
def test_every_list_leads_to_its_files(joke, page):
    found = re.findall(r'href="(/werkbank/export/[^"]+)"', joke.get(f"/werkbank/{page}"))
    assert {re.search(r"\.(\w+)", path)[1] for path in found} == {"xlsx", "csv"}
    for path in found:
        joke.get(path)
        assert joke.page.status_code == 200


def in_file(browser, page):
    """The gemeenten in the CSV file of the list on this page."""
    link = re.search(r'href="(/werkbank/export/\w+\.csv\?[^"]+)"', browser.get(page))[1].replace("&amp;", "&")
    return [row["Gemeente"] for row in csv.DictReader(browser.get(link).splitlines())]


@pytest.mark.parametrize(
    ("page", "rows"),
    [
        ("toezeggingen", ["Meierijstad", "Amersfoort"]),
        ("toezeggingen?hardheid=conditional", ["Meierijstad"]),
        ("toezeggingen?stand=rejected", []),
        ("toezeggingen?tot=2026-07-01", ["Amersfoort"]),
        ("knelpunten?soort=vergunning", ["Amersfoort"]),
        ("knelpunten?netwerk=G40", ["Amersfoort"]),
        ("gemeenten?geantwoord=0", ["Urk"]),
        ("uitgaand?stand=failed", []),
    ],
)
def test_the_file_of_a_list_holds_what_the_list_shows(joke, tell, page, rows):
    first = mail("pledge GM0307 12", "bottleneck GM0307 vergunning")
    other = ("pledge GM1948 3 statushouders conditional", "bottleneck GM1948 draagvlak")
    tell(first, mail(*other, sender="p@meierijstad.nl", sent=day(1)))
    assert in_file(joke, f"/werkbank/{page}") == rows


@pytest.mark.parametrize(
    ("query", "reports"),
    [
        ("", 2),
        ("?van=2026-07-02", 1),
        ("?tot=2026-07-01", 1),
        ("?van=2026-07-01&tot=2026-07-02", 2),
        ("?van=2026-07-02&netwerk=G40", 0),
        ("?van=gisteren&tot=2026-13-45", 2),
        ("?van=2026-07-02&soort=vergunning&provincie=Flevoland", 1),
    ],
)
def test_bottlenecks_are_asked_for_by_time_too(joke, tell, query, reports):
    tell(mail("bottleneck GM0307 draagvlak"), mail("bottleneck GM0184 vergunning", sender="u@urk.nl", sent=day(1)))
    assert f"<h2>{reports} melding" in joke.get(f"/werkbank/knelpunten{query}")


def test_the_overview_shows_a_trend_that_leads_to_its_reports_and_what_was_written(joke, tell):
    tell(*(mail(f"bottleneck GM0307 draagvlak Keer {at}.", number=f"b{at}", sent=day(at)) for at in (1, 18, 20)))
    page = joke.get("/werkbank")
    assert 'aria-label="Meldingen per week vanaf 25 mei: 0, 0, 0, 0, 0, 1, 0, 1, 1, 0"' in page
    found = re.search(r'<a href="([^"]+)">2</a> <small>meer', page)
    assert found is not None
    assert "<h2>2 meldingen van 1 gemeente" in joke.get(found[1].replace("&amp;", "&"))
    assert re.search(r'<blockquote>“Keer 20.”</blockquote><figcaption[^>]*><a href="/werkbank/bericht/3">', page)


def test_what_was_erased_is_gone_from_the_overview_at_once(joke, tell, records):
    tell(mail("bottleneck GM0307 draagvlak Mijn collega Sanne wacht.", number="b"))
    assert "“Mijn collega [naam] wacht.”" in joke.get("/werkbank")
    records.forget("s.devries@amersfoort.nl", day(30))
    (quote,) = re.findall("“.*?”", joke.get("/werkbank/knelpunten"))
    assert "Sanne" not in quote
    assert quote in joke.get("/werkbank")


def test_who_has_not_answered_is_who_the_view_says(joke, tell, records):
    tell(mail("pledge GM0307 12"), mail("pledge GM1948 3", "review vaag", sender="p@meierijstad.nl", sent=day(1)))
    page = joke.get("/werkbank")
    silent = [row["name"] for row in records.view("v_not_answered", "proef")]
    assert silent == ["Urk"]
    assert '<a href="/werkbank/gemeenten?geantwoord=0">1 gemeente</a> zonder antwoord' in page
    listed = joke.get("/werkbank/gemeenten?geantwoord=0")
    assert re.findall(r'/werkbank/gemeente/GM\d{4}">([^<]+)</a></th>', listed) == silent
    assert "Meierijstad" in joke.get("/werkbank/gemeenten?geantwoord=wacht")


def test_places_for_other_groups_lead_to_their_records(joke, tell):
    tell(mail("pledge GM0307 12 amv"), mail("pledge GM0307 4", number="x", sent=day(1)))
    assert 'groep=anders">12</a>' in joke.get("/werkbank")
    assert "<b>12</b> plekken in 1 toezegging" in joke.get("/werkbank/toezeggingen?groep=anders")


@pytest.mark.parametrize(
    ("today", "coming"),
    [(date(2026, 6, 25), 44), (date(2026, 7, 23), 51), (date(2026, 5, 28), None), (date(2026, 8, 13), None)],
)
def test_the_outlook_is_the_pace_of_the_last_four_weeks(today, coming):
    days = [
        {"day": "2026-06-20", "commitment": "firm", "places": 16},
        {"day": "2026-07-20", "commitment": "conditional", "places": 20},
        {"day": "2026-07-21", "commitment": "exploring", "places": 99},
    ]
    known = [row for row in days if row["day"] <= str(today)]
    assert outlook(known, date(2026, 5, 28), date(2026, 8, 13), today) == coming
