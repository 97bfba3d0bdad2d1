"""The public form with one question a page: the same form, the same answers."""

from __future__ import annotations

import re

import pytest

from tests.desk.test_form import FILLED, confirm, invited, progress, send, visitor  # fixtures

__all__ = ["invited", "progress", "visitor"]


def asked(visitor):
    """The question that is on the page, as its part of the address."""
    return re.search(r'action="/formulier/vraag/[^/]+/([^"]+)"', visitor.page.text)[1]


def answer(visitor, doe="verder", **fields):
    action = re.search(r'action="(/formulier/vraag/[^"]+)"', visitor.page.text)[1]
    return visitor.post(action, doe=doe, **fields)


def walk(visitor, **changes):
    """Answer each question as it comes; gives their order."""
    order, answers = [], FILLED | {"meer": "nee"} | changes
    while "/formulier/vraag/" in str(visitor.page.url):
        order.append(asked(visitor))
        names = re.findall(r'(?:input|textarea)[^>]* name="([^"]+)"', visitor.page.text)
        answer(visitor, **{name: answers[name] for name in set(names) & answers.keys()})
        assert visitor.page.status_code == 200, order
    return order


def test_each_question_has_its_page_and_the_whole_counts_after_confirming(visitor, records, progress):
    visitor.get("/formulier/vraag")
    order = walk(visitor)
    offer = ["hoe-0", "aantal-0", "voor-0", "vanaf-0", "meer"]
    assert order == ["gemeente", "mogelijkheden", *offer, "knelpunten", "gevallen", "opmerking", "gegevens"]
    assert "12 plekken voor statushouders (toegezegd), vanaf 1 oktober 2026." in visitor.page.text
    send(visitor)
    confirm(visitor, records)
    assert progress()["pledged_firm"] == 12
    assert "De kap van drie bomen" in next(iter(records.view("v_bottlenecks", "proef")))["evidence"]


def test_who_offers_nothing_is_not_asked_for_whom_and_who_answers_later_is_asked_when(visitor):
    visitor.get("/formulier/vraag")
    assert walk(visitor, mogelijkheden="none", knelpunt=[]) == [
        *("gemeente", "mogelijkheden", "knelpunten", "opmerking", "gegevens"),
    ]
    visitor.get("/formulier/vraag")
    assert walk(visitor, mogelijkheden="later", later="na het college", knelpunt=[])[2] == "later"
    assert "Antwoord volgt: na het college." in visitor.page.text


def test_a_condition_is_asked_where_there_is_one_and_forgotten_where_not(visitor):
    visitor.get("/formulier/vraag")
    assert "voorwaarde-0" in walk(visitor, **{"hoe-0": "conditional", "voorwaarde-0": "als de raad instemt"})
    assert "Voorwaarde: als de raad instemt" in visitor.page.text
    visitor.get(re.search(r'href="(/formulier/vraag/[^"]+/hoe-0\?terug=1)"', visitor.page.text)[1])
    answer(visitor, terug="1", **{"hoe-0": "firm"})
    assert "Voorwaarde" not in visitor.page.text
    assert "/formulier/controle/" in str(visitor.page.url)


def test_one_possibility_more_is_asked_for_from_its_beginning(visitor):
    visitor.get("/formulier/vraag")
    answers = {"hoe-1": "exploring", "aantal-1": "5", "voor-1": "amv"}
    for fields in ({"gemeente": "Urk"}, {"mogelijkheden": "places"}, {"hoe-0": "firm"}, {"aantal-0": "3"}, {}, {}):
        answer(visitor, **({"voor-0": "statushouders"} if asked(visitor) == "voor-0" else fields))
    answer(visitor, meer="ja")
    assert asked(visitor) == "hoe-1"
    walk(visitor, **answers, adres="a@urk.nl", knelpunt=[])
    assert "3 plekken voor statushouders (toegezegd)." in visitor.page.text
    assert "5 plekken voor" in visitor.page.text


def test_one_page_and_one_question_a_page_are_the_same_form_half_way(visitor):
    visitor.get("/formulier?gemeente=GM0307")
    key = re.search(r'name="sleutel" value="([^"]+)"', visitor.page.text)[1]
    visitor.post("/formulier", sleutel=key, doe="vragen", gemeente="Amersfoort", naam="Ria")
    assert (asked(visitor), 'value="Amersfoort"' in visitor.page.text) == ("gemeente", True)
    answer(visitor, gemeente="Urk")
    answer(visitor, doe="alles", mogelijkheden="places")
    assert str(visitor.page.url).endswith(f"/formulier/verder/{key}")
    for there in ('value="Urk"', 'value="Ria"', 'value="places" checked'):
        assert there in visitor.page.text


def test_the_link_in_a_mail_fills_in_the_last_question_too(visitor, invited):
    visitor.get(f"/formulier/vraag?voor={invited}")
    assert 'value="Amersfoort"' in visitor.page.text
    answer(visitor, gemeente="Amersfoort", voor=invited)
    answer(visitor, doe="alles", mogelijkheden="none")
    assert 'value="mevrouw De Wit"' in visitor.page.text
    assert 'value="anne@amersfoort.nl"' in visitor.page.text


def test_a_wrong_link_says_so_and_the_questions_go_on(visitor):
    visitor.get("/formulier/vraag?voor=GM0307-onzin")
    assert "Deze persoonlijke link werkt niet meer." in visitor.page.text
    answer(visitor, gemeente="Urk", voor=re.search(r'name="voor" value="([^"]+)"', visitor.page.text)[1])
    assert asked(visitor) == "mogelijkheden"


def test_it_is_kept_half_way_at_the_question_where_one_was(visitor):
    visitor.get("/formulier/vraag?gemeente=GM0307")
    assert 'value="Amersfoort"' in visitor.page.text
    answer(visitor, gemeente="Amersfoort")
    page = answer(visitor, doe="bewaren", mogelijkheden="places")
    link = re.search(r'href="(/formulier/vraag/[^"]+/mogelijkheden)"', page)[1]
    assert 'value="places" checked' in visitor.get(link)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [({"gemeente": "Amersfort"}, "Wij kennen geen gemeente &#39;Amersfort&#39;"), ({}, "Vul in voor welke gemeente")],
)
def test_what_is_wrong_is_said_on_its_own_page_and_only_that(visitor, fields, sentence):
    visitor.get("/formulier/vraag")
    page = answer(visitor, **fields)
    assert (visitor.page.status_code, page.count(sentence), "Vul uw naam in" in page) == (422, 2, False)


def test_what_was_skipped_is_asked_before_the_check(visitor):
    visitor.get("/formulier")
    key = re.search(r'name="sleutel" value="([^"]+)"', visitor.page.text)[1]
    visitor.post("/formulier", sleutel=key, doe="bewaren", gemeente="Amersfoort", mogelijkheden="none")
    visitor.get(f"/formulier/vraag/{key}/gegevens")
    answer(visitor, naam="Ria", adres="ria@amersfoort.nl")
    assert "/formulier/controle/" in str(visitor.page.url)
    visitor.get(f"/formulier/vraag/{key}/mogelijkheden")
    answer(visitor, doe="bewaren", mogelijkheden="places")
    visitor.get(f"/formulier/vraag/{key}/gegevens")
    answer(visitor, naam="Ria", adres="ria@amersfoort.nl")
    assert asked(visitor) == "hoe-0"


@pytest.mark.parametrize("path", ["geen-sleutel/hoe-0", "geen-sleutel/weg"])
def test_a_question_of_a_form_that_is_not_there_says_so(visitor, path):
    assert "Deze link werkt niet meer." in visitor.get(f"/formulier/vraag/{path}")


def test_too_often_from_one_place_waits_and_a_program_gets_nowhere(visitor):
    for _ in range(20):
        visitor.get("/formulier/vraag")
        answer(visitor, gemeente="Urk")
        assert asked(visitor) == "mogelijkheden"
    visitor.get("/formulier/vraag")
    assert "te vaak verstuurd" in answer(visitor, gemeente="Urk")
    assert "Uw antwoord is ontvangen." in answer(visitor, gemeente="Urk", website="https://kopen.example")
