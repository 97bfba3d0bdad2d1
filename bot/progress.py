"""A progress bar on standard error, and only when that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Advance = Callable[[int], None]


@contextmanager
def progress(what: str, total: int | None = None, *, printing: bool = False) -> Iterator[Advance]:
    """Gives a function that says how many more are done; `total` is `None` where nobody knows.

    `printing` means that lines go to standard output meanwhile: where those are on the screen too, they are progress
    enough.
    """
    if not sys.stderr.isatty() or (printing and sys.stdout.isatty()):
        yield lambda _count: None
        return
    # rich costs 60 ms to load, which a script that reads our output need not pay
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    # Left to itself rich would send standard output along to the terminal, past the file it was meant for
    bar = Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False, redirect_stderr=False)
    with bar:
        task = bar.add_task(what, total=total)
        yield lambda count: bar.advance(task, count)
