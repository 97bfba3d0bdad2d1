import pytest

pytest.importorskip("sklearn", reason="leren heeft scikit-learn nodig")

import numpy as np
from scipy.sparse import csr_matrix

from nlp.training.card_layers import layered

EITHER = np.array([[1, 0, 1], [0, 1, 1], [1, 1, 1], [0, 0, 1]] * 60, dtype=np.float32)
ONE_BUT_NOT_BOTH = [1, 1, 0, 0] * 60


def best(layers, row):
    places = np.flatnonzero(row)
    return int(np.argmax(layers.logits(places, row[places])))


def test_it_learns_what_no_single_feature_tells():
    layers = layered(csr_matrix(EITHER), ONE_BUT_NOT_BOTH, 2)
    assert [best(layers, row) for row in EITHER[:4]] == ONE_BUT_NOT_BOTH[:4]


def test_it_is_the_same_each_time_that_it_is_trained():
    first, second = (layered(csr_matrix(EITHER), ONE_BUT_NOT_BOTH, 2) for _ in range(2))
    assert np.array_equal(first.hidden, second.hidden)
    assert np.array_equal(first.out, second.out)
