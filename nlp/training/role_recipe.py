"""How the weights that decide what a number stands for are made: same texts, same weights. Needs scikit-learn.

1. Each count of the texts gets the role that the gold gives its value; where two roles fit, or the value may be a
   total, a factor or a sum, it is left out.
2. The first model is fitted on words. What the second and the trees see of it is cross-fitted by voice, so that they
   learn how good the first is on a voice that they have not heard.
3. Texts that were written by other hands than the rules (`OPENED`) count more in the second and the trees: there the
   rules are nearly as good as they are on new mail.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.multiclass import OneVsRestClassifier
from sklearn.svm import LinearSVC
from threadpoolctl import threadpool_limits

from domain.model import Message, Unit
from nlp import gemeenten
from nlp.candidates import Candidate
from nlp.parts import ReadPart
from nlp.pledges import candidates_of
from nlp.role_features import OTHER, PLEDGE, ROLES, facts, row, words_of
from nlp.role_neighbours import Neighbours
from nlp.role_opinion import RoleOpinion, softmax
from nlp.role_trees import Trees
from nlp.role_words import ALL_BUCKETS
from nlp.small_weights import as_kept, stored
from nlp.surroundings import Surroundings
from nlp.tenor import tenor_of
from nlp.training.forests import forest, trees_of

OPENED = ("b-", "d-", "f-", "g-", "k-")
OPENED_WEIGHT = 2.0
FOLDS = 8
ROUNDS, PACE, SHRUNK, FEWEST = 100, 0.08, 5.0, 20
"""Trees for each role, how much each adds, how its leaves are held back, and the counts a leaf holds at least."""

WORD_STRENGTH, FACT_STRENGTH = 0.3, 0.02
"""Inverse strength of regularisation (scikit-learn's C)."""

SEED = 20260528

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Counted:
    """One count of a labelled text as the models see it; `role` is empty where the gold leaves it open. `neighbours`
    are those of all counts of its `message`.
    """

    author: str
    opened: bool
    role: str
    at: NDArray[np.int64]
    values: NDArray[np.float32]
    facts: dict[str, float]
    message: str
    neighbours: Neighbours


@dataclass(frozen=True, slots=True)
class RoleReport:
    """Measured cross-fitted by voice: the share of right roles, and F1 of pledges, over all and over opened texts."""

    counts: int
    right: float
    pledge_f1: float
    opened_right: float
    opened_pledge_f1: float


def role_in(gold: dict[str, Any], candidate: Candidate) -> str:
    """The role that the gold gives a count; empty where that cannot be said."""
    value, pledges = candidate.mention.low, gold["pledges"]
    if value is None:
        return PLEDGE if any(pledge["places"] is None and pledge["homes"] is None for pledge in pledges) else OTHER
    wanted = {pledge[name] for pledge in pledges for name in ("places", "places_max", "homes")} - {None}
    roles = {number["role"] for number in gold["numbers"] if number["value"] == value}
    if value in wanted or (candidate.places and candidate.places in wanted):
        return "" if roles else PLEDGE
    if roles:
        return str(next(iter(roles))) if len(roles) == 1 else ""
    unknown = any(pledge["places"] is None and pledge["homes"] is None for pledge in pledges)
    if unknown and candidate.mention.unit is Unit.HOUSEHOLDS:
        return PLEDGE
    return "" if _is_total(value, pledges) or _is_factor(value, wanted) else OTHER


def _is_total(value: int, pledges: Sequence[dict[str, Any]]) -> bool:
    sums: defaultdict[str, int] = defaultdict(int)
    for pledge in pledges:
        for name in ("places", "homes"):
            sums[name] += pledge[name] or 0
    return bool(pledges) and value in sums.values()


def _is_factor(value: int, wanted: Iterable[int]) -> bool:
    return value > 1 and any(whole % value == 0 for whole in wanted if whole)


def counts_of(item: dict[str, Any], message: Message, parts: Sequence[ReadPart]) -> list[Counted]:
    """The counts of one labelled text; `item` is a line of a gold file with its author. Its `spoken_for` says of a bare
    sentence that a gemeente is taken to say it.
    """
    tenor = tenor_of(message, parts)
    candidates = candidates_of(parts, tenor)
    spoken_for = item.get("spoken_for", False) or bool(gemeenten.weigh(message, parts).gemeenten)
    around = Surroundings(parts)
    found = []
    weighed = [candidate for candidate in candidates if candidate.mention.low != 0]
    neighbours = Neighbours.of(weighed)
    for candidate in weighed:
        at, values = words_of(candidate, around)
        told = facts(candidate, candidate.role, candidates, tenor, spoken_for=spoken_for)
        opened, role = item["id"].startswith(OPENED), role_in(item["gold"], candidate)
        found.append(Counted(item["author"], opened, role, at, values, told, item["id"], neighbours))
    return found


def train(counts: Sequence[Counted], target: Path) -> RoleReport:
    """Fit everything, write the weights to `target` (.npz of plain arrays), and say what was measured."""
    opinion, report, _ = fit(counts)
    write(target, opinion)
    return report


def fit(counts: Sequence[Counted]) -> tuple[RoleOpinion, RoleReport, Array]:
    """The weights, what was measured, and the cross-fitted shares of every count.

    One thread: more only fight over these small matrices, and add up in another order each time.
    """
    with threadpool_limits(1):
        seen = look(counts)
        shares = _crossed(seen)
        return opinion_of(seen), _report(counts, seen.wanted, shares), shares


@dataclass(frozen=True, slots=True)
class Seen:
    """All counts as matrices: `words` as they are, `columns` with the cross-fitted log-odds of the words in them."""

    names: tuple[str, ...]
    words: csr_matrix
    columns: Array
    wanted: NDArray[np.str_]
    weights: Array
    folds: list[tuple[NDArray[np.int64], NDArray[np.int64]]]

    @property
    def labelled(self) -> NDArray[np.bool_]:
        """Which counts have a role."""
        return np.asarray(self.wanted != "")

    @property
    def means(self) -> Array:
        """What is taken from each column before the linear model."""
        return np.asarray(self.columns.mean(0))

    @property
    def scales(self) -> Array:
        """What each column is divided by before the linear model."""
        return np.asarray(self.columns.std(0) + 1e-3)


def look(counts: Sequence[Counted]) -> Seen:
    """The matrices of `counts`."""
    words, folds = _words(counts), _folds(counts)
    names = tuple(counts[0].facts)
    told = np.array([row(names, count.facts) for count in counts])
    wanted = np.array([count.role for count in counts])
    odds = np.zeros((len(counts), len(ROLES)))
    for seen, held in folds:
        use = seen[wanted[seen] != ""]
        odds[held] = _odds(_word_model().fit(words[use], wanted[use]), words[held])
    columns = np.hstack([told, odds, _neighbours(counts).facts(odds)])
    weights = np.where([count.opened for count in counts], OPENED_WEIGHT, 1.0)
    return Seen(names, words, columns, wanted, weights, folds)


def _crossed(seen: Seen) -> Array:
    """The shares of every count by models that did not hear its voice."""
    shares = np.zeros((len(seen.wanted), len(ROLES)))
    for others, held in seen.folds:
        second, trees = _second(seen, others[seen.labelled[others]])
        linear = _ordered(second, second.predict_proba((seen.columns[held] - seen.means) / seen.scales))
        shares[held] = (linear + softmax(trees.scores(seen.columns[held]))) / 2
    return shares


def _second(seen: Seen, use: NDArray[np.int64]) -> tuple[LogisticRegression, Trees]:
    level = (seen.columns[use] - seen.means) / seen.scales
    second = _fact_model().fit(level, seen.wanted[use], sample_weight=seen.weights[use])
    grown = forest(trees=ROUNDS, pace=PACE, shrunk=SHRUNK, fewest=FEWEST)
    grown.fit(seen.columns[use], seen.wanted[use], sample_weight=seen.weights[use])
    return second, trees_of(grown, ROLES)


def opinion_of(seen: Seen) -> RoleOpinion:
    """The weights fitted on all labelled counts."""
    first = _word_model().fit(seen.words[seen.labelled], seen.wanted[seen.labelled])
    second, trees = _second(seen, np.flatnonzero(seen.labelled))
    return RoleOpinion(
        ROLES,
        np.ascontiguousarray(as_kept(np.vstack([_of(first, role).coef_[0] for role in ROLES])).T),
        np.array([_of(first, role).intercept_[0] for role in ROLES], dtype=np.float32),
        seen.names,
        seen.means.astype(np.float32),
        seen.scales.astype(np.float32),
        _ordered(second, second.coef_.T).T.astype(np.float32),
        _ordered(second, second.intercept_[None])[0].astype(np.float32),
        trees,
    )


def _neighbours(counts: Sequence[Counted]) -> Neighbours:
    """Those of all messages; the counts of a message stand together."""
    return Neighbours.together([next(same).neighbours for _, same in groupby(counts, key=lambda count: count.message)])


def _folds(counts: Sequence[Counted]) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    authors = [count.author for count in counts]
    return list(GroupKFold(FOLDS).split(np.zeros(len(counts)), groups=authors))


def _word_model() -> OneVsRestClassifier:
    return OneVsRestClassifier(LinearSVC(C=WORD_STRENGTH, random_state=SEED))


def _fact_model() -> LogisticRegression:
    return LogisticRegression(C=FACT_STRENGTH, max_iter=3000, random_state=SEED)


def _of(model: OneVsRestClassifier, role: str) -> LinearSVC:
    return model.estimators_[list(model.classes_).index(role)]


def _odds(model: OneVsRestClassifier, words: csr_matrix) -> Array:
    return np.column_stack([_of(model, role).decision_function(words) for role in ROLES])


def _ordered(model: LogisticRegression, found: Array) -> Array:
    """Columns in the order of `ROLES`."""
    return np.asarray(found[:, [list(model.classes_).index(role) for role in ROLES]])


def _words(counts: Sequence[Counted]) -> csr_matrix:
    ends = np.cumsum([0, *(len(count.at) for count in counts)])
    at = np.concatenate([count.at for count in counts])
    values = np.concatenate([count.values for count in counts])
    return csr_matrix((values, at, ends), shape=(len(counts), ALL_BUCKETS))


def _report(counts: Sequence[Counted], wanted: NDArray[np.str_], shares: Array) -> RoleReport:
    got = np.array(ROLES)[shares.argmax(1)]
    labelled = wanted != ""
    opened = labelled & np.array([count.opened for count in counts])
    measured = [_measure(wanted[rows], got[rows]) for rows in (labelled, opened)]
    return RoleReport(int(labelled.sum()), *measured[0], *measured[1])


def _measure(wanted: NDArray[np.str_], got: NDArray[np.str_]) -> tuple[float, float]:
    both = int(((wanted == PLEDGE) & (got == PLEDGE)).sum())
    either = int((wanted == PLEDGE).sum() + (got == PLEDGE).sum())
    return float((wanted == got).mean()) if len(got) else 0.0, 2 * both / either if either else 0.0


def write(target: Path, opinion: RoleOpinion) -> None:
    """Keep the weights as plain arrays."""
    target.parent.mkdir(parents=True, exist_ok=True)
    words, steps = stored(opinion.word_weights.T)
    arrays: dict[str, Any] = {
        "roles": np.array(opinion.roles),
        "fact_names": np.array(opinion.fact_names),
        "word_weights": words,
        "word_steps": steps,
        "word_intercepts": opinion.word_intercepts,
        "means": opinion.means,
        "scales": opinion.scales,
        "weights": opinion.weights,
        "intercepts": opinion.intercepts,
        "asked": opinion.trees.asked,
        "limits": opinion.trees.limits,
        "leaves": opinion.trees.leaves,
        "start": opinion.trees.start,
    }
    np.savez_compressed(target, allow_pickle=False, **arrays)
