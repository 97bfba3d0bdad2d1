"""A whole report that is typed while another one is being made: neither is lost, and what happens to which is said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from domain import dialogue_texts as texts
from domain.dialogue_corrections import said_otherwise
from domain.dialogue_questions import line_for, proceed
from domain.dialogue_reports import is_report, report_from
from domain.dialogue_several import spread
from domain.dialogue_state import Draft, Line, Purpose, Step
from domain.dialogue_talk import Talk
from domain.dialogue_wishes import ON_TOP
from domain.dialogue_words import condition_said, only_asks
from domain.model import Intent, PledgeReading
from domain.said import offer_of
from domain.wording import amount_text

WHOLE_SENTENCE = 4
"""Words from which a text can be a report of its own in the middle of another."""
_ANSWERED = frozenset({Step.PLACES, Step.CONDITION, Step.REASON, Step.BESIDE})
"""Questions under which a figure or a refusal is the answer."""
_ABOUT_MAIL = re.compile(r"\b(?:e-?mail\w*|mail\w*|codes?|adres\w*|ontvang\w*|binnen\w*|spam)\b", re.IGNORECASE)


def other_report(talk: Talk, draft: Draft) -> bool:
    """Keep, add or ask about a report that is typed in the place of an answer; false where the words are none."""
    step, text = talk.state.step, talk.heard.text
    if step in _ANSWERED or len(text.split()) < WHOLE_SENTENCE or only_asks(text):
        return False
    if step is Step.COMMITMENT and condition_said(text):
        return False
    if _declines(talk, draft):
        _instead(talk, draft)
        return True
    return bool(_offers(talk)) and _other_offer(talk, draft)


def _other_offer(talk: Talk, draft: Draft) -> bool:
    if draft.purpose is not Purpose.REPORT or _theirs(talk, draft):
        _put_by(talk, draft)
        return True
    before = talk.report(draft)
    known = [p for p in before.pledges if _counted(p)]
    fresh = [p for p in _offers(talk) if not any(_same(p, one) for one in known)]
    if not fresh:
        return _said_again(talk, draft)
    if not known and not before.bottlenecks:
        _replace(talk, draft)
    elif ON_TOP.search(talk.heard.text) or not known:
        add(talk, draft, Line(talk.heard.text, talk.said.external_id, reading=talk.heard.reading))
    else:
        _ask_beside(talk, draft, known, fresh)
    return True


def _said_again(talk: Talk, draft: Draft) -> bool:
    """The same figures once more: whatever is said beside them that is new counts."""
    if draft.gemeente is None and talk.heard.reading.gemeenten:
        _replace(talk, draft)
        return True
    report = talk.report(draft)
    values = said_otherwise(talk, report) if len(report.pledges) == 1 else ()
    if not values:
        return False
    line = line_for(talk, Step.CHANGE, talk.heard.text, values)
    talk.keep(draft.with_line(line))
    talk.answered()
    proceed(talk)
    return True


def add(talk: Talk, draft: Draft, line: Line) -> None:
    """Take what was typed into the same report, leaving out figures that stand in it already."""
    known = talk.report(draft).pledges
    reading = line.reading
    if reading is not None:
        fresh = tuple(p for p in reading.pledges if not any(_same(p, one) for one in known))
        line = replace(line, reading=replace(reading, pledges=fresh))
        if not fresh and not reading.bottlenecks:
            talk.say("Dat had ik al genoteerd.")
            talk.repeat()
            return
    talk.keep(draft.with_line(line))
    talk.say("Dat heb ik erbij genoteerd.")
    talk.answered()
    proceed(talk)


def choose_beside(talk: Talk, draft: Draft, key: str) -> None:
    """Whether what was typed meanwhile comes beside the report or in its place."""
    *rest, fresh = talk.state.waiting
    talk.state = replace(talk.state, waiting=tuple(rest))
    talk.answered()
    if key == "erbij":
        add(talk, draft, fresh.lines[0])
        return
    talk.keep(fresh)
    proceed(talk)


def edit_waiting(talk: Talk) -> bool:
    """Put the edited words in the place of a report that waits; false where they are of none that does."""
    waiting = list(talk.state.waiting)
    at = next((i for i, draft in enumerate(waiting) if any(li.input == talk.said.about for li in draft.lines)), None)
    if at is None or not is_report(talk.heard.reading):
        return False
    fresh = report_from(talk)
    lines = tuple(replace(line, input=talk.said.about) for line in fresh.lines)
    old = waiting[at]
    waiting[at] = replace(fresh, lines=lines, gemeente=fresh.gemeente or old.gemeente)
    talk.state = replace(talk.state, waiting=tuple(waiting))
    talk.say(texts.EDITED)
    talk.repeat()
    return True


def next_waiting(talk: Talk) -> None:
    """Begin with the report that was put by, once nothing else is under way."""
    if talk.draft is not None or talk.asking or not talk.state.waiting:
        return
    first, *rest = talk.state.waiting
    talk.state = replace(talk.state, waiting=tuple(rest))
    talk.say(texts.next_report(talk.name(first.gemeente)))
    talk.keep(first)
    proceed(talk)


def _offers(talk: Talk) -> list[PledgeReading]:
    return [p for p in talk.heard.reading.pledges if _counted(p)]


def _counted(pledge: PledgeReading) -> bool:
    return pledge.places is not None or pledge.homes is not None


def _same(one: PledgeReading, other: PledgeReading) -> bool:
    return (one.places, one.places_max) == (other.places, other.places_max) and one.homes in (None, other.homes)


def _declines(talk: Talk, draft: Draft) -> bool:
    """Whether the words are a refusal after all. "Dat kan ik nu niet" where a name or code is asked is none."""
    step, heard = talk.state.step, talk.heard
    if Intent.DECLINE not in heard.reading.intents or _offers(talk) or talk.report(draft).declines:
        return False
    if step in {Step.ADDRESS, Step.CODE} and _ABOUT_MAIL.search(heard.text):
        return False
    return step is not Step.GEMEENTE or bool(heard.found)


def _instead(talk: Talk, draft: Draft) -> None:
    """A refusal takes the place of what was being reported, or waits where it is of another gemeente."""
    if _theirs(talk, draft) or draft.purpose is not Purpose.REPORT:
        _put_by(talk, draft)
        return
    if offers := [p for p in talk.report(draft).pledges if _counted(p)]:
        talk.say(texts.let_go(_amounts(offers)))
    _replace(talk, draft)


def _replace(talk: Talk, draft: Draft) -> None:
    """Go on with what is typed now, for the same gemeente where it names none."""
    fresh = report_from(talk)
    keeps = draft.gemeente is not None and not talk.heard.reading.gemeenten
    talk.answered()
    talk.keep(replace(fresh, gemeente=draft.gemeente, candidates=()) if keeps else fresh)
    proceed(talk)


def _theirs(talk: Talk, draft: Draft) -> tuple[str, ...]:
    """The gemeenten that the words are for, where none of them is that of the report."""
    codes = tuple(dict.fromkeys(gemeente.code for gemeente in talk.heard.reading.gemeenten))
    own = {draft.gemeente, *draft.later}
    return codes if draft.gemeente is not None and not own.intersection(codes) else ()


def _put_by(talk: Talk, draft: Draft) -> None:
    """Keep what is typed now for later, and go on with what was asked."""
    codes = _theirs(talk, draft)
    fresh = report_from(talk)
    if len(codes) > 1:
        fresh = spread(fresh, codes)
    elif not codes and fresh.gemeente is None and not fresh.candidates:
        fresh = replace(fresh, gemeente=draft.gemeente)
    talk.state = replace(talk.state, waiting=(*talk.state.waiting, fresh))
    names = [talk.name(code) for code in codes or ([fresh.gemeente] if fresh.gemeente else [])]
    talk.say(texts.put_by(names, talk.name(draft.gemeente)))
    talk.repeat()


def _ask_beside(talk: Talk, draft: Draft, known: Sequence[PledgeReading], fresh: Sequence[PledgeReading]) -> None:
    later = report_from(talk)
    if not talk.heard.reading.gemeenten:
        later = replace(later, gemeente=draft.gemeente, candidates=draft.candidates)
    talk.state = replace(talk.state, waiting=(*talk.state.waiting, later))
    text = f"U noemde eerst {_amounts(known)}, nu {_amounts(fresh)}. Komt dat erbij, of in plaats daarvan?"
    talk.ask(Step.BESIDE, text, (("Het komt erbij", "erbij"), ("In plaats daarvan", "alles")))


def _amounts(pledges: Sequence[PledgeReading]) -> str:
    return " en ".join(amount_text(offer_of(pledge)) for pledge in pledges)
