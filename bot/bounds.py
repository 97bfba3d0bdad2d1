"""What a share measured on a few cases says about all cases."""

from __future__ import annotations

from math import exp, fsum, lgamma, log, log1p

STEPS = 40


def lower_bound(right: int, cases: int, doubt: float = 0.05) -> float:
    """The smallest true share that makes `right` or more out of `cases` at all likely (Clopper and Pearson, 1934).

    `doubt` is the chance that the true share is lower still. 299 right out of 299 gives 0.99.
    """
    if not right:
        return 0.0
    low, high = 0.0, right / cases
    for _ in range(STEPS):
        middle = (low + high) / 2
        if _at_least(right, cases, middle) < doubt:
            low = middle
        else:
            high = middle
    return low


def _at_least(right: int, cases: int, share: float) -> float:
    """The chance of `right` or more out of `cases`; in logarithms, since the terms leave the range of a float."""
    yes, no = log(share), log1p(-share)
    ways = (lgamma(cases + 1) - lgamma(k + 1) - lgamma(cases - k + 1) for k in range(right, cases + 1))
    return fsum(exp(way + k * yes + (cases - k) * no) for k, way in enumerate(ways, right))
