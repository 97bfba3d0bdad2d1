"""The reader: one message in, one reading out. Puts together what the components found; decides nothing itself.

The learned second opinion comes last: it changes no value, and says whether a person should look.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.language import Language

from domain.dossier import Offer
from domain.model import (
    BottleneckReading,
    Intent,
    Kind,
    Message,
    NumberReading,
    PersonalData,
    PledgeReading,
    Reading,
)
from nlp import bottlenecks, gemeenten, intents, personal_data, pledges, replies, routes
from nlp.opinion import Opinion, doubts, load, unsure
from nlp.opinion_facts import facts_of, views_of
from nlp.parts import MAX_PART, ReadPart, read_parts
from nlp.pipeline import build

VERSION = "2026.11.8"
"""Goes up with every change that can change a reading; stored readings keep the version that made them."""


class DutchReader:
    """Reads Dutch with the pipeline; implements `domain.ports.Reader`. Build once, share, one thread at a time."""

    version = VERSION

    def __init__(self, pipeline: Language | None = None, opinion: Opinion | None = None) -> None:
        self.pipeline = pipeline or build()
        self._opinion = opinion

    def read(self, message: Message, thread: Sequence[str] = ()) -> Reading:
        """Read one message; `thread` holds the gemeenten whose dossiers its thread belongs to."""
        return self.read_with_parts(message, thread)[0]

    def read_with_parts(self, message: Message, thread: Sequence[str] = ()) -> tuple[Reading, Sequence[ReadPart]]:
        """The reading, and the parts of the message with all that was found in them on the way."""
        personal = message.kind is Kind.PERSONAL
        parts = read_parts(self.pipeline, message) if message.kind is not Kind.EMPTY else []
        owners = gemeenten.weigh(message, parts, thread)
        private = personal_data.find(message)
        if not personal:
            return Reading((Intent.OTHER,), owners.gemeenten, personal_data=private, needs_review=False), parts
        reading = _assemble(message, parts, owners, private)
        return (reading if self._opinion is None else _weighed(self._opinion, message, parts, reading)), parts

    def reply(self, message: Message, reading: Reading, standing: Sequence[Offer]) -> Reading:
        """The reading of a reply to our own acknowledgement; `standing` are the pledges that count now."""
        return replies.understood(message, reading, standing)


def _weighed(opinion: Opinion, message: Message, parts: Sequence[ReadPart], reading: Reading) -> Reading:
    """The reading with the doubt of the second opinion, where it has one."""
    views = views_of(opinion.heads, parts)
    record, figures, trusted = opinion.believed(facts_of(message, parts, reading, views))
    reading = replace(
        reading,
        pledges=tuple(replace(p, confidence=opinion.certain("pledge", p.confidence, figures)) for p in reading.pledges),
        bottlenecks=tuple(
            replace(b, confidence=opinion.certain("bottleneck", b.confidence, record)) for b in reading.bottlenecks
        ),
    )
    if trusted and not unsure(reading):
        return reading
    reasons = tuple(dict.fromkeys((*reading.review_reasons, *doubts(reading, views))))
    return replace(reading, needs_review=True, review_reasons=reasons)


def _assemble(
    message: Message,
    parts: Sequence[ReadPart],
    owners: gemeenten.Ownership,
    private: tuple[PersonalData, ...],
) -> Reading:
    counts = pledges.find(message, parts, owners, spoken_for=bool(owners.gemeenten))
    found = bottlenecks.find(message, parts)
    own_pledges = tuple(pledge for p in counts.pledges for pledge in _owned_pledges(p, owners))
    own_bottlenecks = _owned_bottlenecks(found, owners)
    wanted = intents.intents(
        message,
        parts,
        has_pledge=bool(own_pledges),
        has_bottleneck=bool(own_bottlenecks),
        is_correction=counts.is_correction,
        is_withdrawal=counts.is_withdrawal,
        several=len(owners.gemeenten) > 1,
    )
    other_desks = routes.routes(
        message,
        parts,
        groups={p.group for p in own_pledges},
        pledges=own_pledges,
        bottleneck_types={b.type for b in own_bottlenecks},
        intents=wanted,
    )
    numbers = tuple(_owned_number(n, owners) for n in counts.numbers)
    reasons = _review_reasons(message, wanted, owners, counts, own_pledges, has_bottlenecks=bool(own_bottlenecks))
    return Reading(
        intents=wanted,
        gemeenten=owners.gemeenten,
        pledges=own_pledges,
        bottlenecks=own_bottlenecks,
        numbers=numbers,
        routes=other_desks,
        personal_data=private,
        needs_review=bool(reasons),
        review_reasons=reasons,
    )


def _owned_pledges(found: pledges.FoundPledge, owners: gemeenten.Ownership) -> list[PledgeReading]:
    """The pledge with its gemeente; one for each where each gives the number, none where it is a neighbour's."""
    place = (found.part, found.position)
    if owners.elsewhere(*place) is not None:
        return []
    if codes := owners.each(*place):
        return [replace(found.pledge, gemeente=code) for code in codes]
    undivided = found.pooled and len(owners.gemeenten) > 1
    return [replace(found.pledge, gemeente=None if undivided else owners.owner(*place))]


def _owned_number(found: pledges.FoundNumber, owners: gemeenten.Ownership) -> NumberReading:
    return replace(found.number, gemeente=owners.owner(found.part, found.position))


def _owned_bottlenecks(
    found: Sequence[bottlenecks.FoundBottleneck], owners: gemeenten.Ownership
) -> tuple[BottleneckReading, ...]:
    """Each type once per gemeente; more places in the text become more evidence."""
    merged: dict[tuple[str | None, str], BottleneckReading] = {}
    for item in found:
        if owners.elsewhere(item.part, item.position) is not None:
            continue
        owner = owners.owner(item.part, item.position)
        key = (owner, item.bottleneck.type)
        known = merged.get(key)
        if known is None:
            merged[key] = replace(item.bottleneck, gemeente=owner)
        else:
            evidence = tuple(dict.fromkeys(known.evidence + item.bottleneck.evidence))
            confidence = max(known.confidence, item.bottleneck.confidence)
            merged[key] = replace(known, evidence=evidence, confidence=confidence)
    return tuple(merged.values())


def _review_reasons(
    message: Message,
    wanted: Sequence[Intent],
    owners: gemeenten.Ownership,
    counts: pledges.Counts,
    own_pledges: Sequence[PledgeReading],
    *,
    has_bottlenecks: bool,
) -> tuple[str, ...]:
    """Why a person should look however sure the reading is, in plain Dutch, each reason once."""
    reasons = [*owners.reasons, *counts.reasons]
    records = bool(own_pledges) or has_bottlenecks or bool({Intent.DECLINE, Intent.WITHDRAWAL} & set(wanted))
    if records and not owners.gemeenten:
        reasons.append("de gemeente is niet bekend")
    elif any(p.gemeente is None for p in own_pledges):
        reasons.append("het is niet duidelijk bij welke gemeente de plekken horen")
    if any(len(message.part(name)) > MAX_PART for name in _read_names(message)):
        reasons.append("het bericht is zo lang dat alleen het begin is gelezen")
    reasons += [f"bijlage {a.name}: {a.problem}" for a in message.attachments if a.problem]
    return tuple(dict.fromkeys(reasons))


def _read_names(message: Message) -> list[str]:
    return ["subject", "body", *(f"attachment:{attachment.name}" for attachment in message.attachments)]


def build_reader() -> DutchReader:
    """The reader with everything loaded; costs about a second."""
    return DutchReader(opinion=load())
