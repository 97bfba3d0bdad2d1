"""Personal data of clients and residents that should not have been sent, and masking it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from domain.model import Evidence, Message, PersonalData

NINE_DIGITS = re.compile(r"(?<![\d.+-])\d(?:[ .]?\d){8}(?![\d-])")


def find(message: Message) -> tuple[PersonalData, ...]:
    """The personal data in all parts of `message`, one entry for each kind."""
    found: dict[str, list[Evidence]] = {}
    for part in _part_names(message):
        for kind, evidence in _in_text(part, message.part(part)):
            found.setdefault(kind, []).append(evidence)
    return tuple(PersonalData(kind, tuple(evidence)) for kind, evidence in found.items())


def mask(text: str, found: Sequence[PersonalData]) -> str:
    """`text` with everything in `found` replaced by its kind between brackets."""
    pieces = {(evidence.text, data.kind) for data in found for evidence in data.evidence}
    for piece, kind in sorted(pieces, key=lambda pair: -len(pair[0])):
        text = text.replace(piece, f"[{kind}]")
    return text


def _part_names(message: Message) -> Iterator[str]:
    yield from ("subject", "body", "quoted", "signature")
    yield from (f"attachment:{attachment.name}" for attachment in message.attachments)


def _in_text(part: str, text: str) -> Iterator[tuple[str, Evidence]]:
    for match in NINE_DIGITS.finditer(text):
        if _is_bsn(match[0]):
            yield "bsn", Evidence(part, match.start(), match.end(), match[0])


def _is_bsn(written: str) -> bool:
    digits = [int(d) for d in written if d.isdigit()]
    return sum(d * w for d, w in zip(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True)) % 11 == 0
