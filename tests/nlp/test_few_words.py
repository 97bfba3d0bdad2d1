"""Short answers: a gemeente, a number, a day."""

from __future__ import annotations

from datetime import date

import pytest

from domain.talking import Count
from nlp.few_words import FewWords

WORDS = FewWords()
TODAY = date(2026, 7, 3)


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("Amersfoort", ("GM0307",)),
        ("amersfort", ("GM0307",)),
        ("voor de gemeente Urk", ("GM0184",)),
        ("Den Haag", ("GM0518",)),
        ("best", ("GM0753",)),
        ("Bergen", ("GM0373", "GM0893")),
        ("gemeente Beek", ("GM0888",)),
        ("weet ik niet", ()),
        ("statushouders", ()),
        ("", ()),
    ],
)
def test_a_few_words_name_a_gemeente(words: str, codes: tuple[str, ...]) -> None:
    assert WORDS.find(words) == codes


def test_a_village_with_the_name_of_a_gemeente_is_one_of_the_choices() -> None:
    assert WORDS.find("Beek") == ("GM0888", "GM1945", "GM1955")


def test_an_ordinary_word_in_a_sentence_is_no_place() -> None:
    assert WORDS.named("dat is het best voor onze buren") == ()


@pytest.mark.parametrize(
    ("words", "counts"),
    [
        ("12", (Count(12),)),
        ("twaalf", (Count(12),)),
        ("10 tot 12 plekken", (Count(10, 12),)),
        ("ongeveer 20", (Count(20, about=True),)),
        ("4 woningen", (Count(None, homes=4),)),
        ("maak er vijftien van", (Count(15),)),
        ("van 12 naar 15", (Count(12), Count(15))),
        ("vanaf 1 oktober", ()),
        ("06-12345678", ()),
    ],
)
def test_a_few_words_count_places(words: str, counts: tuple[Count, ...]) -> None:
    assert WORDS.counts(words) == counts


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("per 1 september", date(2026, 9, 1)),
        ("oktober", date(2026, 10, 1)),
        ("1-10-2026", date(2026, 10, 1)),
        ("volgend jaar", date(2027, 1, 1)),
        ("over twee weken", date(2026, 7, 17)),
        ("weet ik niet", None),
    ],
)
def test_a_few_words_name_a_day(words: str, day: date | None) -> None:
    assert WORDS.day(words, TODAY) == day


def test_only_domains_of_today_belong_to_a_gemeente() -> None:
    assert WORDS.domains("GM0307") == ("amersfoort.nl",)
    assert WORDS.domains("GM9999") == ()


def test_a_misspelt_month_is_understood() -> None:
    assert WORDS.day("1 septmber", date(2026, 7, 6)) == date(2026, 9, 1)
    assert WORDS.day("novmber", date(2026, 7, 6)) == date(2026, 11, 1)


@pytest.mark.parametrize("words", ["dat weten we nog niet", "ja dat klopt maar wel voor gezinnen", "maar 8", "1 maar"])
def test_an_ordinary_word_is_no_misspelt_month(words: str) -> None:
    assert WORDS.day(words, date(2026, 7, 6)) is None
