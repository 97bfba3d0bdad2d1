"""What the recipes for the sense share: labelled texts as sentences, heads on those, and how they are weighed."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags, vstack
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.svm import LinearSVC
from spacy.language import Language
from threadpoolctl import threadpool_limits

from domain.model import Message
from nlp import message_features
from nlp.parts import ReadPart, read_parts
from nlp.role_trees import Trees
from nlp.scopes import CueSentence
from nlp.sense import Facts, Weighing
from nlp.sense_features import BUCKETS, Features, Floats, features
from nlp.training import told_sentences
from nlp.training.forests import forest, trees_of

OPENED = ("b-", "d-", "f-", "g-", "k-")
"""How the ids begin of texts that no cue was written from: once blind, or by voices that came after the cues.

Not `i-` and `j-`: they came after the cues too, but were written to be hard to hear, and a threshold that is right for
them is too high for plain mail.

Sentences to learn from were written after it was seen what was missed in some of these (`b-25` to `-28`, `d-`), so that
figures on those flatter a little.
"""

TREES, PACE, SHRUNK, FEWEST = 80, 0.08, 5.0, 30
"""Trees of a weighing, how much each adds, how its leaves are held back, and the facts a leaf holds at least."""

JUDGES = 8
HEAD_STRENGTH, WHOLE_STRENGTH = 20.0, 0.5
"""Inverse strength of regularisation (scikit-learn's C)."""

RARELY_TOLD = 3.0

COMMON = 5.0
"""The logarithm of how rare a bucket is that counts just once."""

THRESHOLDS = tuple(np.arange(0.2, 0.6, 0.02).round(2).tolist())
AROUND = (-0.04, -0.02, 0.0, 0.02, 0.04)
"""A threshold is judged with its neighbours: a single best one is luck."""

SEED = 20260528

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Text:
    """A labelled message as the pipeline sees it."""

    id: str
    author: str
    split: str
    gold: dict[str, Any]
    parts: Sequence[ReadPart]
    message: Message

    @property
    def sentences(self) -> list[CueSentence]:
        """All its sentences, in reading order."""
        return [sentence for part in self.parts for sentence, _ in part.layers.cue_sentences]

    @property
    def is_opened(self) -> bool:
        """Whether it was blind once and may be learned from now."""
        return self.split != "blind" and self.id.startswith(OPENED) and bool(self.sentences)


@dataclass(frozen=True, slots=True)
class WeighingRecipe:
    """The inverse `strength` of regularisation (scikit-learn's C), the fact that says whether the rules found it, and
    whether it `grows` trees too."""

    strength: float
    rule: str
    grows: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """How well something is found in texts that no rule was written from, by a sense that never saw their voice."""

    texts: int
    f1: float


@dataclass(frozen=True, slots=True)
class Bags:
    """Sentences as `rows`, the number of the text that each is `of`; and for each text which heads it tells of, and a
    row of it as a `whole`."""

    rows: csr_matrix
    of: NDArray[np.int64]
    told: Flags
    whole: csr_matrix

    def only(self, numbers: Sequence[int]) -> Bags:
        """The texts with these numbers, numbered anew."""
        place = {number: at for at, number in enumerate(numbers)}
        kept = np.array([row for row, number in enumerate(self.of) if number in place], dtype=np.int64)
        of = np.array([place[number] for number in self.of[kept]], dtype=np.int64)
        return Bags(self.rows[kept], of, self.told[list(numbers)], self.whole[list(numbers)])

    def __add__(self, other: Bags) -> Bags:
        rows = vstack([self.rows, other.rows]).tocsr()
        of = np.concatenate([self.of, other.of + len(self.told)])
        whole = vstack([self.whole, other.whole]).tocsr()
        return Bags(rows, of, np.vstack([self.told, other.told]), whole)


@dataclass(frozen=True, slots=True)
class Fitted:
    """Linear heads: a row of `weights` and an intercept for each."""

    weights: Floats
    intercepts: Floats

    def scores(self, rows: csr_matrix) -> Floats:
        """Log-odds: a row for each sentence, a column for each head."""
        return np.asarray(rows @ self.weights.T + self.intercepts)


def bags(texts: Sequence[tuple[Sequence[CueSentence], Collection[str]]], heads: Sequence[str]) -> Bags:
    """The sentences of each text, with the names of the heads that it tells of."""
    found = [features(sentence) for sentences, _ in texts for sentence in sentences]
    of = np.repeat(np.arange(len(texts)), [len(sentences) for sentences, _ in texts])
    told = [[head in names for head in heads] for _, names in texts]
    whole = _matrix([message_features.features(sentences) for sentences, _ in texts])
    return Bags(_matrix(found), of, np.array(told, dtype=np.bool_), whole)


def labelled_sentences(pipeline: Language, family: str) -> list[tuple[list[CueSentence], frozenset[str]]]:
    """The sentences of each labelled line that ships with the recipes, and what it tells of."""
    found = []
    for line in told_sentences.read(family):
        parts = read_parts(pipeline, Message(body=line.text))
        found.append(([sentence for part in parts for sentence, _ in part.layers.cue_sentences], line.names))
    return found


def fit(rows: csr_matrix, tells: Flags, counts: Flags, shared: NDArray[np.int64] | None = None) -> Fitted:
    """The heads on the sentences that count for each; `tells` says of which of them each sentence tells.

    `shared`: the text that each sentence is of, where those of one text count as one sentence that tells.
    """
    size = np.ones(len(tells)) if shared is None else 1 / np.bincount(shared)[shared]
    rarity = _rarity(rows)
    rows = (rows @ diags(rarity)).tocsr()
    models = []
    for told, counted in zip(tells.T, counts.T, strict=True):
        model = LogisticRegression(C=HEAD_STRENGTH, solver="liblinear", dual=True, tol=1e-2, random_state=SEED)
        models.append(model.fit(rows[counted], told[counted], np.where(told, size, 1.0)[counted]))
    weights = np.vstack([model.coef_ for model in models]) * rarity
    return Fitted(weights, np.array([model.intercept_[0] for model in models]))


def fit_whole(rows: csr_matrix, tells: Flags, counts: Flags) -> Fitted:
    """The heads on whole messages; a text that tells counts `RARELY_TOLD` times, because most tell of something else.

    A margin rather than a probability: with so few texts a head it ranks better, and the weighing makes shares of it.
    """
    rarity = _rarity(rows)
    rows = (rows @ diags(rarity)).tocsr()
    models = []
    for told, counted in zip(tells.T, counts.T, strict=True):
        model = LinearSVC(C=WHOLE_STRENGTH, class_weight={True: RARELY_TOLD, False: 1.0}, random_state=SEED)
        models.append(model.fit(rows[counted], told[counted]))
    weights = np.vstack([model.coef_ for model in models]) * rarity
    return Fitted(weights, np.array([model.intercept_[0] for model in models]))


def _rarity(rows: csr_matrix) -> Floats:
    """How much each bucket counts: the more, the fewer sentences have it; it goes into the weights, reading is free."""
    among = np.bincount(rows.indices, minlength=rows.shape[1])
    return np.asarray(np.log((rows.shape[0] + 1) / (among + 1)) / COMMON, dtype=np.float32)


def weighing(
    facts: Sequence[Mapping[str, Facts]], wanted: Flags, voices: Sequence[str], recipe: WeighingRecipe
) -> tuple[Weighing, Measured]:
    """The weighing fitted on all, at the thresholds that are best for voices that it did not see."""
    names = tuple(facts[0])
    table = np.array([np.stack([found[name] for name in names], axis=1) for found in facts])
    flat, told = table.reshape(-1, len(names)).astype(np.float32).astype(np.float64), wanted.ravel()
    means, spread = flat.mean(axis=0), flat.std(axis=0) + 1e-6
    level, groups = (flat - means) / spread, np.repeat(voices, wanted.shape[1])
    model = LogisticRegression(C=recipe.strength, max_iter=3000, random_state=SEED)
    grower = forest(trees=TREES, pace=PACE, shrunk=SHRUNK, fewest=FEWEST)
    shares = _crossed(model, level, told, groups)
    if recipe.grows:
        shares = (shares + _crossed(grower, flat, told, groups)) / 2
    at, agreed, score = _thresholds(shares, told, flat[:, names.index(recipe.rule)] > 0)
    model.fit(level, told)
    weights = model.coef_[0] / spread
    weights[names.index("always")] += model.intercept_[0] - float(weights @ means)
    trees = _grown(grower, flat, told) if recipe.grows else None
    return Weighing(names, weights.astype(np.float32), at, agreed, trees), Measured(len(facts), score)


def _crossed(model: LogisticRegression, rows: Facts, told: Flags, groups: NDArray[np.str_]) -> Facts:
    """The probabilities that a model gives to voices that it did not see."""
    with threadpool_limits(1):
        found = cross_val_predict(model, rows, told, groups=groups, cv=GroupKFold(JUDGES), method="predict_proba")
    return np.asarray(found[:, 1])


def _grown(grower: HistGradientBoostingClassifier, rows: Facts, told: Flags) -> Trees:
    with threadpool_limits(1):
        return trees_of(grower.fit(rows, told), [True])


def _thresholds(shares: Facts, told: Flags, ruled: Flags) -> tuple[float, float, float]:
    """From which probability on to keep what only the sense hears, and what the rules found too; and the F1 there."""
    scores = {}
    for at, agreed in itertools.product(THRESHOLDS, THRESHOLDS):
        limits = np.where(ruled, agreed, at)
        scores[at, agreed] = float(np.mean([_f1(told, shares >= limits + off) for off in AROUND]))
    at, agreed = max(scores, key=lambda pair: scores[pair])
    return at, agreed, _f1(told, shares >= np.where(ruled, agreed, at))


def _f1(wanted: Flags, found: Flags) -> float:
    return float(2 * (wanted & found).sum() / max(1, wanted.sum() + found.sum()))


def _matrix(found: Sequence[Features]) -> csr_matrix:
    ends = np.cumsum([0, *(len(buckets) for buckets, _ in found)])
    values, buckets = np.concatenate([v for _, v in found]), np.concatenate([b for b, _ in found])
    return csr_matrix((values, buckets, ends), shape=(len(found), BUCKETS))
