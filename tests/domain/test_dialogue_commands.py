"""Commands, questions, greetings and groups in the dialogue."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.chat import InputKind
from domain.dialogue_json import state_from_text
from domain.dialogue_state import State
from domain.dialogue_talk import (
    Effect,
    Erase,
    HandOn,
    Record,
    Unasked,
)
from domain.model import (
    BottleneckReading,
    Intent,
    Reading,
)
from tests.cast.dialogue import KNOWN, NOTHING, UNKNOWN, Heard, Talking, pledging


@pytest.mark.parametrize("typed", ["Klopt", "klopt", "kloptt", "ja", "ja hoor", "akkoord"])
def test_a_button_can_be_typed(typed: str) -> None:
    talking = Talking(proven={"GM0307": "jan@amersfoort.nl"})
    talking.type("Wij doen 12 plekken", pledging("Wij doen 12 plekken"))
    for key in ("statushouders", "?", "firm"):
        talking.tap(key)
    talking.type(typed)
    assert any(isinstance(effect, Record) for effect in talking.effects)


@pytest.mark.parametrize(
    ("typed", "effect"),
    [
        ("/stop", Unasked(wanted=False)),
        ("/start", Unasked(wanted=True)),
        ("/start ref123", Unasked(wanted=True)),
        ("/stop@vng_bot", Unasked(wanted=False)),
    ],
)
def test_commands_work_with_what_a_door_puts_behind_them(typed: str, effect: Effect) -> None:
    talking = Talking()
    talking.type(typed)
    assert talking.effects == (effect,)


@pytest.mark.parametrize(
    "typed", ["help", "/help", "privacy", "mijn gegevens", "/mijngegevens", "annuleer", "verwijder"]
)
def test_every_command_is_answered(typed: str) -> None:
    assert Talking().type(typed)


def test_a_command_as_the_first_word_is_obeyed_after_the_greeting() -> None:
    talking = Talking()
    talking.state = State()
    back = talking.type("medewerker", answer=replace(KNOWN, small_talk=True))
    assert "computerprogramma" in back
    assert any(isinstance(effect, HandOn) for effect in talking.effects)


@pytest.mark.parametrize("typed", ["goedemiddag", "Hallo!", "dag allemaal"])
def test_a_greeting_is_greeted(typed: str) -> None:
    assert "Goedendag" in Talking().type(typed)


def test_a_question_without_its_mark_is_no_report() -> None:
    reading = Reading(intents=(Intent.BOTTLENECK,), bottlenecks=(BottleneckReading(None, "vergunning"),))
    assert "Dat weet ik niet" in Talking().type("wie geeft de vergunning", reading)


@pytest.mark.parametrize("typed", ["klopt", "ja", "nee dank u", "ok", "nee toch niet", "nee dat is alles", "👍", "??"])
def test_a_yes_or_no_to_nothing_says_that_nothing_was_asked(typed: str) -> None:
    assert "geen vraag open" in Talking().type(typed)


def test_erasing_is_asked_first() -> None:
    talking = Talking()
    talking.type("verwijder")
    assert talking.effects == ()
    talking.type("ja")
    assert talking.effects == (Erase(),)


def test_a_command_does_not_disturb_the_question_that_stands() -> None:
    talking = Talking()
    talking.type("Wij doen 12 plekken", pledging("Wij doen 12 plekken"))
    assert talking.type("privacy").endswith("Voor welke gemeente is dit? Typ de naam.")


def test_a_person_gets_the_question_that_was_not_known() -> None:
    talking = Talking()
    talking.type("Komt er een dwangsom?")
    talking.type("medewerker")
    (effect,) = talking.effects
    assert isinstance(effect, HandOn)
    assert effect.text == "Komt er een dwangsom?"


def test_who_leaves_hears_nothing() -> None:
    talking = Talking()
    talking.type("Wij doen 12 plekken", pledging("Wij doen 12 plekken"))
    assert talking.hand_in(InputKind.LEFT, "", talking.context) == ""
    assert talking.state.draft is None


@pytest.mark.parametrize("command", ["/mijngegevens", "/verwijder", "/medewerker"])
def test_what_is_private_is_not_said_in_a_group(command: str) -> None:
    talking = Talking()
    context = replace(talking.context, heard=Heard(command, NOTHING, UNKNOWN))
    assert "eigen gesprek" in talking.hand_in(InputKind.TEXT, command, context, group=True)


def test_an_unknown_version_of_the_state_is_known_as_such() -> None:
    assert state_from_text('{"version": 99}') is None
    assert state_from_text("") == State()


def test_an_angry_message_is_offered_to_a_person() -> None:
    doubt = replace(UNKNOWN, suggestions=("Wat is de deadline?",))
    talking = Talking()
    assert "doorgeven aan een medewerker" in talking.type(
        "Wat een waardeloos systeem, ik heb al drie keer gemaild!!", answer=doubt
    )
    talking.tap("ja")
    assert isinstance(talking.effects[0], HandOn)


def test_an_offer_beside_a_question_is_not_lost() -> None:
    text = "Wij kunnen 12 plekken doen, wat is de deadline?"
    assert Talking().type(text, pledging(text), KNOWN) == f"{KNOWN.text} | Wilt u dit melden?"


def test_a_question_about_places_is_no_offer() -> None:
    text = "Kunnen wij 12 plekken melden?"
    assert Talking().type(text, pledging(text), KNOWN) == KNOWN.text


def test_a_code_that_was_used_is_no_question() -> None:
    assert "al verwerkt" in Talking(proven={"GM0307": "jan@amersfoort.nl"}).type("123456")
