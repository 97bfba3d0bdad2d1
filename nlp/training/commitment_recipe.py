"""How the weights that say how firm an offer is are made: same texts, same weights. Needs scikit-learn (`train`).

Each offer of the texts whose commitment the gold gives is seen as the reader sees it. The first model is fitted on
words; what the second sees of it is cross-fitted by voice, so that it learns how good the first is on a new voice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.svm import LinearSVC
from threadpoolctl import threadpool_limits

from domain.model import Message, Unit
from nlp.candidates import Candidate
from nlp.commitment_features import ALL_BUCKETS, COMMITMENTS, facts, words_of
from nlp.commitment_opinion import CommitmentOpinion
from nlp.commitments import Commitments
from nlp.parts import ReadPart
from nlp.pledges import candidates_of
from nlp.role_features import row
from nlp.small_weights import as_kept, stored
from nlp.surroundings import Surroundings
from nlp.tenor import tenor_of

FOLDS = 8
WORD_STRENGTH, FACT_STRENGTH = 0.3, 0.05
"""Inverse strength of regularisation (scikit-learn's C)."""

SEED = 20260528
OWN_VOICES = ("l-", "t-", "s-", "n-")
"""How the ids begin of texts by those who wrote the rules, which know them too well to be measured on."""

Array = NDArray[np.float64]
Folds = list[tuple[NDArray[np.int64], NDArray[np.int64]]]


@dataclass(frozen=True, slots=True)
class Offer:
    """One offer of a labelled text as the models see it. `fresh`: by a hand that wrote no rules."""

    author: str
    fresh: bool
    commitment: str
    ruled: str
    at: NDArray[np.int64]
    values: NDArray[np.float32]
    facts: dict[str, float]


@dataclass(frozen=True, slots=True)
class CommitmentReport:
    """Measured cross-fitted by voice on the fresh texts: the share that is right, weighed and by the rules alone."""

    offers: int
    right: float
    ruled_right: float


def commitment_in(gold: dict[str, Any], candidate: Candidate) -> str:
    """The commitment that the gold gives a count; empty where it is no offer, or that cannot be said."""
    value, pledges = candidate.mention.low, gold["pledges"]
    if any(number["value"] == value for number in gold["numbers"]):
        return ""
    worth = {value, candidate.places} - {None}
    fits = [p for p in pledges if worth & {p["places"], p["places_max"], p["homes"]}]
    if not fits and (value is None or candidate.mention.unit is Unit.HOUSEHOLDS):
        fits = [p for p in pledges if p["places"] is None]
    told = {str(p["commitment"]) for p in fits}
    return told.pop() if len(told) == 1 else ""


def offers_of(item: dict[str, Any], message: Message, parts: Sequence[ReadPart]) -> list[Offer]:
    """The offers of one labelled text; `item` is a line of a gold file with its author."""
    tenor = tenor_of(message, parts)
    told = [(candidate, commitment_in(item["gold"], candidate)) for candidate in candidates_of(parts, tenor)]
    pledges = [candidate for candidate, commitment in told if commitment]
    if not pledges:
        return []
    rules, around, fresh = Commitments(pledges), Surroundings(parts), not item["id"].startswith(OWN_VOICES)
    found = []
    for candidate, commitment in told:
        if commitment:
            strongest = rules.strongest(candidate)
            ruled = rules.weigh(candidate, strongest).commitment
            seen = facts(candidate, ruled, strongest, len(pledges), tenor)
            words = words_of(candidate, around)
            found.append(Offer(item["author"], fresh, commitment, str(ruled), *words, seen))
    return found


def train(offers: Sequence[Offer], target: Path) -> CommitmentReport:
    """Fit everything, write the weights to `target` (.npz of plain arrays), and say what was measured.

    One thread: more add up in another order each time.
    """
    with threadpool_limits(1):
        opinion, got = fit(offers)
    write(target, opinion)
    fresh = [(offer, said) for offer, said in zip(offers, got, strict=True) if offer.fresh]
    count = len(fresh) or 1
    right = sum(offer.commitment == said for offer, said in fresh) / count
    return CommitmentReport(len(fresh), right, sum(offer.commitment == offer.ruled for offer, _ in fresh) / count)


def fit(offers: Sequence[Offer]) -> tuple[CommitmentOpinion, list[str]]:
    """The weights, and what is said of each offer by models that did not hear its voice."""
    words, wanted = _words(offers), np.array([offer.commitment for offer in offers])
    folds: Folds = list(GroupKFold(FOLDS).split(words, groups=[offer.author for offer in offers]))
    odds = np.zeros((len(offers), len(COMMITMENTS)))
    for seen, held in folds:
        odds[held] = _odds(_word_models(words[seen], wanted[seen]), words[held])
    names = tuple(offers[0].facts)
    columns = np.hstack([np.array([row(names, offer.facts) for offer in offers]), odds])
    means, scales = columns.mean(0), columns.std(0) + 1e-3
    level, got = (columns - means) / scales, np.empty(len(offers), dtype=wanted.dtype)
    for seen, held in folds:
        got[held] = _second(level[seen], wanted[seen]).predict(level[held])
    first, second = _word_models(words, wanted), _second(level, wanted)
    order = [list(second.classes_).index(name) for name in COMMITMENTS]
    opinion = CommitmentOpinion(
        np.ascontiguousarray(as_kept(np.vstack([model.coef_[0] for model in first])).T),
        np.array([model.intercept_[0] for model in first], dtype=np.float32),
        names,
        means.astype(np.float32),
        scales.astype(np.float32),
        second.coef_[order].astype(np.float32),
        second.intercept_[order].astype(np.float32),
    )
    return opinion, [str(said) for said in got]


def _word_models(words: csr_matrix, wanted: NDArray[np.str_]) -> list[LinearSVC]:
    """One for each commitment against the others."""
    return [LinearSVC(C=WORD_STRENGTH, random_state=SEED).fit(words, wanted == name) for name in COMMITMENTS]


def _second(columns: Array, wanted: NDArray[np.str_]) -> LogisticRegression:
    return LogisticRegression(C=FACT_STRENGTH, max_iter=3000, random_state=SEED).fit(columns, wanted)


def _odds(models: Sequence[LinearSVC], words: csr_matrix) -> Array:
    return np.column_stack([model.decision_function(words) for model in models])


def _words(offers: Sequence[Offer]) -> csr_matrix:
    ends = np.cumsum([0, *(len(offer.at) for offer in offers)])
    at, values = np.concatenate([offer.at for offer in offers]), np.concatenate([offer.values for offer in offers])
    return csr_matrix((values, at, ends), shape=(len(offers), ALL_BUCKETS))


def write(target: Path, opinion: CommitmentOpinion) -> None:
    """Keep the weights as plain arrays."""
    target.parent.mkdir(parents=True, exist_ok=True)
    words, steps = stored(opinion.word_weights.T)
    np.savez_compressed(
        target,
        allow_pickle=False,
        word_weights=words,
        word_steps=steps,
        word_intercepts=opinion.word_intercepts,
        fact_names=np.array(opinion.fact_names),
        means=opinion.means,
        scales=opinion.scales,
        weights=opinion.weights,
        intercepts=opinion.intercepts,
    )
