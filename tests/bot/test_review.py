"""Handling what waits from the command line. Message 8 of the demo speaks for three gemeenten with one total."""

import json
import re

import pytest

from tests.bot.conftest import demo_mails


@pytest.fixture
def waiting(place):
    """One message that waits: nobody knows which gemeente promises the places."""
    place.drop(*demo_mails("08-"))
    assert place.run("collect").code == 0
    return place


def figures(place):
    return json.loads(place.run("status", "--json").out)["progress"]


def test_the_list_says_why_a_message_waits(waiting):
    said = waiting.run("review", "waiting").out
    assert "Gezamenlijk bod" in said
    assert "het is niet duidelijk bij welke gemeente de plekken horen" in said
    assert said.splitlines()[-1].startswith("1 bericht wacht.")


def test_a_message_is_shown_with_the_sentences_it_rests_on(waiting):
    said = waiting.run("review", "show", "1").out
    assert "De zinnen waar dit op berust:\n  “Tezamen zorgen wij voor 24 extra plaatsen" in said
    assert "toezegging 1: gemeente onbekend, 24 plekken" in said
    assert "Wacht op een mens:" in said


def test_a_person_says_whose_it_is_and_agrees(waiting):
    refused = waiting.run("review", "accept", "1")
    assert refused.code == 1
    assert "Typ: plaatsmaker review assign 1 GEMEENTE" in refused.err
    assert waiting.run("review", "assign", "1", "Eersel", "--who", "Joost").code == 0
    accepted = waiting.run("review", "accept", "1", "--who", "Joost")
    assert (accepted.code, accepted.err) == (0, "")
    assert figures(waiting)["pledged_firm"] == 24
    assert figures(waiting)["waiting_for_review"] == 0


def test_a_person_puts_other_figures_in_place_and_takes_it_back(waiting):
    ended = waiting.run("review", "correct", "1", "--places", "8", "--gemeente", "GM0770", "--who", "Joost")
    assert ended.code == 0, ended.err
    assert figures(waiting)["pledged_firm"] == 8
    decision = re.search(r"Besluit (\d+)", ended.out)[1]
    assert waiting.run("review", "undo", decision, "--who", "Joost").code == 0
    assert figures(waiting)["pledged_firm"] == 0


def test_a_person_rejects(waiting):
    assert waiting.run("review", "reject", "1", "--who", "Joost", "--reason", "vergissing").code == 0
    assert figures(waiting)["waiting_for_review"] == 0
    assert "afgekeurd" in waiting.run("review", "show", "1").out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["show", "99"], "Bericht 99 bestaat niet."),
        (["assign", "1", "Eersell"], "Er is geen gemeente 'Eersell'. Bedoelt u Eersel?"),
        (["correct", "99", "--places", "3"], "Toezegging 99 bestaat niet."),
        (["correct", "1", "--places", "9", "--places-max", "3"], "Deze aantallen kunnen niet"),
        (["undo", "99"], "Besluit 99 bestaat niet."),
    ],
)
def test_what_cannot_be_is_one_sentence(waiting, arguments, sentence):
    ended = waiting.run("review", *arguments)
    assert ended.code == 1
    assert len(ended.sentences) == 1
    assert ended.err.startswith(sentence)


def test_on_top_and_in_place_of_exclude_each_other(waiting):
    assert waiting.run("review", "accept", "1", "--on-top", "--replaces", "1").code == 2


def test_a_correction_without_a_figure_is_wrong_usage(waiting):
    ended = waiting.run("review", "correct", "1", "--who", "Joost")
    assert ended.code == 2
    assert "noem wat er anders is, zoals --places 8" in ended.err
