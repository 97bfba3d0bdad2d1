"""What the sender wants with the message."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.model import Intent, Kind, Message
from nlp.parts import ReadPart

CUES = {
    Intent.DECLINE: re.compile(r"geen (?:extra )?(?:plekken|plaatsen|mogelijkheden|aanbod)|doe\w* niet mee", re.I),
    Intent.QUESTION: re.compile(r"\?", re.I),
    Intent.SUPPORT: re.compile(r"ondersteuningsteam|vliegende brigade|wie kan ons", re.I),
    Intent.CONTACT: re.compile(r"nieuwe contactpersoon|(?:ben|is) \w* ?\w* ?\w* ?de contactpersoon", re.I),
    Intent.DEFERRAL: re.compile(r"(?:hoort|horen) (?:nog )?van ons|komen (?:er|hier) op terug", re.I),
}


def intents(
    message: Message,
    parts: Sequence[ReadPart],
    *,
    has_pledge: bool,
    has_bottleneck: bool,
    is_correction: bool,
    is_withdrawal: bool,
) -> tuple[Intent, ...]:
    """The intents of `message`; `OTHER` alone where it is not personal or nothing fits."""
    if message.kind is not Kind.PERSONAL:
        return (Intent.OTHER,)
    signals = {
        Intent.PLEDGE: has_pledge,
        Intent.BOTTLENECK: has_bottleneck,
        Intent.CORRECTION: is_correction,
        Intent.WITHDRAWAL: is_withdrawal,
    }
    found = {intent for intent, given in signals.items() if given}
    text = "\n".join(part.doc.text for part in parts)
    found |= {intent for intent, cue in CUES.items() if cue.search(text)}
    if has_pledge or is_withdrawal:
        found.discard(Intent.DECLINE)
    return tuple(intent for intent in Intent if intent in found) or (Intent.OTHER,)
