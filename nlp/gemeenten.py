"""Which gemeenten a message speaks for, and to which of them a pledge or bottleneck belongs.

The order of trust: what the text says, then the signature, then the sender's domain. A sender whose own gemeente is
known speaks for that one, unless the text plainly represents others too. Where more than that one comes into question,
learned weights have the last word (`nlp.gemeente_opinion`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.model import GemeenteReading, Kind, Message
from nlp import gemeente_opinion
from nlp.gazetteer import gemeente
from nlp.gemeente_decide import decide, for_machine, speaks_for_nobody
from nlp.gemeente_evidence import gather
from nlp.gemeente_owner import Anchors
from nlp.gemeente_texts import lay_out
from nlp.parts import ReadPart


@dataclass(frozen=True, slots=True)
class Ownership:
    """The gemeenten for which a message speaks, and what in it belongs to which."""

    gemeenten: tuple[GemeenteReading, ...] = ()
    reasons: tuple[str, ...] = ()
    anchors: Anchors = field(default_factory=Anchors)

    def owner(self, part: str, position: int) -> str | None:
        """CBS code to which a pledge or bottleneck at this character belongs; `None` when undecided or undivided."""
        if len(self.gemeenten) <= 1:
            return self.gemeenten[0].code if self.gemeenten else None
        return self.anchors.owner(part, position)

    def each(self, part: str, position: int) -> tuple[str, ...]:
        """The gemeenten that each give the number at this character ("elk vijf"); empty if it is one number."""
        return self.anchors.each(part, position) if len(self.gemeenten) > 1 else ()

    def elsewhere(self, part: str, position: int) -> str | None:
        """The CBS code of another gemeente, for which the message does not speak, that this clause is about."""
        return self.anchors.elsewhere(part, position)


def weigh(message: Message, parts: Sequence[ReadPart], thread: Sequence[str] = ()) -> Ownership:
    """Decide for which gemeenten `message` speaks; `thread` holds the codes of the dossiers of its thread."""
    if speaks_for_nobody(message.kind):
        return Ownership()
    case = gather(message, parts, thread)
    if message.kind is Kind.PERSONAL:
        decision = gemeente_opinion.weighed(gemeente_opinion.load(), case, decide(case), parts)
    else:
        decision = for_machine(case)
    readings = tuple(
        GemeenteReading(each.code, gemeente(each.code).name, each.confidence, each.evidence, each.reason)
        for each in decision.verdicts
    )
    speaking = frozenset(each.code for each in readings)
    placed = Anchors(speaking, decision.own, lay_out(case.texts, case.text))
    return Ownership(readings, decision.reasons, placed)
