"""A part of a message laid out for looking around names: its sentences and the signs in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nlp.gazetteer.folding import fold
from nlp.gemeente_claims import SENTENCE_END, SOFT_WRAP
from nlp.gemeente_evidence import Sign


@dataclass(frozen=True, slots=True)
class LaidText:
    """One part: its folded text with soft line ends as spaces, where its sentences start, and its signs in order."""

    flat: str
    starts: tuple[int, ...]
    signs: tuple[Sign, ...]

    def sentence(self, position: int) -> tuple[int, int]:
        """Start and end of the sentence, list item or row at `position`."""
        at = bisect_right(self.starts, position) - 1
        return self.starts[at], self.starts[at + 1] if at + 1 < len(self.starts) else len(self.flat)

    def between(self, start: int, end: int) -> list[Sign]:
        """The signs within these characters."""
        return [sign for sign in self.signs if start <= sign.evidence.start < end]


def lay_out(texts: Mapping[str, str], signs: Iterable[Sign]) -> dict[str, LaidText]:
    """Lay out the signs over the parts (name to text) that are read."""
    every = sorted(signs, key=lambda sign: sign.evidence.start)
    laid: dict[str, LaidText] = {}
    for name, text in texts.items():
        flat = SOFT_WRAP.sub(lambda found: " " * len(found[0]), fold(text))
        starts = (0, *(found.end() for found in SENTENCE_END.finditer(flat) if found.end() < len(flat)))
        laid[name] = LaidText(flat, starts, tuple(sign for sign in every if sign.evidence.part == name))
    return laid
