"""What a report in the making comes down to, what it still lacks, and how it reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.campaign import Campaign
from domain.decision import COMES_ON_TOP
from domain.dialogue_state import SLOTS, Draft, Line, Purpose, Step
from domain.dialogue_words import commitment_said, group_said, only_of_later, says_now
from domain.dossier import Offer, Pledge
from domain.model import (
    BottleneckReading,
    Commitment,
    Evidence,
    GemeenteReading,
    Group,
    Intent,
    PersonalData,
    PledgeReading,
    Reading,
)
from domain.said import offer_of
from domain.talking import Count
from domain.wording import offer_text

SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]+|\n|$)")
UNKNOWN = "?"
NOW = "nu"
HOMES = "woningen:"
ABOUT = "~"
ALL = -1
"""In place of the position of a pledge: an answer about every pledge that did not say it."""


@dataclass(frozen=True, slots=True)
class Report:
    """A draft with all that was said in it. Evidence points into `body`, which holds the user's own words.

    `said` holds for each pledge the slots that need not be asked.
    """

    body: str
    intents: tuple[Intent, ...]
    pledges: tuple[PledgeReading, ...] = ()
    said: tuple[frozenset[Step], ...] = ()
    bottlenecks: tuple[BottleneckReading, ...] = ()
    personal_data: tuple[PersonalData, ...] = ()

    @property
    def declines(self) -> bool:
        """Whether it says that there are no places."""
        return Intent.DECLINE in self.intents


@dataclass(slots=True)
class _Building:
    """A pledge that is being put together."""

    pledge: PledgeReading
    said: set[Step]


def report_of(draft: Draft, active: Sequence[Pledge], today: date) -> Report:
    """What the draft comes down to; `active` are the pledges of its gemeente that count now."""
    starts, body = _body(draft.lines)
    building = _bases(draft, active, starts, body, today)
    for line, start in zip(draft.lines, starts, strict=True):
        evidence = Evidence("body", start, start + len(line.text), line.text)
        for one in _meant(building, line):
            _apply(one, line, evidence, today)
    found = [b for line, start in zip(draft.lines, starts, strict=True) for b in _bottlenecks(draft, line, start)]
    bottlenecks = tuple({b.type: b for b in reversed(found)}.values())[::-1]
    pledges = tuple(one.pledge for one in building)
    return Report(
        body=body,
        intents=_intents(draft, pledges=bool(pledges), bottlenecks=bool(bottlenecks)),
        pledges=pledges,
        said=tuple(frozenset(one.said) for one in building),
        bottlenecks=bottlenecks,
        personal_data=tuple(p for line in draft.lines if line.reading for p in line.reading.personal_data),
    )


def _body(lines: Sequence[Line]) -> tuple[list[int], str]:
    """The text of all lines, and where the user's words begin in each."""
    starts, parts, at = [], [], 0
    for line in lines:
        prompt = f"{line.prompt} " if line.prompt else ""
        starts.append(at + len(prompt))
        parts.append(prompt + line.text)
        at += len(parts[-1]) + 1
    return starts, "\n".join(parts)


def _bases(draft: Draft, active: Sequence[Pledge], starts: Sequence[int], body: str, today: date) -> list[_Building]:
    """The pledges before any answer: what was read, what stands and is changed, or an empty one."""
    whole = (Evidence("body", 0, len(body), body),) if body else ()
    if draft.purpose is Purpose.CHANGE:
        targets = [pledge for pledge in active if pledge.id in (draft.replaces or ())]
        return [_Building(_like(p.offer, draft.gemeente, whole), set(SLOTS)) for p in targets[:1]]
    if draft.purpose is not Purpose.REPORT:
        return []
    found = [
        _Building(
            _moved(_from_now(pledge, line.text, today), draft.gemeente, start), _said(_not_before(pledge, today), line)
        )
        for line, start in zip(draft.lines, starts, strict=True)
        for pledge in (line.reading.pledges if line.reading else ())
        if _concerns(pledge, line.reading, draft.gemeente)
    ]
    wanted = any(slot in SLOTS for line in draft.lines for slot, _ in line.values)
    return found or (
        [_Building(PledgeReading(draft.gemeente, None, confidence=1.0), {Step.CONDITION})] if wanted else []
    )


def _concerns(pledge: PledgeReading, reading: Reading | None, gemeente: str | None) -> bool:
    """Whether a pledge is of this gemeente: where only one was read and the user says another, he knows better."""
    several = reading is not None and len(reading.gemeenten) > 1
    return not several or gemeente is None or pledge.gemeente in (None, gemeente)


def _like(offer: Offer, gemeente: str | None, evidence: tuple[Evidence, ...]) -> PledgeReading:
    said = offer.as_reading(gemeente, "Gewijzigd in een gesprek en door de afzender bevestigd.")
    return replace(said, confidence=1.0, evidence=evidence)


def _moved(pledge: PledgeReading, gemeente: str | None, start: int) -> PledgeReading:
    reason = pledge.reason if pledge.reason == COMES_ON_TOP else "In een gesprek door de afzender bevestigd."
    return replace(pledge, gemeente=gemeente, confidence=1.0, evidence=_shifted(pledge.evidence, start), reason=reason)


def _from_now(pledge: PledgeReading, text: str, today: date) -> PledgeReading:
    """Places that the sentence says are there already are there from today; a year that runs is no day."""
    pledge = _not_before(pledge, today)
    now = says_now(text) and not pledge.available_from
    return replace(pledge, available_from=today) if now else pledge


def _not_before(pledge: PledgeReading, today: date) -> PledgeReading:
    day = pledge.available_from
    gone = day is not None and day < today and (day.month, day.day) == (1, 1)
    return replace(pledge, available_from=None) if gone else pledge


def _shifted(evidence: Iterable[Evidence], start: int) -> tuple[Evidence, ...]:
    return tuple(replace(e, start=e.start + start, end=e.end + start) for e in evidence)


def _said(pledge: PledgeReading, line: Line) -> set[Step]:
    """The slots that the user's own sentence fills."""
    said, text = {Step.CONDITION}, line.text
    if pledge.places is not None:
        said.add(Step.PLACES)
    numbers = [one.places for one in line.reading.pledges] if line.reading else []
    doubtful = pledge.group is not Group.STATUSHOUDERS and only_of_later(text, pledge.places, numbers)
    if (pledge.group is not Group.STATUSHOUDERS or group_said(text)) and not doubtful:
        said.add(Step.GROUP)
    if pledge.available_from or pledge.available_until or says_now(text):
        said.add(Step.FROM)
    if pledge.commitment is not Commitment.FIRM or commitment_said(_own_words(pledge, line)) is Commitment.FIRM:
        said.add(Step.COMMITMENT)
    return said


def _own_words(pledge: PledgeReading, line: Line) -> str:
    """What is said of this pledge: of a text that speaks for several gemeenten only the sentences that it stands in."""
    if line.reading is None or len(line.reading.gemeenten) < 2:  # noqa: PLR2004  # one speaks in all of it
        return line.text
    spans = [(found.start(), found.end()) for found in SENTENCE.finditer(line.text)]
    own = {span for span in spans for e in pledge.evidence if e.start < span[1] and e.end > span[0]}
    return " ".join(line.text[start:end] for start, end in sorted(own)) or line.text


def _meant(building: list[_Building], line: Line) -> list[_Building]:
    """The pledges that an answer is about."""
    slots = {slot for slot, _ in line.values}
    if line.pledge == ALL:
        return [one for one in building if slots - one.said]
    return building[line.pledge : line.pledge + 1] if slots else []


def _apply(one: _Building, line: Line, evidence: Evidence, today: date) -> None:
    """Fill the slots that this line answers; an empty value opens one again."""
    for slot, value in line.values:
        if slot not in SLOTS:
            continue
        if not value:
            one.said.discard(slot)
            continue
        one.said.add(slot)
        if evidence not in one.pledge.evidence:
            one.pledge = replace(one.pledge, evidence=(*one.pledge.evidence, evidence))
        _fill(one, slot, value, today)


def _fill(one: _Building, slot: Step, value: str, today: date) -> None:
    pledge = one.pledge
    match slot:
        case Step.PLACES if value.startswith(HOMES):
            one.pledge = replace(pledge, homes=int(value.removeprefix(HOMES)))
            one.said.discard(slot)
        case Step.PLACES:
            low, high, about = places_of(value)
            one.pledge = replace(pledge, places=low, places_max=high, approximate=about)
        case Step.GROUP:
            one.pledge = replace(pledge, group=Group(value))
        case Step.FROM:
            day = None if value == UNKNOWN else today if value == NOW else date.fromisoformat(value)
            one.pledge = replace(pledge, available_from=day)
        case Step.COMMITMENT:
            one.pledge = replace(pledge, commitment=Commitment(value))
            if value == Commitment.CONDITIONAL and not pledge.condition:
                one.said.discard(Step.CONDITION)
        case Step.CONDITION:
            one.pledge = replace(pledge, condition="" if value == UNKNOWN else value)


def places_of(value: str) -> tuple[int | None, int | None, bool]:
    """The number of places that a value stands for: lower end, upper end, and whether it is about so many."""
    if value == UNKNOWN:
        return None, None, False
    low, _, high = value.removeprefix(ABOUT).partition("-")
    return int(low), int(high) if high else None, value.startswith(ABOUT)


def count_value(counts: tuple[Count, ...]) -> str:
    """The one count in a text as a value; empty where there are several."""
    if len(counts) != 1:
        return ""
    count = counts[0]
    if count.low is None:
        return f"{HOMES}{count.homes}" if count.homes else ""
    upper = f"-{count.high}" if count.high is not None else ""
    return f"{ABOUT if count.about else ''}{count.low}{upper}"


def _bottlenecks(draft: Draft, line: Line, start: int) -> list[BottleneckReading]:
    if line.reading is None or draft.purpose is not Purpose.REPORT:
        return []
    several = len(line.reading.gemeenten) > 1
    return [
        replace(b, gemeente=draft.gemeente, confidence=1.0, evidence=_shifted(b.evidence, start))
        for b in line.reading.bottlenecks
        if not several or b.gemeente in (None, draft.gemeente)
    ]


def _intents(draft: Draft, *, pledges: bool, bottlenecks: bool) -> tuple[Intent, ...]:
    if draft.purpose is Purpose.WITHDRAW:
        return (Intent.WITHDRAWAL,)
    if draft.purpose is Purpose.CHANGE:
        return (Intent.PLEDGE, Intent.CORRECTION)
    read = {intent for line in draft.lines if line.reading for intent in line.reading.intents}
    found: list[Intent] = [Intent.PLEDGE] if pledges else [i for i in (Intent.DECLINE, Intent.DEFERRAL) if i in read]
    if pledges and draft.replaces:
        found.append(Intent.CORRECTION)
    if bottlenecks:
        found.append(Intent.BOTTLENECK)
    return tuple(found) or (Intent.OTHER,)


def lines_of(draft: Draft, report: Report, active: Sequence[Pledge], campaign: Campaign, name: str = "") -> list[str]:
    """The report in our words, a line each; `name` is that of its gemeente, which is then not repeated."""
    labels = {kind.key: kind.label for kind in campaign.bottleneck_types}
    gone = [pledge for pledge in active if pledge.id in (draft.replaces or ())]
    lines = [_line(pledge, name) for pledge in report.pledges]
    if draft.purpose is Purpose.WITHDRAW:
        lines = [f"Ingetrokken: {offer_text(pledge.offer, name)}" for pledge in gone] or [
            "De toezegging wordt ingetrokken."
        ]
    elif gone:
        lines += [f"Dit komt in plaats van: {offer_text(pledge.offer, name)}" for pledge in gone]
    if report.declines:
        lines.insert(0, "U ziet op dit moment geen mogelijkheden voor extra plekken.")
    if Intent.DEFERRAL in report.intents and not report.declines:
        lines.insert(0, "U laat later weten wat u kunt doen.")
    return lines + [f"Knelpunt: {labels.get(b.type, b.type).lower()}" for b in report.bottlenecks]


def _line(pledge: PledgeReading, name: str) -> str:
    offer = offer_of(pledge)
    condition = f". Voorwaarde: {offer.condition}" if offer.condition else ""
    return f"{offer_text(offer, name)}{condition}"


def reading_of(draft: Draft, report: Report, name: str) -> Reading:
    """The report as a reading: what the user said, asked back and confirmed."""
    code = draft.gemeente or ""
    gemeenten = (GemeenteReading(code, name, 1.0, reason="Door de afzender gekozen."),) if code else ()
    return Reading(
        intents=report.intents,
        gemeenten=gemeenten,
        pledges=report.pledges,
        bottlenecks=report.bottlenecks,
        personal_data=report.personal_data,
        needs_review=False,
    )
