"""Saying for whom one speaks and reporting more than one thing, through the use case with the real reader."""

from __future__ import annotations

import pytest

from storage.records import Records
from tests.cast.talking import Phone

URK = "Gemeente Urk zegt 5 plekken toe voor asielzoekers, vanaf oktober"
AMERSFOORT = "Amersfoort kan 7 plekken voor statushouders doen per 1 december, definitief toegezegd"


@pytest.fixture
def phone(records: Records) -> Phone:
    return Phone(records)


@pytest.mark.parametrize("said", ["Ik ben van gemeente Urk", "ik werk bij de gemeente urk en heb een vraag", "Urk"])
def test_who_said_for_whom_he_speaks_is_not_asked_again(phone: Phone, said: str) -> None:
    phone.type("hallo", said)
    assert "Voor wie zijn de plekken" in phone.type("wij kunnen 5 plekken regelen")


def test_a_misspelt_claim_is_understood(phone: Phone) -> None:
    assert "ga ik uit van Amersfoort" in phone.type("goedemorgen, ik ben van gemeente amersfort")


def test_a_claim_inside_a_question_does_not_hide_the_question(phone: Phone) -> None:
    assert "13 augustus" in phone.type("Wij als gemeente Urk vragen ons af wat de deadline is")
    assert "Voor wie" in phone.type("wij kunnen 5 plekken regelen")


def test_two_reports_through_each_other_are_both_recorded_once(phone: Phone) -> None:
    phone.type(URK, "klopt", "an@urk.nl")
    assert "Uw melding voor Amersfoort heb ik genoteerd" in phone.type(AMERSFOORT)
    assert "Dan nu uw melding voor Amersfoort" in phone.type(phone.code())
    phone.type("klopt", "jan@amersfoort.nl", phone.code())
    assert sorted(phone.places()) == [5]
    phone.type(phone.code())
    assert sorted(phone.places()) == [5, 7]


def test_the_same_report_twice_counts_once(phone: Phone) -> None:
    phone.type(URK, "klopt", URK, "an@urk.nl")
    phone.type(phone.code())
    assert phone.places() == [5]


def test_places_in_another_gemeente_are_asked_about(phone: Phone) -> None:
    phone.type("ik ben van gemeente Urk")
    assert "Welke gemeente" in phone.type("wij kunnen 5 plekken leveren in Amersfoort")


def test_a_changed_mind_leaves_one_figure(phone: Phone) -> None:
    phone.type("Gemeente Urk kan 10 plekken leveren", "statushouders", "nee toch 8", "per 1 oktober")
    back = phone.type("nee wacht, per 1 november")
    assert "Genoteerd: vanaf 1 november 2026" in back
    assert "8 plekken voor statushouders (toegezegd), vanaf 1 november 2026" in phone.type("toegezegd")


def test_a_figure_names_the_pledge_of_which_gemeente_is_taken_back(phone: Phone) -> None:
    phone.type(URK, "klopt", "an@urk.nl")
    phone.type(phone.code())
    phone.type(AMERSFOORT, "klopt", "jan@amersfoort.nl")
    phone.type(phone.code())
    assert "Ingetrokken: 5 plekken" in phone.type("trek de 5 in")


@pytest.mark.parametrize("group", ["statushâlders", "statushouwers", "statusshouders"])
def test_a_group_in_other_letters_is_not_asked(phone: Phone, group: str) -> None:
    assert "Vanaf wanneer" in phone.type(f"Gemeente Urk kan 5 plekken doen voor {group}")


@pytest.mark.parametrize(
    "text",
    [
        "Gemeente Urk: 6 voor statushouders en 4 voor amv'ers, vanaf 1 september, toegezegd",
        "gemeente Urk heeft 4 plekken voor statushouders, toegezegd, vanaf 1 september",
    ],
)
def test_a_day_that_was_said_for_all_is_not_asked(phone: Phone, text: str) -> None:
    assert phone.type(text).count("vanaf 1 september 2026") == text.count(" voor ")


def test_each_tranche_keeps_its_own_day(phone: Phone) -> None:
    back = phone.type("Urk: 5 plekken voor statushouders per 1 augustus en 9 plekken per 1 oktober, toegezegd")
    assert "5 plekken voor statushouders (toegezegd), vanaf 1 augustus" in back
    assert "9 plekken voor statushouders (toegezegd), vanaf 1 oktober" in back


def test_a_question_beside_a_report_is_answered_too(phone: Phone) -> None:
    back = phone.type("Gemeente Urk kan 5 plekken doen voor statushouders. Wat is de deadline?")
    assert "13 augustus" in back
    assert "Vanaf wanneer" in back


def test_a_question_beside_a_report_that_nobody_can_answer_is_not_lost(phone: Phone) -> None:
    assert "Op uw vraag weet ik geen zeker antwoord" in phone.type(
        "Gemeente Urk kan 5 plekken doen voor statushouders. Krijgen wij een boete?"
    )


def test_the_group_of_the_last_is_not_taken_for_that_of_all(phone: Phone) -> None:
    back = phone.type("Gemeente Urk: 5 plekken per 1 september en 3 plekken voor amv per 1 december, toegezegd")
    assert "voor wie zijn de plekken" in back
    back = phone.type("statushouders")
    assert "5 plekken voor statushouders" in back
    assert "3 plekken voor alleenstaande minderjarige" in back


def test_the_group_that_was_said_for_all_is_not_asked(phone: Phone) -> None:
    back = phone.type(
        "Gemeente Urk: 5 plekken per 1 september en 3 plekken per 1 december, allemaal voor amv, toegezegd"
    )
    assert back.count("alleenstaande minderjarige") == 2
