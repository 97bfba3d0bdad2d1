"""Persons who are called like a place."""

from __future__ import annotations

import pytest

from nlp.gazetteer.names import find_names
from nlp.gemeente_persons import is_person


def _persons(text: str, sender: str = "") -> list[bool]:
    return [is_person(text, name, sender) for name in find_names(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Hartelijks, Jan van Tilburg",
        "mevrouw Van Houten belde",
        "de heer Putten",
        "J. van Oss",
        "H.M. van der Velden",
        "E. Blom-van Dongen",
        "volgens wethouder Van Delft",
        "drs. P.J. de Wijk",
        "Fatima van Soest-Bakker",
    ],
)
def test_a_person(text: str) -> None:
    assert _persons(text) == [True]


@pytest.mark.parametrize(
    "text",
    [
        "wethouder van Dongen",
        "het college van Houten",
        "De inzet van Tilburg",
        "Plan voor Putten",
        "Van Oss hoort u nog",
        "Jan uit Goes",
    ],
)
def test_a_place(text: str) -> None:
    assert _persons(text) == [False]


def test_the_sender_is_known_by_name() -> None:
    assert _persons("Hartelijks, Wubbo Hulst", "Wubbo Hulst") == [True]
