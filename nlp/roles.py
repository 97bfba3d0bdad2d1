"""What each number stands for: the cues near it are added up by role, and the strongest role wins.

Each label counts once for a number, with its strongest cue: ten words of offering are no firmer than one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import exp

from spacy.tokens import Doc

from domain.model import Unit
from nlp.counts import Mention
from nlp.layout import Layout
from nlp.qualifiers import Cue

PRIOR = {
    Unit.PLACES: 1.1,
    Unit.PEOPLE: 0.8,
    Unit.HOMES: 0.6,
    Unit.ROOMS: 0.6,
    Unit.BEDS: 0.8,
    Unit.HOUSEHOLDS: 0.8,
    None: 0.0,
}
"""How much a bare mention of this unit already looks like an offer, in a mail that answers a call for places."""

FURTHEST = 3.0
GOVERNED = 0.55
QUESTION = 1.6
ENOUGH = 1.0
UNKNOWN_NOUN = 2.0


@dataclass(slots=True)
class Scores:
    """Points for each role, and the phrases that gave them, strongest first."""

    points: dict[str, float] = field(default_factory=dict)
    reasons: dict[str, list[str]] = field(default_factory=dict)
    bound: bool = False

    def best(self, shift: float = 0.0) -> str:
        """The role with the most points, pledges shifted by `shift`; empty where none has enough."""
        pledge = self.points.get("pledge", 0.0) + shift
        role, points = max(
            ((r, p) for r, p in self.points.items() if r != "pledge"), key=lambda pair: pair[1], default=("", 0.0)
        )
        if pledge >= ENOUGH and pledge >= points:
            return "pledge"
        return role if points >= ENOUGH else ""

    def margin(self) -> float:
        """How far the pledge is ahead of the next role."""
        rivals = [p for r, p in self.points.items() if r != "pledge"]
        return self.points.get("pledge", 0.0) - max([ENOUGH, *rivals])


def score(doc: Doc) -> list[Scores]:
    """The points of each number of `doc`, in its order."""
    layout: Layout = doc._.layout
    cues = [cue for cue in asserted(doc._.qualifiers) if cue.label.file == "roles"]
    firsts = [cue.first for cue in cues]
    return [_score(doc, layout, number, mention, cues, firsts) for number, mention in enumerate(doc._.numbers)]


def asserted(cues: Sequence[Cue]) -> list[Cue]:
    """Give the cues without those that a neutral phrase takes away ("geen voorbehoud" denies nothing)."""
    neutral = {"ontkenning": "geen_ontkenning", "voorwaarde": "geen_voorwaarde", "vast": "geen_vast"}
    shields: dict[str, set[int]] = {}
    for cue in cues:
        if cue.label.role == "none":
            shields.setdefault(cue.label.name, set()).update(range(cue.first, cue.last + 1))
    if not shields:
        return list(cues)
    return [
        cue
        for cue in cues
        if not shields.get(neutral.get(cue.label.name, ""), set()) & set(range(cue.first, cue.last + 1))
    ]


def _score(
    doc: Doc, layout: Layout, number: int, mention: Mention, cues: Sequence[Cue], firsts: Sequence[int]
) -> Scores:
    strongest: dict[str, tuple[float, Cue]] = {}
    low = bisect_left(layout.place, layout.place[mention.first_word] - FURTHEST)
    high = bisect_left(layout.place, layout.place[mention.last_word] + FURTHEST)
    for cue in cues[bisect_left(firsts, low - 12) : bisect_left(firsts, high)]:
        effect = _effect(layout, number, mention, cue)
        if effect > strongest.get(cue.label.name, (0.05, cue))[0]:
            strongest[cue.label.name] = (effect, cue)
    governor = layout.sentence(mention.first_word).governor
    if governor >= 0:
        _govern(layout, governor, cues, firsts, strongest)
    return _add_up(doc, mention, strongest, layout.sentence(mention.first_word).question)


def _effect(layout: Layout, number: int, mention: Mention, cue: Cue) -> float:
    if cue.bound:
        return cue.label.weight if number in cue.bound else 0.0
    if cue.last < mention.first_word:
        distance = layout.distance(cue.last, mention.first_word)
    elif cue.first > mention.last_word:
        distance = layout.distance(cue.first, mention.last_word)
    else:
        distance = 0.0
    return cue.label.weight * exp(-distance) if distance <= cue.label.reach else 0.0


def _govern(
    layout: Layout, governor: int, cues: Sequence[Cue], firsts: Sequence[int], strongest: dict[str, tuple[float, Cue]]
) -> None:
    sentence = layout.sentences[governor]
    for cue in cues[bisect_left(firsts, sentence.first) : bisect_left(firsts, sentence.last + 1)]:
        effect = cue.label.weight * GOVERNED
        if not cue.bound and effect > strongest.get(cue.label.name, (0.0, cue))[0]:
            strongest[cue.label.name] = (effect, cue)


def _add_up(doc: Doc, mention: Mention, strongest: dict[str, tuple[float, Cue]], question: bool) -> Scores:  # noqa: FBT001  one flag
    scores = Scores({"pledge": PRIOR[mention.unit]})
    if not mention.is_count:
        scores.points["other"] = UNKNOWN_NOUN
    if question:
        scores.points["pledge"] -= QUESTION
    for effect, cue in sorted(strongest.values(), key=lambda pair: -pair[0]):
        label = cue.label
        if label.against:
            scores.points[label.against] = scores.points.get(label.against, 0.0) - effect
        if label.role and label.role != "none":
            scores.points[label.role] = scores.points.get(label.role, 0.0) + effect
            phrase = doc.text[doc._.words[cue.first].start : doc._.words[cue.last].end]
            scores.reasons.setdefault(label.role, []).append(phrase)
            scores.bound |= bool(cue.bound) and label.role == "pledge"
    return scores
