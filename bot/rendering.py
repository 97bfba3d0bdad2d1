"""A reading in Dutch for people: one line for the service, a few lines for `read` and for the reviewer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from domain.campaign import AMSTERDAM
from domain.dossier import Offer
from domain.labels import INTENTS, KINDS, PERSONAL_DATA, ROLES, ROUTES
from domain.model import Evidence, Group, Kind, Message, PersonalData, PledgeReading, Reading
from domain.wording import COMMITMENTS, GROUPS
from intake.process import Handled

LONGEST = 160
MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


def printable(text: str, longest: int = LONGEST) -> str:
    """`text` on one line, safe for a terminal: what a stranger wrote cannot move the cursor or turn letters round."""
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    text = re.sub("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text)
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def outcome(sender: str, subject: str, handled: Handled, labels: Mapping[str, str]) -> str:
    """What became of a message, on one line: who, about what, and what was made of it or why a person must look."""
    address = sender.rpartition("<")[2].rstrip("> ")
    head = printable(f"{handled.id}. {address or 'onbekende afzender'}: {subject or '(geen onderwerp)'}")
    if handled.message is None or handled.reading is None:
        return f"{head}\n   niet te lezen: {printable(handled.problem)}"
    said = summary(handled.message, handled.reading, labels)
    waits = f"\n   een mens moet kijken: {'; '.join(handled.waits_for)}" if handled.waits_for else ""
    return f"{head}\n   {said}{waits}"


def summary(message: Message, reading: Reading, labels: Mapping[str, str]) -> str:
    """What a message says, on one line: the gemeente with its places, or its intents, and the bottlenecks."""
    if message.kind is not Kind.PERSONAL:
        return KINDS[message.kind]
    names = {g.code: g.name for g in reading.gemeenten}
    said = [f"{names.get(p.gemeente or '', 'gemeente onbekend')}: {figures(p)}" for p in reading.pledges]
    if not said:
        said = [", ".join(names.values()) or "gemeente onbekend", ", ".join(INTENTS[i] for i in reading.intents)]
    types = dict.fromkeys(labels.get(b.type, b.type) for b in reading.bottlenecks)
    if types:
        said.append(f"knelpunten: {', '.join(types)}")
    return printable(" | ".join(said), 3 * LONGEST)


def figures(pledge: PledgeReading | Offer) -> str:
    """The figures of a pledge: `12 tot 15 plekken, onder voorwaarde, vanaf 1 okt 2026`."""
    parts = [_amount(pledge), COMMITMENTS[pledge.commitment]]
    if pledge.group is not Group.STATUSHOUDERS:
        parts.append(f"voor {GROUPS[pledge.group]}")
    for word, day in (("vanaf", pledge.available_from), ("tot", pledge.available_until)):
        if day:
            parts.append(f"{word} {day.day} {MONTHS[day.month - 1]} {day.year}")
    if pledge.location:
        parts.append(pledge.location)
    return ", ".join(parts)


def _amount(pledge: PledgeReading | Offer) -> str:
    about = "ongeveer " if pledge.approximate else ""
    if pledge.places is not None:
        upper = f" tot {pledge.places_max}" if pledge.places_max is not None else ""
        one = pledge.places == 1 and not upper
        return f"{about}{pledge.places}{upper} {'plek' if one else 'plekken'}"
    if pledge.homes is not None:
        return f"{about}{pledge.homes} {'woning' if pledge.homes == 1 else 'woningen'}, aantal plekken onbekend"
    return "een onbekend aantal plekken"


def details(message: Message, reading: Reading, labels: Mapping[str, str]) -> Iterator[str]:
    """The whole reading with the words that it came from, a line for each finding, for people."""
    if message.sender.address or message.sender.name:
        yield _line("Van", message.part("sender"))
    if message.date:
        yield _line("Datum", f"{message.date.astimezone(AMSTERDAM):%d-%m-%Y %H:%M}")
    if message.subject:
        yield _line("Onderwerp", message.subject)
    yield _line("Soort", f"{KINDS[message.kind]}: {', '.join(INTENTS[i] for i in reading.intents)}")
    yield from _findings(reading, labels)
    for found in reading.personal_data:
        yield _line("Let op", f"hierin staat een {PERSONAL_DATA.get(found.kind, found.kind)}; stuur dit niet door")
    for route in reading.routes:
        yield _line("Ook naar", ROUTES[route])
    for note in message.notes:
        yield _line("Opmerking", note)
    if reading.needs_review:
        yield _line("Nakijken", "; ".join(reading.review_reasons) or "een mens moet dit zien")


def _findings(reading: Reading, labels: Mapping[str, str]) -> Iterator[str]:
    names = {g.code: g.name for g in reading.gemeenten}
    private = reading.personal_data
    for gemeente in reading.gemeenten:
        yield _finding("Gemeente", f"{gemeente.name} ({gemeente.confidence:.0%})", gemeente.evidence, private)
    for pledge in reading.pledges:
        who = names.get(pledge.gemeente or "", pledge.gemeente or "gemeente onbekend")
        yield _finding("Toezegging", f"{who}: {figures(pledge)} ({pledge.confidence:.0%})", pledge.evidence, private)
    for bottleneck in reading.bottlenecks:
        label = labels.get(bottleneck.type, bottleneck.type)
        yield _finding("Knelpunt", f"{label} ({bottleneck.confidence:.0%})", bottleneck.evidence, private)
    for number in reading.numbers:
        upper = f" tot {number.value_max}" if number.value_max is not None else ""
        yield _finding("Getal", f"{number.value}{upper}: {ROLES[number.role]}", number.evidence, private)


def _finding(head: str, what: str, evidence: tuple[Evidence, ...], private: tuple[PersonalData, ...]) -> str:
    words = " … ".join(f"“{printable(masked_slice(e, private))}”" for e in evidence[:2])
    return _line(head, f"{what}  {words}" if words else what)


def masked_slice(evidence: Evidence, private: tuple[PersonalData, ...]) -> str:
    """The words of a piece of evidence with the personal data in them blotted out."""
    text = list(evidence.text)
    for found in private:
        for spot in found.evidence:
            if spot.part == evidence.part:
                for at in range(max(spot.start, evidence.start), min(spot.end, evidence.end)):
                    text[at - evidence.start] = "█"
    return "".join(text)


def _line(head: str, text: str) -> str:
    return f"  {head:<11}{printable(text, 4 * LONGEST)}"
