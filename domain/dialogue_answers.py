"""What an answer does to the report in the making: a button that was chosen, or words that were typed in its place."""

from __future__ import annotations

import re
from dataclasses import replace

from domain import dialogue_texts as texts
from domain.dialogue_proof import chosen_proof, typed_proof
from domain.dialogue_questions import CANCEL, CHANGE_CHOICES, EVERY, NUMBER, line_for, proceed
from domain.dialogue_report import ABOUT, ALL, HOMES, NOW, UNKNOWN
from domain.dialogue_several import one_by_one
from domain.dialogue_state import SLOTS, Draft, Line, Purpose, Step
from domain.dialogue_talk import Heard, Talk
from domain.dialogue_words import (
    NEW_FIGURE,
    WITHDRAWS,
    commitment_said,
    condition_said,
    group_said,
    in_province,
    only_asks,
    says_now,
    says_unknown,
)
from domain.model import Commitment
from domain.talking import Count

YES = re.compile(r"^\W*(?:ja\b|yes\b|klopt\b|akkoord|prima|oke?\b|oké|goed\b|correct|juist|zeker\b)", re.IGNORECASE)
NO = re.compile(r"^\W*(?:nee\b|no\b|niet\s+goed|fout|klopt\s+niet)", re.IGNORECASE)
JUST_YES_OR_NO = re.compile(
    r"^\W*(?:ja|nee|oke?|oké|goed|prima|klopt|akkoord)\b(?:\W+(?:hoor|dank|u|je|wel|graag|bedankt|zo|het|dat|is))*\W*$",
    re.IGNORECASE,
)
NO_SENTENCE = re.compile(r"^\W*(?:\S+@\S+|\d+)\W*$")
"""A mail address or a number by itself: no condition and no reason."""
FEW_WORDS = 5
"""A figure in a text so short is meant as the new one: "nee, het zijn er 15"."""
LONGEST_NAME = 4
"""Words in the name of a gemeente, "gemeente" included."""
ADDED = re.compile(r"\b(?:erbij|extra|bovenop|daarnaast|nieuw\w*)\b", re.IGNORECASE)
ALL_OF_THEM = re.compile(r"^\W*(?:voor\s+)?(?:alle(?:bei|maal|\s+\w+)?|beide[n]?|elk|iedere?)\b", re.IGNORECASE)
INSTEAD = re.compile(r"\b(?:plaats|vervang\w*|vervalt)\b", re.IGNORECASE)
REPORT_STEPS = frozenset(
    {*SLOTS, Step.GEMEENTE, Step.REASON, Step.TARGET, Step.ON_TOP, Step.CHANGE, Step.SUMMARY, Step.ADDRESS, Step.CODE}
)
"""The questions that belong to a report; any other question may be left unanswered."""


def choose(talk: Talk, draft: Draft, key: str, label: str) -> None:
    """A button under a question of the report was tapped, or its label typed."""
    step = talk.state.step
    if step in {Step.ADDRESS, Step.CODE}:
        chosen_proof(talk, key)
    elif step is Step.SUMMARY and key == "wijzig":
        talk.answered()
        _ask_change(talk, draft)
    else:
        _take(talk, _chosen(talk, draft, key, label))


def _take(talk: Talk, draft: Draft | None) -> None:
    """Go on with this draft, or without one."""
    talk.answered()
    talk.keep(draft)
    proceed(talk)


def _chosen(talk: Talk, draft: Draft, key: str, label: str) -> Draft | None:
    """What the draft becomes."""
    step = talk.state.step
    if step is Step.TARGET:
        return _with_targets(talk, draft, key, label)
    if step is Step.ON_TOP:
        return _on_top(talk, draft, key, label)
    if step is Step.CHANGE:
        return _reopened(talk, draft, key, label)
    if step is Step.REASON:
        return replace(draft, no_reason=True)
    if step is Step.SUMMARY:
        return replace(draft, confirmed=True)
    if key == EVERY:
        draft = one_by_one(talk, draft, draft.candidates)
    elif step is Step.GEMEENTE:
        draft = replace(draft, gemeente=key.removeprefix("gemeente-"), candidates=())
    values = ((step, key.removeprefix(NUMBER)),) if step in SLOTS else ()
    return draft.with_line(line_for(talk, step, label, values))


def _with_targets(talk: Talk, draft: Draft, key: str, label: str) -> Draft:
    active = tuple(pledge.id for pledge in talk.active(draft.gemeente))
    targets = active if key == "allemaal" else tuple(p for p in active if key == f"toezegging-{p}")
    return replace(draft.with_line(line_for(talk, Step.TARGET, label)), replaces=targets)


def _on_top(talk: Talk, draft: Draft, key: str, label: str) -> Draft | None:
    if key == "zelfde":
        talk.say("Dan laat ik het staan zoals het is. Er is niets veranderd.")
        return None
    everything = tuple(pledge.id for pledge in talk.active(draft.gemeente))
    confirmed = draft.confirmed  # what stands could only be shown after the proof, which came after the summary
    draft = draft.with_line(line_for(talk, Step.ON_TOP, label))
    return replace(draft, replaces=everything if key == "alles" else (), confirmed=confirmed)


def _reopened(talk: Talk, draft: Draft, key: str, label: str) -> Draft:
    if key == str(Step.GEMEENTE):
        return replace(draft, gemeente=None, candidates=(), confirmed=False, replaces=None)
    return draft.with_line(line_for(talk, Step.CHANGE, label, ((Step(key), ""),)))


def _ask_change(talk: Talk, draft: Draft) -> None:
    if len(talk.report(draft).pledges) != 1:
        talk.keep(None)
        talk.say("Goed, dan beginnen wij opnieuw. Typ uw melding in uw eigen woorden.")
        return
    gemeente = (("Gemeente", str(Step.GEMEENTE)),) if draft.purpose is Purpose.REPORT else ()
    talk.ask(Step.CHANGE, "Wat wilt u wijzigen?", (*CHANGE_CHOICES, *gemeente, CANCEL))


def typed(talk: Talk, draft: Draft) -> bool:
    """Take typed words as the answer to the question of the report that stands; false where they are none."""
    step, text = talk.state.step, talk.heard.text
    if step in {Step.ADDRESS, Step.CODE}:
        return typed_proof(talk)
    if step is Step.GEMEENTE:
        return _typed_gemeente(talk, draft)
    if only_asks(text):
        return False
    key = _key_said(talk)
    fresh = None if key else _with_words(talk, draft)
    if key:
        choose(talk, draft, key, text)
    elif fresh:
        _say_new_number(talk, draft, fresh)
        _take(talk, fresh)
    return bool(key or fresh)


def _say_new_number(talk: Talk, before: Draft, after: Draft) -> None:
    """Say a number that was changed while something else was asked: nothing else shows that it was heard."""
    if talk.state.step not in SLOTS or talk.state.step is Step.PLACES:
        return
    number = [pledge.places for pledge in talk.report(after).pledges]
    if number != [pledge.places for pledge in talk.report(before).pledges] and len(number) == 1 and number[0]:
        talk.say(f"Genoteerd: {number[0]} {'plek' if number[0] == 1 else 'plekken'}.")


def _key_said(talk: Talk) -> str:
    """The button that the typed words stand for though they are not its label; empty where they stand for none."""
    step, text = talk.state.step, talk.heard.text
    if step is Step.ON_TOP and talk.draft and talk.report(talk.draft).pledges:
        return "erbij" if ADDED.search(text) else "alles" if INSTEAD.search(text) else ""
    if step is Step.SUMMARY and not talk.heard.counts:
        return "wijzig" if NO.search(text) else "klopt" if YES.search(text) else ""
    if step is Step.REASON and JUST_YES_OR_NO.match(text) and NO.search(text):
        return "alles"
    return ""


def _with_words(talk: Talk, draft: Draft) -> Draft | None:
    """The draft with what the typed words say; `None` where they say nothing for it."""
    step, text = talk.state.step, talk.heard.text
    if step in {Step.CONDITION, Step.REASON} and (JUST_YES_OR_NO.match(text) or NO_SENTENCE.match(text)):
        return None
    if step in {Step.SUMMARY, Step.CHANGE} and _is_name(talk) and draft.purpose is Purpose.REPORT:
        line = line_for(talk, Step.GEMEENTE, text)
        return replace(draft.with_line(line), gemeente=talk.heard.found[0], candidates=(), replaces=None)
    if step is Step.CONDITION:
        return draft.with_line(line_for(talk, step, text, ((step, text),)))
    if step is Step.REASON:
        line = replace(line_for(talk, step, text), reading=talk.heard.reading)
        return replace(draft.with_line(line), no_reason=True)
    if step in SLOTS or step in {Step.SUMMARY, Step.CHANGE}:
        values = _values(talk, draft)
        return draft.with_line(line_for(talk, step, text, values)) if values else None
    return None


def _is_name(talk: Talk) -> bool:
    """Whether the words are the name of a gemeente and no more."""
    return len(talk.heard.found) == 1 and len(talk.heard.text.split()) <= LONGEST_NAME and not talk.heard.counts


def _every_gemeente(talk: Talk, draft: Draft) -> tuple[str, ...]:
    """The gemeenten that are named together where one was asked for: "Urk en Ede", "allebei"."""
    if draft.purpose is not Purpose.REPORT or talk.heard.reading.pledges:
        return ()
    if ALL_OF_THEM.match(talk.heard.text) and EVERY in dict(talk.state.choices).values():
        return draft.candidates
    return () if talk.heard.found else tuple(codes[0] for codes in talk.heard.named if len(codes) == 1)


def _typed_gemeente(talk: Talk, draft: Draft) -> bool:
    if len(every := _every_gemeente(talk, draft)) > 1:
        _take(talk, one_by_one(talk, draft, every))
        return True
    if there := in_province(talk.heard.text, {code: talk.name(code) for code in draft.candidates}):
        _take(talk, replace(draft, gemeente=there, candidates=()))
        return True
    said_no = bool(NO.search(talk.heard.text))
    if len(draft.candidates) == 1 and not talk.heard.found and (said_no or YES.search(talk.heard.text)):
        code = None if said_no else draft.candidates[0]
        _take(talk, replace(draft, gemeente=code, candidates=()))
        return True
    found = talk.heard.found or next(iter(talk.heard.named), ())
    if not found or talk.heard.reading.pledges:
        return False
    if len(found) > 1:
        talk.keep(replace(draft, candidates=found))
        proceed(talk)
        return True
    line = line_for(talk, Step.GEMEENTE, talk.heard.text)
    _take(talk, replace(draft.with_line(line), gemeente=found[0], candidates=()))
    return True


def _values(talk: Talk, draft: Draft) -> tuple[tuple[Step, str], ...]:
    """The slots that the typed words fill: the one that was asked for, and others that are still open."""
    step, about = talk.state.step, talk.state.about
    report = talk.report(draft)
    if about >= len(report.pledges) or (step not in SLOTS and len(report.pledges) != 1):
        return ()
    asked = report.said[about] if about != ALL else frozenset[Step].intersection(*report.said)
    said = asked if step in SLOTS else frozenset[Step]()
    if NEW_FIGURE.search(talk.heard.text) and about != ALL:
        said -= {Step.PLACES}
    found = {
        slot: value
        for slot in SLOTS
        if (slot == step or slot not in said) and (value := _value(talk.heard, slot, step))
    }
    if found.get(Step.COMMITMENT) and (condition := condition_said(talk.heard.text)):
        found[Step.CONDITION] = condition
    return tuple(found.items())


def _value(heard: Heard, slot: Step, step: Step) -> str:
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
        case Step.COMMITMENT:
            yes = Commitment.FIRM if slot is step and YES.search(heard.text) else None
            return str(commitment_said(heard.text) or yes or "")
    return UNKNOWN if slot is step and slot in {Step.PLACES, Step.FROM} and says_unknown(heard.text) else ""


def _states_figure(text: str, step: Step) -> bool:
    """Whether a number in the text is meant as the number of places; at the end only where that is plain."""
    if step is Step.PLACES:
        return True
    if WITHDRAWS.search(text) or step is Step.FROM:
        return False
    return step in SLOTS or bool(NEW_FIGURE.search(text)) or len(text.split()) <= FEW_WORDS


def count_value(counts: tuple[Count, ...]) -> str:
    """The one count in a text as a value; empty where there are several."""
    if len(counts) != 1:
        return ""
    count = counts[0]
    if count.low is None:
        return f"{HOMES}{count.homes}" if count.homes else ""
    upper = f"-{count.high}" if count.high is not None else ""
    return f"{ABOUT if count.about else ''}{count.low}{upper}"


def edited(talk: Talk, draft: Draft) -> bool:
    """Put an edited input in the place of what it said before; false where it said nothing for this report."""
    at = next((i for i, line in enumerate(draft.lines) if line.input == talk.said.about), None)
    if at is None:
        return False
    old = draft.lines[at]
    fresh = _line_again(talk, old)
    if fresh is None:
        talk.say(texts.NOT_UNDERSTOOD)
        talk.repeat()
        return True
    talk.say(texts.EDITED)
    draft = replace(draft, lines=(*draft.lines[:at], fresh, *draft.lines[at + 1 :]), confirmed=False)
    _take(talk, draft)
    return True


def _line_again(talk: Talk, old: Line) -> Line | None:
    """The line as the edited text has it."""
    line = replace(old, text=talk.heard.text, reading=talk.heard.reading if old.reading else None)
    if not old.values or old.reading:
        return line
    slot = old.values[0][0]
    value = _value(talk.heard, slot, slot)
    return replace(line, values=((slot, value),)) if value else None
