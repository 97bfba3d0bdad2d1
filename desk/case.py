"""One message as a reviewer sees it: the text with its marks, what was recorded of it, and why it waits."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from desk.desk import Desk
from desk.marking import Mark, Piece, blotted, marks_of, pieces
from domain.campaign import BottleneckType
from domain.desk import Judged
from domain.dossier import Bottleneck, Dossier, Pledge, State
from domain.model import Evidence, Reading
from domain.ports import StoredMessage, StoredReading
from domain.settling import alive_bottlenecks, alive_pledges

SURE = ((0.95, "zeker"), (0.8, "vrij zeker"), (0.5, "twijfel"), (0.0, "onzeker"))


@dataclass(frozen=True, slots=True)
class Case:
    """A message with everything that a person needs to decide about it.

    `reasons` say why it waits, `None` where it does not. `version` changes with every decision. `earlier` are the
    pledges of the gemeenten in it that count now and came from other messages.
    """

    stored: StoredMessage
    sender_name: str
    read: StoredReading
    parts: dict[str, str]
    dossier: Dossier
    judged: Judged
    reasons: tuple[str, ...] | None
    version: int
    earlier: tuple[Pledge, ...] = ()
    attachments: tuple[dict[str, Any], ...] = ()
    decisions: tuple[dict[str, Any], ...] = ()
    marks: tuple[Mark, ...] = field(default=())

    @property
    def reading(self) -> Reading:
        """What was read."""
        return self.read.reading

    @property
    def pledges(self) -> list[Pledge]:
        """The pledges that wait or count."""
        return alive_pledges(self.dossier)

    @property
    def bottlenecks(self) -> list[Bottleneck]:
        """The bottlenecks that wait or count."""
        return alive_bottlenecks(self.dossier)

    @property
    def gemeenten(self) -> list[str]:
        """The CBS codes that the message is about, as recorded or as read."""
        recorded = [e.gemeente for e in self.dossier.entries if e.state.value != "ignored"]
        codes = [*recorded, *(p.gemeente for p in self.pledges), *(b.gemeente for b in self.bottlenecks)]
        return list(dict.fromkeys(code for code in codes if code)) or [g.code for g in self.reading.gemeenten]

    def pieces(self, part: str) -> list[Piece]:
        """A part of the message with its marks, personal data blotted out."""
        return pieces(blotted(self.parts.get(part, ""), part, self.reading.personal_data), part, self.marks)

    def quote(self, evidence: tuple[Evidence, ...]) -> str:
        """The words that a value came from, personal data blotted out; empty where there are none."""
        for spot in evidence:
            text = blotted(self.parts.get(spot.part, ""), spot.part, self.reading.personal_data)
            return " ".join(text[spot.start : spot.end].split())
        return ""

    def trusted(self, pledge: Pledge) -> bool:
        """Whether the value may be filled in as right: one without words of the message behind it never is."""
        return pledge.state is State.CONFIRMED or bool(self.judged.evidence.get(pledge.id))


def open_case(desk: Desk, number: int) -> Case:
    """The case of a message. Raises `DecisionError` for a number that is none, or one that has not been read."""
    records = desk.records
    read = records.readings.get(records.dossiers.reading_behind(number))
    dossier = records.dossiers.of_message(number)
    judged = records.reviews.judged(number)
    case = Case(
        stored=records.messages.get(number),
        sender_name=records.reviews.sender_name(number),
        read=read,
        parts=records.readings.parts(read.id),
        dossier=dossier,
        judged=judged,
        reasons=records.dossiers.open_review(number),
        version=records.dossiers.newest_decision(number),
        attachments=tuple(records.reviews.attachments(read.id)),
        decisions=tuple(records.reviews.decisions(number)),
        marks=tuple(_marks(read.reading, dossier, judged)),
    )
    return _with_earlier(desk, case)


def _with_earlier(desk: Desk, case: Case) -> Case:

    dossiers = desk.records.dossiers.get(desk.campaign.key, case.gemeenten)
    earlier = tuple(p for d in dossiers.values() for p in d.active if p.message != case.stored.id)
    return replace(case, earlier=earlier)


def _marks(reading: Reading, dossier: Dossier, judged: Judged) -> list[Mark]:
    marks: list[Mark] = []
    for gemeente in reading.gemeenten:
        marks += marks_of("gemeente", gemeente.evidence)
    for pledge in dossier.pledges:
        marks += marks_of("toezegging", judged.evidence.get(pledge.id, ()))
    for bottleneck in dossier.bottlenecks:
        marks += marks_of("knelpunt", judged.bottleneck_evidence.get(bottleneck.id, ()))
    for number in reading.numbers:
        marks += marks_of("getal", number.evidence)
    return marks


def sureness(confidence: float | None) -> str:
    """A probability in a word."""
    return "" if confidence is None else next(word for least, word in SURE if confidence >= least)


def letter_keys(types: tuple[BottleneckType, ...]) -> list[tuple[str, BottleneckType]]:
    """The types of the campaign, each with the letter that chooses it."""
    return [("abcdefghijklmnopqrstuvwxyz"[at] if at < 26 else "", kind) for at, kind in enumerate(types)]  # noqa: PLR2004  # letters
