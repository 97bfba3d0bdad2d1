"""What a message promises: the pledges, the other numbers, and whether it corrects or takes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.model import Message, NumberReading, PledgeReading, Unit
from nlp.counts import Mention
from nlp.parts import ReadPart


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
    _ = message
    found = [
        FoundPledge(_pledge(part, mention), part.name, mention.start)
        for part in parts
        if part.name != "subject"
        for mention in part.doc._.numbers
        if mention.unit is not None
    ]
    return Counts(tuple(found))


def _pledge(part: ReadPart, mention: Mention) -> PledgeReading:
    homes = mention.low if mention.unit is Unit.HOMES else None
    places = None if mention.unit in (Unit.HOMES, Unit.HOUSEHOLDS) else mention.low
    evidence = (part.evidence(mention.start, mention.end),)
    return PledgeReading(None, places, mention.high, homes, confidence=0.5, evidence=evidence)
