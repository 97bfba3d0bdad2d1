from random import Random

from hypothesis import given
from hypothesis import strategies as st

from intake.mail.backoff import CAP, delay


@given(st.integers(0, 10_000), st.integers())
def test_a_delay_is_never_negative_and_never_above_the_cap(attempt: int, seed: int) -> None:
    assert 0 <= delay(attempt, Random(seed)) <= CAP


@given(st.integers(0, 8), st.integers())
def test_the_ceiling_doubles_with_each_failure(attempt: int, seed: int) -> None:
    assert delay(attempt + 1, Random(seed), cap=1e9) == 2 * delay(attempt, Random(seed), cap=1e9)


def test_two_clients_do_not_come_back_at_the_same_moment() -> None:
    assert len({delay(5, Random(seed)) for seed in range(50)}) == 50


def test_the_whole_range_is_used() -> None:
    delays = [delay(3, Random(seed)) for seed in range(500)]
    assert min(delays) < 1
    assert max(delays) > 7
