"""What the dialogue is given and what it gives back; and the talk in between, in which one input is answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Protocol

from domain.answers import Answer
from domain.campaign import AMSTERDAM, Campaign
from domain.chat import Button, Input, Reply
from domain.dialogue_report import Report, report_of
from domain.dialogue_state import Draft, State, Step
from domain.dossier import Dossier, Pledge
from domain.model import Reading
from domain.questions import QuestionKind
from domain.talking import Count, OpenCode

LONGEST_LABEL = 60
PER_ROW = 2
SHORT_LABEL = 22


class Heard(Protocol):
    """What can be made of a text: read as a report, answered as a question, and in parts.

    Each is worked out when it is asked for: "statushouders" after "Voor wie?" needs neither reader nor answers.
    """

    @property
    def text(self) -> str:
        """What was typed."""

    @property
    def reading(self) -> Reading:
        """The text as a report."""

    @property
    def answer(self) -> Answer:
        """The text as a question."""

    @property
    def named(self) -> tuple[tuple[str, ...], ...]:
        """The gemeenten that it names: for each name the CBS codes that it may stand for."""

    @property
    def found(self) -> tuple[str, ...]:
        """The CBS codes that the text as a whole may stand for."""

    @property
    def claimed(self) -> tuple[tuple[str, ...], ...]:
        """The gemeenten for which its writer says that he speaks: for each name the CBS codes it may stand for."""

    @property
    def counts(self) -> tuple[Count, ...]:
        """The numbers in it that may count places."""

    @property
    def day(self) -> date | None:
        """The day from which something is there."""


@dataclass(frozen=True, slots=True)
class TypedAddress:
    """A mail address that was typed: does it belong to the gemeente of the draft, and may mail go there."""

    address: str
    fits: bool
    reachable: bool


@dataclass(frozen=True, slots=True)
class Context:
    """What the records say at the moment of an input.

    `proven` are the gemeenten that this conversation speaks for, with the address that proved it. `dossiers` and
    `domains` (mail domains) are by CBS code, and so is `vouched`: an address that was proven here and that belongs to
    that gemeente as well. `may_mail_code` is false where enough codes went out in the last hour. `since` and `kept`
    tell when the conversation began and how many inputs are kept.
    """

    campaign: Campaign
    names: Mapping[str, str]
    now: datetime
    heard: Heard | None = None
    proven: Mapping[str, str] = field(default_factory=dict)
    dossiers: Mapping[str, Dossier] = field(default_factory=dict)
    domains: Mapping[str, Sequence[str]] = field(default_factory=dict)
    vouched: Mapping[str, str] = field(default_factory=dict)
    code: OpenCode | None = None
    address: TypedAddress | None = None
    may_mail_code: bool = True
    since: datetime | None = None
    kept: int = 0
    name: str = ""

    @property
    def today(self) -> date:
        """The day in the Netherlands."""
        return self.now.astimezone(AMSTERDAM).date()


@dataclass(frozen=True, slots=True)
class Record:
    """Write the report down. `proven`: it counts; else it is kept as a question to our own mailbox."""

    draft: Draft
    report: Report
    proven: bool


@dataclass(frozen=True, slots=True)
class MailCode:
    """Make a code and mail it."""

    gemeente: str
    address: str


@dataclass(frozen=True, slots=True)
class WrongCode:
    """A wrong code was typed; with `end` the code may not be tried again."""

    code: int
    end: bool


@dataclass(frozen=True, slots=True)
class Prove:
    """The right code was typed."""

    code: int
    gemeente: str
    address: str


@dataclass(frozen=True, slots=True)
class Vouch:
    """An address that was proven in this conversation belongs to another gemeente too."""

    gemeente: str
    address: str


@dataclass(frozen=True, slots=True)
class HandOn:
    """Put a question to a person."""

    kind: QuestionKind
    text: str
    gemeente: str | None


@dataclass(frozen=True, slots=True)
class Unasked:
    """Whether this conversation may get messages that it did not ask for."""

    wanted: bool


@dataclass(frozen=True, slots=True)
class Erase:
    """Wipe the conversation."""


Effect = Record | MailCode | WrongCode | Prove | Vouch | HandOn | Unasked | Erase


@dataclass(frozen=True, slots=True)
class Turn:
    """What one input comes to."""

    state: State
    replies: tuple[Reply, ...] = ()
    effects: tuple[Effect, ...] = ()


@dataclass(slots=True)
class Talk:
    """One input being answered. Lives for one call of `domain.dialogue.advance`."""

    state: State
    said: Input
    context: Context
    replies: list[Reply] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    proven: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.proven = dict(self.context.proven)

    @property
    def draft(self) -> Draft | None:
        """The report in the making."""
        return self.state.draft

    @property
    def asking(self) -> bool:
        """Whether a question stands."""
        return self.state.step is not Step.IDLE

    @property
    def heard(self) -> Heard:
        """What was made of the text. Every typed text has this."""
        assert self.context.heard is not None  # noqa: S101  # the use case hears every text; tells mypy so
        return self.context.heard

    def name(self, code: str | None) -> str:
        """The name of a gemeente."""
        return self.context.names.get(code or "", code or "")

    @property
    def spoken(self) -> tuple[str, ...]:
        """The gemeenten that the user speaks for, or says that he does."""
        return tuple(dict.fromkeys((*(code for codes in self.state.claimed for code in codes), *self.proven)))

    def active(self, code: str | None) -> tuple[Pledge, ...]:
        """The pledges of a gemeente that count now."""
        dossier = self.context.dossiers.get(code or "")
        return dossier.active if dossier else ()

    def report(self, draft: Draft) -> Report:
        """What a draft comes down to."""
        return report_of(draft, self.active(draft.gemeente), self.context.today)

    def say(self, text: str) -> None:
        """Reply without asking anything."""
        self.replies.append(Reply(text))

    def menu(self, text: str, choices: Sequence[tuple[str, str]]) -> None:
        """Reply with buttons that always work, and that are no question."""
        self.replies.append(Reply(text, rows_of(choices)))

    def ask(
        self, step: Step, text: str, choices: Sequence[tuple[str, str]] = (), about: int = 0, again: str = ""
    ) -> None:
        """Ask something; its buttons are known by the number of this question. `again` is how it is repeated."""
        turn = self.state.turn + 1
        self.state = replace(self.state, step=step, turn=turn, question=text, choices=tuple(choices), about=about)
        self.repeat()
        self.state = replace(self.state, question=again or text)

    def repeat(self) -> None:
        """Ask again what was asked last."""
        state = self.state
        if self.asking:
            self.replies.append(Reply(state.question, rows_of([(la, f"{state.turn}.{k}") for la, k in state.choices])))

    def answered(self) -> None:
        """The question that stood has its answer."""
        self.state = replace(self.state, step=Step.IDLE, done=self.state.turn, question="", choices=(), about=0)

    def keep(self, draft: Draft | None) -> None:
        """Keep the draft, or let go of it."""
        self.state = replace(self.state, draft=draft)

    def turn(self) -> Turn:
        """What it all came to."""
        return Turn(self.state, tuple(self.replies), tuple(self.effects))


def rows_of(choices: Sequence[tuple[str, str]]) -> tuple[tuple[Button, ...], ...]:
    """Buttons in rows: short ones two by two, long ones each on a row."""
    buttons = [Button(_short(label), code) for label, code in choices]
    if any(len(button.label) > SHORT_LABEL for button in buttons):
        return tuple((button,) for button in buttons)
    return tuple(tuple(buttons[at : at + PER_ROW]) for at in range(0, len(buttons), PER_ROW))


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1].rstrip() + "…"
