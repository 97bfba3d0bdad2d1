"""A message as the parts that are read: subject, body and attachments, each a spaCy `Doc`.

`quoted` and `signature` are never read for pledges; they serve only to recognise who writes.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from domain.model import Evidence, Message

MAX_PART = 20_000
"""Characters of a part that are read; what lies beyond is noted, never silently dropped."""


@dataclass(frozen=True, slots=True)
class Layers:
    """What the pipeline found in a document, by the names of the extensions; to ask spaCy for one takes far longer."""

    raw: str
    words: Any
    sentence_starts: Any
    dates: Any
    numbers: Any
    layout: Any
    scores: Any
    qualifiers: Any
    cue_sentences: Any
    gemeente_names: Any

    @classmethod
    def of(cls, doc: Doc) -> Layers:
        """The layers of a document; `None` for what its pipeline does not look for."""
        found: list[Any] = [getattr(doc._, f.name) if doc.has_extension(f.name) else None for f in fields(cls)]
        return cls(*found)


@dataclass(frozen=True, slots=True)
class ReadPart:
    """One part of a message with its name as evidence gives it, and the pipeline's document of it."""

    name: str
    doc: Doc
    layers: Layers

    @property
    def text(self) -> str:
        """The characters of the part; `doc.text` puts them together anew at each call."""
        return self.layers.raw

    def evidence(self, start: int, end: int) -> Evidence:
        """The evidence for the characters from `start` to `end` of this part."""
        return Evidence(self.name, start, end, self.text[start:end])


def read_parts(pipeline: Language, message: Message) -> list[ReadPart]:
    """The parts of `message` that may hold pledges and bottlenecks, in reading order; empty parts are left out."""
    names = ["subject", "body", *(f"attachment:{attachment.name}" for attachment in message.attachments)]
    texts = ((name, message.part(name)[:MAX_PART]) for name in names)
    docs = ((name, pipeline(text)) for name, text in texts if text.strip())
    return [ReadPart(name, doc, Layers.of(doc)) for name, doc in docs]
