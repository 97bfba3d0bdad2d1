"""What may pass without a person, as the recipe finds it."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("sklearn", reason="leren heeft scikit-learn nodig")

from domain.model import Message, Reading
from nlp.training.recipe import Judged, Passed, Sample, thresholds

TRUST = np.linspace(0.3, 0.98, 100)
PLAIN = np.ones(100, dtype=bool)


def _samples(wrong_below: float, false: frozenset[int] = frozenset()) -> list[Sample]:
    """A hundred texts of rising trust, right from `wrong_below` on; those in `false` hold a pledge nobody made."""
    found = []
    for at, trust in enumerate(TRUST):
        judged = Judged(trust >= wrong_below and at not in false, at not in false, at in false, {})
        found.append(Sample(f"m-{at}", "voice", "blind", {}, Message(), [], Reading(()), judged))
    return found


def test_as_much_passes_as_is_right_in_the_wanted_share() -> None:
    assert 0.58 <= max(thresholds(TRUST, TRUST, PLAIN, _samples(wrong_below=0.6))) <= 0.61


def test_mail_that_is_hard_moves_no_threshold_but_lets_no_false_pledge_through() -> None:
    hard = ~PLAIN
    hard[50:] = True
    samples = _samples(wrong_below=0.3)
    assert thresholds(TRUST, TRUST, hard, samples)[0] == pytest.approx(0.3)
    samples = _samples(wrong_below=0.3, false=frozenset({20}))
    assert max(thresholds(TRUST, TRUST, hard, samples)) > TRUST[20]


def test_nothing_passes_where_too_little_is_right() -> None:
    assert thresholds(TRUST, TRUST, PLAIN, _samples(wrong_below=0.9))[0] > 0.99


def test_what_passed_is_counted_with_its_bound() -> None:
    judged = [sample.judged for sample in _samples(wrong_below=0.0, false=frozenset({99}))]
    passed = Passed.of(np.array([False] * 50 + [True] * 50), judged)
    assert (passed.messages, passed.let_through, passed.whole_right, passed.false_pledges) == (100, 50, 49, 1)
    assert 0.85 < passed.bound < 49 / 50
