"""Where a conversation stands, as a value: what was asked last, and the report that is being made.

Kept as JSON in the database after each input (`domain.dialogue_json`), so that a restart in mid-sentence loses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from domain.model import Reading


class Step(StrEnum):
    """What was asked last. The first ones are also the slots of a report."""

    IDLE = "idle"
    GEMEENTE = "gemeente"
    PLACES = "places"
    GROUP = "group"
    FROM = "from"
    COMMITMENT = "commitment"
    CONDITION = "condition"
    REASON = "reason"
    """What stands in the way, after a refusal that did not say so."""
    TARGET = "target"
    """Which of the pledges that stand is changed or withdrawn."""
    ON_TOP = "on_top"
    """Whether a pledge comes on top of what stands, or in its place."""
    BESIDE = "beside"
    """Whether a report typed meanwhile comes beside the one in the making, or in its place."""
    CHANGE = "change"
    SUMMARY = "summary"
    ADDRESS = "address"
    CODE = "code"
    CLAIM = "claim"
    """Which gemeente is meant by a name that the user says he speaks for."""
    MEANT = "meant"
    HAND_ON = "hand_on"
    REPORT_OR_QUESTION = "report_or_question"
    AMEND = "amend"
    """An input was edited after it had been recorded."""
    ERASE = "erase"


SLOTS = (Step.PLACES, Step.GROUP, Step.FROM, Step.COMMITMENT, Step.CONDITION)
"""What must be known of a pledge, in the order in which it is asked."""


class Purpose(StrEnum):
    """What a report is to do."""

    REPORT = "report"
    CHANGE = "change"
    """Another figure, date or group for a pledge that stands."""
    WITHDRAW = "withdraw"
    PROOF = "proof"
    """Nothing to record: the user only proves for whom he speaks, to see what was pledged."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that the user said in a report: typed, or the label of a button that was tapped.

    `prompt` is what was asked, shortened, empty for what was said unasked. `reading` is what was read in `text`.
    `values` are slots and what they became; an empty value means that the slot must be asked again. `pledge` is the
    position of the pledge that they are about.
    """

    text: str
    input: str
    prompt: str = ""
    reading: Reading | None = None
    values: tuple[tuple[Step, str], ...] = ()
    pledge: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """A report in the making. `candidates` are the gemeenten that may be meant, where that must be asked.

    `later` are gemeenten that the same opening sentence speaks for as well: they are taken after this one, one by one.
    `replaces` are the pledges whose place it takes (empty: it comes on top; `None`: not known yet). `confirmed`: the
    user said that the summary is right. `no_reason`: he was asked what stands in the way and did not say.
    """

    purpose: Purpose
    lines: tuple[Line, ...] = ()
    gemeente: str | None = None
    candidates: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    replaces: tuple[int, ...] | None = None
    confirmed: bool = False
    no_reason: bool = False

    def with_line(self, line: Line) -> Draft:
        """The same with one more line; what was confirmed before is so no more."""
        return replace(self, lines=(*self.lines, line), confirmed=False)


@dataclass(frozen=True, slots=True)
class State:
    """The whole of a conversation between two inputs.

    `turn` numbers the questions: it stands in the code of each button, so that an old button is known as such, and
    `done` is the last one that was answered. `choices` are labels and keys of the buttons of the question that
    stands, `question` its text. `asked` are the user's last questions, oldest first; `unknown` the one that could not
    be answered. `claimed` is for whom the user says that he speaks, which proves nothing: for each name the CBS codes
    that it may stand for. `waiting` are reports that were typed while another was being made. `recorded` are the
    inputs that the last report was made of, and `reference` is its message.
    """

    greeted: bool = False
    step: Step = Step.IDLE
    turn: int = 0
    done: int = 0
    question: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    about: int = 0
    draft: Draft | None = None
    asked: tuple[str, ...] = ()
    unknown: str = ""
    gemeente: str | None = None
    claimed: tuple[tuple[str, ...], ...] = ()
    waiting: tuple[Draft, ...] = ()
    address: str = ""
    recorded: tuple[str, ...] = ()
    reference: int = 0
