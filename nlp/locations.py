"""Where the places are, in the sender's words: "in de oude pastorie", "aan de Zandweg"."""

from __future__ import annotations

import re

from nlp.candidates import Candidate

PLACE = re.compile(
    r"\b(?:in|aan|op|bij|te)\s+((?:(?:de|het|een|ons|onze|'t|ús|de)\s+)?"
    r"(?:(?:oude|voormalige|voormalig|leegstaande|lege|vroegere|nieuwe|bestaande|âlde)\s+){1,2}[\w'-]+"
    r"(?:\s+(?:in|aan|op|te)\s+(?:de\s+|het\s+)?[A-Z][\w'-]+)?"
    r"|(?:(?:de|het|'t)\s+)?[A-Z][\w'.-]+(?:[ -][A-Z][\w'-]+){0,3}(?:\s\d{1,4}[a-z]?\b)?)"
)
NO_PLACE = re.compile(r"(?:Q[1-4]|VNG|COA|Rijk|Wij|We|Het|De|Den Haag|G4|G40|M50|P10|K80|R8)\b")
FARTHEST = 140


def location_of(candidate: Candidate) -> str | None:
    """The nearest place that follows the number in its sentence, else one before it; None where none is named."""
    text, sentence, mention = candidate.part.layers.raw, candidate.sentence, candidate.mention
    for start, end in (
        (mention.end, min(sentence.end, mention.end + FARTHEST)),
        (max(sentence.start, mention.start - FARTHEST), mention.start),
    ):
        for found in PLACE.finditer(text, start, end):
            if not NO_PLACE.match(found.group(1)):
                return found.group(1).rstrip(".")
    return None
