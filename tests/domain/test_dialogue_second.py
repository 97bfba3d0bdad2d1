"""A second report, a second thought and another figure in the middle of a report: nothing is lost or counted twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.chat import Conversation, Input, InputKind
from domain.dialogue import advance
from domain.dialogue_state import Step
from domain.dialogue_talk import MailCode, Prove, TypedAddress
from domain.dossier import Offer, Pledge
from domain.dossier import State as PledgeState
from domain.model import Channel, Intent, Reading
from domain.talking import Count
from domain.wording import offer_text
from tests.cast.dialogue import (
    CODE,
    NOTHING,
    UNKNOWN,
    Heard,
    Talking,
    at_the_address,
    draft_of,
    figures,
    pledging,
    pledging_for,
    recorded,
)
from tests.cast.people import START

URK = "Urk doet 6 plekken voor statushouders, zeker, per direct"
PROVEN = {"GM0307": "jan@amersfoort.nl"}
STANDING = Pledge(1, "GM0307", 1, 1, 1, PledgeState.CONFIRMED, Offer(12), START)


def of_urk(talking: Talking) -> str:
    return talking.type(URK, pledging_for("GM0184", URK, 6), counts=(Count(6),), named=(("GM0184",),))


@pytest.mark.parametrize("step", [Step.ADDRESS, Step.CODE])
def test_a_report_of_another_gemeente_waits_while_proof_is_asked(step: Step) -> None:
    talking = at_the_address()
    talking.state = replace(talking.state, step=step)
    assert "Uw melding voor Urk heb ik genoteerd; die komt hierna" in of_urk(talking)
    assert talking.state.step is step
    talking.tap("niet")
    assert recorded(talking) == [12]
    assert [draft.gemeente for draft in talking.state.waiting] == ["GM0184"]


def test_a_report_of_another_gemeente_waits_while_its_parts_are_asked() -> None:
    talking = Talking()
    talking.type("Wij doen 12 plekken", pledging("Wij doen 12 plekken"))
    talking.type("Amersfoort", found=("GM0307",))
    assert "Eerst nog Amersfoort: | Voor wie" in of_urk(talking)


def test_what_waited_has_its_turn_after_an_annulment() -> None:
    talking = at_the_address()
    of_urk(talking)
    back = talking.type("annuleer")
    assert "weggegooid" in back
    assert "Dan nu uw melding voor Urk. | Dit leg ik vast voor Urk:\n• 6 plekken" in back


def test_more_places_while_proof_is_asked_come_beside_the_first() -> None:
    talking = at_the_address()
    text = "wij kunnen daarnaast nog 7 plekken leveren"
    assert "erbij genoteerd" in talking.type(text, pledging(text, 7))
    assert figures(talking) == [12, 7]


def test_another_figure_that_may_be_more_or_instead_is_asked_about() -> None:
    talking = at_the_address()
    text = "wij kunnen 20 plekken leveren"
    asked = talking.type(text, pledging(text, 20))
    assert "eerst 12 plekken, nu 20 plekken. Komt dat erbij, of in plaats daarvan?" in asked
    assert talking.type("in plaats daarvan").startswith("Voor wie")
    assert figures(talking) == [20]


def test_the_same_report_typed_again_is_not_taken_twice() -> None:
    talking = at_the_address()
    text = "Wij doen echt 12 plekken"
    assert "Dat had ik al genoteerd" in talking.type(text, pledging(text))


@pytest.mark.parametrize("typed", ["nee toch niet", "laat maar zitten", "doe maar niet", "vergeet het maar"])
def test_who_gives_up_halfway_hears_that_nothing_was_recorded(typed: str) -> None:
    talking = Talking()
    talking.type("Wij doen 12 plekken", pledging("Wij doen 12 plekken"))
    assert "Er is niets van vastgelegd" in talking.type(typed, Reading(intents=(Intent.DECLINE,)))


def test_a_code_is_taken_whatever_is_asked() -> None:
    talking = at_the_address()
    talking.context = replace(talking.context, address=TypedAddress("jan@amersfoort.nl", fits=True, reachable=True))
    talking.type("jan@amersfoort.nl")
    talking.context = replace(talking.context, address=None, code=CODE)
    talking.type("wij kunnen daarnaast nog 7 plekken leveren", pledging("x", 7))
    assert "voor wie" in talking.type("123456")
    assert talking.effects == (Prove(7, "GM0307", "jan@amersfoort.nl"),)


def test_a_code_that_was_mailed_is_asked_again_rather_than_the_address() -> None:
    talking = Talking(code=CODE)
    talking.report()
    assert talking.state.step is Step.CODE


@pytest.mark.parametrize("answer", ["nee", "hoezo?"])
def test_erasing_that_is_not_wanted_leaves_the_report(answer: str) -> None:
    talking = Talking()
    talking.type("Wij doen 12 plekken", pledging("Wij doen 12 plekken"))
    talking.type("verwijder")
    assert "niets gewist" in talking.type(answer)
    assert talking.state.draft or talking.state.waiting


def test_who_stops_halfway_hears_what_becomes_of_the_report() -> None:
    talking = Talking()
    talking.type("Wij doen 12 plekken", pledging("Wij doen 12 plekken"))
    assert "is niet vastgelegd" in talking.type("stop")


def test_a_province_tells_which_one_is_meant() -> None:
    talking = Talking()
    talking.context = replace(talking.context, names={"GM0373": "Bergen (NH.)", "GM0893": "Bergen (L.)"})
    text = "Bergen doet 6 plekken"
    talking.type(text, pledging(text, 6), named=(("GM0373", "GM0893"),))
    talking.type("NH")
    assert draft_of(talking).gemeente == "GM0373"


def test_what_is_said_of_the_places_where_the_gemeente_is_asked_is_kept() -> None:
    talking = Talking()
    talking.type("Wij doen 12 plekken", pledging("Wij doen 12 plekken"))
    assert "genoteerd" in talking.type("statushouders")
    assert "Vanaf wanneer" in talking.type("Amersfoort", NOTHING, found=("GM0307",))


def test_a_location_that_is_the_gemeente_is_not_said_again() -> None:
    offer = Offer(12, location="in Bergen")
    assert not offer_text(offer, "Bergen (NH.)").endswith("Bergen")
    assert offer_text(Offer(12, location="Egmond"), "Bergen (NH.)").endswith(", Egmond")
    assert offer_text(offer).endswith(", in Bergen")


def test_the_year_that_runs_is_no_day() -> None:
    talking = Talking(proven=PROVEN)
    text = "Wij doen 12 plekken voor statushouders"
    offer = replace(pledging(text).pledges[0], available_from=date(2026, 1, 1))
    assert "Vanaf wanneer" in talking.type(text, replace(pledging(text), pledges=(offer,)))


@pytest.mark.parametrize("typed", ["stuur de code nog eens", "mag ik een nieuwe code"])
def test_a_new_code_can_be_asked_for_in_words(typed: str) -> None:
    talking = Talking(code=CODE)
    talking.report()
    talking.type(typed)
    assert isinstance(talking.effects[0], MailCode)


def test_an_edit_of_a_report_that_waits_does_not_make_it_two() -> None:
    talking = at_the_address()
    of_urk(talking)
    number = talking.state.waiting[0].lines[0].input
    text = URK.replace("6", "8")
    heard = Heard(text, pledging_for("GM0184", text, 8), UNKNOWN, counts=(Count(8),))
    conversation = Conversation(Channel.TELEGRAM, "w")
    said = Input(conversation, "e", InputKind.EDIT, text, START, about=number)
    turn = advance(talking.state, said, replace(talking.context, heard=heard))
    (waiting,) = turn.state.waiting
    assert [p.places for p in (waiting.lines[0].reading or NOTHING).pledges] == [8]


def test_a_telephone_number_is_no_code() -> None:
    talking = Talking(code=CODE)
    talking.report()
    talking.type("mijn nummer is 0318 680911")
    assert talking.effects == ()
