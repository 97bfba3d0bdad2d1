"""`plaatsmaker run` as a process that starts warm: forked from one that imported the program already.

It is a process of its own, killed and started again like any other; what is left out is only the reading of the same
code from disk, which takes most of a start. `tests/bot/test_service.py` starts the command itself.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

IMPORTED = (
    "bot.cli",
    "bot.commands.service",
    "bot.conversing",
    "bot.demo_data",
    "bot.desk",
    "bot.outgoing",
    "bot.service",
    "bot.telegram.opening",
    "nlp.answering",
    "nlp.few_words",
    "nlp.reader",
)
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(list(IMPORTED))


class Warm:
    """Offers what `tests.telegram.crowd.Service` asks of a `subprocess.Popen`."""

    def __init__(self, folder: Path) -> None:
        self._process = CONTEXT.Process(target=serve, args=(str(folder),))
        self._process.start()
        self.pid = self._process.pid or 0

    def poll(self) -> int | None:
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self._process.terminate()

    def kill(self) -> None:
        self._process.kill()

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired("plaatsmaker run", timeout or 0)
        return self._process.exitcode


def serve(folder: str) -> None:
    """Be the command, in this folder; what it prints comes in `uitvoer.txt`."""
    from bot.cli import main  # noqa: PLC0415  # imported already where this runs

    os.chdir(folder)
    said = os.open("uitvoer.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(said, 1)
    os.dup2(said, 2)
    sys.argv = ["plaatsmaker", "run"]
    main()
