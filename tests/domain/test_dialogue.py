"""The dialogue as conversations: what is said, what comes back, what it has for effect. No database, no reader."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.answers import Answer
from domain.chat import Conversation, Input, InputKind
from domain.dialogue import advance
from domain.dialogue_json import state_from_text, state_text
from domain.dialogue_state import State, Step
from domain.dialogue_talk import (
    Context,
    Effect,
    Erase,
    HandOn,
    MailCode,
    Prove,
    Record,
    TypedAddress,
    Unasked,
    WrongCode,
)
from domain.dossier import Dossier, Offer, Pledge
from domain.dossier import State as PledgeState
from domain.model import (
    BottleneckReading,
    Channel,
    Commitment,
    Evidence,
    GemeenteReading,
    Group,
    Intent,
    PledgeReading,
    Reading,
)
from domain.talking import Count, NewCode, OpenCode
from domain.verification import code_hash
from tests.cast.people import CAMPAIGN, START

NAMES = {"GM0307": "Amersfoort", "GM0184": "Urk"}
NOTHING = Reading()
UNKNOWN = Answer("Dat weet ik niet.", known=False, confidence=0.0)
KNOWN = Answer("Tot en met 13 augustus.", known=True, confidence=0.9)
SALT = "00" * 16
CODE = OpenCode(7, NewCode("GM0307", "jan@amersfoort.nl", SALT, code_hash("123456", SALT), START), 0)


@dataclass(frozen=True)
class Heard:
    """What a text was heard as, written out."""

    text: str
    reading: Reading
    answer: Answer
    named: tuple[tuple[str, ...], ...] = ()
    found: tuple[str, ...] = ()
    counts: tuple[Count, ...] = ()
    day: date | None = None


def pledging(text: str, places: int = 12) -> Reading:
    """A text that promises places and says no more."""
    pledge = PledgeReading(None, places, evidence=(Evidence("body", 0, len(text), text),))
    return Reading(intents=(Intent.PLEDGE,), pledges=(pledge,))


class Talking:
    """One conversation as it goes on."""

    def __init__(self, **context: object) -> None:
        self.state = State(greeted=True)
        self.context = replace(Context(CAMPAIGN, NAMES, START), **context)  # type: ignore[arg-type]
        self.effects: tuple[Effect, ...] = ()
        self.count = 0

    def type(self, text: str, reading: Reading = NOTHING, answer: Answer = UNKNOWN, **heard: object) -> str:
        found = Heard(text, reading, answer, **heard)  # type: ignore[arg-type]
        return self.hand_in(InputKind.TEXT, text, replace(self.context, heard=found))

    def tap(self, key: str) -> str:
        return self.hand_in(InputKind.BUTTON, f"{self.state.turn}.{key}", self.context)

    def hand_in(self, kind: InputKind, text: str, context: Context, *, group: bool = False) -> str:
        self.count += 1
        said = Input(Conversation(Channel.WEB, "w"), f"{self.count}", kind, text, START, group=group)
        turn = advance(self.state, said, context)
        self.state, self.effects = turn.state, turn.effects
        return " | ".join(reply.text for reply in turn.replies)

    def report(self) -> None:
        """As far as the summary that was found right."""
        self.type("Wij doen 12 plekken", pledging("Wij doen 12 plekken"))
        self.type("Amersfoort", found=("GM0307",))
        self.tap("statushouders")
        self.tap("?")
        self.tap("firm")
        self.tap("klopt")


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
    assert talking.type("Aantal") == "Hoeveel plekken zijn het?"
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


@pytest.mark.parametrize("typed", ["Klopt", "klopt", "kloptt", "ja", "ja hoor", "akkoord", "1"])
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


def at_the_summary() -> Talking:
    talking = Talking()
    talking.report()
    talking.state = replace(talking.state, step=Step.SUMMARY, choices=(("Klopt", "klopt"), ("Wijzig", "wijzig")))
    return talking


@pytest.mark.parametrize("typed", ["20", "nee, het zijn er 20", "maak er toch maar liever 20 plekken van"])
def test_a_figure_at_the_end_is_the_new_one(typed: str) -> None:
    assert "• 20 plekken" in at_the_summary().type(typed, counts=(Count(20),))


@pytest.mark.parametrize(
    "typed", ["trek de toezegging van 20 in", "de vorige keer hadden wij het nog over 20 mensen gehad"]
)
def test_a_figure_about_something_else_changes_nothing(typed: str) -> None:
    assert "• 20 plekken" not in at_the_summary().type(typed, counts=(Count(20),))


def test_a_whole_report_in_the_place_of_an_answer_begins_anew() -> None:
    talking = Talking()
    talking.type("Wij doen 12 plekken", pledging("Wij doen 12 plekken"))
    talking.type("Amersfoort", found=("GM0307",))
    text = "Urk doet 6 plekken voor statushouders, zeker, per direct"
    reading = replace(pledging(text, 6), gemeenten=(GemeenteReading("GM0184", "Urk", 0.9),))
    back = talking.type(text, reading, counts=(Count(6),), named=(("GM0184",),))
    assert "voor Urk" in back
    assert "• 6 plekken" in back


def test_a_question_without_its_mark_is_no_report() -> None:
    reading = Reading(intents=(Intent.BOTTLENECK,), bottlenecks=(BottleneckReading(None, "vergunning"),))
    assert "Dat weet ik niet" in Talking().type("wie geeft de vergunning", reading)


@pytest.mark.parametrize("typed", ["klopt", "ja", "nee dank u", "ok"])
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


def test_a_question_with_a_pledge_in_it_asks_what_it_is() -> None:
    talking = Talking()
    text = "Kunnen wij 12 plekken leveren?"
    assert talking.type(text, pledging(text)) == "Wilt u dit melden?"
    assert "Voor welke gemeente" in talking.type("ja")


def test_a_bottleneck_alone_is_a_report() -> None:
    reading = Reading(intents=(Intent.BOTTLENECK,), bottlenecks=(BottleneckReading(None, "vergunning"),))
    talking = Talking(proven={"GM0307": "jan@amersfoort.nl"})
    assert "Knelpunt: vergunning" in talking.type("de vergunning duurt lang", reading)


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


READINGS = st.sampled_from(
    [
        NOTHING,
        pledging("Wij doen 12 plekken"),
        Reading(intents=(Intent.DECLINE,), gemeenten=(GemeenteReading("GM0184", "Urk", 0.9),)),
        Reading(intents=(Intent.WITHDRAWAL,)),
        Reading(intents=(Intent.PLEDGE, Intent.CORRECTION), pledges=(PledgeReading("GM0307", 8),)),
        Reading(intents=(Intent.BOTTLENECK,), bottlenecks=(BottleneckReading(None, "vergunning"),)),
    ]
)
HEARD = st.fixed_dictionaries(
    {
        "reading": READINGS,
        "answer": st.sampled_from([UNKNOWN, KNOWN, replace(UNKNOWN, suggestions=("Wat is de deadline?",))]),
        "found": st.sampled_from([(), ("GM0307",), ("GM0307", "GM0184")]),
        "named": st.sampled_from([(), (("GM0184",),), (("GM0307", "GM0184"),)]),
        "counts": st.sampled_from([(), (Count(7),), (Count(None, homes=3),), (Count(1), Count(2))]),
        "day": st.sampled_from([None, date(2026, 10, 1)]),
    }
)
KEYS = (
    "klopt",
    "wijzig",
    "annuleer",
    "ja",
    "nee",
    "niet",
    "statushouders",
    "?",
    "firm",
    "conditional",
    "erbij",
    "alles",
)
WORDS = st.sampled_from(
    ["Wij doen 12 plekken", "klopt", "trek in", "maak er 8 van", "123456", "wat hebben wij gemeld?", "x", "?"]
)
ACTS = st.one_of(st.tuples(st.just("type"), WORDS, HEARD), st.tuples(st.just("tap"), st.sampled_from(KEYS), st.none()))


@settings(max_examples=150, deadline=None)
@given(st.lists(ACTS, max_size=25), st.booleans())
def test_nothing_is_recorded_as_proven_without_proof(
    acts: list[tuple[str, str, dict[str, object]]], code: bool
) -> None:
    talking = Talking(code=CODE if code else None)
    for kind, text, heard in acts:
        back = talking.tap(text) if kind == "tap" else talking.type(text, **heard)  # type: ignore[arg-type]
        proven = {effect.gemeente for effect in talking.effects if isinstance(effect, Prove)}
        records = [effect for effect in talking.effects if isinstance(effect, Record)]
        assert back or records
        assert len(records) <= 1
        assert all(record.draft.gemeente in proven for record in records if record.proven)
        assert state_from_text(state_text(talking.state)) == talking.state
