"""A message as the parts that are read: subject, body and attachments, each a spaCy `Doc`.

`quoted` and `signature` are never read for pledges; they serve only to recognise who writes.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from domain.model import Evidence, Message

MAX_PART = 20_000
"""Characters of a part that are read; what lies beyond is noted, never silently dropped."""


@dataclass(frozen=True, slots=True)
class ReadPart:
    """One part of a message with its name as evidence gives it, and the pipeline's document of it."""

    name: str
    doc: Doc

    @property
    def text(self) -> str:
        """The characters of the part; `doc.text` puts them together anew at each call."""
        raw: str = self.doc._.raw
        return raw

    def evidence(self, start: int, end: int) -> Evidence:
        """The evidence for the characters from `start` to `end` of this part."""
        return Evidence(self.name, start, end, self.text[start:end])


def read_parts(pipeline: Language, message: Message) -> list[ReadPart]:
    """The parts of `message` that may hold pledges and bottlenecks, in reading order; empty parts are left out."""
    names = ["subject", "body", *(f"attachment:{attachment.name}" for attachment in message.attachments)]
    texts = ((name, message.part(name)[:MAX_PART]) for name in names)
    return [ReadPart(name, pipeline(text)) for name, text in texts if text.strip()]
