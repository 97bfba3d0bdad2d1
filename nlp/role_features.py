"""What the learned part sees of a number: the words around it with numbers, dates and gemeenten masked, and facts.

Words are told apart by side and nearness, and by beginning and ending so that a verb never seen before still shows its
stem and its tense. Facts are what the rules made of the number, what kind of number it is, and how it stands among the
others of the message.
"""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from math import log1p

import numpy as np
from numpy.typing import NDArray

from domain.model import Role, Unit
from nlp.candidates import Candidate
from nlp.counts import Bound
from nlp.gazetteer.names import Name
from nlp.lexicon import normalise
from nlp.parts import ReadPart
from nlp.roles import GOAL
from nlp.tenor import Tenor
from nlp.terms import load

BUCKETS = 1 << 15
SIDE, NEAR = 10, 5
"""Words on either side that are seen, and those whose place counts too."""

LONGEST = 400
"""Words of one sentence that are seen; what has more is no sentence, and each of its numbers would see all of it."""

EDGE, STEM, ENDING = 3, 5, 3
"""Places told apart, and the letters of a beginning and an ending."""

CLOSE, SAID, AROUND = 1.0, 0.5, 0.25
"""What the words near the number, its sentence, and the sentences around it weigh."""

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
Masked = list[str]
Grams = tuple[tuple[list[str], float], ...]


def masked(part: ReadPart) -> Masked:
    """The words of a part in lower case without accents; numbers read `#`, dates `@`, gemeenten and kernen `<g>`."""
    doc, words = part.doc, part.doc._.words
    text = normalise(part.text)
    atoms = [text[word.start : word.end] if word.kind != "line" else "<n>" for word in words]
    starts = [word.start for word in words]
    for name in doc._.gemeente_names or ():
        if name.capital:
            low, high = bisect_right(starts, name.start - 1), bisect_right(starts, name.end - 1)
            atoms[low:high] = ["<g>"] * (high - low)
    for date in doc._.dates:
        atoms[date.first_word : date.last_word + 1] = ["@"] * (date.last_word + 1 - date.first_word)
    for mention in doc._.numbers:
        last = mention.value_word + 1
        atoms[mention.first_word : last] = ["#"] * (last - mention.first_word)
    return atoms


def grams(candidate: Candidate, atoms: Masked) -> Grams:
    """The marks of the words around one number, by how much each group of them weighs together."""
    mention, layout = candidate.mention, candidate.layout
    before = atoms[max(0, mention.first_word - SIDE) : mention.first_word][::-1]
    after = atoms[mention.value_word + 1 : mention.value_word + 1 + SIDE]
    close = ["", f"U:{mention.unit}", f"N:{mention.noun}", f"P:{candidate.part.name[:4]}"]
    close += _side("L", before) + _side("R", after) + _across(before, after)
    for first, last in layout.heads.get(mention.first_word, ()):
        close += [f"H:{atom}" for atom in atoms[first : last + 1]]
    sentence = candidate.sentence
    own = atoms[sentence.first : min(sentence.last + 1, sentence.first + LONGEST)]
    number, sentences = candidate.sentence_number, layout.sentences
    around = []
    for sign, other in (("B", number - 1), ("A", number + 1), ("G", sentence.governor)):
        if 0 <= other < len(sentences):
            first = sentences[other].first
            last = min(sentences[other].last + 1, first + LONGEST)
            around += [f"{sign}:{atom}" for atom in atoms[first:last]]
    said = [f"S:{atom}" for atom in own] + [f"T:{atom[:STEM]}" for atom in own if len(atom) > STEM]
    return (close, CLOSE), (said, SAID), (around, AROUND)


def _side(sign: str, words: Sequence[str]) -> list[str]:
    found = [f"{sign}:{word}" for word in words]
    for place, word in enumerate(words[:NEAR]):
        found += [f"{sign}{min(place, EDGE)}:{word}", f"{sign}e:{word[-ENDING:]}"]
    found += [f"{sign}s:{word[:STEM]}" for word in words if len(word) > STEM]
    return found + [f"{sign}{sign}:{one} {other}" for one, other in pairwise(words)]


def _across(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """Words on both sides together: "bieden # aan"."""
    left = [" ".join(before[:size][::-1]) for size in (1, 2)]
    right = [" ".join(after[:size]) for size in (1, 2)]
    return [f"X:{left[0]}#{right[0]}", f"X:{left[1]}#{right[0]}", f"X:{left[0]}#{right[1]}"]


@lru_cache(maxsize=50_000)
def bucket(gram: str) -> int:
    """Where a mark counts; most marks come back in the next mail."""
    return zlib.crc32(gram.encode()) % BUCKETS


def buckets(found: Grams) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """A sparse vector: buckets and dampened counts, each group brought to the length of its weight."""
    places, parts = [], []
    for group, weight in found:
        counts = Counter(map(bucket, group))
        values = 1 + np.log(np.fromiter(counts.values(), dtype=np.float32, count=len(counts)))
        places.append(np.fromiter(counts, dtype=np.int64, count=len(counts)))
        parts.append(values * (weight / max(1.0, float(np.sqrt(np.dot(values, values))))))
    return np.concatenate(places), np.concatenate(parts).astype(np.float32)


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
    cues, number = candidate.part.doc._.qualifiers, candidate.number
    found = {f"cue {name}": said.get(name, 0.0) for name in CUED}
    for name in (*LINKS, *STANCES):
        found[f"has {name}"] = float(cues.has(name, sentence.first, sentence.last))
    return found | {f"bound {name}": float(cues.binds(name, number)) for name in LINKS}


def _size(value: int) -> Facts:
    return {
        "log": log1p(value),
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
    sentence, names = candidate.sentence, candidate.part.doc._.gemeente_names or ()
    low = bisect_right(names, sentence.start - 1, key=_name_start)
    return bisect_right(names, sentence.end, key=_name_start) - low


def _name_start(name: Name) -> int:
    return name.start


def _within(points: float) -> float:
    return max(-FAR, min(FAR, points))


def row(names: Sequence[str], found: Mapping[str, float]) -> NDArray[np.float64]:
    """Facts as an array in the order of `names`."""
    return np.array([found[name] for name in names])
