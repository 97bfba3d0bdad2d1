"""What leaves the house is quoted without persons."""

from __future__ import annotations

import pytest

from desk.quotations import quotation
from domain.desk import Quoted
from domain.model import Evidence, PersonalData


def quoted(text: str, *people: str, private: str = "") -> Quoted:
    at = text.find(private)
    found = (PersonalData("bsn", (Evidence("body", 9 + at, 9 + at + len(private), private),)),) if private else ()
    return Quoted((Evidence("body", 9, 9 + len(text), text),), found, people, "Bergen")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Mail a.bakker@urk.nl voor het plan.", "Mail [e-mailadres] voor het plan."),
        ("Bel 06-1234 5678 of +31 (0)527 123 456.", "Bel [nummer] of [nummer]."),
        ("Wethouder Van den Berg ziet geen kavel.", "Wethouder [naam] ziet geen kavel."),
        ("Volgens mevr. J. de Wit-Pols duurt het lang.", "Volgens mevr. [naam] duurt het lang."),
        ("De burgemeester wil wel, de raad niet.", "De burgemeester wil wel, de raad niet."),
        ("Er zijn 2.000 plekken nodig op 1 oktober 2026.", "Er zijn 2.000 plekken nodig op 1 oktober 2026."),
        ("Sanne en de Vries wachten op Bergen.", "[naam] en de [naam] wachten op Bergen."),
        ("Groet, Sanne de Vries", "Groet, [naam]"),
    ],
)
def test_persons_are_left_out_and_the_rest_stays(text, shown):
    assert quotation(quoted(text, "Sanne de Vries", "Jan Bergen"), str) == shown


def test_the_words_of_a_department_are_ordinary_words():
    assert quotation(quoted("Wonen is hier duur.", "Team Wonen"), str) == "Wonen is hier duur."


def test_what_should_not_have_been_sent_is_left_out():
    text = quotation(quoted("Het gezin van 123456782 past niet.", private="123456782"), str)
    assert text == "Het gezin van [weggelaten] past niet."


def test_without_words_there_is_nothing_to_quote():
    assert quotation(None, str) == quotation(Quoted((), ()), str) == ""
