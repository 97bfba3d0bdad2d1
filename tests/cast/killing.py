"""Killing a collect at random moments until it comes to its end."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Sequence
from random import Random


def collect_with_kills(command: Sequence[str], kills: int, longest: float, seed: int = 3) -> int:
    """Run `command` again and again, killed within `longest` seconds after it says that it has begun.

    After so many kills it may finish. Gives how many kills there were before it came to its end by itself.
    """
    random = Random(seed)
    for done in range(kills):
        if _run(command, random.uniform(0, longest)):
            return done
    if not _run(command, None):
        raise RuntimeError("the last run, which nobody killed, did not come to its end")
    return kills


def _run(command: Sequence[str], patience: float | None) -> bool:
    """One run; tells whether it came to its end."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        assert child.stdout is not None
        child.stdout.readline()
        try:
            return child.wait(patience) == 0
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
            return False
