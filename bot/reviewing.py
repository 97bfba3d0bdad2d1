"""What waits for a person, and one message with everything that a person needs to decide about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.rendering import details, figures, masked_slice, printable
from domain.campaign import AMSTERDAM, Campaign
from domain.decision import (
    ADD_OR_REPLACE,
    DECLINES_AFTER_PLEDGE,
    NO_GEMEENTE_OF_PLEDGE,
    SEVERAL_GEMEENTEN,
    WHICH_CORRECTED,
    WHICH_WITHDRAWN,
)
from domain.dossier import Offer, Pledge
from domain.errors import DecisionError
from domain.labels import STATES
from domain.model import Address, Commitment, Evidence, Group, Message, PersonalData, Reading
from domain.ports import Records, StoredMessage
from domain.review import CHOOSE_GEMEENTE

SENTENCE_ENDS = ".!?\n"
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that waits, with the reasons."""

    stored: StoredMessage
    reasons: tuple[str, ...]


def waiting(records: Records) -> Iterator[Waiting]:
    """Every message that waits for a person, oldest first."""
    for number in records.messages.handled_since(None):
        reasons = records.dossiers.open_review(number)
        if reasons is not None:
            yield Waiting(records.messages.get(number), reasons)


def waiting_line(case: Waiting) -> str:
    """One line of the list."""
    stored = case.stored
    day = f"{stored.said_at.astimezone(AMSTERDAM):%d-%m-%Y}"
    head = printable(f"{stored.id:>5}  {day}  {stored.sender}: {stored.subject}", LONGEST)
    return f"{head}\n       {printable('; '.join(case.reasons), LONGEST)}"


def case_lines(number: int, records: Records, campaign: Campaign, names: Mapping[str, str]) -> Iterator[str]:
    """One message: what was read with the sentences that it rests on, what is recorded of it, and why it waits.

    Raises `DecisionError` for a number that is no message, or one that has not been read.
    """
    stored = records.messages.get(number)
    behind = records.readings.get(records.dossiers.reading_behind(number))
    parts, reading = records.readings.parts(behind.id), behind.reading
    labels = {kind.key: kind.label for kind in campaign.bottleneck_types}
    message = Message(
        channel=stored.channel,
        date=stored.said_at,
        sender=Address(address=stored.sender),
        subject=stored.subject,
        kind=behind.kind,
    )
    yield f"Bericht {number}"
    yield from details(message, reading, labels)
    yield from _sentences(reading, parts)
    yield from _recorded(number, records, campaign, names)
    reasons = records.dossiers.open_review(number)
    yield f"\nWacht op een mens: {'; '.join(reasons)}" if reasons is not None else "\nDit bericht wacht niet."


def _sentences(reading: Reading, parts: Mapping[str, str]) -> Iterator[str]:
    found = [evidence for pledge in reading.pledges for evidence in pledge.evidence]
    found += [evidence for bottleneck in reading.bottlenecks for evidence in bottleneck.evidence]
    found += [evidence for number in reading.numbers for evidence in number.evidence]
    sentences = dict.fromkeys(sentence_around(evidence, parts, reading.personal_data) for evidence in found)
    if sentences:
        yield "\nDe zinnen waar dit op berust:"
        yield from (f"  “{printable(sentence, LONGEST)}”" for sentence in sentences)


def sentence_around(evidence: Evidence, parts: Mapping[str, str], private: Sequence[PersonalData]) -> str:
    """The whole sentence that a piece of evidence stands in, with personal data blotted out."""
    text = parts.get(evidence.part, "")
    if text[evidence.start : evidence.end] != evidence.text:
        return masked_slice(evidence, tuple(private))
    start = max((text.rfind(end, 0, evidence.start) for end in SENTENCE_ENDS), default=-1) + 1
    ends = [at for end in SENTENCE_ENDS if (at := text.find(end, max(evidence.start, evidence.end - 1))) >= 0]
    stop = min(ends, default=len(text) - 1) + 1
    return masked_slice(Evidence(evidence.part, start, stop, text[start:stop]), tuple(private)).strip()


def _recorded(number: int, records: Records, campaign: Campaign, names: Mapping[str, str]) -> Iterator[str]:
    dossier = records.dossiers.of_message(number)
    if dossier.pledges:
        yield "\nToezeggingen uit dit bericht:"
        yield from (f"  {pledge_line(pledge, names)}" for pledge in dossier.pledges)
    codes = sorted({entry.gemeente for entry in dossier.entries})
    for code, other in records.dossiers.get(campaign.key, codes).items():
        earlier = [pledge for pledge in other.active if pledge.message != number]
        if earlier:
            yield f"\nWat {names.get(code, code)} eerder toezegde en nu meetelt:"
            yield from (f"  {pledge_line(pledge, names)}" for pledge in earlier)


def pledge_line(pledge: Pledge, names: Mapping[str, str]) -> str:
    """A stored pledge with its number, which `review correct` asks for."""
    who = names.get(pledge.gemeente or "", pledge.gemeente or "gemeente onbekend")
    return f"toezegging {pledge.id}: {who}, {figures(pledge.offer)} ({STATES[pledge.state]})"


def corrected(
    offer: Offer,
    *,
    places: int | None,
    places_max: int | None,
    homes: int | None,
    group: Group | None,
    commitment: Commitment | None,
) -> Offer:
    """The offer with what a person gave; `None` leaves a value as it was.

    A number of places without an upper end is an exact number. Raises `DecisionError` for figures that cannot be.
    """
    if places is not None:
        offer = replace(offer, places=places, places_max=places_max, approximate=False)
    elif places_max is not None:
        offer = replace(offer, places_max=places_max)
    counts = [count for count in (offer.places, offer.places_max, offer.homes, homes) if count is not None]
    if any(count < 0 for count in counts) or (offer.places_max or 0) < (offer.places or 0) * bool(offer.places_max):
        raise DecisionError("Deze aantallen kunnen niet: onder nul, of hoogstens minder dan het aantal zelf.")
    return replace(
        offer,
        homes=offer.homes if homes is None else homes,
        group=group or offer.group,
        commitment=commitment or offer.commitment,
    )


def remedies(error: DecisionError, message: int) -> str:
    """What to type after a refusal to accept, on lines of their own; empty where the sentence says it all."""
    again = f"plaatsmaker review accept {message}"
    typed = {
        CHOOSE_GEMEENTE: f"plaatsmaker review assign {message} GEMEENTE",
        NO_GEMEENTE_OF_PLEDGE: f"plaatsmaker review assign {message} GEMEENTE",
        ADD_OR_REPLACE: f"{again} --on-top, of {again} --replaces TOEZEGGING",
        WHICH_CORRECTED: f"{again} --replaces TOEZEGGING",
        WHICH_WITHDRAWN: f"{again} --replaces TOEZEGGING",
        SEVERAL_GEMEENTEN: f"{again} --gemeente NAAM --means pledge (of decline, bottleneck, withdrawal …)",
        DECLINES_AFTER_PLEDGE: f"{again} --replaces TOEZEGGING, of {again} --on-top",
    }
    lines = [f"Typ: {command}" for doubt, command in typed.items() if doubt in str(error)]
    return "\n".join([*lines, f"De nummers staan in: plaatsmaker review show {message}"] if lines else [])
