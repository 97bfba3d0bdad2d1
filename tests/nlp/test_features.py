"""What the learned part sees of a text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.features import BUCKETS, grams, plain, vector


def test_every_number_in_digits_looks_the_same() -> None:
    assert plain("Wij doen  er 12,\n1.250 of 3,5") == plain("wij doen er 8,\n7 of 16")


@given(st.text(max_size=200))
def test_any_text_gives_a_vector_of_length_one_or_nothing_at_all(text: str) -> None:
    buckets, values = vector([grams(text)])
    assert np.all((buckets >= 0) & (buckets < BUCKETS))
    assert float(values @ values) == pytest.approx(1 if len(buckets) else 0, abs=1e-4)


def test_the_same_words_left_and_right_of_a_number_are_told_apart() -> None:
    assert not set(grams("extra plekken", 1)) & set(grams("extra plekken", 2))
