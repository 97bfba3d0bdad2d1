"""Second thoughts: another figure, day, group or gemeente, in a report that is made or in what stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.dialogue_state import Step
from domain.dialogue_talk import Record
from domain.dossier import Dossier, Offer, Pledge
from domain.dossier import State as PledgeState
from domain.model import Group, Intent, Reading
from domain.talking import Count
from tests.cast.dialogue import Talking, at_the_address, at_the_summary, draft_of, pledging, pledging_for, recorded
from tests.cast.people import START

PROVEN = {"GM0307": "jan@amersfoort.nl"}
STANDING = Pledge(1, "GM0307", 1, 1, 1, PledgeState.CONFIRMED, Offer(12), START)


def reporting(*keys: str) -> Talking:
    """A conversation in which 12 places are being reported, after the buttons with these keys."""
    talking = Talking(proven=PROVEN)
    talking.type("Wij doen 12 plekken", pledging("Wij doen 12 plekken"))
    for key in keys:
        talking.tap(key)
    return talking


def test_a_bare_number_never_becomes_a_second_pledge() -> None:
    talking = Talking(proven=PROVEN)
    talking.type("Wij doen 12 plekken", pledging("Wij doen 12 plekken"))
    assert "niet goed begrepen" in talking.type("aantal 7", pledging("aantal 7", 7))


@pytest.mark.parametrize("typed", ["nee toch 8", "sorry, 8", "nee, niet 12 maar 8", "maak er 8 van"])
def test_another_figure_takes_the_place_of_the_first(typed: str) -> None:
    talking = reporting("statushouders")
    counts = (Count(12), Count(8)) if "12" in typed else (Count(8),)
    assert "Genoteerd: 8 plekken." in talking.type(typed, pledging(typed, 8), counts=counts)
    talking.tap("nu")
    assert "• 8 plekken" in talking.tap("firm")
    talking.tap("klopt")
    assert recorded(talking) == [8]


def test_another_day_takes_the_place_of_the_first() -> None:
    talking = reporting("statushouders")
    talking.type("1 oktober", day=date(2026, 10, 1))
    assert "vanaf 1 november 2026" in talking.type("nee wacht, per 1 november", day=date(2026, 11, 1))
    assert talking.state.step is Step.COMMITMENT


def test_another_gemeente_takes_the_place_of_the_first() -> None:
    assert "voor Urk" in at_the_summary().type("nee ik ben van gemeente Urk", claimed=(("GM0184",),))


def test_a_figure_while_it_is_asked_whether_it_comes_on_top_is_no_second_pledge() -> None:
    talking = Talking(proven=PROVEN, dossiers={"GM0307": Dossier("GM0307", (STANDING,))})
    text = "Wij doen 6 plekken voor amv, zeker, per direct"
    talking.type(text, replace(pledging(text, 6), pledges=(replace(pledging(text, 6).pledges[0], group=Group.AMV),)))
    assert talking.state.step is Step.ON_TOP
    assert "Genoteerd: 8 plekken" in talking.type("maak er 8 van", pledging("maak er 8 van", 8), counts=(Count(8),))
    assert "• 8 plekken" in talking.tap("erbij")
    talking.tap("klopt")
    assert recorded(talking) == [8]


def test_who_says_that_it_comes_beside_what_stands_is_not_asked() -> None:
    talking = Talking(proven=PROVEN, dossiers={"GM0307": Dossier("GM0307", (STANDING,))})
    text = "en nog 6 plekken voor statushouders, zeker, per direct"
    assert "Dit komt bij wat er al stond" in talking.type(text, pledging(text, 6))


@pytest.mark.parametrize(
    "text", ["Ede stelt 6 plekken beschikbaar in de oude school", "er zijn 6 plekken in de school"]
)
def test_a_first_report_is_no_change_of_what_stands(text: str) -> None:
    talking = Talking()
    assert "Voor welke gemeente" in talking.type(text, pledging(text, 6), counts=(Count(6),))
    assert draft_of(talking).purpose == "report"


def test_a_withdrawal_may_become_a_change() -> None:
    talking = Talking(proven=PROVEN, dossiers={"GM0307": Dossier("GM0307", (STANDING,))})
    talking.type("trek in", Reading(intents=(Intent.WITHDRAWAL,)))
    assert "• 3 plekken" in talking.type("nee maak er 3 van", counts=(Count(3),))
    talking.type("annuleer")
    talking.type("trek in", Reading(intents=(Intent.WITHDRAWAL,)))
    assert talking.type("nee") == "Goed, er verandert niets."


def test_one_of_several_offers_can_be_changed() -> None:
    talking = Talking(proven=PROVEN)
    both = (*pledging("x", 5).pledges, *pledging("x", 9).pledges)
    talking.type("5 plekken en later 9", replace(pledging("x"), pledges=both))
    for key in ("statushouders", "nu", "firm", "wijzig"):
        talking.tap(key)
    talking.tap("plek-1")
    assert "hoeveel plekken" in talking.type("Aantal")
    assert "• 5 plekken" in talking.type("11", counts=(Count(11),))
    talking.tap("klopt")
    assert recorded(talking) == [5, 11]


def test_a_number_at_the_end_is_a_figure_and_no_button() -> None:
    assert "• 3 plekken" in at_the_summary().type("3", counts=(Count(3),))


@pytest.mark.parametrize("typed", ["die van 4", "amv", "de tweede"])
def test_the_pledge_that_is_meant_may_be_named(typed: str) -> None:
    other = replace(STANDING, id=2, offer=Offer(4, group=Group.AMV))
    talking = Talking(proven=PROVEN, dossiers={"GM0307": Dossier("GM0307", (STANDING, other))})
    assert "Welke toezegging wilt u intrekken" in talking.type("trek in", Reading(intents=(Intent.WITHDRAWAL,)))
    counts = (Count(4),) if "4" in typed else ()
    assert "Ingetrokken: 4 plekken" in talking.type(typed, counts=counts)


@pytest.mark.parametrize("typed", ["klopt niet", "nee klopt niet", "dat klopt niet", "zeker niet", "niet goed"])
def test_it_is_not_right_is_no_confirmation(typed: str) -> None:
    talking = reporting("statushouders", "nu", "firm")
    talking.type(typed)
    assert talking.effects == ()


@pytest.mark.parametrize(
    "typed", ["nee", "klopt niet", "zeker niet", "niet toegezegd", "nog niet definitief", "nog niet"]
)
def test_what_is_not_sure_is_never_taken_for_sure(typed: str) -> None:
    talking = reporting("statushouders", "nu")
    assert "(toegezegd)" not in talking.type(typed)


@pytest.mark.parametrize(
    "typed", ["voor amv in plaats van statushouders", "toch voor amv", "niet voor statushouders maar voor amv"]
)
def test_another_group_takes_the_place_of_the_one_that_stands(typed: str) -> None:
    talking = Talking(proven=PROVEN, dossiers={"GM0307": Dossier("GM0307", (STANDING,))})
    assert "12 plekken voor alleenstaande minderjarige" in talking.type(typed)


def test_two_words_are_a_report_and_no_change() -> None:
    talking = Talking()
    talking.type("ede 12", replace(pledging("ede 12"), intents=(Intent.PLEDGE, Intent.CORRECTION)), counts=(Count(12),))
    assert draft_of(talking).purpose == "report"


@pytest.mark.parametrize(
    "typed", ["klopt het dat wij 12 hebben gemeld?", "is onze melding binnen?", "hebben wij al iets gemeld?"]
)
def test_asking_whether_it_was_heard_shows_what_stands(typed: str) -> None:
    talking = Talking(proven=PROVEN, dossiers={"GM0307": Dossier("GM0307", (STANDING,))})
    assert "• 12 plekken" in talking.type(typed)


@pytest.mark.parametrize("typed", ["trek er 3 in", "er vallen er helaas 3 af", "wij doen 3 plekken minder"])
def test_what_is_partly_taken_back_leaves_the_rest(typed: str) -> None:
    talking = Talking(proven=PROVEN, dossiers={"GM0307": Dossier("GM0307", (STANDING,))})
    said = replace(pledging(typed, 3), intents=(Intent.WITHDRAWAL,))
    assert "• 9 plekken" in talking.type(typed, said, counts=(Count(3),))


@pytest.mark.parametrize("typed", ["er zijn er 2 bij gekomen", "doe er nog 2 bij", "er komen 2 plekken bij"])
def test_what_comes_beside_what_stands_is_no_new_figure(typed: str) -> None:
    talking = Talking(proven=PROVEN, dossiers={"GM0307": Dossier("GM0307", (STANDING,))})
    talking.type(typed, pledging(typed, 2), counts=(Count(2),))
    assert draft_of(talking).purpose == "report"


def test_the_very_places_that_stand_get_another_day() -> None:
    talking = Talking(proven=PROVEN, dossiers={"GM0307": Dossier("GM0307", (STANDING,))})
    text = "de 12 plekken komen een maand later, 1 oktober"
    assert "vanaf 1 oktober 2026" in talking.type(text, pledging(text), day=date(2026, 10, 1))


@pytest.mark.parametrize("typed", ["ja toegezegd", "ja maar wel onder voorwaarde"])
def test_a_yes_with_something_else_is_no_confirmation(typed: str) -> None:
    talking = reporting("statushouders", "nu", "exploring")
    talking.type(typed)
    assert talking.effects == ()


@pytest.mark.parametrize(
    "typed", ["jazeker, dat klopt helemaal", "dat klopt", "ja hoor prima", "ja zeker", "helemaal goed"]
)
def test_a_yes_in_other_words_confirms(typed: str) -> None:
    talking = reporting("statushouders", "nu", "firm")
    talking.type(typed)
    assert recorded(talking) == [12]


def test_not_knowing_the_day_does_not_make_it_uncertain() -> None:
    talking = reporting("statushouders")
    assert talking.type("weet nog niet") == "Is het al zeker?"


def test_the_same_figure_with_a_gemeente_is_an_answer() -> None:
    talking = Talking()
    talking.type("Wij doen 6 plekken", pledging("Wij doen 6 plekken", 6))
    assert "Vanaf wanneer" in talking.type(
        "Urk doet 6 plekken voor statushouders", pledging_for("GM0184", "Urk statushouders", 6)
    )


def test_the_same_figure_with_another_day_changes_the_day() -> None:
    talking = at_the_address()
    text = "Wij doen 12 plekken vanaf 1 november"
    assert "vanaf 1 november 2026" in talking.type(text, pledging(text), counts=(Count(12),), day=date(2026, 11, 1))


def test_what_goes_with_a_yes_is_kept_for_who_reads_the_report() -> None:
    talking = reporting("statushouders", "nu", "firm")
    assert "Uw opmerking zet ik erbij" in talking.type("ja dat klopt maar wel voor gezinnen")
    (record,) = [effect for effect in talking.effects if isinstance(effect, Record)]
    assert "Opmerking: ja dat klopt maar wel voor gezinnen" in record.report.body
