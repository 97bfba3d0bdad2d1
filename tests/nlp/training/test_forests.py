"""A grown forest says the same in plain arrays."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

pytest.importorskip("sklearn", reason="leren heeft scikit-learn nodig")

from sklearn.ensemble import HistGradientBoostingClassifier

from nlp.role_trees import DEPTH
from nlp.training.forests import trees_of

ROWS = np.random.default_rng(11).normal(size=(400, 5)).astype(np.float32).astype(np.float64)


def _grown(told: NDArray[np.generic]) -> HistGradientBoostingClassifier:
    return HistGradientBoostingClassifier(max_iter=9, max_depth=DEPTH, random_state=1).fit(ROWS, told)


def test_yes_or_no() -> None:
    forest = _grown((ROWS[:, 0] > 0) & (ROWS[:, 1] < 0.5))
    np.testing.assert_allclose(trees_of(forest, [True]).scores(ROWS)[:, 0], forest.decision_function(ROWS), atol=1e-4)


def test_several_classes_in_an_order_of_ones_own() -> None:
    forest = _grown(np.array(["een", "geen", "veel"])[(ROWS[:, 2] > 0).astype(int) + (ROWS[:, 3] > 1)])
    order = ["veel", "een", "geen"]
    wanted = forest.decision_function(ROWS)[:, [list(forest.classes_).index(name) for name in order]]
    np.testing.assert_allclose(trees_of(forest, order).scores(ROWS), wanted, atol=1e-4)
