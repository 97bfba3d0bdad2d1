"""Which gemeenten a message speaks for, and to which of them a pledge or bottleneck belongs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.model import Evidence, GemeenteReading, Kind, Message
from nlp.gazetteer import by_domain, gemeente
from nlp.gazetteer.names import Name, find_names
from nlp.parts import ReadPart


@dataclass(frozen=True, slots=True)
class Ownership:
    """The gemeenten for which a message speaks, and what in it belongs to which."""

    gemeenten: tuple[GemeenteReading, ...] = ()
    reasons: tuple[str, ...] = ()

    def owner(self, part: str, position: int) -> str | None:
        """CBS code to which a pledge or bottleneck at this character belongs; `None` when undecided or undivided."""
        _ = part, position
        return self.gemeenten[0].code if len(self.gemeenten) == 1 else None


def weigh(message: Message, parts: Sequence[ReadPart], thread: Sequence[str] = ()) -> Ownership:
    """Decide for which gemeenten `message` speaks; `thread` holds the codes of the dossiers of its thread."""
    if message.kind in {Kind.BOUNCE, Kind.LIST}:
        return Ownership()
    code = by_domain(message.sender.domain)
    if code:
        text = message.part("sender")
        start = text.rfind(message.sender.domain) if message.sender.domain in text else 0
        proof = Evidence("sender", start, len(text), text[start:])
        return Ownership((GemeenteReading(code, gemeente(code).name, 0.95, (proof,), "domein van de afzender"),))
    for name, text in [*((part.name, part.doc.text) for part in parts), ("signature", message.signature)]:
        certain = [found for found in find_names(text) if _plain(found)]
        if certain:
            first = certain[0]
            proof = Evidence(name, first.start, first.end, first.text)
            return Ownership((GemeenteReading(first.codes[0], gemeente(first.codes[0]).name, 0.7, (proof,)),))
    return Ownership(tuple(GemeenteReading(code, gemeente(code).name, 0.6) for code in thread[:1]))


def _plain(name: Name) -> bool:
    return len(name.codes) == 1 and not name.ordinary and name.is_gemeente
