"""How the second opinion is made: same texts and seed, same weights. Minutes on a CPU; needs scikit-learn (`train`).

1. Heads are fitted on the texts of the splits `learn` and `tune`.
2. Trust is fitted on the split `blind`, texts that nobody wrote a rule from, so that the rules are there as good as
   they are on new mail; and on `tune` as it was read by weights that had not learned from it. What is reported is of
   `blind` alone and cross-fitted: each voice is judged by a model that did not see it.
3. There are two thresholds: on the whole record, and a stricter one on its pledges, because a wrong figure is worse
   than a missed bottleneck. They are the pair that lets most `PLAIN` mail through while, cross-fitted, the whole record
   is right in `WANTED_WHOLE` of it; and of all that passes, hard mail too, the whole record is right in `WANTED_ALL`,
   the pledges are in `WANTED_PLACES`, and none is there that was not made. What the rules hold for a person is not
   counted. The aim is that six in ten pass so; those hold some three false pledges in seven hundred.
4. The confidences of single pledges and bottlenecks are fitted to how often they were right in plain mail.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.stats import beta
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from threadpoolctl import threadpool_limits

from domain.model import Intent, Message, Reading
from nlp.features import BUCKETS, vector
from nlp.opinion import FIELDS, Opinion, Trust
from nlp.opinion_facts import Heads, facts_of, message_grams, odds_to_share, share_to_odds, views_of
from nlp.parts import ReadPart
from nlp.role_trees import Trees
from nlp.totals import add_up
from nlp.training.forests import forest, trees_of
from nlp.training.voices import PLAIN

WANTED_WHOLE, WANTED_ALL, WANTED_PLACES = 0.985, 0.98, 0.98
GRID = (*np.arange(0.3, 0.98, 0.01).round(2).tolist(), *np.arange(0.98, 0.996, 0.001).round(3).tolist())
JUDGED = ("whole", "places")
"""What of a reading is judged right: all of it, and its pledges."""

FEWEST = 40
"""A share over fewer messages than this says nothing."""
FOLDS = 8
TREES, PACE, SHRUNK, FEWEST_FACTS = 60, 0.05, 10.0, 40
"""Trees of a trust, how much each adds, how its leaves are held back, and the messages a leaf holds at least."""

MESSAGE_STRENGTH, TRUST_STRENGTH = 30.0, 0.02
CERTAINTY_STRENGTH = 10.0
"""Inverse strength of regularisation (scikit-learn's C)."""

SEED = 20260528

Flags = NDArray[np.bool_]
Shares = NDArray[np.float64]
Floats = NDArray[np.float32]
Groups = Sequence[str] | NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class Judged:
    """How a reading compares with the gold; `fields` are, by name, each confidence and whether that field is right."""

    whole: bool
    places: bool
    false_pledge: bool
    fields: dict[str, list[tuple[float, bool]]]


@dataclass(frozen=True, slots=True)
class Sample:
    """A labelled text as the pipeline sees it, with what the rules alone read in it (in the form of the gold)."""

    id: str
    author: str
    split: str
    gold: dict[str, Any]
    message: Message
    parts: Sequence[ReadPart]
    reading: Reading
    judged: Judged


@dataclass(frozen=True, slots=True)
class Told:
    """Readings by their `facts` (readings x facts), and whether each is `right`."""

    facts: Shares
    right: Flags


@dataclass(frozen=True, slots=True)
class Passed:
    """Of `messages` those that were let through, and what was right in them; cross-fitted by author."""

    messages: int
    let_through: int
    whole_right: int
    places_right: int
    false_pledges: int

    @classmethod
    def of(cls, passed: Flags, judged: Sequence[Judged]) -> Passed:
        """What passed of the messages that were judged so."""
        kept = list(itertools.compress(judged, passed))
        return cls(
            len(judged),
            len(kept),
            sum(each.whole for each in kept),
            sum(each.places for each in kept),
            sum(each.false_pledge for each in kept),
        )

    @property
    def bound(self) -> float:
        """What the share that is wholly right is at least, at 95 % certainty (Clopper and Pearson)."""
        wrong = self.let_through - self.whole_right
        return float(beta.ppf(0.05, self.whole_right, wrong + 1)) if self.whole_right else 0.0


@dataclass(frozen=True, slots=True)
class Report:
    """What was measured while training on plain and on hard mail that nobody wrote from; `errors` are those of the
    confidences on plain mail."""

    plain: Passed
    hard: Passed
    errors: dict[str, float]


def train(samples: Sequence[Sample], unseen: Sequence[Sample], target: Path) -> Report:
    """Fit everything, write the weights to `target` (.npz of plain arrays), and say what was measured.

    `unseen` are the texts of `tune` as weights read them that were made of `learn` alone.
    """
    heads = _heads([sample for sample in samples if sample.split != "blind"])
    fresh = [sample for sample in samples if sample.split == "blind"]
    names, facts = _facts(heads, fresh)
    _, more = _facts(_heads([sample for sample in samples if sample.split == "learn"]), unseen)
    groups = np.array([sample.author for sample in fresh])
    fitted = [_trust(names, facts, _right(fresh, which), groups, Told(more, _right(unseen, which))) for which in JUDGED]
    (whole, by_whole), (figures, by_places) = fitted
    plain = np.array([sample.id.startswith(PLAIN) for sample in fresh])
    free = np.array([not sample.reading.needs_review for sample in fresh])
    at = thresholds(by_whole[free], by_places[free], plain[free], list(itertools.compress(fresh, free)))
    usual = list(itertools.compress(fresh, plain))
    lines = {
        name: _certainty(name, usual, (by_places if name == "pledge" else by_whole)[plain]) for name in FIELDS
    }  # fmt: skip
    certainty = {name: line for name, (line, _) in lines.items()}
    _write(
        target,
        Opinion(heads, tuple(names), Trust(whole[0], at[0], whole[1]), Trust(figures[0], at[1], figures[1]), certainty),
    )
    passed = free & (by_whole >= at[0]) & (by_places >= at[1])
    errors = {name: error for name, (_, error) in lines.items()}
    return Report(_passed(passed, plain, fresh), _passed(passed, ~plain, fresh), errors)


def _right(samples: Sequence[Sample], which: str) -> Flags:
    return np.array([getattr(sample.judged, which) for sample in samples])


def _passed(passed: Flags, kind: Flags, fresh: Sequence[Sample]) -> Passed:
    return Passed.of(passed[kind], [sample.judged for sample in itertools.compress(fresh, kind)])


def _trust(
    names: Sequence[str], facts: Shares, right: Flags, groups: NDArray[np.str_], more: Told
) -> tuple[tuple[Floats, Trees], Shares]:
    """The weights and trees fitted on all and on `more`, and the cross-fitted probability of each of the former."""
    model, grower = (
        _logistic(TRUST_STRENGTH, balanced=False),
        forest(trees=TREES, pace=PACE, shrunk=SHRUNK, fewest=FEWEST_FACTS),
    )
    rows, told = np.vstack([facts, more.facts]), np.concatenate([right, more.right])
    means, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    level = Told((more.facts - means) / spread, more.right)
    with threadpool_limits(1):
        plain = _crossed(model, (facts - means) / spread, right, groups, level)
        crossed = (plain + _crossed(grower, facts, right, groups, more)) / 2
        trees = trees_of(grower.fit(rows, told), [True])
    model.fit((rows - means) / spread, told)
    weights = model.coef_[0] / spread
    weights[names.index("always")] = model.intercept_[0] - float(weights @ means)
    return (weights.astype(np.float32), trees), crossed


def _crossed(
    model: LogisticRegression | HistGradientBoostingClassifier,
    rows: Shares,
    right: Flags,
    groups: Groups,
    more: Told | None = None,
) -> Shares:
    """The probabilities that a model gives to voices that it did not see; it may learn from `more` each time."""
    shares = np.zeros(len(right))
    for seen, held in GroupKFold(FOLDS).split(rows, groups=groups):
        known, told = rows[seen], right[seen]
        if more is not None:
            known, told = np.vstack([known, more.facts]), np.concatenate([told, more.right])
        shares[held] = model.fit(known, told).predict_proba(rows[held])[:, 1]
    return shares


def _certainty(
    name: str, samples: Sequence[Sample], around: NDArray[np.float64]
) -> tuple[tuple[float, float, float], float]:
    """What the log-odds of a confidence and of `around` (cross-fitted) weigh, and the level; with the error."""
    rows = [
        (sample.author, share_to_odds(confidence), share_to_odds(float(trust)), right)
        for sample, trust in zip(samples, around, strict=True)
        for confidence, right in sample.judged.fields[name]
    ]
    odds = np.array([row[1:3] for row in rows])
    right, groups = np.array([good for *_, good in rows]), [author for author, *_ in rows]
    model = _logistic(CERTAINTY_STRENGTH, balanced=False)
    crossed = _crossed(model, odds, right, groups)
    model.fit(odds, right)
    own, whole = map(float, model.coef_[0])
    return (own, whole, float(model.intercept_[0])), _calibration_error(crossed, right)


def judged(gold: dict[str, Any], got: dict[str, Any]) -> Judged:
    """How the reading `got` compares with the gold, both in their JSON form."""
    wanted, found = set(add_up(gold["pledges"])), set(add_up(got["pledges"]))
    places = wanted == found
    same_gemeenten = set(gold["gemeenten"]) == {g["code"] for g in got["gemeenten"]}
    same_types = set(gold["bottlenecks"]) == {b["type"] for b in got["bottlenecks"]}
    right = {key[:2] for key in wanted & found if isinstance(key, tuple)}
    fields = {
        "pledge": [(p["confidence"], (p["gemeente"], p["group"]) in right) for p in got["pledges"]],
        "bottleneck": [(b["confidence"], b["type"] in gold["bottlenecks"]) for b in got["bottlenecks"]],
    }
    return Judged(places and same_gemeenten and same_types, places, bool(found - wanted), fields)


def _heads(samples: Sequence[Sample]) -> Heads:
    rows = _matrix([vector(message_grams(sample.parts)) for sample in samples])
    names = [str(intent) for intent in Intent]
    models = []
    for name in names:
        wanted = np.array([name in sample.gold["intents"] for sample in samples])
        models.append(_logistic(MESSAGE_STRENGTH, balanced=True).fit(rows, wanted))
    return Heads(
        tuple(names),
        np.vstack([model.coef_ for model in models]).astype(np.float32),
        np.array([model.intercept_[0] for model in models], dtype=np.float32),
    )


def _facts(heads: Heads, samples: Sequence[Sample]) -> tuple[list[str], Shares]:
    found = [facts_of(s.message, s.parts, s.reading, views_of(heads, s.parts)) for s in samples]
    names = list(found[0])
    # As coarse as the limits of the trees, or a fact that equals one would fall on the other side of it
    return names, np.array([[each[name] for name in names] for each in found], dtype=np.float32).astype(np.float64)


def thresholds(by_whole: Shares, by_places: Shares, plain: Flags, fresh: Sequence[Sample]) -> tuple[float, float]:
    """The two thresholds that let most plain mail through while the wanted shares are right; above all where there are
    none."""
    best, most = (odds_to_share(20.0), odds_to_share(20.0)), 0
    whole_right, places_right, false = (
        np.array([getattr(sample.judged, name) for sample in fresh]) for name in ("whole", "places", "false_pledge")
    )
    for pair in itertools.product(GRID, GRID):
        passed = (by_whole >= pair[0]) & (by_places >= pair[1])
        usual = passed & plain
        count = int(usual.sum())
        enough_right = count >= FEWEST and whole_right[usual].mean() >= WANTED_WHOLE
        if not enough_right or false[passed].any():
            continue
        all_right = whole_right[passed].mean() >= WANTED_ALL and places_right[passed].mean() >= WANTED_PLACES
        if count > most and all_right:
            best, most = pair, count
    return best


def _calibration_error(shares: NDArray[np.float64], right: NDArray[np.bool_], bins: int = 5) -> float:
    order = np.argsort(shares)
    parts = np.array_split(order, bins)
    return float(sum(len(p) * abs(shares[p].mean() - right[p].mean()) for p in parts) / len(order))


def _logistic(strength: float, *, balanced: bool) -> LogisticRegression:
    weights = "balanced" if balanced else None
    return LogisticRegression(C=strength, class_weight=weights, max_iter=2000, random_state=SEED)


def _matrix(rows: Sequence[tuple[NDArray[np.int64], NDArray[np.float32]]]) -> csr_matrix:
    ends = np.cumsum([0, *(len(buckets) for buckets, _ in rows)])
    buckets = np.concatenate([buckets for buckets, _ in rows])
    values = np.concatenate([values for _, values in rows])
    return csr_matrix((values, buckets, ends), shape=(len(rows), BUCKETS))


def _write(target: Path, opinion: Opinion) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, Any] = {"fact_names": np.array(opinion.fact_names)}
    arrays["message_names"] = np.array(opinion.heads.names)
    arrays["message_weights"] = opinion.heads.weights.astype(np.float16)
    arrays["message_intercepts"] = opinion.heads.intercepts
    for name, trust in (("whole", opinion.whole), ("figures", opinion.figures)):
        arrays |= {f"{name}_{part}": values for part, values in asdict(trust.trees).items()}
        arrays[f"{name}_trust"] = trust.weights
        arrays[f"{name}_threshold"] = np.array(trust.threshold)
    for name, line in opinion.certainty.items():
        arrays[f"{name}_certainty"] = np.array(line, dtype=np.float32)
    np.savez_compressed(target, allow_pickle=False, **arrays)
