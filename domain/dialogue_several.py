"""A report for several gemeenten at once, as a coordinator makes it: taken one by one, each proven by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain import dialogue_texts as texts
from domain.dialogue_questions import proceed
from domain.dialogue_state import Draft, Line, Purpose, Step
from domain.dialogue_talk import Talk


def one_by_one(talk: Talk, draft: Draft, codes: Sequence[str]) -> Draft:
    """The report for the first of these gemeenten, the others after it; says so."""
    talk.say(texts.several([talk.name(code) for code in codes]))
    return spread(draft, codes)


def spread(draft: Draft, codes: Sequence[str]) -> Draft:
    """The report for the first of these gemeenten, the others after it."""
    return replace(draft, gemeente=codes[0], candidates=(), later=tuple(codes[1:]), lines=_lines(draft, codes[0]))


def next_one(talk: Talk, done: Draft) -> None:
    """Begin with the next gemeente, where the report that was just written down had more of them."""
    if not done.later:
        return
    code, rest = done.later[0], done.later[1:]
    talk.say(texts.next_gemeente(talk.name(code)))
    opening = replace(done, lines=done.lines[:1], gemeente=code)
    talk.keep(Draft(Purpose.REPORT, _lines(opening, code), code, later=rest))
    proceed(talk)


def _lines(draft: Draft, code: str) -> tuple[Line, ...]:
    """The sentences of the report; a total that nobody divided is asked for each gemeente."""
    return tuple(_undivided(line, code) for line in draft.lines)


def _undivided(line: Line, code: str) -> Line:
    pledges = line.reading.pledges if line.reading else ()
    values = tuple((slot, value) for slot, value in line.values if (slot, value) != (Step.PLACES, ""))
    theirs = any(pledge.gemeente == code for pledge in pledges)
    shared = any(pledge.gemeente is None and pledge.places is not None for pledge in pledges)
    return replace(line, values=((Step.PLACES, ""), *values) if shared and not theirs else values)
