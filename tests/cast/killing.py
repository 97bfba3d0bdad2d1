"""Killing a collect at random moments until it comes to its end."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from random import Random

_SELDOM = 25


def collect_with_kills(
    command: Sequence[str], database: Path, kills: int, longest: float, *, seed: int = 3, seldom: float = 0.0
) -> int:
    """Run `command` again and again, killed at most `longest` seconds after it has begun to store or to handle mail.

    Now and then it gets `seldom` seconds more, as much as its helper takes to start. After so many kills it may finish.
    Gives how many kills there were before it came to its end by itself.
    """
    random = Random(seed)
    for done in range(kills):
        more = seldom if done % _SELDOM == _SELDOM - 1 else 0.0
        if _run(command, database, more + random.uniform(0, longest)):
            return done
    if not _run(command, database, None):
        raise RuntimeError("the last run, which nobody killed, did not come to its end")
    return kills


def _run(command: Sequence[str], database: Path, patience: float | None) -> bool:
    """One run; tells whether it came to its end."""
    before = _work(database)
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        # A kill must fall into the work, and not into the start of Python.
        while child.poll() is None and _work(database) == before:
            time.sleep(0.002)
        try:
            return child.wait(patience) == 0
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
            return False


def _work(database: Path) -> object:
    """Something that changes as soon as mail is stored or tried."""
    if not database.exists():
        return None
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as db:
        try:
            return db.execute("SELECT (SELECT max(id) FROM messages), (SELECT total(count) FROM tries)").fetchone()
        except sqlite3.Error:
            return None  # the tables are being made
