import math

import numpy as np
import pytest

from nlp.answering.sureness import Forest, chances, shipped_forest
from nlp.role_trees import Trees

DOUBT, FIRM = {"likeness": 0.2, "length": 9.0}, {"likeness": 0.8, "length": 9.0}


@pytest.fixture
def forest():
    """One tree: log-odds 3 where the likeness is above a half, else -1."""
    limits = np.zeros((1, 7), np.float32)
    limits[0, 0] = 0.5
    leaves = np.array([[-1, -1, -1, -1, 3, 3, 3, 3]], np.float32)
    return Forest(("likeness", "length"), Trees(np.zeros((1, 7), np.int16), limits, leaves, np.zeros(1, np.float32)))


def test_the_sum_and_the_forest_have_half_a_say_each(forest):
    doubt, firm = chances([DOUBT, FIRM], {"likeness": 5.0}, forest)
    assert doubt == pytest.approx(0.5)
    assert firm == pytest.approx(1 / (1 + math.exp(-3.5)))


def test_without_a_forest_the_sum_decides():
    assert chances([DOUBT, FIRM], {"likeness": 5.0}) == pytest.approx([1 / (1 + math.exp(-one)) for one in (1, 4)])


def test_nothing_found_is_no_fault(forest):
    assert chances([], {"likeness": 5.0}, forest) == []


def test_a_forest_is_the_same_after_it_was_kept_in_a_file(forest, tmp_path):
    forest.save(tmp_path / "bos.npz")
    assert shipped_forest(tmp_path / "bos.npz").log_odds([DOUBT, FIRM]) == [-1.0, 3.0]
