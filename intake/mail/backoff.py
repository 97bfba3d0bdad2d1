"""How long to leave a server alone that could not be reached: exponential, with full jitter."""

from __future__ import annotations

from random import Random

BASE = 1.0
CAP = 300.0


def delay(attempt: int, rng: Random, base: float = BASE, cap: float = CAP) -> float:
    """Seconds to wait before trying again after `attempt` failures in a row (0 for the first).

    Anything from 0 up to `base` * 2 ** `attempt`, never above `cap`: full jitter keeps many clients of one server
    from coming back at the same moment.
    """
    # 2 ** 64 is far above any cap; without the bound a long outage would overflow a float
    ceiling = min(cap, base * 2.0 ** min(attempt, 64))
    return rng.uniform(0.0, ceiling)
