"""What holds a gemeente up: the types of bottleneck that a message names, each with the sentence it stands in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.model import BottleneckReading, Message
from nlp.parts import ReadPart

KEYWORDS = {
    "netcongestie_nuts": r"netcongestie|stroomnet|stroomaansluiting|netbeheerder",
    "vergunning": r"vergunningen? (?:laat|duurt|verloopt|loopt af|is geweigerd)",
    "ruimtelijke_procedure": r"omgevingsplan|bestemmingsplan|ruimtelijke procedure",
    "bekostiging": r"bekostiging|vergoeding van het rijk|wie betaalt",
    "woningtekort": r"krapte|wachtlijst|woningtekort",
    "locatie_grond": r"geen (?:geschikte )?(?:locatie|pand|kavel)",
    "draagvlak": r"draagvlak|weerstand",
    "veiligheid_intimidatie": r"bedreig|intimidatie|rellen",
    "ambtelijke_capaciteit": r"capaciteitsgebrek|te weinig mensen|vacature",
    "wet_en_regelgeving": r"huisvestingswet|spreidingswet",
    "milieu_stikstof_geluid": r"stikstof|geluidscontour|asbest",
    "bezwaar_beroep": r"bezwaarschrift|voorlopige voorziening|in beroep",
    "coa_koppeling": r"te weinig koppelingen|geen koppelingen",
    "onderwijs_zorg_voorzieningen": r"schoolplaatsen|huisarts",
    "bouwkosten_markt": r"bouwkosten|aannemer|failliet",
    "corporatie_partner": r"corporatie (?:doet niet mee|trekt)",
    "doelgroep_mismatch": r"alleenstaanden|nareis",
    "doorlooptijd_planning": r"vertraging|vertraagd",
    "informatie_onduidelijkheid": r"onduidelijk wat",
}
CUES = {kind: re.compile(words, re.IGNORECASE) for kind, words in KEYWORDS.items()}


@dataclass(frozen=True, slots=True)
class FoundBottleneck:
    """A bottleneck without its gemeente yet. `position` is the character in `part` where its cue starts."""

    bottleneck: BottleneckReading
    part: str
    position: int


def find(message: Message, parts: Sequence[ReadPart]) -> tuple[FoundBottleneck, ...]:  # noqa: ARG001  contract
    """The bottlenecks of all parts, each type once for each place where it is named, in reading order."""
    found: dict[str, FoundBottleneck] = {}
    for part in parts:
        for sentence in part.doc.sents:
            for kind, cue in CUES.items():
                match = cue.search(sentence.text)
                if match and kind not in found:
                    evidence = part.evidence(sentence.start_char, sentence.end_char)
                    reason = f"'{match[0]}' in deze zin"
                    reading = BottleneckReading(None, kind, 0.6, (evidence,), reason)
                    found[kind] = FoundBottleneck(reading, part.name, sentence.start_char + match.start())
    return tuple(found.values())
