"""Small forests: how scikit-learn grows them, and those as the plain arrays of `nlp.role_trees`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from nlp.role_trees import DEPTH, Trees

SEED = 20260528


def forest(*, trees: int, pace: float, shrunk: float, fewest: int) -> HistGradientBoostingClassifier:
    """So many trees, how much each adds, how its leaves are held back, and the rows a leaf holds at least."""
    return HistGradientBoostingClassifier(
        max_iter=trees,
        learning_rate=pace,
        max_depth=DEPTH,
        l2_regularization=shrunk,
        min_samples_leaf=fewest,
        early_stopping=False,
        random_state=SEED,
    )


def trees_of(model: HistGradientBoostingClassifier, order: Sequence[str | bool]) -> Trees:
    """The trees of a fitted forest as full trees in plain arrays, class by class in `order`.

    Of two classes it grew only those of the second; `order` is then that one alone.
    """
    inner, full = 2**DEPTH - 1, 2 ** (DEPTH + 1) - 1
    known = list(model.classes_)[-model.n_trees_per_iteration_ :]
    places = [known.index(name) for name in order]
    grown = [round_[place].nodes for place in places for round_ in model._predictors]  # noqa: SLF001  no other way
    asked, limits = np.zeros((len(grown), inner), np.int16), np.zeros((len(grown), inner), np.float32)
    leaves = np.zeros((len(grown), full - inner), np.float32)
    for tree, nodes in enumerate(grown):
        at = {0: 0}
        for place in range(full):
            node = nodes[at[place]]
            if place >= inner:
                leaves[tree, place - inner] = node["value"]
                continue
            # A leaf that comes early is asked anything and stands at the end of both ways.
            early = node["is_leaf"]
            asked[tree, place] = 0 if early else node["feature_idx"]
            limits[tree, place] = 0 if early else node["num_threshold"]
            at[2 * place + 1] = at[place] if early else node["left"]
            at[2 * place + 2] = at[place] if early else node["right"]
    start = np.ravel(model._baseline_prediction)[places].astype(np.float32)  # noqa: SLF001  no other way
    return Trees(asked, limits, leaves, start)
