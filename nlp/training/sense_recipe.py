"""How the sense of sentences is made: same texts and seed, same weights. Needs scikit-learn (`train`).

1. Heads are fitted on the labelled sentences in `sentences/` and on the labelled messages that are not blind. A message
   says which types it tells of, not where: of its sentences the one that sounds most like the type is taken for it,
   those beside it are left out of account, and this is done twice.
2. How the sense and the rules go together is fitted on messages that no rule was written from, where both are as good
   as they are on new mail; what the sense hears there is cross-fitted, each voice heard by a sense that never saw it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from spacy.language import Language

from domain.model import Message
from nlp.bottleneck_rules import by_rules
from nlp.bottlenecks import Heard, facts_of, types
from nlp.cues import BOTTLENECKS
from nlp.parts import ReadPart, read_parts
from nlp.scopes import CueSentence
from nlp.sense import ANY, BUCKETS, WEIGHTS, Facts, Features, Sense, Weighing, features

SENTENCES = Path(__file__).parent / "sentences"
OPENED = "b-"
"""The ids of texts that were blind once: no rule was written from them."""

FOLDS, JUDGES = 5, 8
ROUNDS = 2
TOLD_TOO = 0.3
"""How much the head for any bottleneck helps to find the sentence that a message tells a type in."""

HEAD_STRENGTH, WEIGHING_STRENGTH = 20.0, 0.1
"""Inverse strength of regularisation (scikit-learn's C)."""

THRESHOLDS = tuple(np.arange(0.25, 0.6, 0.01).round(2).tolist())
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

    @property
    def sentences(self) -> list[CueSentence]:
        """All its sentences, in reading order."""
        return [sentence for part in self.parts for sentence, _ in part.doc._.cue_sentences]


@dataclass(frozen=True, slots=True)
class Measured:
    """How well the types are found in texts that no rule was written from, by a sense that never saw their voice."""

    texts: int
    f1: float


@dataclass(frozen=True, slots=True)
class Bags:
    """Sentences as `rows`, the number of the text that each is `of`, and for each text which heads it tells of."""

    rows: csr_matrix
    of: NDArray[np.int64]
    told: Flags

    def only(self, numbers: Sequence[int]) -> Bags:
        """The texts with these numbers, numbered anew."""
        place = {number: at for at, number in enumerate(numbers)}
        kept = np.array([row for row, number in enumerate(self.of) if number in place], dtype=np.int64)
        of = np.array([place[number] for number in self.of[kept]], dtype=np.int64)
        return Bags(self.rows[kept], of, self.told[list(numbers)])

    def __add__(self, other: Bags) -> Bags:
        rows = vstack([self.rows, other.rows]).tocsr()
        of = np.concatenate([self.of, other.of + len(self.told)])
        return Bags(rows, of, np.vstack([self.told, other.told]))


def heads() -> tuple[str, ...]:
    """The names of the heads."""
    return (*types(), ANY)


def train(pipeline: Language, texts: Sequence[Text], target: Path = WEIGHTS) -> Measured:
    """Fit everything on `texts`, write the weights to `target`, and say what was measured, cross-fitted by voice."""
    alone = _alone(pipeline)
    bags = _bags([(text.sentences, set(text.gold["bottlenecks"])) for text in texts])
    seen = [number for number, text in enumerate(texts) if text.split != "blind"]
    judged = [number for number in seen if texts[number].id.startswith(OPENED) and texts[number].sentences]
    facts: list[dict[str, Facts]] = [{} for _ in judged]
    voices = [texts[number].author for number in judged]
    for _, held in GroupKFold(FOLDS).split(judged, groups=voices):
        out = {judged[at] for at in held}
        learned = _sense(alone + bags.only([number for number in seen if number not in out]))
        for at in held:
            parts = texts[judged[at]].parts
            facts[at] = facts_of(parts, Heard(parts, learned), *by_rules(parts))
    weighing, measured = _weighing(facts, bags.told[judged][:, :-1], voices)
    _write(target, _sense(alone + bags.only(seen)), {BOTTLENECKS: weighing})
    return measured


def _alone(pipeline: Language) -> Bags:
    """The labelled sentences that ship with the recipe; a line is its types (or why it has none), a tab, the text."""
    found = []
    for file in sorted(SENTENCES.glob("*bottlenecks.tsv")):
        for line in file.read_text(encoding="utf-8").splitlines():
            kinds, text, *_ = line.split("\t")
            parts = read_parts(pipeline, Message(body=text))
            sentences = [sentence for part in parts for sentence, _ in part.doc._.cue_sentences]
            found.append((sentences, set(kinds.split()) & set(types())))
    return _bags(found)


def _bags(texts: Sequence[tuple[Sequence[CueSentence], set[str]]]) -> Bags:
    found = [features(sentence) for sentences, _ in texts for sentence in sentences]
    of = np.repeat(np.arange(len(texts)), [len(sentences) for sentences, _ in texts])
    told = [[*(kind in kinds for kind in types()), bool(kinds)] for _, kinds in texts]
    return Bags(_matrix(found), of, np.array(told, dtype=np.bool_))


def _sense(bags: Bags) -> Sense:
    """The heads, first fitted on texts of one sentence, then on all as the former heads place what a text tells."""
    single = np.bincount(bags.of, minlength=len(bags.told))[bags.of] == 1
    learned = _fit(bags.rows[single], bags.told[bags.of[single]], np.ones((single.sum(), len(heads())), dtype=np.bool_))
    for _ in range(ROUNDS):
        learned = _fit(bags.rows, *_placed(bags, learned))
    return learned


def _placed(bags: Bags, learned: Sense) -> tuple[Flags, Flags]:
    """For each sentence and head whether it tells of it, and whether that counts: not beside the likeliest sentence."""
    scores = bags.rows @ learned.weights.T + learned.intercepts
    tells = np.zeros(scores.shape, dtype=np.bool_)
    counts = ~bags.told[bags.of]
    for text in np.flatnonzero(bags.told[:, -1]):
        rows = np.flatnonzero(bags.of == text)
        for head in np.flatnonzero(bags.told[text, :-1]) if len(rows) else ():
            at = rows[(scores[rows, head] + TOLD_TOO * scores[rows, -1]).argmax()]
            for told in (int(head), -1):
                tells[at, told] = counts[at, told] = True
    return tells, counts


def _fit(rows: csr_matrix, tells: Flags, counts: Flags) -> Sense:
    models = [_head(rows[counted], told[counted]) for told, counted in zip(tells.T, counts.T, strict=True)]
    weights = np.vstack([model.coef_ for model in models])
    return Sense(heads(), weights, np.array([model.intercept_[0] for model in models]), {})


def _head(rows: csr_matrix, told: NDArray[np.bool_]) -> LogisticRegression:
    model = LogisticRegression(C=HEAD_STRENGTH, solver="liblinear", dual=True, tol=1e-2, random_state=SEED)
    return model.fit(rows, told)


def _weighing(facts: Sequence[Mapping[str, Facts]], wanted: Flags, voices: Sequence[str]) -> tuple[Weighing, Measured]:
    """The weighing fitted on all, at the threshold that is best for voices that it did not see."""
    names = tuple(facts[0])
    table = np.array([np.stack([found[name] for name in names], axis=1) for found in facts])
    flat, told = table.reshape(-1, len(names)), wanted.ravel()
    means, spread = flat.mean(axis=0), flat.std(axis=0) + 1e-6
    level, groups = (flat - means) / spread, np.repeat(voices, wanted.shape[1])
    model = LogisticRegression(C=WEIGHING_STRENGTH, max_iter=2000, random_state=SEED)
    shares = cross_val_predict(model, level, told, groups=groups, cv=GroupKFold(JUDGES), method="predict_proba")[:, 1]
    best = max(THRESHOLDS, key=lambda threshold: np.mean([_f1(told, shares >= threshold + off) for off in AROUND]))
    model.fit(level, told)
    weights = model.coef_[0] / spread
    weights[names.index("always")] += model.intercept_[0] - float(weights @ means)
    return Weighing(names, weights.astype(np.float32), best), Measured(len(facts), _f1(told, shares >= best))


def _f1(wanted: Flags, found: Flags) -> float:
    return float(2 * (wanted & found).sum() / max(1, wanted.sum() + found.sum()))


def _matrix(found: Sequence[Features]) -> csr_matrix:
    ends = np.cumsum([0, *(len(buckets) for buckets, _ in found)])
    values, buckets = np.concatenate([v for _, v in found]), np.concatenate([b for b, _ in found])
    return csr_matrix((values, buckets, ends), shape=(len(found), BUCKETS))


def _write(target: Path, learned: Sense, weighings: Mapping[str, Weighing]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, Any] = {
        "names": np.array(learned.names),
        "weights": learned.weights.astype(np.float16),
        "intercepts": learned.intercepts.astype(np.float32),
        "families": np.array(list(weighings)),
    }
    for family, weighing in weighings.items():
        arrays[f"{family}_facts"] = np.array(weighing.names)
        arrays[f"{family}_weights"] = weighing.weights
        arrays[f"{family}_threshold"] = np.array(weighing.threshold)
    np.savez_compressed(target, allow_pickle=False, **arrays)
