"""Finding a gemeente by a few letters."""

from __future__ import annotations

import pytest

from bot.app import names
from bot.desk import places
from desk.finding import Finder


@pytest.fixture(scope="module")
def finder():
    return Finder(names(), places())


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("amersf", "Amersfoort"),
        ("'s-hertogenb", "'s-Hertogenbosch"),
        ("s hertogenbosch", "'s-Hertogenbosch"),
        ("Den Bosch", "'s-Hertogenbosch"),
        ("sudwest", "Súdwest-Fryslân"),
        ("GM0307", "Amersfoort"),
        ("307", "Amersfoort"),
        ("Abcoude", "De Ronde Venen"),
        ("Hoogland", "Amersfoort"),
        ("urk", "Urk"),
    ],
)
def test_names_other_names_former_names_places_and_codes(finder, words, first):
    assert finder.find(words)[0].name == first


@pytest.mark.parametrize("words", ["", "   ", "zzzzqq", "!!!", "9" * 30])
def test_what_is_none_finds_nothing_and_never_fails(finder, words):
    assert finder.find(words) == []


def test_what_may_be_several_is_not_decided(finder):
    assert finder.only("bergen") is None
    assert finder.only("Zutphen").name == "Zutphen"


def test_every_gemeente_comes_first_by_its_whole_name(finder):
    wrong = [name for code, name in names().items() if finder.only(name) is None or finder.only(name).code != code]
    assert wrong == []
