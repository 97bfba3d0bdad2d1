"""The words around a number, as the learned parts see them."""

from __future__ import annotations

import numpy as np

from nlp.surroundings import vector


def test_the_order_of_marks_tells_nothing_not_even_in_the_last_digit() -> None:
    # They come from sets, whose order is another one at each start: weights learned anew were never the same bytes
    marks = [f"M:woord{number % 70}" for number in range(200)]
    one, other = vector(marks, 0.4), vector(reversed(marks), 0.4)
    assert np.array_equal(one[0], other[0])
    assert one[1].tobytes() == other[1].tobytes()
