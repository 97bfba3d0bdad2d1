"""Which gemeente is meant, where that was asked."""

from __future__ import annotations

import re
from dataclasses import replace

from domain.dialogue_corrections import say_changes
from domain.dialogue_questions import EVERY, line_for, proceed, take
from domain.dialogue_several import one_by_one
from domain.dialogue_state import Draft, Purpose, Step
from domain.dialogue_talk import Talk
from domain.dialogue_values import FEW_WORDS, NO, YES, values_said
from domain.dialogue_words import only_asks

ALL_OF_THEM = re.compile(r"^\W*(?:voor\s+)?(?:alle(?:bei|maal|\s+\w+)?|beide[n]?|elk|iedere?)\b", re.IGNORECASE)


def _every_gemeente(talk: Talk, draft: Draft) -> tuple[str, ...]:
    """The gemeenten that are named together where one was asked for: "Urk en Ede", "allebei"."""
    if draft.purpose is not Purpose.REPORT or talk.heard.reading.pledges:
        return ()
    if ALL_OF_THEM.match(talk.heard.text) and EVERY in dict(talk.state.choices).values():
        return draft.candidates
    return () if talk.heard.found else tuple(codes[0] for codes in talk.heard.named if len(codes) == 1)


def typed_gemeente(talk: Talk, draft: Draft) -> bool:
    """Take the typed words as the name of the gemeente; false where they are none."""
    if len(every := _every_gemeente(talk, draft)) > 1:
        take(talk, one_by_one(talk, draft, every))
        return True
    said_no = bool(NO.search(talk.heard.text))
    if len(draft.candidates) == 1 and not talk.heard.found and (said_no or YES.search(talk.heard.text)):
        code = None if said_no else draft.candidates[0]
        take(talk, replace(draft, gemeente=code, candidates=()))
        return True
    found = talk.heard.found or next(iter(talk.heard.named), ())
    if not found and not only_asks(talk.heard.text):
        return _slots_beside(talk, draft)
    if not found or talk.heard.reading.pledges:
        return False
    if len(found) > 1:
        talk.keep(replace(draft, candidates=found))
        proceed(talk)
        return True
    line = line_for(talk, Step.GEMEENTE, talk.heard.text)
    take(talk, replace(draft.with_line(line), gemeente=found[0], candidates=()))
    return True


def _slots_beside(talk: Talk, draft: Draft) -> bool:
    """Take what is said of the places where the gemeente was asked for; that question stays."""
    values = values_said(talk, draft) if len(talk.heard.text.split()) <= FEW_WORDS else ()
    if not values:
        return False
    fresh = draft.with_line(line_for(talk, Step.CHANGE, talk.heard.text, values))
    say_changes(talk, draft, fresh)
    if not talk.replies:
        talk.say("Dat heb ik genoteerd.")
    talk.keep(fresh)
    talk.repeat()
    return True
