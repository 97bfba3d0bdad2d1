"""Staying with a mailbox for good: collect, wait for news, and come back after every failure, ever more patiently."""

from __future__ import annotations

import threading
from collections.abc import Callable
from random import Random

from domain.errors import SourceError
from domain.ports import Source
from intake.mail.backoff import BASE, CAP, delay


def listen(
    source: Source,
    collect: Callable[[], object],
    stop: threading.Event,
    *,
    rng: Random,
    report: Callable[[SourceError | None], object],
    breath: float = 1.0,
    base: float = BASE,
    cap: float = CAP,
) -> None:
    """Call `collect` now and whenever `source` has news, until `stop` is set; then close the source.

    `collect` fetches, stores and settles; its `SourceError`s are dealt with here, other errors are not. `report` hears
    of each failure, and None when all is well again. A refusal is tried again like an outage: the password may be set
    right while the service runs. `breath` is how many seconds pass at most before `stop` is noticed, `base` and `cap`
    are those of `backoff.delay`.
    """
    failures = 0
    try:
        while not stop.is_set():
            try:
                collect()
                report(None)
                while not stop.is_set() and not source.wait(breath):
                    # Only a connection that lasts is proof: a server may let us in and hang up every time.
                    failures = 0
            except SourceError as error:
                report(error)
                stop.wait(delay(failures, rng, base, cap))
                failures += 1
    finally:
        source.close()
