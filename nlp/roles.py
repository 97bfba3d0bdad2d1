"""What each number stands for: the cues near it are added up by role, and the strongest role wins.

Each family of labels counts once for a number, with its strongest cue: ten words of offering are no firmer than one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from math import exp

from spacy.tokens import Doc

from domain.model import Unit
from nlp.counts import Bound, Mention
from nlp.layout import Layout
from nlp.qualifiers import Cue
from nlp.terms import word_set

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

WEAKENED = 0.35
ENOUGH = 1.0
"""Points from which a role is taken."""

FURTHEST = 3.0
"""The distance (`nlp.layout`) beyond which nothing bears on a number."""

TIGHT, LOOSE = 4, 0.1
"""A phrase of more words than the first binds its number less, by the second, with each."""

GOVERNED, LABELLING = 0.55, 1.3
"""How much a cue weighs in an introduction above a list, and in a label on the line or at the head of a column."""

ALONE, LABELLED, SIZED = 1.2, 0.4, 0.3
"""What a number gains that is all that is said, that has a label, or that gives the size of a family."""

QUESTION, ARTICLE, UNKNOWN_NOUN, NEVER = 1.2, 1.5, 2.0, 9.0
"""What it loses in a question, as a bare "één", before a noun that is no unit, or by being no offer at all."""

GOAL = 2000
"""What the letter asks of all gemeenten together: never the offer of one."""

WEAKEST = 0.05
LONGEST_PHRASE = 12
NEIGHBOURS = 40
NAME_GAP = 4
FEW = 3
LONGEST_OPENING = 12
OPENERS = word_set("shape", "answers", "openers")
ABSTRACT = word_set("shape", "numbers", "abstract")
FOLLOWERS = word_set("shape", "answers", "followers")

Strongest = dict[str, tuple[float, Cue]]
"""For each family of labels the strongest cue for a number, and what it weighs."""


@dataclass(slots=True)
class Scores:
    """Points for each role, and the phrases that gave them, strongest first.

    `cues`: for each label the force of its strongest cue. `offered`: a phrase of offering stands near. `bound`: it
    names this very number. `alone`: the number is all that is said ("Goes 4").
    """

    points: dict[str, float] = field(default_factory=dict)
    reasons: dict[str, list[str]] = field(default_factory=dict)
    cues: dict[str, float] = field(default_factory=dict)
    bound: bool = False
    alone: bool = False
    offered: bool = False

    def best(self, shift: float = 0.0) -> str:
        """The role with the most points, pledges shifted by `shift`; empty where none has enough."""
        pledge = self.points.get("pledge", 0.0) + shift
        rivals = ((r, p) for r, p in self.points.items() if r != "pledge")
        role, points = max(rivals, key=lambda pair: pair[1], default=("", 0.0))
        if pledge >= ENOUGH and pledge >= points:
            return "pledge"
        return role if points >= ENOUGH else ""

    def rival(self) -> float:
        """The points of the strongest role but pledge."""
        return max((p for r, p in self.points.items() if r != "pledge"), default=0.0)

    def margin(self) -> float:
        """How far the pledge is ahead of the next role."""
        return self.points.get("pledge", 0.0) - max(ENOUGH, self.rival())


def score(doc: Doc) -> list[Scores]:
    """The points of each number of `doc`, in its order."""
    judge = _Judge(doc)
    return [judge.score(number, mention) for number, mention in enumerate(doc._.numbers)]


class _Judge:
    """Weighs the cues of one text for its numbers."""

    def __init__(self, doc: Doc) -> None:
        self.raw: str = doc._.raw
        self.words = doc._.words
        self.numbers: Sequence[Mention] = doc._.numbers
        self.layout: Layout = doc._.layout
        self.cues = doc._.qualifiers
        self.name_ends = {name.end for name in doc._.gemeente_names or ()}
        self.firsts = [m.first_word for m in self.numbers]

    def score(self, number: int, mention: Mention) -> Scores:
        """The points of one number."""
        strongest: Strongest = {}
        places = self.layout.place
        low = bisect_left(places, places[mention.first_word] - FURTHEST) - LONGEST_PHRASE
        high = bisect_left(places, places[mention.last_word] + FURTHEST)
        for cue in chain(self.cues.within("roles", low, high), self._lent(low, high)):
            if not cue.label.nearest or cue.bound or self._is_nearest(mention, cue):
                _keep(strongest, cue, self._effect(number, mention, cue))
        for head in self.layout.heads.get(mention.first_word, ()):
            self._govern(head, LABELLING, strongest)
        governor = self.layout.sentence(mention.first_word).governor
        if governor >= 0:
            sentence = self.layout.sentences[governor]
            self._govern((sentence.first, sentence.last), GOVERNED, strongest)
        return self._add_up(mention, strongest)

    def _lent(self, low: int, high: int) -> list[Cue]:
        """Cues of commitment that also plead for a pledge: who looks into a number offers it, if only just."""
        return [cue for cue in self.cues.within("commitment", low, high) if cue.label.lends]

    def _effect(self, number: int, mention: Mention, cue: Cue) -> float:
        weight = cue.label.lends or cue.label.weight
        if cue.label.bracketed and not mention.bracketed:
            return 0.0
        if cue.bound:
            return weight * exp(-LOOSE * max(0, cue.length - TIGHT)) if number in cue.bound else 0.0
        distance = 0.0
        if cue.last < mention.first_word:
            distance = self.layout.distance(cue.last, mention.first_word)
        elif cue.first > mention.last_word:
            distance = self.layout.distance(cue.first, mention.last_word)
        return weight * exp(-distance) if distance <= cue.label.reach else 0.0

    def _is_nearest(self, mention: Mention, cue: Cue) -> bool:
        places = self.layout.place
        mine = abs(places[cue.first] - places[mention.first_word])
        low, high = bisect_left(self.firsts, cue.first - NEIGHBOURS), bisect_left(self.firsts, cue.first + NEIGHBOURS)
        rivals = (m for m in self.numbers[low:high] if m.is_count)
        return all(mine <= abs(places[cue.first] - places[m.first_word]) for m in rivals)

    def _govern(self, span: tuple[int, int], factor: float, strongest: Strongest) -> None:
        """Let the cues in a heading, an introduction or a label bear on a number below or behind it."""
        for cue in self.cues.within("roles", *span):
            if not cue.bound and cue.last <= span[1]:
                _keep(strongest, cue, cue.label.weight * factor)

    def _add_up(self, mention: Mention, strongest: Strongest) -> Scores:
        alone = self._stands_alone(mention)
        scores = Scores({"pledge": self._prior(mention, alone=alone)}, alone=alone)
        if not mention.is_count:
            scores.points["other"] = UNKNOWN_NOUN
        weakened = {cue.label.weakens for _, cue in strongest.values()}
        for strength, cue in sorted(strongest.values(), key=lambda pair: -pair[0]):
            label = cue.label
            scores.cues[label.name] = strength
            effect = strength * WEAKENED if label.family in weakened and label.family else strength
            if label.name == "ontkenning" and ("zonder" in strongest or mention.bound is Bound.AT_LEAST):
                continue
            if label.against:
                scores.points[label.against] = scores.points.get(label.against, 0.0) - effect
            role = "pledge" if label.lends else label.role
            if not role or role == "none":
                continue
            scores.points[role] = scores.points.get(role, 0.0) + effect
            phrase = self.raw[self.words[cue.first].start : self.words[cue.last].end]
            scores.reasons.setdefault(role, []).append(phrase)
            scores.offered |= label.family == "aanbod"
            scores.bound |= bool(cue.bound) and role == "pledge"
        return scores

    def _prior(self, mention: Mention, *, alone: bool) -> float:
        """How much the number by itself, and its place in the sentence, already looks like an offer."""
        if mention.low == 0 or (mention.low == GOAL and not mention.high):
            return -NEVER
        prior = PRIOR[mention.unit]
        if self.layout.sentence(mention.first_word).question:
            prior -= QUESTION
        if mention.size:
            prior += SIZED
        if mention.unit is None and mention.low == 1:
            prior -= ARTICLE
        if mention.noun in ABSTRACT:
            prior -= SIZED * 2
        if alone:
            prior += LABELLED if mention.unit else ALONE
        return prior

    def _is_address(self, index: int) -> bool:
        """Whether a name that is no gemeente or kern stands before the number: "Spui 70"."""
        before = self.words[index] if index >= 0 else None
        named = before is not None and before.kind == "word" and self.raw[before.start].isupper()
        return named and before is not None and before.end not in self.name_ends and before.text not in OPENERS

    def _is_place(self, index: int) -> bool:
        """Whether the word, or the one behind an article, starts with a capital: "tien in Bargeres"."""
        following = self.words[index : index + 2]
        if following and following[0].text not in ("de", "het", "'t"):
            following = following[:1]
        return any(word.kind == "word" and self.raw[word.start].isupper() for word in following)

    def _stands_alone(self, mention: Mention) -> bool:
        """Whether a number is all that is said: "Zes, in de wijk", "Losser: 4", "Goes 4", a cell of a table."""
        if mention.first_word in self.layout.heads:
            return mention.bare or mention.unit is not None
        if mention.unit is not None or not mention.bare:
            return False
        sentence = self.layout.sentence(mention.first_word)
        if mention.first_word - sentence.first <= LONGEST_OPENING:
            opening = self.words[sentence.first : mention.first_word]
            before = sum(w.kind == "word" and w.text not in OPENERS for w in opening)
            short = before <= FEW and sentence.last - sentence.first <= 2 * FEW
            if (short or not before) and not mention.noun and not self._is_address(mention.first_word - 1):
                return True
            if not before:
                return mention.noun in FOLLOWERS
        if mention.noun in ("in", "te") and self._is_place(mention.value_word + 2):
            return True
        start = self.words[mention.first_word].start
        return any(start - gap in self.name_ends for gap in range(NAME_GAP + 1))


def _keep(strongest: Strongest, cue: Cue, effect: float) -> None:
    key = cue.label.family or cue.label.name
    if effect > strongest.get(key, (WEAKEST, cue))[0]:
        strongest[key] = (effect, cue)
