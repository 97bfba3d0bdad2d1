"""For whom the user says that he speaks: remembered, never a proof."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.chat import InputKind
from domain.dialogue_claims import claim_in, without_claim
from domain.dialogue_json import state_from_text, state_text
from domain.dialogue_state import Step
from domain.dialogue_talk import Record
from tests.cast.dialogue import KNOWN, NOTHING, UNKNOWN, Heard, Talking, pledging

AMERSFOORT = (("GM0307",),)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ik ben van gemeente Zutphen", "Zutphen"),
        ("wij als gemeente Ede vragen ons af wat de deadline is", "Ede vragen ons af wat de"),
        ("Goedemiddag, u spreekt met Anja van de gemeente Urk", "Urk"),
        ("ik ben wethouder van Bergen", "Bergen"),
        ("wy binne fan gemeente Súdwest-Fryslân", "Súdwest-Fryslân"),
        ("Namens Urk en Ede: 4 plekken", "Urk en Ede"),
        ("gemeente Ede", "Ede"),
        ("als beleidsmedewerker bij Zutphen vraag ik mij af", "Zutphen vraag ik mij af"),
    ],
)
def test_a_text_may_say_for_whom_it_speaks(text: str, names: str) -> None:
    claim = claim_in(text)
    assert claim is not None
    assert claim.names == names


@pytest.mark.parametrize(
    "text", ["Ik ben niet van gemeente Ede", "De wethouder van Urk belde", "Hoeveel plekken doet gemeente Ede?"]
)
def test_naming_a_gemeente_is_not_speaking_for_it(text: str) -> None:
    assert claim_in(text) is None


def test_the_question_remains_without_the_claim() -> None:
    assert without_claim("Wij als gemeente Ede willen weten wat de deadline is") == "willen weten wat de deadline is"


def test_a_claim_is_remembered_for_the_report_and_proves_nothing() -> None:
    talking = Talking()
    assert "ga ik uit van Amersfoort" in talking.type("Ik ben van gemeente Amersfoort", claimed=AMERSFOORT)
    assert "Voor wie" in talking.type("Wij doen 12 plekken", pledging("Wij doen 12 plekken"))
    for key in ("statushouders", "nu", "firm"):
        talking.tap(key)
    assert "namens Amersfoort spreekt, mail ik u een code" in talking.tap("klopt")
    assert not any(isinstance(effect, Record) for effect in talking.effects)


def test_a_claim_inside_a_question_is_remembered() -> None:
    talking = Talking()
    back = talking.type("Wij als gemeente Amersfoort: wat is de deadline?", answer=KNOWN, claimed=AMERSFOORT)
    assert back == KNOWN.text
    assert talking.state.claimed == AMERSFOORT


def test_a_claim_shows_nothing_of_what_was_pledged() -> None:
    talking = Talking()
    talking.type("Ik ben van gemeente Amersfoort", claimed=AMERSFOORT)
    assert "namens Amersfoort spreekt, mail ik u een code" in talking.type("Wat hebben wij toegezegd?")


def test_a_name_that_is_two_gemeenten_is_asked_once() -> None:
    talking = Talking()
    assert "Welke gemeente" in talking.type("Ik ben van Bergen", claimed=(("GM0307", "GM0184"),))
    assert talking.state.step is Step.CLAIM
    assert "ga ik uit van Urk" in talking.type("Urk")
    assert "Voor wie" in talking.type("Wij doen 12 plekken", pledging("Wij doen 12 plekken"))


def test_who_speaks_for_two_is_asked_for_which() -> None:
    talking = Talking()
    talking.type("Ik ben van Amersfoort en Urk", claimed=(("GM0307",), ("GM0184",)))
    assert "Welke gemeente" in talking.type("Wij doen 12 plekken", pledging("Wij doen 12 plekken"))
    assert [label for label, _ in talking.state.choices] == ["Amersfoort", "Urk", "Allebei", "Annuleer"]


def test_in_a_group_nobody_speaks_for_all() -> None:
    talking = Talking()
    heard = Heard("Ik ben van gemeente Urk", NOTHING, UNKNOWN, claimed=(("GM0184",),))
    talking.hand_in(InputKind.TEXT, heard.text, replace(talking.context, heard=heard), group=True)
    assert talking.state.claimed == ()


def test_a_claim_survives_a_restart() -> None:
    talking = Talking()
    talking.type("Ik ben van Bergen", claimed=(("GM0307", "GM0184"),))
    assert state_from_text(state_text(talking.state)) == talking.state


def test_what_was_only_said_is_shown_as_such() -> None:
    talking = Talking()
    talking.type("Ik ben van gemeente Amersfoort", claimed=AMERSFOORT)
    assert "U schreef dat u van Amersfoort bent. Dat is niet nagegaan." in talking.type("mijngegevens")
