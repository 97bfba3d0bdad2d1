"""What an answer does to the report in the making: a button that was chosen, or words that were typed in its place."""

from __future__ import annotations

import re
from dataclasses import replace

from domain import dialogue_texts as texts
from domain.dialogue_corrections import say_changes
from domain.dialogue_gemeente import typed_gemeente
from domain.dialogue_proof import chosen_proof, typed_proof
from domain.dialogue_questions import CANCEL, CHANGE_CHOICES, COMMITMENT_CHOICES, EVERY, NUMBER, line_for, take
from domain.dialogue_second import choose_beside
from domain.dialogue_several import one_by_one
from domain.dialogue_state import SLOTS, Draft, Line, Purpose, Step
from domain.dialogue_talk import Talk
from domain.dialogue_values import JUST_YES_OR_NO, NO, YES, value_said, values_said
from domain.dialogue_words import commitment_said, group_said, only_asks
from domain.said import offer_of
from domain.wording import offer_text

NO_SENTENCE = re.compile(r"^\W*(?:\S+@\S+|\d+)\W*$")
"""A mail address or a number by itself: no condition and no reason."""
YES_TOO = re.compile(r"\b(?:zeker|akkoord|vast|goed)\b", re.IGNORECASE)
"""What says how sure it is, or only yes."""
REMARK = re.compile(r"\b(?:maar|mits|alleen|wel|let\s+op|graag)\b(?:\W+\w+){2,}", re.IGNORECASE)
"""A yes that goes on with something of its own."""
WHICH = "plek-"
"""Begins the key of the button for one of several offers in a report."""
LONGEST_NAME = 4
"""Words in the name of a gemeente, "gemeente" included."""
ADDED = re.compile(r"\b(?:erbij|extra|bovenop|daarnaast|nieuw\w*)\b", re.IGNORECASE)
INSTEAD = re.compile(r"\b(?:plaats|vervang\w*|vervalt)\b", re.IGNORECASE)
REPORT_STEPS = frozenset(
    {
        *SLOTS,
        Step.GEMEENTE,
        Step.REASON,
        Step.TARGET,
        Step.ON_TOP,
        Step.BESIDE,
        Step.CHANGE,
        Step.SUMMARY,
        Step.ADDRESS,
        Step.CODE,
    }
)
"""The questions that belong to a report; any other question may be left unanswered."""


def choose(talk: Talk, draft: Draft, key: str, label: str) -> None:
    """A button under a question of the report was tapped, or its label typed."""
    step = talk.state.step
    if step in {Step.ADDRESS, Step.CODE}:
        chosen_proof(talk, key)
    elif step is Step.BESIDE:
        choose_beside(talk, draft, key)
    elif step is Step.CHANGE and key.startswith(WHICH):
        talk.ask(Step.CHANGE, "Wat wilt u wijzigen?", (*CHANGE_CHOICES, CANCEL), int(key.removeprefix(WHICH)))
    elif step is Step.SUMMARY and key == "wijzig":
        talk.answered()
        _ask_change(talk, draft)
    else:
        take(talk, _chosen(talk, draft, key, label))


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
        return replace(_remarked(talk, draft, label), confirmed=True)
    if key == EVERY:
        draft = one_by_one(talk, draft, draft.candidates)
    elif step is Step.GEMEENTE:
        draft = replace(draft, gemeente=key.removeprefix("gemeente-"), candidates=())
    values = ((step, key.removeprefix(NUMBER)),) if step in SLOTS else ()
    return draft.with_line(line_for(talk, step, label, values))


def _remarked(talk: Talk, draft: Draft, label: str) -> Draft:
    """The draft with what goes with a yes, for whoever reads the report later: "ja, maar wel voor gezinnen"."""
    if JUST_YES_OR_NO.match(label) or not REMARK.search(label):
        return draft
    talk.say(texts.REMARKED)
    return draft.with_line(line_for(talk, Step.SUMMARY, label))


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
    if draft.purpose is Purpose.WITHDRAW:
        talk.keep(None)
        talk.say(texts.UNCHANGED)
        return
    offers = [offer_text(offer_of(pledge), talk.name(draft.gemeente)) for pledge in talk.report(draft).pledges]
    if len(offers) > 1:
        choices = [(text, f"{WHICH}{at}") for at, text in enumerate(offers)]
        talk.ask(Step.CHANGE, "Welke wilt u wijzigen?", (*choices, CANCEL))
        return
    if not offers:
        talk.state = replace(talk.state, claimed=((draft.gemeente,),) if draft.gemeente else talk.state.claimed)
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
        return typed_gemeente(talk, draft)
    if only_asks(text):
        return False
    if step is Step.COMMITMENT and JUST_YES_OR_NO.match(text) and not YES.search(text):
        talk.ask(step, "Is er een voorwaarde, of verkent u het nog?", COMMITMENT_CHOICES[1:], talk.state.about)
        return True
    key = _key_said(talk)
    fresh = None if key else _with_words(talk, draft)
    if key:
        choose(talk, draft, key, text)
    elif fresh:
        if step in SLOTS and step is not Step.PLACES:
            say_changes(talk, draft, fresh, asked=step)
        take(talk, fresh)
    return bool(key or fresh)


def _key_said(talk: Talk) -> str:
    """The button that the typed words stand for though they are not its label; empty where they stand for none."""
    step, text = talk.state.step, talk.heard.text
    if step is Step.BESIDE or (step is Step.ON_TOP and talk.draft and talk.report(talk.draft).pledges):
        return "erbij" if ADDED.search(text) else "alles" if INSTEAD.search(text) else ""
    if step is Step.TARGET and talk.draft:
        return _target_said(talk, talk.draft)
    if step is Step.SUMMARY and not talk.heard.counts:
        return "wijzig" if NO.search(text) else "klopt" if YES.search(text) and not _says_otherwise(talk) else ""
    if step is Step.REASON and JUST_YES_OR_NO.match(text) and NO.search(text):
        return "alles"
    return ""


def _says_otherwise(talk: Talk) -> bool:
    """Whether a yes goes with something that is not in the summary: "ja, maar voor amv"."""
    draft = talk.draft
    if draft is None or len(pledges := talk.report(draft).pledges) != 1:
        return False
    firm = commitment_said(YES_TOO.sub(" ", talk.heard.text))
    said = {Step.GROUP: group_said(talk.heard.text), Step.FROM: talk.heard.day, Step.COMMITMENT: firm}
    now = {Step.GROUP: pledges[0].group, Step.FROM: pledges[0].available_from, Step.COMMITMENT: pledges[0].commitment}
    return any(value is not None and value != now[slot] for slot, value in said.items())


def _target_said(talk: Talk, draft: Draft) -> str:
    """The pledge that stands and is named by its group or its figure."""
    group, figures = group_said(talk.heard.text), {count.low for count in talk.heard.counts}
    found = [p.id for p in talk.active(draft.gemeente) if p.offer.group is group or p.offer.places in figures]
    return f"toezegging-{found[0]}" if len(found) == 1 else ""


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
        values = values_said(talk, draft)
        return draft.with_line(line_for(talk, step, text, values)) if values else None
    return None


def _is_name(talk: Talk) -> bool:
    """Whether the words are the name of a gemeente and no more."""
    return len(talk.heard.found) == 1 and len(talk.heard.text.split()) <= LONGEST_NAME and not talk.heard.counts


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
    take(talk, draft)
    return True


def _line_again(talk: Talk, old: Line) -> Line | None:
    """The line as the edited text has it."""
    line = replace(old, text=talk.heard.text, reading=talk.heard.reading if old.reading else None)
    if not any(value for _, value in old.values):
        return line
    slot = old.values[0][0]
    value = value_said(talk.heard, slot, slot)
    return replace(line, values=((slot, value),)) if value else None
