"""How sure the best answer is: a weighted sum and a small forest over the same features, half each.

The sum stands in `nlp/terms/answering_weights.toml`, the forest as plain arrays in `nlp/weights/sureness.npz`; both are
trained by `nlp.training.answering` on whether the best answer was the right one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from nlp.role_trees import Trees

WEIGHTS = Path(__file__).parents[1] / "weights" / "sureness.npz"
FURTHEST = 30.0
_ARRAYS = ("asked", "limits", "leaves", "start")


@dataclass(frozen=True, slots=True)
class Forest:
    """`trees` ask for the features in `names`, by their place."""

    names: Sequence[str]
    trees: Trees

    def log_odds(self, rows: Sequence[Mapping[str, float]]) -> list[float]:
        """The log-odds that each of these cards, by its features, is right."""
        table = np.array([[row[name] for name in self.names] for row in rows]).reshape(len(rows), len(self.names))
        found: list[float] = self.trees.scores(table)[:, 0].tolist()
        return found

    def save(self, file: Path) -> None:
        """Write everything as plain arrays."""
        arrays = {name: getattr(self.trees, name) for name in _ARRAYS}
        np.savez_compressed(file, names=np.array(self.names), **arrays)


@cache
def shipped_forest(file: Path = WEIGHTS) -> Forest:
    """The forest that was trained on the cards that ship."""
    with np.load(file, allow_pickle=False) as arrays:
        return Forest(arrays["names"].tolist(), Trees(*(arrays[name] for name in _ARRAYS)))


def chances(
    rows: Sequence[Mapping[str, float]], weights: Mapping[str, float], forest: Forest | None = None
) -> list[float]:
    """How probable it is that each of these cards, by its features, is right; without a forest by the sum alone."""
    sums = [math.fsum(weights.get(name, 0.0) * value for name, value in row.items()) for row in rows]
    if forest is not None and rows:
        sums = [(one + other) / 2 for one, other in zip(sums, forest.log_odds(rows), strict=True)]
    return [1 / (1 + math.exp(-max(-FURTHEST, min(FURTHEST, one)))) for one in sums]
