"""A report in the dialogue: what is asked, what changes it, what it has for effect."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.answers import Answer
from domain.dialogue_state import Step
from domain.dialogue_talk import (
    MailCode,
    Prove,
    Record,
    TypedAddress,
    WrongCode,
)
from domain.dossier import Dossier, Offer, Pledge
from domain.dossier import State as PledgeState
from domain.model import (
    BottleneckReading,
    Commitment,
    GemeenteReading,
    Group,
    Intent,
    PledgeReading,
    Reading,
)
from domain.talking import Count
from tests.cast.dialogue import CODE, Talking, at_the_summary, pledging
from tests.cast.people import START


def test_a_report_from_its_first_sentence_to_its_record() -> None:
    talking = Talking()
    assert "Voor welke gemeente" in talking.type("Wij doen 12 plekken", pledging("Wij doen 12 plekken"))
    assert "Voor wie" in talking.type("Amersfoort", found=("GM0307",))
    assert "Vanaf wanneer" in talking.type("statushouders")
    assert "al zeker" in talking.type("1 oktober", day=date(2026, 10, 1))
    assert "12 plekken voor statushouders (toegezegd), vanaf 1 oktober 2026" in talking.type("ja")
    assert "e-mailadres" in talking.type("klopt")
    talking.context = replace(talking.context, address=TypedAddress("jan@amersfoort.nl", fits=True, reachable=True))
    talking.type("jan@amersfoort.nl")
    assert talking.effects == (MailCode("GM0307", "jan@amersfoort.nl"),)
    talking.context = replace(talking.context, address=None, code=CODE)
    talking.type("123 456")
    prove, record = talking.effects
    assert prove == Prove(7, "GM0307", "jan@amersfoort.nl")
    assert isinstance(record, Record)
    assert record.proven
    assert record.report.pledges[0].available_from == date(2026, 10, 1)


def test_a_number_that_changes_beside_the_question_is_said_back() -> None:
    talking = Talking()
    talking.type("Wij doen 12 plekken", pledging("Wij doen 12 plekken"))
    talking.type("Amersfoort", found=("GM0307",))
    said = talking.type("maak er 15 van", counts=(Count(15),))
    assert "Genoteerd: 15 plekken." in said
    assert "Voor wie" in said


def test_no_is_an_answer_to_what_makes_it_hard() -> None:
    talking = Talking()
    declined = Reading(intents=(Intent.DECLINE,))
    talking.type("Wij kunnen niets", declined)
    assert "Wat maakt het lastig" in talking.type("Amersfoort", found=("GM0307",))
    assert "geen mogelijkheden" in talking.type("nee")


def test_that_i_cannot_say_now_takes_no_offer_back() -> None:
    talking = Talking()
    talking.type("Wij doen 12 plekken", pledging("Wij doen 12 plekken"))
    said = talking.type("dat kan ik nu niet", Reading(intents=(Intent.DECLINE,)))
    assert "Voor welke gemeente" in said
    assert "verder met wat u nu schrijft" not in said


def test_two_names_joined_are_not_taken_for_one() -> None:
    text = "Amersfoort en Urk kunnen samen 20 plekken bieden"
    only = replace(pledging(text, 20), gemeenten=(GemeenteReading("GM0307", "Amersfoort", 0.9),))
    talking = Talking()
    assert talking.type(text, only, named=(("GM0307",), ("GM0184",))) == "Welke gemeente bedoelt u?"
    assert "Eerst Amersfoort" in talking.tap("gemeente-alle")


def test_yes_says_that_it_is_sure() -> None:
    talking = Talking(proven={"GM0307": "jan@amersfoort.nl"})
    talking.type("Wij doen 12 plekken", pledging("Wij doen 12 plekken"))
    talking.tap("statushouders")
    talking.tap("nu")
    assert talking.state.step is Step.COMMITMENT
    assert "(toegezegd)" in talking.type("klopt")


@pytest.mark.parametrize("typed", ["opnieuw", "Ik wil plekken melden", "plekken melden"])
def test_who_wants_to_report_is_asked_for_which_gemeente(typed: str) -> None:
    assert "Voor welke gemeente" in Talking().type(typed)


def test_taking_back_what_is_not_written_down_yet_throws_it_away() -> None:
    talking = Talking()
    talking.type("Wij doen 12 plekken", pledging("Wij doen 12 plekken"))
    assert "weggegooid" in talking.type("trek in")
    assert talking.state.draft is None


def test_asking_what_stands_in_the_middle_of_a_report_does_not_lose_it() -> None:
    talking = Talking(proven={"GM0307": "jan@amersfoort.nl"})
    talking.type("Wij doen 12 plekken", pledging("Wij doen 12 plekken"))
    assert "Van Amersfoort staat er nu geen toezegging" in talking.type("Wat hebben wij toegezegd?")
    assert talking.state.step is Step.GROUP


def test_what_is_recorded_is_in_the_users_own_words() -> None:
    talking = Talking(proven={"GM0307": "jan@amersfoort.nl"})
    talking.report()
    (record,) = talking.effects
    assert isinstance(record, Record)
    assert record.report.body.startswith("Wij doen 12 plekken\nVoor wie: Statushouders\n")


def test_who_cannot_prove_it_leaves_a_report_that_does_not_count() -> None:
    talking = Talking()
    talking.report()
    talking.tap("niet")
    (record,) = talking.effects
    assert isinstance(record, Record)
    assert not record.proven


def test_a_wrong_code_is_counted_and_asked_again() -> None:
    talking = Talking(code=CODE)
    talking.report()
    talking.state = replace(talking.state, step=Step.CODE)
    assert "nog 4 keer" in talking.type("654321")
    assert talking.effects == (WrongCode(7, end=False),)


def test_a_pledge_of_homes_asks_how_many_people() -> None:
    talking = Talking()
    homes = Reading(intents=(Intent.PLEDGE,), pledges=(PledgeReading("GM0184", None, homes=4),))
    back = talking.type("Urk: 4 woningen", replace(homes, gemeenten=(GemeenteReading("GM0184", "Urk", 0.9),)))
    assert back == "Hoeveel mensen kunnen er in die 4 woningen wonen?"
    assert "Voor wie" in talking.type("10 tot 12", counts=(Count(10, 12),))


def test_under_a_condition_asks_which() -> None:
    talking = Talking()
    talking.type("Wij doen 12 plekken", pledging("Wij doen 12 plekken"))
    talking.type("Amersfoort", found=("GM0307",))
    talking.tap("statushouders")
    talking.tap("nu")
    assert "Wat is de voorwaarde" in talking.type("onder voorwaarde")
    assert "Voorwaarde: als de raad instemt" in talking.type("als de raad instemt")


def test_one_sentence_may_answer_several_questions() -> None:
    talking = Talking()
    talking.type("Wij doen 12 plekken", pledging("Wij doen 12 plekken"))
    talking.type("Amersfoort", found=("GM0307",))
    back = talking.type("statushouders, toegezegd, per 1 oktober", day=date(2026, 10, 1))
    assert "Klopt dit?" in back


def test_changing_a_part_asks_only_that_part() -> None:
    talking = Talking()
    talking.report()
    talking.state = replace(talking.state, draft=replace(talking.state.draft, confirmed=False))
    talking.state = replace(talking.state, step=Step.SUMMARY, choices=(("Wijzig", "wijzig"),))
    talking.tap("wijzig")
    assert talking.type("Aantal").startswith("Hoeveel plekken zijn het?")
    assert "20 plekken voor statushouders" in talking.type("20", counts=(Count(20),))


def test_changing_names_the_only_pledge_of_that_group() -> None:
    offers = (Offer(12), Offer(4, group=Group.AMV, commitment=Commitment.EXPLORING))
    pledges = tuple(
        Pledge(at, "GM0307", 1, 1, at, PledgeState.CONFIRMED, offer, START) for at, offer in enumerate(offers)
    )
    talking = Talking(proven={"GM0307": "jan@amersfoort.nl"}, dossiers={"GM0307": Dossier("GM0307", pledges)})
    back = talking.type("wijzig het aantal amv naar 6", counts=(Count(6),))
    assert "6 plekken voor alleenstaande minderjarige" in back
    assert "in plaats van: 4 plekken" in back


def test_a_condition_that_was_named_is_not_asked() -> None:
    talking = Talking(proven={"GM0307": "jan@amersfoort.nl"})
    talking.type("Wij doen 12 plekken", pledging("Wij doen 12 plekken"))
    talking.tap("statushouders")
    talking.tap("nu")
    assert "Voorwaarde: als de raad instemt" in talking.type("als de raad instemt")


@pytest.mark.parametrize("typed", ["jan@amersfoort.nl", "123456"])
def test_an_address_or_a_number_is_no_condition(typed: str) -> None:
    talking = Talking(proven={"GM0307": "jan@amersfoort.nl"})
    talking.type("Wij doen 12 plekken", pledging("Wij doen 12 plekken"))
    talking.tap("statushouders")
    talking.tap("nu")
    talking.tap("conditional")
    assert "voorwaarde" in talking.type(typed)
    assert talking.state.step is Step.CONDITION


def test_yes_is_no_condition() -> None:
    talking = Talking()
    talking.type("Wij doen 12 plekken", pledging("Wij doen 12 plekken"))
    talking.type("Amersfoort", found=("GM0307",))
    for key in ("statushouders", "nu", "conditional"):
        talking.tap(key)
    assert "niet goed begrepen" in talking.type("ja hoor")


def test_what_is_explored_has_no_condition_to_ask_for() -> None:
    talking = Talking()
    talking.type("Plekken melden")
    talking.type("Amersfoort", found=("GM0307",))
    for key in ("getal-?", "statushouders", "nu"):
        talking.tap(key)
    assert "Klopt dit?" in talking.tap("exploring")


def test_another_figure_in_the_middle_takes_the_place_of_the_first() -> None:
    talking = Talking()
    talking.type("Wij doen 12 plekken", pledging("Wij doen 12 plekken"))
    talking.type("Amersfoort", found=("GM0307",))
    assert "Voor wie" in talking.type("maak er 5 van", counts=(Count(5),))
    for key in ("statushouders", "nu"):
        talking.tap(key)
    assert "• 5 plekken" in talking.tap("firm")


def test_another_gemeente_can_be_named_at_the_end() -> None:
    talking = Talking()
    talking.report()
    talking.state = replace(talking.state, step=Step.SUMMARY, choices=(("Klopt", "klopt"),))
    assert "voor Urk" in talking.type("Urk", found=("GM0184",))


def test_who_has_no_mail_need_not_prove_it_now() -> None:
    talking = Talking()
    talking.report()
    talking.type("ik heb geen mail")
    assert [effect.proven for effect in talking.effects if isinstance(effect, Record)] == [False]


def test_none_of_what_was_suggested_goes_to_a_person() -> None:
    talking = Talking()
    doubt = Answer("Bedoelt u:", known=False, confidence=0.4, suggestions=("Wat is de deadline?",))
    talking.type("Hoe zit het met de bonus?", answer=doubt)
    assert "doorgeven aan een medewerker" in talking.type("nee")


def test_a_refusal_in_the_middle_begins_anew() -> None:
    talking = Talking()
    talking.report()
    refusal = Reading(intents=(Intent.DECLINE,))
    assert "Wat maakt het lastig" in talking.type("wij doen toch niet mee", refusal)


@pytest.mark.parametrize("typed", ["20", "nee, het zijn er 20", "maak er toch maar liever 20 plekken van"])
def test_a_figure_at_the_end_is_the_new_one(typed: str) -> None:
    assert "• 20 plekken" in at_the_summary().type(typed, counts=(Count(20),))


@pytest.mark.parametrize(
    "typed", ["trek de toezegging van 20 in", "de vorige keer hadden wij het nog over 20 mensen gehad"]
)
def test_a_figure_about_something_else_changes_nothing(typed: str) -> None:
    assert "• 20 plekken" not in at_the_summary().type(typed, counts=(Count(20),))


def test_a_question_with_a_pledge_in_it_asks_what_it_is() -> None:
    talking = Talking()
    text = "Kunnen wij 12 plekken leveren?"
    assert talking.type(text, pledging(text)) == "Wilt u dit melden?"
    assert "Voor welke gemeente" in talking.type("ja")


def test_a_bottleneck_alone_is_a_report() -> None:
    reading = Reading(intents=(Intent.BOTTLENECK,), bottlenecks=(BottleneckReading(None, "vergunning"),))
    talking = Talking(proven={"GM0307": "jan@amersfoort.nl"})
    assert "Knelpunt: vergunning" in talking.type("de vergunning duurt lang", reading)
