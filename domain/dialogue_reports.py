"""Recognising a report in free text, and beginning one with all that was said already."""

from __future__ import annotations

import re
from dataclasses import replace

from domain.dialogue_corrections import CORRECTS
from domain.dialogue_report import count_value
from domain.dialogue_state import Draft, Line, Purpose, Step
from domain.dialogue_talk import Talk
from domain.dialogue_wishes import ANOTHER_STATE, NEW_FIGURE, ON_TOP, WANTS_CHANGE, WITHDRAWS
from domain.dialogue_words import commitment_said, group_said, only_asks
from domain.model import Commitment, Intent, Reading
from domain.wording import MONTHS

SHORT_REPORT = 6
"""Words in a report that can only name the gemeente that it is for."""
INSTEAD_OF = re.compile(r"\b(?:ipv|i\.p\.v\.|in\s+plaats\s+van|niet)\s+(?:voor\s+)?\w+", re.IGNORECASE)
"""What is taken back: in "voor amv in plaats van statushouders" the last."""
LESS = re.compile(
    r"\b(?:trek|haal|vallen|valt|gaan|gaat)\w*\b.{0,20}?\ber\s+(?:helaas\s+|weer\s+)?(\d{1,4})\b.{0,12}?\b(?:in|af|terug|weg)\b"
    r"|\b(\d{1,4})\s+(?:plekken\s+|plaatsen\s+)?minder\b",
    re.IGNORECASE,
)
"""So many of the places that stand are taken back."""
FROM_DAY = re.compile(
    rf"\b(?:vanaf|per|met\s+ingang\s+van|fan)\s+(?:ongeveer\s+|circa\s+)?(?:\d{{1,2}}\b|begin|half|medio|eind|{'|'.join(MONTHS)})",
    re.IGNORECASE,
)
THOSE = re.compile(r"\b(?:de|die|onze)\s+(\d{1,4})\s+(?:plek|plaats)\w*", re.IGNORECASE)
CONSEQUENTIAL = frozenset({Intent.PLEDGE, Intent.DECLINE, Intent.BOTTLENECK, Intent.WITHDRAWAL, Intent.DEFERRAL})


def is_report(reading: Reading) -> bool:
    """Whether it says something that belongs in the dossier of a gemeente."""
    return bool(set(reading.intents) & CONSEQUENTIAL or reading.pledges or reading.bottlenecks)


def report_from(talk: Talk, *, empty: bool = False) -> Draft:
    """A report that begins with what was just typed; `empty` where that says only that there is one."""
    heard = talk.heard
    values = ((Step.PLACES, ""),) if empty else ()
    line = Line(heard.text, talk.said.external_id, reading=_with_day(talk), values=values)
    gemeente, candidates = gemeente_of(talk)
    return Draft(Purpose.REPORT, (line,), gemeente, candidates)


def _with_day(talk: Talk) -> Reading:
    """The reading, with the only day that the text gives for all of its pledges: "6 en 4 plekken, per 1 oktober"."""
    heard = talk.heard
    reading, text, found = heard.reading, heard.text, list(FROM_DAY.finditer(heard.text))
    if len(found) != 1 or heard.day is None or heard.day < talk.context.today:
        return reading
    last = max((text.rfind(str(pledge.places)) for pledge in reading.pledges), default=-1)
    tail = found[0].start() > last and text[: found[0].start()].rstrip().endswith(",")
    others = any(pledge.available_from not in (None, heard.day) for pledge in reading.pledges)
    if others or (len(reading.pledges) > 1 and not tail):
        return reading
    return replace(reading, pledges=tuple(replace(pledge, available_from=heard.day) for pledge in reading.pledges))


def gemeente_of(talk: Talk) -> tuple[str | None, tuple[str, ...]]:
    """For which gemeente the text speaks, or which ones must be asked about."""
    heard = talk.heard
    read = _joined(talk, tuple(dict.fromkeys(gemeente.code for gemeente in heard.reading.gemeenten)))
    if len(read) > 1:
        return None, read
    several = next((codes for codes in heard.named if len(codes) > 1 and (not read or read[0] in codes)), ())
    known = [code for code in several if code in talk.spoken]
    if several and len(known) != 1:
        return None, several
    if read and not known and talk.spoken and _is_location(talk, read[0]):
        return None, (*read, *talk.spoken)
    return ((known or list(read))[0], ()) if known or read else _unread(talk)


def _unread(talk: Talk) -> tuple[str | None, tuple[str, ...]]:
    """The same where no gemeente was read: by the names in the text, else by what the user said before."""
    if talk.heard.named:
        return _among_named(talk)
    if len(talk.spoken) == 1:
        return talk.spoken[0], ()
    return None, talk.spoken or ((talk.state.gemeente,) if talk.state.gemeente else ())


def _is_location(talk: Talk, code: str) -> bool:
    """Whether a gemeente for which the user never spoke is named only as the place where something is."""
    name = re.escape(talk.name(code).partition(" (")[0])
    place = re.search(rf"\b(?:in|te|naar|bij|richting)\s+{name}\b", talk.heard.text, re.IGNORECASE)
    return code not in talk.spoken and place is not None


def _among_named(talk: Talk) -> tuple[str | None, tuple[str, ...]]:
    """Where no gemeente was read but places are named: "12 plekken Ede" says for whom, a longer text is asked about."""
    named = tuple(codes[0] for codes in talk.heard.named)
    fresh = tuple(code for code in named if code not in talk.spoken)
    if len(named) == 1 and (not fresh or not talk.spoken) and len(talk.heard.text.split()) <= SHORT_REPORT:
        return named[0], ()
    return None, (*named, *(code for code in talk.spoken if code not in named))


def _joined(talk: Talk, read: tuple[str, ...]) -> tuple[str, ...]:
    """The gemeente that was read, with those that stand right beside it: "Urk en Ede kunnen samen 20 plekken aan"."""
    if len(read) != 1:
        return read
    single = [codes[0] for codes in talk.heard.named if len(codes) == 1]
    names = "|".join(re.escape(talk.name(code)) for code in single)
    rows = re.findall(
        rf"\b(?:(?:{names})\b(?:\s*,\s*|\s+(?:en|&)\s+)(?:de\s+)?(?:gemeente\s+)?)+(?:{names})\b", talk.heard.text
    )
    beside = next((row for row in rows if talk.name(read[0]) in row), "")
    return tuple(code for code in single if talk.name(code) in beside) or read


def changes_standing(talk: Talk, *, edited: bool = False) -> Draft | None:
    """A change or withdrawal of what stands, where the text is one. With `edited` its figure is always a new one."""
    heard = talk.heard
    if only_asks(heard.text):
        return None
    intents = set(heard.reading.intents)
    figure = _figure(talk)
    corrects = _corrects(talk, intents)
    if not edited and (less := LESS.search(heard.text)) and (left := _left(talk, less)) is not None:
        return _draft(talk, Purpose.CHANGE, left)
    if not edited and not figure and (WITHDRAWS.search(heard.text) or _only_withdraws(heard.reading)):
        return _draft(talk, Purpose.WITHDRAW, ())
    if figure and (corrects or edited):
        return _draft(talk, Purpose.CHANGE, _values(talk, figure))
    values = _values(talk, "")
    if values and _names_standing(talk):
        return _draft(talk, Purpose.CHANGE, values)
    otherwise = bool(values) and not figure and _stands(talk) and bool(CORRECTS.search(heard.text))
    return _draft(talk, Purpose.CHANGE, values) if otherwise or WANTS_CHANGE.search(heard.text) else None


def _left(talk: Talk, less: re.Match[str]) -> tuple[tuple[Step, str], ...] | None:
    """What is left of the only pledge that stands, where some of it is taken back: "trek er 3 in".

    Nothing where it cannot be known before the user has proven for whom he speaks or said which pledge it is about;
    `None` where the words may be about something else.
    """
    standing = [pledge.offer.places for code in talk.proven for pledge in talk.active(code)]
    left = (standing[0] or 0) - int(less[1] or less[2]) if len(standing) == 1 else 0
    if left > 0:
        return ((Step.PLACES, str(left)),)
    return () if less[1] else None


def _names_standing(talk: Talk) -> bool:
    """Whether the text speaks of the very places that stand: "de 12 plekken komen een maand later"."""
    standing = {pledge.offer.places for code in talk.proven for pledge in talk.active(code)}
    found = THOSE.search(talk.heard.text)
    return found is not None and int(found[1]) in standing and not ON_TOP.search(talk.heard.text)


def _corrects(talk: Talk, intents: set[Intent]) -> bool:
    """Whether the figure is another one for what stands; one for another group or gemeente is a report of its own."""
    heard = talk.heard
    known = bool(talk.state.recorded or talk.proven) or len(heard.text.split()) > SHORT_REPORT
    if NEW_FIGURE.search(heard.text) or (known and Intent.CORRECTION in intents and not heard.reading.bottlenecks):
        return True
    if not _stands(talk):
        return False
    groups = {pledge.offer.group for code in talk.proven for pledge in talk.active(code)}
    theirs = any(gemeente.code not in talk.proven for gemeente in heard.reading.gemeenten)
    if ON_TOP.search(heard.text) or theirs or (group_said(heard.text) or next(iter(groups), None)) not in groups:
        return False
    return bool(ANOTHER_STATE.search(heard.text) or CORRECTS.search(heard.text))


def _stands(talk: Talk) -> bool:
    return any(talk.active(code) for code in talk.proven)


def _draft(talk: Talk, purpose: Purpose, values: tuple[tuple[Step, str], ...]) -> Draft:
    gemeente, candidates = gemeente_of(talk)
    if gemeente is None and len(owners := [code for code in talk.proven if _named(talk, code)]) == 1:
        gemeente, candidates = owners[0], ()
    line = Line(talk.heard.text, talk.said.external_id, reading=talk.heard.reading, values=values)
    return Draft(purpose, (line,), gemeente, candidates, replaces=_named(talk, gemeente))


def _named(talk: Talk, gemeente: str | None) -> tuple[int, ...] | None:
    """The pledge whose figure stands in the text, where that is one: "trek de 6 in"."""
    figures = {count.low for count in talk.heard.counts}
    found = [pledge.id for pledge in talk.active(gemeente) if pledge.offer.places in figures]
    return tuple(found) if len(found) == 1 and gemeente in talk.proven else None


def _only_withdraws(reading: Reading) -> bool:
    return Intent.WITHDRAWAL in reading.intents and not reading.pledges


def _figure(talk: Talk) -> str:
    """The one new figure in the text, leaving out those that stand already."""
    pledges = talk.heard.reading.pledges
    if len(pledges) == 1 and pledges[0].places is not None:
        upper = f"-{pledges[0].places_max}" if pledges[0].places_max is not None else ""
        return f"{pledges[0].places}{upper}"
    standing = {pledge.offer.places for code in talk.proven for pledge in talk.active(code)}
    fresh = tuple(count for count in talk.heard.counts if count.low not in standing)
    return count_value(fresh)


def _values(talk: Talk, figure: str) -> tuple[tuple[Step, str], ...]:
    """The figure, if any, and what else the text says outright to be different."""
    heard = talk.heard
    values = [(Step.PLACES, figure)] if figure else []
    if group := group_said(INSTEAD_OF.sub("", heard.text)):
        values.append((Step.GROUP, str(group)))
    if heard.day:
        values.append((Step.FROM, heard.day.isoformat()))
    if commitment_said(heard.text) is Commitment.FIRM:
        values.append((Step.COMMITMENT, str(Commitment.FIRM)))
    return tuple(values)
