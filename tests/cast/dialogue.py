"""The dialogue by itself: what a text is heard as is written out, so that no reader and no database is needed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from domain.answers import Answer
from domain.chat import Conversation, Input, InputKind
from domain.dialogue import advance
from domain.dialogue_state import Draft, State, Step
from domain.dialogue_talk import (
    Context,
    Effect,
    Record,
)
from domain.model import (
    Channel,
    Evidence,
    GemeenteReading,
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
    claimed: tuple[tuple[str, ...], ...] = ()
    counts: tuple[Count, ...] = ()
    day: date | None = None


def pledging(text: str, places: int = 12) -> Reading:
    """A text that promises places and says no more."""
    pledge = PledgeReading(None, places, evidence=(Evidence("body", 0, len(text), text),))
    return Reading(intents=(Intent.PLEDGE,), pledges=(pledge,))


def pledging_for(code: str, text: str, places: int) -> Reading:
    """A text that promises places for a gemeente."""
    return replace(pledging(text, places), gemeenten=(GemeenteReading(code, NAMES[code], 0.9),))


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


def at_the_summary() -> Talking:
    talking = Talking()
    talking.report()
    talking.state = replace(talking.state, step=Step.SUMMARY, choices=(("Klopt", "klopt"), ("Wijzig", "wijzig")))
    return talking


def at_the_address() -> Talking:
    talking = Talking()
    talking.report()
    assert talking.state.step is Step.ADDRESS
    return talking


def draft_of(talking: Talking) -> Draft:
    assert talking.state.draft is not None
    return talking.state.draft


def figures(talking: Talking) -> list[int | None]:
    return [p.places for line in draft_of(talking).lines if line.reading for p in line.reading.pledges]


def recorded(talking: Talking) -> list[int | None]:
    (record,) = [effect for effect in talking.effects if isinstance(effect, Record)]
    return [pledge.places for pledge in record.report.pledges]
