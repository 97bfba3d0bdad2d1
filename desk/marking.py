"""A text with the words marked that the values came from, and with personal data blotted out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.model import Evidence, PersonalData

BLOT = "█"


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of a part with the field that it belongs to, such as `pledge` or `gemeente`."""

    part: str
    start: int
    end: int
    field: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text with the fields that it belongs to; none where it is plain."""

    text: str
    fields: tuple[str, ...] = ()


def marks_of(field: str, evidence: Iterable[Evidence]) -> list[Mark]:
    """The spans of some evidence."""
    return [Mark(e.part, e.start, e.end, field) for e in evidence]


def blotted(text: str, part: str, private: Sequence[PersonalData]) -> str:
    """The text with personal data blotted out; every character keeps its place."""
    letters = list(text)
    for found in private:
        for spot in found.evidence:
            if spot.part == part:
                for at in range(max(0, spot.start), min(spot.end, len(letters))):
                    letters[at] = BLOT
    return "".join(letters)


def pieces(text: str, part: str, marks: Iterable[Mark]) -> list[Piece]:
    """The text cut at the edges of the marks in this part; spans may overlap. Edges outside the text are drawn in."""
    spans = [(max(0, m.start), min(m.end, len(text)), m.field) for m in marks if m.part == part]
    spans = [span for span in spans if span[0] < span[1]]
    edges = sorted({0, len(text), *(edge for span in spans for edge in span[:2])})
    found: list[Piece] = []
    for start, end in pairwise(edges):
        fields = dict.fromkeys(field for first, last, field in spans if first <= start and end <= last)
        found.append(Piece(text[start:end], tuple(fields)))
    return found
