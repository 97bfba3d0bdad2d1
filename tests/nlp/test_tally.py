"""How often numbers occur, and what is said for each."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nlp.tally import added_up, tally

NUMBERS = st.lists(st.integers(-5, 5), max_size=40)


@given(NUMBERS)
def test_each_number_once_with_how_often_it_occurs(numbers: list[int]) -> None:
    found, counts = tally(np.array(numbers, dtype=np.int64))
    assert dict(zip(found.tolist(), counts.tolist(), strict=True)) == {n: numbers.count(n) for n in numbers}
    assert found.tolist() == sorted(set(numbers))


@given(NUMBERS)
def test_the_weights_of_each_number_are_added_up(numbers: list[int]) -> None:
    found, sums = added_up(np.array(numbers, dtype=np.int64), np.full(len(numbers), 0.5, dtype=np.float32))
    assert dict(zip(found.tolist(), sums.tolist(), strict=True)) == {n: numbers.count(n) / 2 for n in numbers}
