"""The second opinion: what a small learned part makes of a message, beside the rules, and how far both can be trusted.

Linear models on hashed character n-grams (`nlp.features`), and linear models with small forests on how sure each number
has its role and on what was read, trained by `nlp.training.recipe` and kept as plain arrays. It never makes or changes
a value; it says how probable it is that each field and the whole record were read right, and where it disagrees. A
reading is let through when the whole record *and*, by a stricter measure, its pledges can be believed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from domain.model import Reading
from nlp.opinion_facts import NOTHING, Heads, Views, claims_of, odds_to_share, share_to_odds
from nlp.role_trees import Trees

WEIGHTS = Path(__file__).parent / "weights" / "opinion.npz"
FIELDS = ("pledge", "bottleneck")

SURELY = 0.4
"""Log-odds beyond which a disagreement is told to the reviewer."""

SURE = 0.7
"""Below this confidence a pledge or bottleneck is looked at by a person."""

DISAGREED = {
    "pledge": ("misschien is dit geen toezegging", "misschien is dit een toezegging"),
    "bottleneck": ("misschien is hier geen knelpunt", "misschien staat er een knelpunt in"),
    "decline": ("misschien is dit geen afwijzing", "misschien is dit een afwijzing"),
}

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Trust:
    """How probable it is that something is read right, and from which probability on it is believed.

    A logistic model over the facts, and small `trees` over the same, which hear what counts only together; both count
    half.
    """

    weights: Floats
    threshold: float
    trees: Trees

    def share(self, facts: Floats) -> float:
        """The probability that these facts speak for."""
        grown = float(self.trees.scores(facts[None].astype(np.float64))[0, 0])
        return (odds_to_share(float(self.weights @ facts)) + odds_to_share(grown)) / 2


@dataclass(frozen=True, slots=True)
class Opinion:
    """The whole second opinion."""

    heads: Heads
    fact_names: tuple[str, ...]
    whole: Trust
    figures: Trust
    certainty: Mapping[str, tuple[float, float, float]]
    """For `pledge` what the log-odds of its confidence and those of all pledges weigh, and the level; for `bottleneck`
    those of its confidence and of the whole record."""

    def certain(self, name: str, confidence: float, around: float) -> float:
        """The confidence as it was found to be on texts that nobody wrote from; `around` is that in what it is part of:
        all pledges, or the whole record.
        """
        own, other, level = self.certainty[name]
        return odds_to_share(own * share_to_odds(confidence) + other * share_to_odds(around) + level)

    def believed(self, facts: Mapping[str, float]) -> tuple[float, float, bool]:
        """From the facts that `facts_of` gives how probable it is that the record is right and that its pledges are,
        and whether the reading may be stored without a person.
        """
        row = np.array([facts[name] for name in self.fact_names], dtype=np.float32)
        whole, figures = self.whole.share(row), self.figures.share(row)
        return whole, figures, whole >= self.whole.threshold and figures >= self.figures.threshold


def doubts(reading: Reading, views: Views) -> list[str]:
    """What the learned part sees otherwise, in Dutch for the reviewer; in general words where it is nothing single."""
    said = unsure(reading)
    if min(views.offered, default=NOTHING) < -SURELY:
        said.append("een gelezen aantal is misschien geen toezegging")
    if max(views.left, default=-NOTHING) > SURELY:
        said.append("er staat misschien nog een toezegging in")
    for name, logit, present in claims_of(reading, views):
        if (logit if present else -logit) < -SURELY:
            said.append(DISAGREED[name][0 if present else 1])
    return said or ["de lezing is niet zeker genoeg"]


def unsure(reading: Reading) -> list[str]:
    """Why a person looks at single fields, in Dutch, whatever is thought of the whole."""
    fields = (
        ("de toezegging is niet zeker genoeg gelezen", [pledge.confidence for pledge in reading.pledges]),
        ("een knelpunt is niet zeker genoeg gelezen", [found.confidence for found in reading.bottlenecks]),
    )
    return [reason for reason, confidences in fields if any(confidence < SURE for confidence in confidences)]


@cache
def load() -> Opinion:
    """The weights that ship with the product."""
    with np.load(WEIGHTS, allow_pickle=False) as arrays:
        return Opinion(
            heads=_heads(arrays),
            fact_names=tuple(str(name) for name in arrays["fact_names"]),
            whole=_trust(arrays, "whole"),
            figures=_trust(arrays, "figures"),
            certainty={name: _line(arrays[f"{name}_certainty"]) for name in FIELDS},
        )


def _trust(arrays: Mapping[str, NDArray[np.generic]], name: str) -> Trust:
    floats = (arrays[f"{name}_{part}"].astype(np.float32) for part in ("limits", "leaves", "start"))
    trees = Trees(arrays[f"{name}_asked"].astype(np.int16), *floats)
    return Trust(arrays[f"{name}_trust"].astype(np.float32), float(arrays[f"{name}_threshold"]), trees)


def _line(found: NDArray[np.generic]) -> tuple[float, float, float]:
    own, whole, level = (float(value) for value in found.astype(np.float64))
    return own, whole, level


def _heads(arrays: Mapping[str, NDArray[np.generic]]) -> Heads:
    return Heads(
        names=tuple(str(head) for head in arrays["message_names"]),
        weights=np.asfortranarray(arrays["message_weights"], dtype=np.float32),
        intercepts=arrays["message_intercepts"].astype(np.float32),
    )
