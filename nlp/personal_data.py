"""Personal data of clients and residents that should not have been sent: finding it, and masking it.

Never that of officials or of the sender. What is found does not change the reading.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.model import Evidence, Message, PersonalData
from nlp.clients import clients
from nlp.identifiers import Found, identifiers
from nlp.parts import MAX_PART

KINDS = ("client_name", "bsn", "v_number", "iban", "medical")
SHOWN = {"client_name": "naam", "bsn": "bsn", "v_number": "v-nummer", "iban": "rekening", "medical": "medisch"}


def find(message: Message) -> tuple[PersonalData, ...]:
    """The personal data in all parts of `message`, one entry for each kind, in the order of `KINDS`."""
    found: dict[str, list[Evidence]] = {}
    writers = (message.sender, *message.recipients, *([message.forwarded_from] if message.forwarded_from else ()))
    own = {word for address in writers for word in address.name.split()}
    for part in _part_names(message):
        text = message.part(part)[:MAX_PART]
        for kind, start, end in sorted(_in_text(part, text), key=lambda item: item[1]):
            if kind == "client_name" and text[start:end].split()[-1] in own:
                continue
            found.setdefault(kind, []).append(Evidence(part, start, end, text[start:end]))
    return tuple(PersonalData(kind, tuple(found[kind])) for kind in KINDS if kind in found)


def mask(text: str, found: Sequence[PersonalData]) -> str:
    """`text` with all that was found in the message replaced by its kind in Dutch between brackets."""
    pieces = {(evidence.text, data.kind) for data in found for evidence in data.evidence}
    for piece, kind in sorted(pieces, key=lambda pair: -len(pair[0])):
        text = text.replace(piece, f"[{SHOWN[kind]}]")
    return text


def _in_text(part: str, text: str) -> Iterator[Found]:
    """Numbers everywhere; names and health not in a signature, where they are the sender's. So are its accounts."""
    if part == "signature":
        yield from (item for item in identifiers(text) if item[0] != "iban")
        return
    yield from identifiers(text)
    yield from clients(text)


def _part_names(message: Message) -> Iterator[str]:
    yield from ("subject", "body", "quoted", "signature")
    yield from (f"attachment:{attachment.name}" for attachment in message.attachments)
