"""The numbers of a message in one decision: of its likely readings (`nlp.hypotheses`) the one that holds together best.

A linear model hears whether the message as a whole offers anything. That and the facts of a reading
(`nlp.joint_features`) are heard by a second linear model and a small forest, which say how probable it is that the
reading has the right pledges; both count half. Trained by `nlp.training.joint_recipe`, kept as plain arrays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.hypotheses import Hypothesis, Setting, hypotheses
from nlp.joint_features import facts_of, words_of
from nlp.parts import ReadPart
from nlp.role_features import row
from nlp.role_opinion import WEIGHED, weighed_in
from nlp.role_trees import Trees
from nlp.small_weights import restored
from nlp.stems import Sparse
from nlp.surroundings import Surroundings

WEIGHTS = Path(__file__).parent / "weights" / "joint.npz"

CHOSEN = "the reading that was chosen"
"""Where the document of the first part keeps how sure the choice was."""

Floats = NDArray[np.float32]
Shares = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Chosen:
    """`odds`: log-odds that the chosen reading has the right pledges; `margin`: how far it is ahead of the next, or
    `None` where there was no other; `heard`: log-odds, by the whole message, that it offers anything; `flips`: the
    numbers that were read, or hang together, otherwise than is likeliest by themselves.
    """

    odds: float
    margin: float | None
    heard: float
    flips: int


@dataclass(frozen=True, slots=True)
class Joint:
    """`word_weights` (buckets) and `word_intercept` give the log-odds that a message offers. `weights` over the facts
    less `means` and divided by `scales`, with `intercept`, and `trees` over the plain facts, each give log-odds.
    """

    word_weights: Floats
    word_intercept: float
    fact_names: tuple[str, ...]
    means: Floats
    scales: Floats
    weights: Floats
    intercept: float
    trees: Trees

    def heard(self, words: Sparse) -> float:
        """Log-odds that a message offers anything, by its words."""
        at, values = words
        return float(values @ self.word_weights[at]) + self.word_intercept

    def odds(self, seen: Shares) -> Shares:
        """Log-odds that each reading has the right pledges, from its facts (readings x facts)."""
        plain = ((seen - self.means) / self.scales) @ self.weights + self.intercept
        # As coarse as the limits, or a fact that equals one would fall on the other side of it.
        grown = self.trees.scores(seen.astype(np.float32).astype(np.float64))[:, 0]
        return np.asarray((plain + grown) / 2, dtype=np.float64)


def choose(joint: Joint, setting: Setting, around: Surroundings) -> Hypothesis:
    """The reading of the numbers of a message that is likeliest as a whole.

    How probable it is that a number is offered is then how much of the readings offers it, where they differ in it.
    """
    readings = hypotheses(setting)
    heard = joint.heard(words_of(setting.parts, around))
    seen = np.array([row(joint.fact_names, facts) for facts in facts_of(setting, readings, heard)])
    odds = joint.odds(seen)
    best = int(odds.argmax())
    chosen = readings[best]
    _share_out(readings, 1 / (1 + np.exp(-odds)), chosen)
    if setting.parts:
        kept, others = setting.parts[0].doc.user_data, np.delete(odds, best)
        margin = float(odds[best] - others.max()) if len(others) else None
        kept[CHOSEN] = Chosen(float(odds[best]), margin, heard, len(chosen.flips) + (not chosen.totals))
        weighed = zip(weighed_in(setting.parts), chosen.counts, strict=False)
        kept[WEIGHED] = [replace(one, role=candidate.role) for one, candidate in weighed]
    return chosen


def _share_out(readings: Sequence[Hypothesis], shares: Shares, chosen: Hypothesis) -> None:
    """Give each number how much of the readings offers it; what all agree on keeps what it has by itself."""
    for at, candidate in enumerate(chosen.counts):
        offered = [any(pledge is reading.counts[at] for pledge in reading.pledges) for reading in readings]
        if any(offered) and not all(offered):
            candidate.share = float(shares[offered].sum() / shares.sum())


def chosen_in(parts: Sequence[ReadPart]) -> Chosen | None:
    """How sure the choice was, once `choose` has seen `parts`."""
    found: Chosen | None = parts[0].doc.user_data.get(CHOSEN) if parts else None
    return found


@cache
def load() -> Joint:
    """The weights that ship with the product."""
    with np.load(WEIGHTS, allow_pickle=False) as arrays:
        return Joint(
            word_weights=restored(arrays["word_weights"], arrays["word_steps"])[0],
            word_intercept=_number(arrays, "word_intercept"),
            fact_names=tuple(str(name) for name in arrays["fact_names"]),
            means=arrays["means"],
            scales=arrays["scales"],
            weights=arrays["weights"],
            intercept=_number(arrays, "intercept"),
            trees=Trees(arrays["asked"], arrays["limits"], arrays["leaves"], arrays["start"]),
        )


def _number(arrays: Mapping[str, NDArray[np.float32]], name: str) -> float:
    return float(arrays[name])
