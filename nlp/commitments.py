"""How firm a pledge is, from the cues in its sentence and in what is said about it before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.model import Commitment
from nlp.candidates import Candidate
from nlp.layout import Layout
from nlp.qualifiers import Cue
from nlp.roles import asserted

OWN = 1.0
FOLLOWING = 0.7
PRECEDING = 0.6
FOLLOWS = 2.0
"""Weight from which a cue also counts from another sentence; a mere hedge speaks of its own."""

NAME_START = 14
"""Characters within which a name opens a sentence: "Voor Westervoort ..."."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The commitment, the condition in the sender's words, and the phrase that decided."""

    commitment: Commitment = Commitment.FIRM
    condition: str = ""
    phrase: str = ""


def commitment(candidate: Candidate, pledges: Sequence[Candidate]) -> Verdict:
    """The commitment of `candidate`, which is one of `pledges`.

    Being looked into beats a condition, a condition beats a mere hedge, and a hedge beats nothing but silence.
    """
    strongest: dict[str, tuple[float, Cue]] = {}
    for cue, factor in _cues_about(candidate, [p for p in pledges if p.part is candidate.part]):
        effect = cue.label.weight * factor
        if effect > strongest.get(cue.label.name, (0.0, cue))[0]:
            strongest[cue.label.name] = (effect, cue)
    explored, hedged = strongest.get("onderzoek"), strongest.get("misschien")
    conditional, firm = strongest.get("voorwaarde"), strongest.get("vast")
    if firm and firm[0] >= firm[1].label.weight * OWN:
        # Plainly said in the sentence itself: what stands elsewhere is about something else.
        explored, conditional = _own(explored), _own(conditional)
    if explored and explored[0] >= (conditional[0] if conditional else 0.0):
        return _verdict(candidate, Commitment.EXPLORING, explored[1])
    if conditional:
        return _verdict(candidate, Commitment.CONDITIONAL, conditional[1])
    if explored:
        return _verdict(candidate, Commitment.EXPLORING, explored[1])
    if hedged and not firm:
        return _verdict(candidate, Commitment.EXPLORING, hedged[1])
    return _verdict(candidate, Commitment.FIRM, firm[1]) if firm else Verdict()


def _own(found: tuple[float, Cue] | None) -> tuple[float, Cue] | None:
    return found if found and found[0] >= found[1].label.weight * OWN else None


def _cues_about(candidate: Candidate, siblings: Sequence[Candidate]) -> list[tuple[Cue, float]]:
    layout = candidate.layout
    own = candidate.sentence_number
    cues = [cue for cue in asserted(candidate.part.doc._.qualifiers) if cue.label.file == "commitment"]
    global_sentences = {layout.sentence_of[cue.first] for cue in cues if cue.label.role == "scope"}
    busy = {c.sentence_number for c in siblings}
    found = []
    for cue in cues:
        if cue.label.role in ("scope", "none") or _is_inside(cue, candidate):
            continue
        factor = _factor(candidate, siblings, cue, layout, own, busy, global_sentences)
        if factor:
            found.append((cue, factor))
    return found


def _factor(
    candidate: Candidate,
    siblings: Sequence[Candidate],
    cue: Cue,
    layout: Layout,
    own: int,
    busy: set[int],
    global_sentences: set[int],
) -> float:
    where = layout.sentence_of[cue.first]
    if where == own:
        return OWN if _nearest(candidate, siblings, cue, layout) else 0.0
    if cue.label.weight < FOLLOWS:
        return 0.0
    if where in global_sentences and where not in busy:
        return FOLLOWING
    if where == layout.sentences[own].governor:
        return OWN
    here, there = layout.sentences[own], layout.sentences[where]
    if where > own and not any(own < b <= where for b in busy) and not _is_elsewhere(candidate, own, where):
        near = there.paragraph == here.paragraph or (there.paragraph == here.paragraph + 1 and where - own <= 1)
        return FOLLOWING if near else 0.0
    if where == own - 1 and where not in busy and there.paragraph == here.paragraph and cue.label.role != "firm":
        return PRECEDING
    return 0.0


def _is_inside(cue: Cue, candidate: Candidate) -> bool:
    """Whether the cue is a word of the number itself: "tien, misschien vijftien" is a range."""
    return candidate.mention.first_word <= cue.first and cue.last <= candidate.mention.last_word


def _is_elsewhere(candidate: Candidate, own: int, where: int) -> bool:
    """Whether a sentence after the pledge, up to `where`, starts with the name of a gemeente or kern."""
    doc, layout = candidate.part.doc, candidate.layout
    starts = [layout.sentences[n].start for n in range(own + 1, where + 1)]
    names = [name for name in doc._.gemeente_names or () if name.capital]
    return any(0 <= name.start - start <= NAME_START for name in names for start in starts)


def _nearest(candidate: Candidate, siblings: Sequence[Candidate], cue: Cue, layout: Layout) -> bool:
    """Whether no other pledge of the sentence lies nearer to the cue."""

    def distance(other: Candidate) -> float:
        mention = other.mention
        if cue.last < mention.first_word:
            return layout.distance(cue.last, mention.first_word)
        return layout.distance(mention.last_word, cue.first) if cue.first > mention.last_word else 0.0

    rivals = [c for c in siblings if c.sentence_number == candidate.sentence_number and c is not candidate]
    return all(distance(candidate) <= distance(rival) + 0.001 for rival in rivals)


def _verdict(candidate: Candidate, found: Commitment, cue: Cue) -> Verdict:
    doc = candidate.part.doc
    words = doc._.words
    phrase = doc._.raw[words[cue.first].start : words[cue.last].end]
    condition = ""
    if found is Commitment.CONDITIONAL:
        end = candidate.layout.sentence(cue.first).end
        condition = doc._.raw[words[cue.first].start : end].strip(" .;,)\n")
    return Verdict(found, condition, phrase)
