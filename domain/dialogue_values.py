"""What typed words say about the parts of a pledge, given which part was asked for."""

from __future__ import annotations

import re

from domain.dialogue_report import ALL, NOW, UNKNOWN, count_value
from domain.dialogue_state import SLOTS, Draft, Step
from domain.dialogue_talk import Heard, Talk
from domain.dialogue_wishes import WITHDRAWS, names_another_figure
from domain.dialogue_words import commitment_said, condition_said, group_said, says_now, says_unknown
from domain.model import Commitment

YES = re.compile(
    r"^\W*(?:ja(?:zeker|wel|hoor)?\b|yes\b|yep\b|(?:dat\s+)?klopt\b|akkoord|prima|oke?\b|oké|goed\b|correct|juist|zeker\b"
    r"|(?:dat\s+is\s+)?(?:helemaal|in\s+orde|top|natuurlijk|tuurlijk)\b)(?!\W+(?:nee|niet|geen)\b)",
    re.IGNORECASE,
)
NO = re.compile(
    r"^\W*(?:nee\b|no\b|niet\s+goed|fout|onjuist|(?:dat\s+)?klopt\s+(?:nog\s+)?niet|zeker\s+niet|ja\W+nee\b)",
    re.IGNORECASE,
)
JUST_YES_OR_NO = re.compile(
    r"^\W*(?:ja|jazeker|nee|oke?|oké|goed|prima|klopt|akkoord|(?:nog|zeker)\s+niet)\b"
    r"(?:\W+(?:hoor|dank|u|je|wel|graag|bedankt|zo|het|dat|is|was|toch|niet|maar|liever|nog|nu|alles|verder|meer))*\W*$",
    re.IGNORECASE,
)
FEW_WORDS = 5
"""A figure in a text so short is meant as the new one: "nee, het zijn er 15"."""


def values_said(talk: Talk, draft: Draft) -> tuple[tuple[Step, str], ...]:
    """The slots that the typed words fill: the one that was asked for, and others that are still open."""
    step, about = talk.state.step, talk.state.about
    report = talk.report(draft)
    picked = step in SLOTS or (step is Step.CHANGE and str(Step.PLACES) in dict(talk.state.choices).values())
    if about >= len(report.pledges) or (not picked and len(report.pledges) != 1):
        return ()
    asked = report.said[about] if about != ALL else frozenset[Step].intersection(*report.said)
    said = asked if step in SLOTS else frozenset[Step]()
    if names_another_figure(talk.heard.text) and about != ALL:
        said -= {Step.PLACES}
    found = {
        slot: value
        for slot in SLOTS
        if (slot == step or slot not in said) and (value := value_said(talk.heard, slot, step))
    }
    if found.get(Step.COMMITMENT) and (condition := condition_said(talk.heard.text)):
        found[Step.CONDITION] = condition
    return tuple(found.items())


def value_said(heard: Heard, slot: Step, step: Step) -> str:
    """What the typed words say about one slot, while `step` was asked; empty where they say nothing."""
    match slot:
        case Step.PLACES if heard.counts and _states_figure(heard.text, step):
            return count_value(heard.counts)
        case Step.GROUP if group := group_said(heard.text):
            return str(group)
        case Step.FROM if heard.day:
            return heard.day.isoformat()
        case Step.FROM if says_now(heard.text, asked=slot is step):
            return NOW
        case Step.COMMITMENT if slot is step or not says_unknown(heard.text):
            yes = Commitment.FIRM if slot is step and YES.search(heard.text) else None
            return str(commitment_said(heard.text) or yes or "")
    return UNKNOWN if slot is step and slot in {Step.PLACES, Step.FROM} and says_unknown(heard.text) else ""


def _states_figure(text: str, step: Step) -> bool:
    """Whether a number in the text is meant as the number of places; at the end only where that is plain."""
    if step is Step.PLACES:
        return True
    if WITHDRAWS.search(text) or step is Step.FROM:
        return False
    return step in SLOTS or names_another_figure(text) or len(text.split()) <= FEW_WORDS
