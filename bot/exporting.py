"""A table of the records into a file or onto standard output. A file appears whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

from desk.spreadsheet import write_csv, xlsx_bytes
from desk.tables import TITLES, VIEWS, Export, cells, heads
from domain.errors import PlaatsmakerError
from domain.ports import Records

_DATABASE = b"SQLite format 3\0"


def export_to(output: Path | None, records: Records, campaign: str, what: str, form: str) -> None:
    """Write the table `what` in `form` (`csv` or `xlsx`) to `output`, or to standard output."""
    export = Export(what)
    # Closed before the database is, also when the reader of our output walks away
    with closing(cells(export, records.view(VIEWS[export], campaign))) as rows:
        if form == "xlsx":
            book = xlsx_bytes(TITLES[export], heads(export), rows)
            with _bytes(output) as file:
                file.write(book)
        else:
            with _text(output) as text:
                write_csv(text, heads(export), rows)


def no_other_file(target: Path) -> None:
    """A copy of the database may replace an older one, but not somebody's letter or the settings.

    Raises `PlaatsmakerError`.
    """
    if not target.is_file():
        return
    with target.open("rb") as file:
        start = file.read(len(_DATABASE))
    if start not in {b"", _DATABASE}:
        raise PlaatsmakerError(f"{target} bestaat al en is geen database; kies een andere naam.")


@contextmanager
def _text(output: Path | None) -> Iterator[IO[str]]:
    if output is None:
        yield sys.stdout
        return
    with _fresh(output) as part, part.open("w", encoding="utf-8", newline="") as file:
        yield file


@contextmanager
def _bytes(output: Path | None) -> Iterator[IO[bytes]]:
    if output is None:
        yield sys.stdout.buffer
        return
    with _fresh(output) as part, part.open("wb") as file:
        yield file


@contextmanager
def _fresh(output: Path) -> Iterator[Path]:
    """A file beside `output` that takes its place at the end; after a failure `output` is as it was."""
    part = output.with_name(f".{output.name}.{os.getpid()}.part")
    if not output.parent.is_dir():
        raise PlaatsmakerError(f"De map {output.parent} bestaat niet.")
    try:
        yield part
        part.replace(output)
    finally:
        part.unlink(missing_ok=True)
