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
from nlp.counts import Bound, Mention
from nlp.layout import Layout
from nlp.qualifiers import Cue

PRIOR = {
    Unit.PLACES: 1.1,
    Unit.PEOPLE: 1.05,
    Unit.HOMES: 1.05,
    Unit.ROOMS: 1.05,
    Unit.BEDS: 1.05,
    Unit.HOUSEHOLDS: 1.05,
    None: 0.0,
}
"""How much a bare mention of this unit already looks like an offer, in a mail that answers a call for places."""

FURTHEST = 3.0
LOOSE = 0.1
TIGHT = 3
"""A phrase of more words than this binds its number less with each."""

GOVERNED = 0.55
LABEL = 1.3
QUESTION = 1.2
SIZED = 0.3
ARTICLE = 1.5
ENOUGH = 1.0
UNKNOWN_NOUN = 2.0
ALONE = 1.2
LABELLED = 0.4
NEVER = -9.0
GOAL = 2000
"""What the letter asks of all gemeenten together: never the offer of one."""

WEAKEST = 0.05
NEIGHBOURS = 40
NAME_GAP = 4
FEW = 3
ALONE_FOLLOW = frozenset(
    "in op aan voor per vanaf te extra erbij stuks stuk graag dus en kan kunnen lukt plekken mogelijk is maximaal bij rond met van".split()
)
OPENERS = frozenset("ja nee nou dus oke ok okee kort heel hoi dag beste en maar antwoord verder okay yes well zeker minimaal maximaal hooguit".split())


@dataclass(slots=True)
class Scores:
    """Points for each role, and the phrases that gave them, strongest first.

    `offered`: a phrase of offering stands near. `bound`: it names this very number. `alone`: the number is all that is said ("Goes 4").
    """

    points: dict[str, float] = field(default_factory=dict)
    reasons: dict[str, list[str]] = field(default_factory=dict)
    bound: bool = False
    alone: bool = False
    offered: bool = False

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
    cues = [cue for cue in asserted(doc._.qualifiers) if cue.label.file == "roles" or (cue.label.lends and cue.label.file == "commitment")]
    firsts = [cue.first for cue in cues]
    return [_score(doc, layout, number, mention, cues, firsts) for number, mention in enumerate(doc._.numbers)]


def asserted(cues: Sequence[Cue]) -> list[Cue]:
    """Give the cues without those that a neutral phrase takes away ("geen voorbehoud" denies nothing)."""
    neutral = {"ontkenning": "geen_ontkenning", "voorwaarde": "geen_voorwaarde", "vast": "geen_vast", "onderzoek": "geen_onderzoek", "vervallen": "geen_ontkenning"}
    shields: dict[str, set[int]] = {}
    for cue in cues:
        if cue.label.role == "none":
            shields.setdefault(cue.label.name, set()).update(range(cue.first, cue.last + 1))
    if not shields:
        return list(cues)
    return [
        cue for cue in cues if not shields.get(neutral.get(cue.label.name, ""), set()) >= set(range(cue.first, cue.last + 1))
    ]


def _score(
    doc: Doc, layout: Layout, number: int, mention: Mention, cues: Sequence[Cue], firsts: Sequence[int]
) -> Scores:
    strongest: dict[str, tuple[float, Cue]] = {}
    low = bisect_left(layout.place, layout.place[mention.first_word] - FURTHEST)
    high = bisect_left(layout.place, layout.place[mention.last_word] + FURTHEST)
    for cue in cues[bisect_left(firsts, low - 12) : bisect_left(firsts, high)]:
        if cue.label.nearest and not cue.bound and not _is_nearest(doc, layout, mention, cue):
            continue
        _keep(strongest, cue, _effect(layout, number, mention, cue))
    heads = layout.heads.get(mention.first_word, ())
    governor = layout.sentence(mention.first_word).governor
    for head in heads:
        _govern(head, LABEL, cues, firsts, strongest)
    if governor >= 0:
        sentence = layout.sentences[governor]
        _govern((sentence.first, sentence.last), GOVERNED, cues, firsts, strongest)
    return _add_up(doc, mention, strongest)


def _keep(strongest: dict[str, tuple[float, Cue]], cue: Cue, effect: float) -> None:
    key = cue.label.family or cue.label.name
    if effect > strongest.get(key, (WEAKEST, cue))[0]:
        strongest[key] = (effect, cue)


def _is_nearest(doc: Doc, layout: Layout, mention: Mention, cue: Cue) -> bool:
    mine = abs(layout.place[cue.first] - layout.place[mention.first_word])
    neighbours = [m for m in doc._.numbers if m.is_count and abs(m.first_word - cue.first) < NEIGHBOURS]
    return all(mine <= abs(layout.place[cue.first] - layout.place[m.first_word]) for m in neighbours)


def _effect(layout: Layout, number: int, mention: Mention, cue: Cue) -> float:
    weight = cue.label.lends or cue.label.weight
    if cue.bound:
        return weight * exp(-LOOSE * max(0, cue.length - TIGHT)) if number in cue.bound else 0.0
    if cue.last < mention.first_word:
        distance = layout.distance(cue.last, mention.first_word)
    elif cue.first > mention.last_word:
        distance = layout.distance(cue.first, mention.last_word)
    else:
        distance = 0.0
    return weight * exp(-distance) if distance <= cue.label.reach else 0.0


def _govern(
    words: tuple[int, int],
    factor: float,
    cues: Sequence[Cue],
    firsts: Sequence[int],
    strongest: dict[str, tuple[float, Cue]],
) -> None:
    """Let the cues in a heading, an introduction or the head of a column bear on a number below it."""
    for cue in cues[bisect_left(firsts, words[0]) : bisect_left(firsts, words[1] + 1)]:
        if not cue.bound and cue.last <= words[1]:
            _keep(strongest, cue, (cue.label.lends or cue.label.weight) * factor)


def _add_up(doc: Doc, mention: Mention, strongest: dict[str, tuple[float, Cue]]) -> Scores:
    labelled = mention.first_word in doc._.layout.heads
    alone = labelled if mention.unit else mention.bare and _stands_alone(doc, doc._.layout, mention)
    scores = Scores({"pledge": _prior(doc, mention, alone)}, alone=alone)
    if not mention.is_count:
        scores.points["other"] = UNKNOWN_NOUN
    denied = {cue.label.name for _, cue in strongest.values()}
    for effect, cue in sorted(strongest.values(), key=lambda pair: -pair[0]):
        label = cue.label
        if label.name == "ontkenning" and ("dubbele_ontkenning" in denied or mention.bound is Bound.AT_LEAST):
            continue
        if label.against:
            scores.points[label.against] = scores.points.get(label.against, 0.0) - effect
        role = "pledge" if label.lends else label.role
        if role and role != "none":
            scores.points[role] = scores.points.get(role, 0.0) + effect
            phrase = doc._.raw[doc._.words[cue.first].start : doc._.words[cue.last].end]
            scores.reasons.setdefault(role, []).append(phrase)
            scores.offered |= label.family == "aanbod"
            scores.bound |= bool(cue.bound) and role == "pledge"
    return scores


def _prior(doc: Doc, mention: Mention, alone: bool) -> float:  # noqa: FBT001  one flag
    """How much the number by itself, and its place in the sentence, already looks like an offer."""
    if mention.low == 0 or (mention.low == GOAL and not mention.high):
        return NEVER
    layout: Layout = doc._.layout
    sentence = layout.sentence(mention.first_word)
    prior = PRIOR[mention.unit] - (QUESTION if sentence.question else 0.0)
    if mention.size:
        prior += SIZED
    if mention.unit is None and mention.low == 1:
        prior -= ARTICLE
    if alone:
        prior += LABELLED if mention.unit else ALONE
    return prior


def _stands_alone(doc: Doc, layout: Layout, mention: Mention) -> bool:
    """Whether a bare number is all that is said: "Zes, in de wijk", "Losser: 4", "Goes 4", a cell of a table."""
    words, sentence = doc._.words, layout.sentence(mention.first_word)
    if mention.first_word in layout.heads:
        return True
    before = [w for w in words[sentence.first : mention.first_word] if w.kind == "word" and w.text not in OPENERS]
    if len(before) <= FEW and sentence.last - sentence.first <= 2 * FEW and not mention.noun:
        return True
    if not before:
        return mention.noun in ALONE_FOLLOW or not mention.noun
    start = words[mention.first_word].start
    return any(0 <= start - name.end <= NAME_GAP for name in doc._.gemeente_names or ())
