"""What a message does as a whole, as far as numbers hang on it: refuse, correct, take back, mock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.model import Message
from nlp.parts import ReadPart
from nlp.qualifiers import Cue
from nlp.roles import asserted


@dataclass(frozen=True, slots=True)
class Tenor:
    """`refuses`: says no somewhere; `withdraws`: takes an offer back; `corrects`: changes what was said before;
    `regular`: speaks of the ordinary taakstelling only;
    `mocks`: is sarcastic, or the voice of an inhabitant."""

    refuses: bool = False
    withdraws: bool = False
    taken_back: frozenset[tuple[str, int]] = frozenset()
    corrects: bool = False
    regular: bool = False
    mocks: bool = False


def tenor_of(message: Message, parts: Sequence[ReadPart]) -> Tenor:
    """The tenor of `message` over its parts."""
    names: set[str] = set()
    corrects = regular = False
    taken_back: set[tuple[str, int]] = set()
    for part in parts:
        cues = [c for c in asserted(part.doc._.qualifiers) if c.label.file in ("linking", "roles")]
        regular |= any(c.label.name == "gewoon" for c in cues)
        names |= {c.label.name for c in cues if c.label.file == "linking"}
        taken_back |= {(part.name, number) for number in _taken_back(part, cues)}
        corrects |= _corrects(part, cues)
    mocks = bool({"spot", "inwoner"} & names) and not _official(message)
    return Tenor("weigering" in names, bool(taken_back), frozenset(taken_back), corrects, regular, mocks)


def _official(message: Message) -> bool:
    return "gemeente" in message.signature.lower()


def _taken_back(part: ReadPart, cues: Sequence[Cue]) -> set[int]:
    """Sentences in which an offer, or a number of places, is taken back."""
    sentence_of = part.doc._.layout.sentence_of
    back = {sentence_of[c.first] for c in cues if c.label.name == "ingetrokken"}
    own = {sentence_of[c.first] for c in cues if c.label.name == "eigen_aanbod"}
    off = {sentence_of[c.first] for c in cues if c.label.name == "afgelast"} & own
    own |= {sentence_of[m.first_word] for m in part.doc._.numbers if m.is_count}
    return (back & own) | off


def _corrects(part: ReadPart, cues: Sequence[Cue]) -> bool:
    names = {c.label.name for c in cues}
    return "verbetering" in names and bool({"eerder", "oud"} & names)
