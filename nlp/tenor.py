"""What a message does as a whole, as far as numbers hang on it: refuse, correct, take back, mock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.model import Message
from nlp.parts import ReadPart


@dataclass(frozen=True, slots=True)
class Tenor:
    """`refuses`: says no somewhere. `taken_back`: the sentences (part, number) that take an offer back. `corrects`:
    changes what was said before. `regular`: speaks of the ordinary taakstelling only. `mocks`: is sarcastic, or the
    voice of an inhabitant.
    """

    refuses: bool = False
    taken_back: frozenset[tuple[str, int]] = frozenset()
    corrects: bool = False
    regular: bool = False
    mocks: bool = False

    @property
    def withdraws(self) -> bool:
        """Whether the message takes an offer back."""
        return bool(self.taken_back)

    def takes_back(self, part: str, sentence: int) -> bool:
        """Whether what a sentence names is taken back there or further on."""
        return any(name == part and sentence <= number for name, number in self.taken_back)


def tenor_of(message: Message, parts: Sequence[ReadPart]) -> Tenor:
    """The tenor of `message` over its parts."""
    return Tenor(
        refuses=_has(parts, "weigering"),
        taken_back=frozenset((part.name, number) for part in parts for number in _taken_back(part)),
        corrects=any(_corrects(part) for part in parts),
        regular=_has(parts, "gewoon"),
        mocks=(_has(parts, "spot") or _has(parts, "inwoner")) and "gemeente" not in message.signature.lower(),
    )


def _has(parts: Sequence[ReadPart], label: str) -> bool:
    return any(part.layers.qualifiers.of(label) for part in parts)


def _taken_back(part: ReadPart) -> set[int]:
    """Sentences in which an offer, or a number of places, is taken back."""
    sentence_of, cues = part.layers.layout.sentence_of, part.layers.qualifiers
    back, own, off = (
        {sentence_of[cue.first] for cue in cues.of(label)} for label in ("ingetrokken", "eigen_aanbod", "afgelast")
    )
    if not back and not off:
        return set()
    counted = {sentence_of[m.first_word] for m in part.layers.numbers if m.is_count}
    return (back & (own | counted)) | (off & own)


def _corrects(part: ReadPart) -> bool:
    cues = part.layers.qualifiers
    return bool(cues.of("verbetering") and (cues.of("eerder") or cues.of("oud")))
