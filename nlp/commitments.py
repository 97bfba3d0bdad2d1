"""How firm a pledge is, from the cues in its sentence and in what is said about it before and after."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.model import Commitment
from nlp.candidates import Candidate
from nlp.layout import NUMBER
from nlp.qualifiers import Cue

OWN, FOLLOWING, PRECEDING = 1.0, 0.7, 0.6
"""How much a cue counts in the sentence of the number, behind it, and before it."""

FOLLOWS = 2.0
"""Weight from which a cue also counts from another sentence; a mere hedge speaks of its own."""

NAME_START = 14
"""Characters within which a name opens a sentence: "Voor Westervoort ..."."""

AHEAD = 6
"""Sentences that are looked ahead to."""

NEAR = 80
LEEWAY = 0.001

Strongest = dict[str, tuple[float, Cue]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The commitment, the condition in the sender's words, and the phrase that decided."""

    commitment: Commitment = Commitment.FIRM
    condition: str = ""
    phrase: str = ""


class Commitments:
    """Judges the pledges of a message; built once, as what is said about all of them is looked up beforehand."""

    def __init__(self, pledges: Sequence[Candidate]) -> None:
        self._in_sentence: dict[tuple[str, int], list[Candidate]] = {}
        for pledge in pledges:
            self._in_sentence.setdefault((pledge.part.name, pledge.sentence_number), []).append(pledge)
        self._global = {pledge.part.name: self._global_cues(pledge) for pledge in pledges}

    def verdict(self, pledge: Candidate) -> Verdict:
        """The commitment of one of the pledges by the rules."""
        return self.weigh(pledge, self.strongest(pledge))

    def strongest(self, pledge: Candidate) -> Strongest:
        """The strongest cue of each label for one of the pledges, and what it weighs.

        What is plainly said in the sentence itself beats what stands elsewhere.
        """
        found: Strongest = {}
        for cue, factor in self._cues_about(pledge):
            if cue.label.weight * factor > found.get(cue.label.name, (0.0, cue))[0]:
                found[cue.label.name] = (cue.label.weight * factor, cue)
        firm = found.get("vast")
        return {name: pair for name, pair in found.items() if _is_own(pair)} if firm and _is_own(firm) else found

    @staticmethod
    def weigh(pledge: Candidate, found: Strongest) -> Verdict:
        """The verdict of the rules over the strongest cues.

        Being looked into beats a condition, a condition beats a mere hedge, a hedge beats silence.
        """
        firm, explored, conditional = found.get("vast"), found.get("onderzoek"), found.get("voorwaarde")
        if explored and explored[0] >= (conditional or (0.0,))[0]:
            return _verdict(pledge, Commitment.EXPLORING, explored[1])
        if conditional:
            return _verdict(pledge, Commitment.CONDITIONAL, conditional[1])
        hedged = found.get("misschien")
        if (explored or hedged) and not firm:
            return _verdict(pledge, Commitment.EXPLORING, (explored or hedged or found["misschien"])[1])
        return _verdict(pledge, Commitment.FIRM, firm[1]) if firm else Verdict()

    def _cues_about(self, pledge: Candidate) -> Iterator[tuple[Cue, float]]:
        """The cues that bear on `pledge` and how much each counts."""
        own, layout = pledge.sentence_number, pledge.layout
        for cue in self._cues_in(pledge, own, near=True):
            inside = pledge.mention.first_word <= cue.first and cue.last <= pledge.mention.last_word
            if not inside and self._is_nearest(pledge, cue):
                yield cue, OWN
        if layout.sentences[own].governor >= 0:
            yield from ((cue, OWN) for cue in self._cues_in(pledge, layout.sentences[own].governor))
        for number in self._following(pledge):
            yield from ((cue, FOLLOWING) for cue in self._cues_in(pledge, number) if cue.label.weight >= FOLLOWS)
        if own and not self._is_busy(pledge, own - 1) and _same_paragraph(pledge, own - 1):
            for cue in self._cues_in(pledge, own - 1):
                if cue.label.role != "firm" and cue.label.weight >= FOLLOWS:
                    yield cue, PRECEDING
        yield from ((cue, FOLLOWING) for cue in self._global[pledge.part.name])

    def _following(self, pledge: Candidate) -> Iterator[int]:
        """The sentences behind the pledge that may still be about it, by number."""
        own, sentences = pledge.sentence_number, pledge.layout.sentences
        for number in range(own + 1, min(len(sentences), own + 1 + AHEAD)):
            if self._is_busy(pledge, number) or _opens_with_name(pledge, number):
                return
            beyond = sentences[number].paragraph - sentences[own].paragraph
            if beyond > 1 or (beyond == 1 and number > own + 1):
                return
            yield number

    def _global_cues(self, pledge: Candidate) -> list[Cue]:
        """The cues in sentences about everything at once: "alles onder voorbehoud van de raad"."""
        layout = pledge.layout
        about_all = {layout.sentence_of[cue.first] for cue in pledge.part.layers.qualifiers.of("alles")}
        free = [number for number in sorted(about_all) if not self._is_busy(pledge, number)]
        return [cue for number in free for cue in self._cues_in(pledge, number) if cue.label.weight >= FOLLOWS]

    def _cues_in(self, pledge: Candidate, number: int, *, near: bool = False) -> Iterator[Cue]:
        """The cues in a sentence; with `near` only those within some lines of the number, however long it is."""
        sentence = pledge.layout.sentences[number]
        first, last = sentence.first, sentence.last
        if near:
            first, last = max(first, pledge.mention.first_word - NEAR), min(last, pledge.mention.last_word + NEAR)
        for cue in pledge.part.layers.qualifiers.within("commitment", first, last):
            if cue.label.role != "scope":
                yield cue

    def _is_busy(self, pledge: Candidate, number: int) -> bool:
        """Whether the sentence holds a pledge of its own."""
        return (pledge.part.name, number) in self._in_sentence

    def _is_nearest(self, pledge: Candidate, cue: Cue) -> bool:
        """Whether no other pledge of the sentence lies nearer to the cue."""
        together = self._in_sentence[pledge.part.name, pledge.sentence_number]
        place = bisect_left(together, pledge.mention.first_word, key=lambda other: other.mention.first_word)
        # Distances grow along the line, so that only its neighbours can be nearer.
        rivals = together[max(0, place - 1) : place + 2]
        return all(_distance(pledge, cue) <= _distance(rival, cue) + LEEWAY for rival in rivals)


def _is_own(found: tuple[float, Cue]) -> bool:
    return found[0] >= found[1].label.weight * OWN


def _same_paragraph(pledge: Candidate, number: int) -> bool:
    return pledge.layout.sentences[number].paragraph == pledge.sentence.paragraph


def _distance(pledge: Candidate, cue: Cue) -> float:
    if cue.last < pledge.mention.first_word:
        return pledge.layout.distance(cue.last, pledge.mention.first_word)
    if cue.first > pledge.mention.last_word:
        # What the number itself parts (`nlp.layout`) lies behind it, and is no distance to its own cue.
        return pledge.layout.distance(pledge.mention.last_word, cue.first) - NUMBER
    return 0.0


def _opens_with_name(pledge: Candidate, number: int) -> bool:
    """Whether the sentence starts with the name of a gemeente or kern, and so speaks of another one."""
    start = pledge.layout.sentences[number].start
    names = pledge.part.layers.gemeente_names or ()
    at = bisect_left(names, start, key=lambda name: name.start)
    return any(name.capital and name.start - start <= NAME_START for name in names[at : at + 2])


def _verdict(pledge: Candidate, found: Commitment, cue: Cue) -> Verdict:
    return verdict_of(pledge, found, cue.first, cue.last)


def verdict_of(pledge: Candidate, found: Commitment, first: int, last: int) -> Verdict:
    """The verdict that words `first` to `last` give; a condition is told to the end of its sentence."""
    raw, words = pledge.part.layers.raw, pledge.part.layers.words
    condition = ""
    if found is Commitment.CONDITIONAL:
        condition = raw[words[first].start : pledge.layout.sentence(first).end].strip(" .;,)\n")
    return Verdict(found, condition, raw[words[first].start : words[last].end])
