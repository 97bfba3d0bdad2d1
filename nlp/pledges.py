"""What a message promises: the pledges, the other numbers, and whether it corrects or takes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.model import Evidence, Message, NumberReading, PledgeReading, Role, Unit
from nlp import commitment_opinion, joint
from nlp.candidates import Candidate
from nlp.commitments import Verdict
from nlp.counts import MOST_COUNTS
from nlp.gemeenten import Ownership
from nlp.hypotheses import Hypothesis, Setting, is_pooled
from nlp.locations import location_of
from nlp.parts import ReadPart
from nlp.replacements import replacements
from nlp.role_opinion import judge, load
from nlp.roles import Scores
from nlp.surroundings import Surroundings
from nlp.tenor import Tenor, tenor_of

LONGEST_EVIDENCE = 220
FIRST_YEAR, LAST_YEAR = 1990, 2100

TAKEN_BACK, REGULAR, REFUSED, RENEWED = -9.0, -2.5, -0.8, 3.0
"""How much a number gains or loses as an offer: in a sentence that takes back, in a mail about the ordinary
taakstelling, in a refusal, and as the new number of a correction."""

SURE = ((1.8, 0.95), (1.0, 0.9), (0.4, 0.8))
"""Margins of a pledge over the next role, and the confidence from there; a first opinion, not yet calibrated."""

LEAST, SUREST = 0.05, 0.98
"""The bounds of the confidence where the role was weighed."""

UNSURE, ASKED, VAGUE, BARE = 0.65, 0.55, 0.75, 0.1


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


def find(
    message: Message, parts: Sequence[ReadPart], owners: Ownership | None = None, *, spoken_for: bool = True
) -> Counts:
    """The pledges and other counts of `message`; `owners`: whose they are; `spoken_for`: it speaks for a gemeente."""
    tenor = tenor_of(message, parts)
    candidates = candidates_of(parts, tenor)
    around = Surroundings(parts)
    shares = judge(load(), parts, candidates, tenor, around, spoken_for=spoken_for)
    setting = Setting.of(message, parts, candidates, shares, tenor, owners or Ownership(), spoken_for=spoken_for)
    chosen = joint.choose(joint.load(), setting, around)
    pledges, today = chosen.pledges, _today(message)
    verdicts = commitment_opinion.judge(commitment_opinion.load(), pledges, tenor, around)
    by_rest = {id(chosen.counts[at]) for at in chosen.flipped_in}
    return Counts(
        pledges=tuple(
            _found_pledge(pledge, verdict, today, by_rest=id(pledge) in by_rest)
            for pledge, verdict in zip(pledges, verdicts, strict=True)
        ),
        numbers=tuple(_found_number(c) for c in chosen.linked if c.role in set(Role) and c.mention.low),
        is_correction=tenor.corrects and bool(pledges),
        is_withdrawal=tenor.withdraws and not pledges,
        reasons=tuple(dict.fromkeys(_reasons(chosen, len(candidates)))),
    )


def _reasons(chosen: Hypothesis, counted: int) -> list[str]:
    """Why a person should look at the pledges, in Dutch."""
    pledges = [c for c in chosen.linked if c.role == "pledge"]
    reasons = [reason for pledge in pledges for reason in _doubts(pledge)]
    if counted >= MOST_COUNTS:
        reasons.append(f"er staan zo veel getallen in dat alleen de eerste {MOST_COUNTS} zijn gewogen")
    if chosen.told and pledges and not _agrees(chosen.told, pledges):
        reasons.append("het getal in het onderwerp is anders dan in de tekst")
    return reasons


def candidates_of(parts: Sequence[ReadPart], tenor: Tenor) -> list[Candidate]:
    """All counts of a message with the role that the rules give them."""
    found: list[Candidate] = []
    for part in parts:
        layers = part.layers
        replaced = dict(replacements(part.doc))
        renewed = {n for cue in layers.qualifiers.of("nieuw_aantal") for n in cue.bound} if tenor.corrects else set()
        for number, (mention, scores) in enumerate(zip(layers.numbers, layers.scores, strict=True)):
            if not mention.is_count or len(found) >= MOST_COUNTS:
                continue
            back = tenor.takes_back(part.name, layers.layout.sentence_of[mention.first_word])
            role = scores.best(_shift(tenor, scores, taken_back=back, renewed=number in renewed))
            candidate = Candidate.of(part, number, "" if tenor.mocks and role == "pledge" else role)
            candidate.replaced_by, candidate.renews = replaced.get(number), number in replaced.values()
            found.append(candidate)
    return found


def _shift(tenor: Tenor, scores: Scores, *, taken_back: bool, renewed: bool) -> float:
    """How much more or less a number looks like an offer for what the message does as a whole."""
    if renewed:
        return RENEWED
    if taken_back:
        return TAKEN_BACK
    if tenor.regular:
        return REGULAR
    return REFUSED if (tenor.refuses or tenor.withdraws) and not scores.alone else 0.0


def _agrees(told: Sequence[Candidate], pledges: Sequence[Candidate]) -> bool:
    """Whether the subject names the total, or one, of the pledges."""
    total = sum(pledge.value or 0 for pledge in pledges)
    values = {value for p in pledges for value in (p.mention.low, p.places, p.homes)} | {total}
    return all(c.mention.low in values or c.mention.low is None for c in told)


def _today(message: Message) -> date | None:
    if message.date is None or not FIRST_YEAR < message.date.year < LAST_YEAR:
        return None
    return message.date.date()


def _found_pledge(candidate: Candidate, verdict: Verdict, today: date | None, *, by_rest: bool) -> FoundPledge:
    begin, end = _available(candidate, today) if today else (None, None)
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
        reason=_reason(candidate, verdict, by_rest=by_rest),
    )
    return FoundPledge(pledge, candidate.part.name, candidate.mention.start, is_pooled(candidate))


def _reason(candidate: Candidate, verdict: Verdict, *, by_rest: bool) -> str:
    """The reading in Dutch, with the sender's words, for whoever looks at it; `by_rest`: it is an offer because of what
    else the message says.
    """
    words = [f"'{phrase}'" for phrase in candidate.scores.reasons.get("pledge", [])[:2]]
    why = f"{' en '.join(words)} bij het getal" if words else "een aantal zonder ander teken dan wat er geteld wordt"
    why += "; met de rest van het bericht erbij is het een toezegging" if by_rest else ""
    return f"{why}; '{verdict.phrase}' zegt hoe vast het is" if verdict.phrase else why


def _available(candidate: Candidate, today: date) -> tuple[date | None, date | None]:
    """From and until when, by the dates between this number and the next ones in its sentence."""
    begin = end = None
    for found in candidate.dates():
        first, last = found.available(today)
        begin, end = begin or first, end or last
    return begin, end


def _confidence(candidate: Candidate) -> float:
    """How probable the offer is where that was weighed; else a rough opinion: a strong cue beside a counted noun is
    nearly sure, a bare number is not.
    """
    if candidate.mention.low is None:
        return VAGUE
    if candidate.sentence.question and not candidate.scores.bound:
        return ASKED
    if candidate.share is not None:
        return min(SUREST, max(LEAST, round(candidate.share, 3)))
    margin = candidate.scores.margin()
    sure = next((confidence for least, confidence in SURE if margin > least), UNSURE)
    return sure if candidate.mention.unit is not None else sure - BARE


def _evidence(candidate: Candidate) -> Evidence:
    """The sentence with the number, cut to a readable length around it."""
    sentence, mention = candidate.sentence, candidate.mention
    start, end = sentence.start, sentence.end
    if end - start > LONGEST_EVIDENCE:
        start = max(start, mention.start - LONGEST_EVIDENCE // 2)
        end = min(end, max(mention.end, start + LONGEST_EVIDENCE))
    return candidate.part.evidence(start, end)


def _doubts(candidate: Candidate) -> list[str]:
    if candidate.mention.low is None:
        return ["er is een aanbod zonder getal"]
    if candidate.homes is not None and candidate.places is None:
        return ["er zijn alleen woningen genoemd, geen aantal mensen"]
    if candidate.mention.unit is Unit.HOUSEHOLDS and candidate.places is None:
        return ["de grootte van de gezinnen staat er niet bij"]
    return []


def _found_number(candidate: Candidate) -> FoundNumber:
    phrases = candidate.scores.reasons.get(candidate.role, [])
    number = NumberReading(
        value=candidate.mention.low or 0,
        role=Role(candidate.role),
        value_max=candidate.mention.high,
        unit=candidate.mention.unit or Unit.PLACES,
        group=candidate.group,
        evidence=(_evidence(candidate),),
        reason=f"'{phrases[0]}' bij het getal" if phrases else "",
    )
    return FoundNumber(number, candidate.part.name, candidate.mention.start)
