"""A small forest of decision trees as plain arrays: it hears what only holds together ("large, and the only one")."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

DEPTH = 3
"""Questions from the root to a leaf; every tree is full, so that all are walked at once."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Trees:
    """`asked` and `limits` (trees x 7): the column and the limit of each question; what is not above the limit goes
    left. `leaves` (trees x 8) are added up by class (the trees stand class by class), on top of `start` (classes).
    """

    asked: NDArray[np.int16]
    limits: Floats
    leaves: Floats
    start: Floats

    def scores(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Log-odds (rows x classes)."""
        count = len(self.asked)
        tree = np.arange(count)[None]
        row = np.arange(len(rows))[:, None]
        at = np.zeros((len(rows), count), dtype=np.int64)
        for _ in range(DEPTH):
            at = 2 * at + 1 + (rows[row, self.asked[tree, at]] > self.limits[tree, at])
        told = self.leaves[tree, at - (2**DEPTH - 1)].astype(np.float64)
        return np.asarray(told.reshape(len(rows), len(self.start), -1).sum(2) + self.start)
