"""Killing a collect at random moments until it comes to its end."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random


def collect_with_kills(
    command: Sequence[str], database: Path, kills: int, shortest: float, longest: float, seed: int = 3
) -> int:
    """Run `command` again and again, killed between `shortest` and `longest` seconds after it has the database.

    After so many kills it may finish. Gives how many kills there were before it came to its end by itself.
    """
    random = Random(seed)
    for done in range(kills):
        if _run(command, database, random.uniform(shortest, longest)):
            return done
    if not _run(command, database, None):
        raise RuntimeError("the last run, which nobody killed, did not come to its end")
    return kills


def _run(command: Sequence[str], database: Path, patience: float | None) -> bool:
    """One run; tells whether it came to its end."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        _wait_for_work(child, database.with_name(database.name + ".lock"))
        try:
            return child.wait(patience) == 0
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
            return False


def _wait_for_work(child: subprocess.Popen[bytes], lock: Path) -> None:
    """Until the child has the database, or has ended: a kill must fall into the work, not into the start of Python."""
    while child.poll() is None and not (lock.exists() and lock.read_text() == str(child.pid)):
        time.sleep(0.002)
