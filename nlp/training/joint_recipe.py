"""How the weights that choose between the likely readings of a message are made: same texts, same weights.

1. The numbers of each text have their likeliest role by a model that did not hear its voice, so that what is uncertain
   here is what is uncertain in new mail.
2. Whether a message offers anything is learned from its words; what the choice sees of that is cross-fitted by voice.
3. Each likely reading of each text is right or not: its pledges are those of the gold. Mails by other hands than the
   rules count more; bare sentences that tell what a number stands for count too, and are not measured on.
   Needs scikit-learn (`train`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from threadpoolctl import threadpool_limits

from domain.model import Message
from nlp import gemeenten
from nlp.hypotheses import Hypothesis, Setting, hypotheses
from nlp.joint import Joint
from nlp.joint_features import WORD_BUCKETS, facts_of, words_of
from nlp.parts import ReadPart
from nlp.pledges import candidates_of
from nlp.role_features import ROLES, row
from nlp.small_weights import as_kept, stored
from nlp.stems import Sparse
from nlp.surroundings import Surroundings
from nlp.tenor import tenor_of
from nlp.totals import add_up
from nlp.training.commitment_recipe import OWN_VOICES
from nlp.training.forests import forest, trees_of

FRESH_WEIGHT = 2.0
FOLDS = 8
ROUNDS, PACE, SHRUNK, FEWEST = 400, 0.05, 8.0, 30
"""Trees, how much each adds, how its leaves are held back, and the readings a leaf holds at least."""

WORD_STRENGTH, FACT_STRENGTH = 10.0, 0.05
"""Inverse strength of regularisation (scikit-learn's C)."""

SEED = 20260528

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Told:
    """A labelled text with its likely readings, and which of them are right. `mail`: it is a whole message, and no bare
    sentence; `fresh`: by other hands than the rules.
    """

    author: str
    fresh: bool
    mail: bool
    offers: bool
    setting: Setting
    words: Sparse
    readings: Sequence[Hypothesis]
    right: Sequence[bool]


@dataclass(frozen=True, slots=True)
class JointReport:
    """Measured cross-fitted by voice on the mails: the share with the right pledges number by number, as a whole, and
    with the best of the readings; the first two also on mails by other hands than the rules.
    """

    texts: int
    alone: float
    whole: float
    best: float
    fresh_alone: float
    fresh_whole: float


@dataclass(frozen=True, slots=True)
class Seen:
    """All readings as rows; `of` is the text of each, and `first` marks the likeliest one of each text."""

    names: tuple[str, ...]
    rows: Array
    right: Flags
    of: NDArray[np.int64]
    first: Flags
    weights: Array


def told_of(item: dict[str, Any], message: Message, parts: Sequence[ReadPart], shares: Array) -> Told:
    """One labelled text; `shares` (numbers x roles) are those of its numbers by models that did not hear its voice."""
    tenor = tenor_of(message, parts)
    candidates = candidates_of(parts, tenor)
    counted = [candidate for candidate in candidates if candidate.mention.low != 0]
    for candidate, own in zip(counted, shares, strict=True):
        candidate.take(ROLES, own.tolist())
    owners = gemeenten.weigh(message, parts)
    spoken_for = item.get("spoken_for", False) or bool(owners.gemeenten)
    setting = Setting.of(message, parts, candidates, shares, tenor, owners, spoken_for=spoken_for)
    readings, wanted = hypotheses(setting), frozenset(add_up(item["gold"]["pledges"]))
    right = [reading.record == wanted for reading in readings]
    mail = "split" in item
    fresh = mail and not item["id"].startswith(OWN_VOICES)
    return Told(
        item["author"], fresh, mail, bool(wanted), setting, words_of(parts, Surroundings(parts)), readings, right
    )


def train(texts: Sequence[Told], target: Path) -> JointReport:
    """Fit everything, write the weights to `target` (.npz of plain arrays), and say what was measured.

    One thread: more add up in another order each time.
    """
    with threadpool_limits(1):
        words, offers = _words(texts), np.array([text.offers for text in texts])
        heard = np.zeros(len(texts))
        for seen, held in _folds(texts):
            heard[held] = _word_model().fit(words[seen], offers[seen]).decision_function(words[held])
        rows = look(texts, heard)
        report = _report(texts, rows, _crossed(texts, rows))
        write(target, _fitted(rows, _word_model().fit(words, offers), np.ones(len(rows.of), dtype=np.bool_)))
    return report


def look(texts: Sequence[Told], heard: Array) -> Seen:
    """The rows of all readings; `heard` is what was made of the words of each text."""
    facts = [facts_of(text.setting, text.readings, float(told)) for text, told in zip(texts, heard, strict=True)]
    names = tuple(facts[0][0])
    return Seen(
        names,
        np.array([row(names, each) for found in facts for each in found]),
        np.array([right for text in texts for right in text.right]),
        np.array([at for at, text in enumerate(texts) for _ in text.right]),
        np.array([number == 0 for text in texts for number in range(len(text.right))]),
        np.array([1.0 if text.mail and not text.fresh else FRESH_WEIGHT for text in texts for _ in text.right]),
    )


def _crossed(texts: Sequence[Told], seen: Seen) -> Array:
    """The log-odds of each reading by models that did not hear its voice."""
    odds = np.zeros(len(seen.of))
    for learned, held in _folds(texts):
        rows = np.isin(seen.of, held)
        odds[rows] = _fitted(seen, None, np.isin(seen.of, learned)).odds(seen.rows[rows])
    return odds


def _fitted(seen: Seen, words: LogisticRegression | None, use: Flags) -> Joint:
    """The weights fitted on the rows in `use`; without `words` nothing is heard of a message as a whole."""
    means, scales = seen.rows[use].mean(0), seen.rows[use].std(0) + 1e-3
    plain = LogisticRegression(C=FACT_STRENGTH, max_iter=3000, random_state=SEED)
    plain.fit((seen.rows[use] - means) / scales, seen.right[use], sample_weight=seen.weights[use])
    grown = forest(trees=ROUNDS, pace=PACE, shrunk=SHRUNK, fewest=FEWEST)
    grown.fit(seen.rows[use], seen.right[use], sample_weight=seen.weights[use])
    return Joint(
        np.zeros(WORD_BUCKETS, np.float32) if words is None else as_kept(words.coef_)[0],
        0.0 if words is None else float(words.intercept_[0]),
        seen.names,
        means.astype(np.float32),
        scales.astype(np.float32),
        plain.coef_[0].astype(np.float32),
        float(plain.intercept_[0]),
        trees_of(grown, [True]),
    )


def _word_model() -> LogisticRegression:
    return LogisticRegression(C=WORD_STRENGTH, solver="liblinear", random_state=SEED)


def _folds(texts: Sequence[Told]) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    return list(GroupKFold(FOLDS).split(np.zeros(len(texts)), groups=[text.author for text in texts]))


def _words(texts: Sequence[Told]) -> csr_matrix:
    ends = np.cumsum([0, *(len(text.words[0]) for text in texts)])
    at = np.concatenate([text.words[0] for text in texts])
    values = np.concatenate([text.words[1] for text in texts])
    return csr_matrix((values, at, ends), shape=(len(texts), WORD_BUCKETS))


def _report(texts: Sequence[Told], seen: Seen, odds: Array) -> JointReport:
    starts = np.flatnonzero(seen.first)
    runs = list(zip(starts, [*starts[1:], len(odds)], strict=True))
    alone = seen.right[starts]
    whole = np.array([seen.right[start + odds[start:end].argmax()] for start, end in runs])
    best = np.array([seen.right[start:end].any() for start, end in runs])
    mail, fresh = np.array([text.mail for text in texts]), np.array([text.fresh for text in texts])
    measured = (alone[mail], whole[mail], best[mail], alone[fresh], whole[fresh])
    return JointReport(int(mail.sum()), *(float(right.mean()) for right in measured))


def write(target: Path, joint: Joint) -> None:
    """Keep the weights as plain arrays."""
    target.parent.mkdir(parents=True, exist_ok=True)
    words, steps = stored(joint.word_weights[None])
    arrays: dict[str, Any] = {
        "word_weights": words,
        "word_steps": steps,
        "word_intercept": np.array(joint.word_intercept),
        "fact_names": np.array(joint.fact_names),
        "means": joint.means,
        "scales": joint.scales,
        "weights": joint.weights,
        "intercept": np.array(joint.intercept),
        **asdict(joint.trees),
    }
    np.savez_compressed(target, allow_pickle=False, **arrays)
