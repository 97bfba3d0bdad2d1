"""Weights of linear models as a byte each, so that all of them stay small."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FINEST = 127
"""Steps between no weight and the largest of a row."""

Floats = NDArray[np.float32]


def stored(weights: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Weights as a byte each and a step for each row: on a scale of square roots, where the many small ones differ."""
    roots = np.sign(weights) * np.sqrt(np.abs(weights))
    steps = np.maximum(np.abs(roots).max(axis=1, keepdims=True), 1e-9) / FINEST
    return np.round(roots / steps).astype(np.int8), steps.astype(np.float32)


def restored(weights: NDArray[np.int8], steps: Floats) -> Floats:
    """The weights that `stored` made bytes of, to about a fiftieth of what they usually are."""
    roots = weights.astype(np.float32) * steps
    return np.asarray(np.sign(roots) * roots * roots, dtype=np.float32)


def as_kept(weights: Floats) -> Floats:
    """The weights as they come back: what is measured is what ships."""
    return restored(*stored(weights))
