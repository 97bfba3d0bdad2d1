"""What a message promises: the pledges, the other numbers, and whether it corrects or takes back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.model import Evidence, Group, Message, NumberReading, PledgeReading, Role, Unit
from nlp.candidates import Candidate, worth
from nlp.commitments import commitment
from nlp.counts import MOST_COUNTS
from nlp.groups import assign_groups, named_in
from nlp.linking import has_link, link
from nlp.locations import location_of
from nlp.parts import ReadPart
from nlp.roles import Scores
from nlp.tenor import Tenor, tenor_of

LONGEST_EVIDENCE = 220
FIRST_YEAR, LAST_YEAR = 1990, 2100
REPLY = re.compile(r"\s*(?:re|antw|aw|betr|fw|fwd|doorst)\s*:", re.IGNORECASE)
"""The subject of a reply holds the words of the other side."""

REFUSED = -0.8
TAKEN_BACK = -3.5
REGULAR = -2.5
RENEWED = 3.0


@dataclass(frozen=True, slots=True)
class FoundPledge:
    """A pledge without its gemeente; `position` is the character in `part` that decides whose it is.

    `pooled`: one undivided number for several gemeenten ("samen 12").
    """

    pledge: PledgeReading
    part: str
    position: int
    pooled: bool = False


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """Another count without its gemeente; `position` as in `FoundPledge`."""

    number: NumberReading
    part: str
    position: int


@dataclass(frozen=True, slots=True)
class Counts:
    """All that a message says in numbers; `reasons` say in Dutch why a person should look."""

    pledges: tuple[FoundPledge, ...] = ()
    numbers: tuple[FoundNumber, ...] = ()
    is_correction: bool = False
    is_withdrawal: bool = False
    reasons: tuple[str, ...] = ()


def find(message: Message, parts: Sequence[ReadPart]) -> Counts:
    """The pledges and other counts of `message`."""
    tenor = tenor_of(message, parts)
    candidates = _candidates(parts, tenor)
    subject = [c for c in candidates if c.part.name == "subject"]
    body = [c for c in candidates if c.part.name != "subject"]
    topic = next((named_in(part) for part in parts if part.name == "subject"), Group.STATUSHOUDERS)
    assign_groups(body, topic)
    assign_groups(subject)
    linked = link(body)
    pledges = [c for c in linked if c.role == "pledge"]
    reasons: list[str] = []
    told = [c for c in link(subject) if c.role == "pledge"]
    if told and pledges and not _agrees(told, pledges):
        reasons.append("het getal in het onderwerp is anders dan in de tekst")
    if not pledges and not tenor.refuses and not tenor.withdraws and not REPLY.match(message.subject):
        pledges = told
    is_withdrawal = tenor.withdraws and not pledges
    is_correction = tenor.corrects and bool(pledges)
    made = [_found_pledge(c, pledges, _today(message)) for c in pledges]
    reasons += [reason for c in pledges for reason in _doubts(c)]
    if len(candidates) >= MOST_COUNTS:
        reasons.append(f"er staan zo veel getallen in dat alleen de eerste {MOST_COUNTS} zijn gewogen")
    numbers = tuple(_found_number(c) for c in linked if c.role in set(Role) and c.mention.low)
    return Counts(tuple(made), numbers, is_correction, is_withdrawal, tuple(dict.fromkeys(reasons)))


def _candidates(parts: Sequence[ReadPart], tenor: Tenor) -> list[Candidate]:
    found = []
    for part in parts:
        renewed = {n for cue in part.doc._.qualifiers if cue.label.name == "nieuw_aantal" for n in cue.bound}
        for number, (mention, scores) in enumerate(zip(part.doc._.numbers, part.doc._.scores, strict=True)):
            if not mention.is_count or len(found) >= MOST_COUNTS:
                continue
            where = (part.name, part.doc._.layout.sentence_of[mention.first_word])
            shift = _shift(tenor, scores, in_taken_back=where in tenor.taken_back, renewed=number in renewed)
            candidate = Candidate(part, number, mention, scores, scores.best(shift))
            if tenor.mocks and candidate.role == "pledge":
                candidate.role = ""
            worth(candidate)
            found.append(candidate)
    return found


def _shift(tenor: Tenor, scores: Scores, *, in_taken_back: bool, renewed: bool) -> float:
    """How much less a number looks like an offer for what the message does as a whole."""
    if in_taken_back:
        return TAKEN_BACK
    if renewed and tenor.corrects:
        return RENEWED
    if tenor.regular:
        return REGULAR
    return REFUSED if (tenor.refuses or tenor.withdraws) and not scores.alone else 0.0


def _agrees(told: Sequence[Candidate], pledges: Sequence[Candidate]) -> bool:
    """Whether the subject names the total, or one, of the pledges."""
    total = sum(c.places or c.homes or 0 for c in pledges)
    values = {c.mention.low for c in pledges} | {c.places for c in pledges} | {c.homes for c in pledges} | {total}
    return all(c.mention.low in values or c.mention.low is None for c in told)


def _today(message: Message) -> date | None:
    if message.date is None or not FIRST_YEAR < message.date.year < LAST_YEAR:
        return None
    return message.date.date()


def _found_pledge(candidate: Candidate, pledges: Sequence[Candidate], today: date | None) -> FoundPledge:
    verdict = commitment(candidate, pledges)
    begin, end = _available(candidate, pledges, today)
    words = [f"'{phrase}'" for phrase in candidate.scores.reasons.get("pledge", [])[:2]]
    why = f"{' en '.join(words)} bij het getal" if words else "een aantal zonder ander teken dan de eenheid"
    if verdict.phrase:
        why += f"; '{verdict.phrase}' bepaalt hoe vast het is"
    pledge = PledgeReading(
        gemeente=None,
        places=candidate.places,
        places_max=candidate.places_max,
        homes=candidate.homes,
        approximate=candidate.approximate,
        group=candidate.group,
        commitment=verdict.commitment,
        available_from=begin,
        available_until=end,
        location=location_of(candidate),
        confidence=_confidence(candidate),
        evidence=(_evidence(candidate),),
        condition=verdict.condition,
        reason=why,
    )
    return FoundPledge(pledge, candidate.part.name, candidate.mention.start, _is_pooled(candidate))


def _available(
    candidate: Candidate, pledges: Sequence[Candidate], today: date | None
) -> tuple[date | None, date | None]:
    """From and until when, by the dates that lie nearer to this pledge than to any other of its sentence."""
    begin = end = None
    if today is None:
        return None, None
    layout, mention = candidate.layout, candidate.mention
    rivals = [p.mention for p in pledges if p is not candidate and p.sentence_number == candidate.sentence_number]
    for found in candidate.part.doc._.dates:
        if layout.sentence_of[found.first_word] != candidate.sentence_number:
            continue
        distance = layout.distance(found.first_word, mention.first_word)
        if any(layout.distance(found.first_word, rival.first_word) < distance for rival in rivals):
            continue
        first, last = found.available(today)
        begin, end = begin or first, end or last
    return begin, end


def _confidence(candidate: Candidate) -> float:
    """A first, rough opinion: a strong cue beside a counted noun is nearly sure, a bare number is not."""
    mention, margin = candidate.mention, candidate.scores.margin()
    if mention.low is None:
        return 0.75
    if candidate.sentence.question and not candidate.scores.bound:
        return 0.55
    sure = 0.95 if margin > 1.8 else 0.9 if margin > 1.0 else 0.8 if margin > 0.4 else 0.65  # noqa: PLR2004
    return sure if mention.unit is not None else sure - 0.1


def _evidence(candidate: Candidate) -> Evidence:
    """The sentence with the number, cut to a readable length around it."""
    sentence, mention = candidate.sentence, candidate.mention
    start, end = sentence.start, sentence.end
    if end - start > LONGEST_EVIDENCE:
        start = max(start, mention.start - LONGEST_EVIDENCE // 2)
        end = min(end, max(mention.end, start + LONGEST_EVIDENCE))
    return candidate.part.evidence(start, end)


def _doubts(candidate: Candidate) -> list[str]:
    mention = candidate.mention
    if mention.low is None:
        return ["er is een aanbod zonder getal"]
    if candidate.homes is not None and candidate.places is None:
        return ["er zijn alleen woningen genoemd, geen aantal mensen"]
    if mention.unit is Unit.HOUSEHOLDS and candidate.places is None:
        return ["de grootte van de gezinnen staat er niet bij"]
    return []


def _is_pooled(candidate: Candidate) -> bool:
    sentence = candidate.sentence
    return has_link(candidate, "gezamenlijk", sentence.first, sentence.last)


def _found_number(candidate: Candidate) -> FoundNumber:
    mention = candidate.mention
    phrases = candidate.scores.reasons.get(candidate.role, [])
    number = NumberReading(
        value=mention.low or 0,
        role=Role(candidate.role),
        value_max=mention.high,
        unit=mention.unit or Unit.PLACES,
        group=candidate.group,
        evidence=(_evidence(candidate),),
        reason=f"'{phrases[0]}' bij het getal" if phrases else "",
    )
    return FoundNumber(number, candidate.part.name, mention.start)
