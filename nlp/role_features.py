"""What the learned part sees of a number: the words around it with numbers, dates and gemeenten masked, and facts.

Words are told apart by side and nearness, by beginning and ending so that a verb never seen before still shows its
stem and its tense, and by what they are about (`nlp.vocabulary`). Facts are what the rules made of the number, what
kind of number it is, and how it stands among the others of the message.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from math import log1p

import numpy as np
from numpy.typing import NDArray

from domain.model import Role, Unit
from nlp.candidates import Candidate
from nlp.counts import Bound
from nlp.gazetteer.names import Name
from nlp.role_words import blocks
from nlp.roles import GOAL
from nlp.stems import Sparse
from nlp.surroundings import Marks, Masked, Surroundings, Themes, denies, joined, vector
from nlp.tenor import Tenor
from nlp.terms import load

SIDE, NEAR, THEMED = 10, 5, 8
"""Words on either side that are seen, those whose place counts too, and those of which it is seen what they are about.
"""

EDGE, STEM, ENDING = 3, 5, 3
"""Places told apart, and the letters of a beginning and an ending."""

CLOSE, SAID, AROUND, MESSAGE = 1.0, 0.5, 0.25, 0.5
"""What the words near the number, its sentence, the sentences around it and the whole message weigh."""

CLOSE_THEMES, SAID_THEMES, AROUND_THEMES, MESSAGE_THEMES = 0.4, 0.3, 0.15, 0.15
"""What the classes of these words weigh."""

MOST_ADDED = 8
"""Counts in a row that may add up to a total."""

GUIDES = frozenset({2, 5, 15, 30})
"""What the letter suggests to gemeenten of different sizes."""

FAR = 6.0
"""Points beyond which more say nothing more."""

PLEDGE, OTHER = "pledge", "other"
ROLES = (PLEDGE, *(str(role) for role in Role), OTHER)
CUED = tuple(name for file in ("roles", "commitment") for name in load(file))
LINKS = tuple(load("linking"))
STANCES = tuple(load("commitment"))
FLAGS = ("refuses", "withdraws", "corrects", "regular", "mocks")

Facts = dict[str, float]


def words_of(candidate: Candidate, around: Surroundings) -> Sparse:
    """What the words tell of one number: near it, in its sentence, in those beside it, and in the whole message."""
    number, name = candidate.sentence_number, candidate.part.name
    place, sentence = (name, number), around.sentence(candidate, number)
    return joined([
        vector(_close(candidate, around.atoms[name]), CLOSE),
        vector(_near_themes(candidate, around.themes[name]), CLOSE_THEMES),
        around.kept((*place, "said"), lambda: vector(_said(sentence[0]), SAID)),
        around.kept((*place, "themes"), lambda: vector(_themes("S", *sentence), SAID_THEMES)),
        around.kept((*place, "around"), lambda: vector(_around(candidate, around), AROUND)),
        around.kept((*place, "around themes"), lambda: vector(_around_themes(candidate, around), AROUND_THEMES)),
        *message_words(around),
        *blocks(candidate, around),
    ])  # fmt: skip


def message_words(around: Surroundings) -> tuple[Sparse, Sparse]:
    """What the words of the message tell, and their classes: the same for all its numbers."""
    return (
        around.kept(("words",), lambda: vector(_all_words(around.words()), MESSAGE)),
        around.kept(("classes",), lambda: vector([f"Mc:{name}" for name in around.classes()], MESSAGE_THEMES)),
    )


def _close(candidate: Candidate, atoms: Masked) -> Marks:
    mention, layout = candidate.mention, candidate.layout
    before = atoms[max(0, mention.first_word - SIDE) : mention.first_word][::-1]
    after = atoms[mention.value_word + 1 : mention.value_word + 1 + SIDE]
    close = ["", f"U:{mention.unit}", f"N:{mention.noun}", f"P:{candidate.part.name[:4]}"]
    close += _side("L", before) + _side("R", after) + _across(before, after)
    for first, last in layout.heads.get(mention.first_word, ()):
        close += [f"H:{atom}" for atom in atoms[first : last + 1]]
    return close


def _near_themes(candidate: Candidate, themes: Themes) -> Marks:
    mention = candidate.mention
    before = themes[max(0, mention.first_word - THEMED) : mention.first_word][::-1]
    after = themes[mention.value_word + 1 : mention.value_word + 1 + THEMED]
    found = []
    for sign, side in (("L", before), ("R", after)):
        for place, names in enumerate(side):
            for name in names:
                found += [f"{sign}c:{name}", f"{sign}{min(place // 2, EDGE)}c:{name}"]
    return found


def _said(own: Masked) -> Marks:
    return [f"S:{atom}" for atom in own] + [f"T:{atom[:STEM]}" for atom in own if len(atom) > STEM]


def _themes(sign: str, atoms: Masked, themes: Themes) -> Marks:
    """What a sentence is about, and once more where it holds a denial."""
    found = [f"{sign}c:{name}" for names in themes for name in names]
    return found + [f"{sign}Nc:{name}" for names in themes for name in names] if denies(atoms) else found


def _beside(candidate: Candidate) -> tuple[tuple[str, int], ...]:
    number = candidate.sentence_number
    return ("B", number - 1), ("A", number + 1), ("G", candidate.sentence.governor)


def _around(candidate: Candidate, around: Surroundings) -> Marks:
    return [f"{sign}:{atom}" for sign, other in _beside(candidate) for atom in around.sentence(candidate, other)[0]]


def _around_themes(candidate: Candidate, around: Surroundings) -> Marks:
    beside = _beside(candidate)[:2]
    return [mark for sign, other in beside for mark in _themes(sign, *around.sentence(candidate, other))]


def _all_words(words: Masked) -> Marks:
    told = set(words)
    return [f"M:{word}" for word in told] + [f"Ms:{word[:STEM]}" for word in told if len(word) > STEM]


def _side(sign: str, words: Sequence[str]) -> Marks:
    found = [f"{sign}:{word}" for word in words]
    for place, word in enumerate(words[:NEAR]):
        found += [f"{sign}{min(place, EDGE)}:{word}", f"{sign}e:{word[-ENDING:]}"]
    found += [f"{sign}s:{word[:STEM]}" for word in words if len(word) > STEM]
    return found + [f"{sign}{sign}:{one} {other}" for one, other in pairwise(words)]


def _across(before: Sequence[str], after: Sequence[str]) -> Marks:
    """Words on both sides together: "bieden # aan"."""
    left = [" ".join(before[:size][::-1]) for size in (1, 2)]
    right = [" ".join(after[:size]) for size in (1, 2)]
    return [f"X:{left[0]}#{right[0]}", f"X:{left[1]}#{right[0]}", f"X:{left[0]}#{right[1]}"]


def facts(candidate: Candidate, role: str, among: Sequence[Candidate], tenor: Tenor, *, spoken_for: bool) -> Facts:
    """The facts of one number that the rules gave `role`, `among` all numbers of its message.

    `spoken_for`: the message speaks for a gemeente.
    """
    mention, scores = candidate.mention, candidate.scores
    found = {f"points {name}": _within(scores.points.get(name, 0.0)) for name in ROLES}
    found |= {f"rules {name or 'nothing'}": float(role == name) for name in ("", *ROLES)}
    found |= {f"unit {unit}": float(mention.unit is unit) for unit in (*Unit, None)}
    found |= {f"bound {bound}": float(mention.bound is bound) for bound in Bound}
    found |= {flag: float(getattr(tenor, flag)) for flag in FLAGS}
    taken_back = tenor.takes_back(candidate.part.name, candidate.sentence_number)
    return found | {
        "margin": _within(scores.margin()),
        "offered": float(scores.offered),
        "bound to a phrase": float(scores.bound),
        "alone": float(scores.alone),
        "definite": float(mention.definite),
        "bracketed": float(mention.bracketed),
        "sized": float(bool(mention.size)),
        "range": float(mention.high is not None),
        "question": float(candidate.sentence.question),
        "prose": float(candidate.sentence.kind == "prose"),
        "subject": float(candidate.part.name == "subject"),
        "taken back": float(taken_back),
        "spoken for": float(spoken_for),
        "replaced": float(candidate.replaced_by is not None),
        "renews": float(candidate.renews),
        **_size(mention.low or 0),
        **_cues(candidate),
        **_standing(candidate, among),
    }


def _cues(candidate: Candidate) -> Facts:
    """The force of each label for the number, and which labels of linking and commitment its sentence holds."""
    sentence, said = candidate.sentence, candidate.scores.cues
    # Looked up once: spaCy makes a new view of the document at each `._`.
    cues, number = candidate.part.layers.qualifiers, candidate.number
    found = {f"cue {name}": said.get(name, 0.0) for name in CUED}
    for name in (*LINKS, *STANCES):
        found[f"has {name}"] = float(cues.has(name, sentence.first, sentence.last))
    return found | {f"bound {name}": float(cues.binds(name, number)) for name in LINKS}


def _size(value: int) -> Facts:
    return {
        "log": log1p(value),
        "none": float(value == 0),
        "one": float(value == 1),
        "goal": float(value == GOAL),
        "large": float(value > GOAL / 4),
    }


def _standing(candidate: Candidate, among: Sequence[Candidate]) -> Facts:
    """How a number stands among the others of its part."""
    value, points = candidate.mention.low or 0, candidate.scores.points.get(PLEDGE, 0.0)
    others = [other for other in among if other.part is candidate.part and other is not candidate]
    best = max((other.scores.points.get(PLEDGE, 0.0) for other in others), default=-FAR)
    length = len(candidate.part.text)
    return {
        "best other": _within(best),
        "ahead": _within(points - best),
        "others": log1p(len(others)),
        "in sentence": float(sum(other.sentence_number == candidate.sentence_number for other in others)),
        "largest": float(all((other.mention.low or 0) <= value for other in others)),
        "repeated": float(any(o is not candidate and o.mention.low == value for o in among)),
        "adds up": float(_adds_up(candidate, others)),
        "richtgetal": float(value in GUIDES),
        "sentences behind": log1p(len(candidate.layout.sentences) - 1 - candidate.sentence_number),
        "names in sentence": log1p(_names_in_sentence(candidate)),
        "place": candidate.mention.start / max(1, length),
        "length": log1p(length),
    }


def _adds_up(candidate: Candidate, others: Sequence[Candidate]) -> bool:
    """Whether the counts right behind it, or right before it, add up to its value."""
    value = candidate.mention.low or 0
    behind = [other.mention.low or 0 for other in others if other.number > candidate.number]
    before = [other.mention.low or 0 for other in others if other.number < candidate.number]
    return any(value in list(accumulate(run[:MOST_ADDED]))[1:] for run in (behind, before[::-1]))


def _names_in_sentence(candidate: Candidate) -> int:
    sentence, names = candidate.sentence, candidate.part.layers.gemeente_names or ()
    low = bisect_right(names, sentence.start - 1, key=_name_start)
    return bisect_right(names, sentence.end, key=_name_start) - low


def _name_start(name: Name) -> int:
    return name.start


def _within(points: float) -> float:
    return max(-FAR, min(FAR, points))


def row(names: Sequence[str], found: Mapping[str, float]) -> NDArray[np.float64]:
    """Facts as an array in the order of `names`."""
    return np.array([found[name] for name in names])
