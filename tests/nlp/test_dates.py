"""Dates are found without knowing today and resolved against the date of the message."""

from __future__ import annotations

from datetime import date

import pytest

from nlp.components.words import words
from nlp.date_grammar import find_dates
from nlp.dates import DateMention

TODAY = date(2026, 7, 10)


def dates(text: str) -> list[DateMention]:
    return find_dates(words(text))


@pytest.mark.parametrize(
    ("text", "available"),
    [
        ("per 1 oktober", "2026-10-01"),
        ("op 1 sept. 2026", "2026-09-01"),
        ("op 15-09-2026", "2026-09-15"),
        ("op 1.10.2026", "2026-10-01"),
        ("per 1/9", "2026-09-01"),
        ("Ingang 1-10", "2026-10-01"),
        ("sleutels 1-12", "2026-12-01"),
        ("start 10-11", "2026-11-10"),
        ("half november", "2026-11-15"),
        ("vanaf medio september 2026", "2026-09-15"),
        ("begin december", "2026-12-01"),
        ("in januari", "2027-01-01"),
        ("in juni", "2026-06-01"),
        ("Q1 2027", "2027-01-01"),
        ("in het vierde kwartaal", "2026-10-01"),
        ("1e kwartaal 2027", "2027-01-01"),
        ("tweede halfjaar 2026", "2026-07-01"),
        ("eerste helft van 2027", "2027-01-01"),
        ("in het voorjaar van 2027", "2027-03-01"),
        ("dit najaar", "2026-09-01"),
        ("dit voorjaar", "2026-03-01"),
        ("komende winter", "2026-12-01"),
        ("begin volgend jaar", "2027-01-01"),
        ("na de bouwvak", "2026-08-22"),
        ("uiterlijk 14 augustus", "2026-08-14"),
        ("over drie maanden", "2026-10-08"),
        ("volgende maand", "2026-08-09"),
        ("per direct", "2026-07-10"),
        ("1 en 15 oktober", "2026-10-01"),
        ("heel 2027", "2027-01-01"),
    ],
)
def test_resolves_when_places_are_there(text: str, available: str) -> None:
    (mention,) = dates(text)
    assert mention.available(TODAY) == (date.fromisoformat(available), None)


@pytest.mark.parametrize(("text", "until"), [("tot eind 2027", "2027-12-31"), ("tot en met 31 maart", "2027-03-31")])
def test_resolves_until_when(text: str, until: str) -> None:
    (mention,) = dates(text)
    assert mention.available(TODAY) == (None, date.fromisoformat(until))


@pytest.mark.parametrize(
    "text",
    ["2000 plekken", "2026 statushouders", "de eerste tien", "half dozijn", "10-15", "10-12", "1-5 plekken", "may be"],
)
def test_counts_are_no_dates(text: str) -> None:
    assert dates(text) == []


def test_a_winter_ends_in_the_next_year() -> None:
    (mention,) = dates("in de winter")
    assert mention.span(TODAY) == (date(2026, 12, 1), date(2027, 2, 28))
