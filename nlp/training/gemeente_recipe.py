"""How the weights that say for which gemeenten a message speaks are made: same texts, same weights.

Each gemeente that a labelled text points to is one row, where more comes into question than the writer's own. The first
model is fitted on words; what the second sees of it is cross-fitted by voice. Needs scikit-learn (`train`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from threadpoolctl import threadpool_limits

from domain.model import Message
from nlp.gemeente_decide import decide
from nlp.gemeente_evidence import gather
from nlp.gemeente_opinion import GemeenteOpinion, speaks
from nlp.gemeente_verdict import Decision
from nlp.gemeente_words import Pointed
from nlp.parts import ReadPart
from nlp.role_features import Facts, row
from nlp.small_weights import as_kept, stored
from nlp.stems import Sparse
from nlp.surroundings import BUCKETS
from nlp.training.commitment_recipe import OWN_VOICES
from nlp.training.forests import forest, trees_of

FOLDS = 8
WORD_STRENGTH = 10.0
"""Inverse strength of regularisation (scikit-learn's C)."""

ROUNDS, PACE, SHRUNK, FEWEST = 300, 0.05, 5.0, 20
"""Trees, how much each adds, how its leaves are held back, and the gemeenten a leaf holds at least."""

SEED = 20260528

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Claimed:
    """One gemeente that labelled text number `text` points to, and the `decision` of the rules on it. `right`: the text
    speaks for it.
    """

    text: int
    author: str
    fresh: bool
    code: str
    decision: Decision
    words: Sparse
    facts: Facts
    right: bool


@dataclass(frozen=True, slots=True)
class GemeenteReport:
    """Measured cross-fitted by voice, on the fresh texts in which there is anything to weigh: the share of texts of
    which all gemeenten are right, weighed and by the rules alone.
    """

    texts: int
    right: float
    ruled_right: float


def claimed_in(number: int, item: dict[str, Any], message: Message, parts: Sequence[ReadPart]) -> list[Claimed]:
    """The gemeenten that text `number` points to; none where there is nothing to weigh."""
    case = gather(message, parts, ())
    decision = decide(case)
    pointed = Pointed.of(case, decision, parts)
    if not pointed.is_open:
        return []
    fresh, wanted = not item["id"].startswith(OWN_VOICES), item["gold"]["gemeenten"]
    return [
        Claimed(number, item["author"], fresh, code, decision, pointed.words(code), pointed.facts(code), code in wanted)
        for code in pointed.codes
    ]


def train(claimed: Sequence[Claimed], target: Path) -> GemeenteReport:
    """Fit everything, write the weights to `target` (.npz of plain arrays), and say what was measured.

    One thread: more add up in another order each time.
    """
    with threadpool_limits(1):
        opinion, shares = fit(claimed)
    write(target, opinion)
    return _report(claimed, shares)


def fit(claimed: Sequence[Claimed]) -> tuple[GemeenteOpinion, Array]:
    """The weights, and the probability of each gemeente by models that did not hear its voice."""
    words, right = _words(claimed), np.array([one.right for one in claimed])
    folds = list(GroupKFold(FOLDS).split(words, groups=[one.author for one in claimed]))
    odds = np.zeros(len(claimed))
    for seen, held in folds:
        odds[held] = _word_model().fit(words[seen], right[seen]).decision_function(words[held])
    names = tuple(claimed[0].facts)
    rows = np.column_stack([np.array([row(names, one.facts) for one in claimed]), odds])
    # As coarse as the limits of the trees
    rows = rows.astype(np.float32).astype(np.float64)
    shares = np.zeros(len(claimed))
    for seen, held in folds:
        shares[held] = _grower().fit(rows[seen], right[seen]).predict_proba(rows[held])[:, 1]
    first, second = _word_model().fit(words, right), _grower().fit(rows, right)
    kept = as_kept(first.coef_)[0]
    return GemeenteOpinion(kept, float(first.intercept_[0]), names, trees_of(second, [True])), shares


def _word_model() -> LogisticRegression:
    return LogisticRegression(C=WORD_STRENGTH, solver="liblinear", random_state=SEED)


def _grower() -> HistGradientBoostingClassifier:
    return forest(trees=ROUNDS, pace=PACE, shrunk=SHRUNK, fewest=FEWEST)


def _words(claimed: Sequence[Claimed]) -> csr_matrix:
    ends = np.cumsum([0, *(len(one.words[0]) for one in claimed)])
    at = np.concatenate([one.words[0] for one in claimed])
    values = np.concatenate([one.words[1] for one in claimed])
    return csr_matrix((values, at, ends), shape=(len(claimed), BUCKETS))


def _report(claimed: Sequence[Claimed], shares: Array) -> GemeenteReport:
    by_text: dict[int, list[tuple[Claimed, float]]] = {}
    for one, share in zip(claimed, shares.tolist(), strict=True):
        if one.fresh:
            by_text.setdefault(one.text, []).append((one, share))
    right = ruled_right = 0
    for found in by_text.values():
        decision, wanted = found[0][0].decision, {one.code for one, _ in found if one.right}
        right += set(speaks(decision, {one.code: share for one, share in found})) == wanted
        ruled_right += {verdict.code for verdict in decision.verdicts} == wanted
    count = len(by_text) or 1
    return GemeenteReport(len(by_text), right / count, ruled_right / count)


def write(target: Path, opinion: GemeenteOpinion) -> None:
    """Keep the weights as plain arrays."""
    target.parent.mkdir(parents=True, exist_ok=True)
    words, steps = stored(opinion.word_weights[None])
    np.savez_compressed(
        target,
        allow_pickle=False,
        word_weights=words,
        word_steps=steps,
        word_intercept=np.array(opinion.word_intercept),
        fact_names=np.array(opinion.fact_names),
        **asdict(opinion.trees),
    )
