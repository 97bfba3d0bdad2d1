"""Messages of a coordinator or joint organisation: which of the gemeenten in it give an answer?

Each name is judged by its own stretch of text: from the name before it to the name behind it, within the sentence,
and on into the next sentence if that names nobody. A stretch that holds an amount, a no or a cause is an answer; "Veere
beraadt zich" is none.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources import files

from nlp.gazetteer.folding import fold
from nlp.gemeente_claims import THERE, TITLE, Strength
from nlp.gemeente_evidence import Case, Sign
from nlp.gemeente_texts import LaidText, lay_out

REACH = 300
"""Characters on either side of a name that its stretch holds at most."""
LATER = "komt later"
"""The cue of a gemeente that is said to answer later: in a joint message that is its answer for now."""

OF_ANOTHER = frozenset({"gekoppeld aan", "wij erachter", "wij van", "een functie bij"})
"""Cues by which a gemeente is not told of in the third person."""

NEIGHBOURS = 8
"""Names on either side among which the nearest other gemeente is looked for."""


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    data = tomllib.loads(files("nlp").joinpath("terms/gemeente_answers.toml").read_text(encoding="utf-8"))
    return {kind: re.compile(rf"\b(?:{'|'.join(patterns)})") for kind, patterns in data.items()}


def is_collective(case: Case) -> bool:
    """Whether the text or the address says that several gemeenten answer in one message."""
    rows = {sign.code for sign in case.text if sign.row}
    unknown = bool(case.message.sender.domain) and not case.writer.domain.kind
    body = case.message.body.lower()
    return unknown or len(rows) > 1 or bool(_patterns()["collective"].search(body))


def collects(case: Case, own: str) -> bool:
    """Whether a writer with a gemeente of his own passes on what several answer: he says so, or does nothing else.

    He does nothing else if he tells of his own gemeente as of the others ("Terneuzen pakt er twintig, Hulst zes"), or
    names another and says no word of "wij".
    """
    acting = {sign.code for sign in case.text if sign.strength >= Strength.SUBJECT and sign.evidence.part != "subject"}
    if not acting - {own}:
        return False
    if says_so(case):
        return True
    body = fold(case.message.body)
    if _patterns()["hearsay"].search(body):
        return False
    heard = told(case)
    if own in acting and not any(sign.code == own and sign.cue in OF_ANOTHER for sign in case.text):
        return bool(heard - {own})
    return own not in heard | acting and bool(heard) and not _patterns()["ours"].search(body)


def says_so(case: Case) -> bool:
    """Whether the writer says that he passes on the answers of several."""
    return bool(_patterns()["bundles"].search(fold(case.message.body)))


def told(case: Case) -> set[str]:
    """The gemeenten that act in the body with an amount."""
    body = lay_out(case.texts, case.text).get("body")
    found: set[str] = set()
    for place, sign in enumerate(body.signs if body else ()):
        acts = sign.carried and (sign.strength >= Strength.SUBJECT or sign.cue == THERE) and sign.cue not in OF_ANOTHER
        if body and acts and _told_amount(body, place, sign):
            found.add(sign.code)
    return found


def _told_amount(text: LaidText, place: int, sign: Sign) -> bool:
    """Whether an amount follows the name within its sentence, and no "wij" beside it."""
    start, end = text.sentence(sign.evidence.start)
    until = min(end, _stretch(text, place, sign)[2])
    behind = text.flat[sign.evidence.end : max(until, sign.evidence.end)]
    asked = text.flat[start:end].rstrip().endswith("?")
    return not asked and bool(_patterns()["amount"].search(behind)) and not _patterns()["ours"].search(behind)


def answering(case: Case, vetoed: set[str], members: Collection[str] = ()) -> list[str]:
    """The codes of the gemeenten that answer, in reading order; `members` limits them to a joint organisation's."""
    found: dict[str, None] = {}
    for name, text in lay_out(case.texts, case.text).items():
        if name == "subject":
            continue
        for place, sign in enumerate(text.signs):
            heard = sign.cue == LATER or (sign.strength > Strength.UNSAID and sign.code not in vetoed)
            possible = sign.carried and heard and sign.code not in found
            if possible and (not members or sign.code in members) and _answers(text, place, sign):
                found[sign.code] = None
    return list(found)


def _answers(text: LaidText, place: int, sign: Sign) -> bool:
    start, at, until = _stretch(text, place, sign)
    if _patterns()["silent"].search(text.flat, at, max(at, until)):
        return False
    first, last = text.sentence(at)
    if text.flat[first:last].rstrip().endswith("?"):
        return False
    kinds = ("later",) if sign.cue == LATER else ("answer", "later")
    stretch = text.flat[start:until]
    return any(_patterns()[kind].search(stretch) for kind in kinds)


def _stretch(text: LaidText, place: int, sign: Sign) -> tuple[int, int, int]:
    """Where the text around a name that is its own starts, where the name stands, and where that text ends."""
    at = sign.evidence.start
    start, end = text.sentence(at)
    before = reversed(text.signs[max(0, place - NEIGHBOURS) : place])
    behind = text.signs[place + 1 : place + 1 + NEIGHBOURS]
    left = next((each.evidence.end for each in before if _is_other(each, sign)), at - REACH)
    right = next((each.evidence.start for each in behind if _is_other(each, sign)), at + REACH)
    following = text.sentence(min(end, len(text.flat) - 1))[1]
    until = following if right >= following else end
    until = min(right, at + REACH) if sign.cue == TITLE else until
    return max(start, left, 0), at, min(until, right)


def _is_other(each: Sign, sign: Sign) -> bool:
    return each.code != sign.code and each.group != sign.group
