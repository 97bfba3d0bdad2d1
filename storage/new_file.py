"""Writing a whole file: it is there in the end, or the old one is still there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from domain.errors import StorageError
from domain.os_faults import os_reason


@contextmanager
def new_file(target: Path) -> Iterator[Path]:
    """Gives a path to write to; after the block it takes the place of `target`. Raises `StorageError`."""
    if not target.parent.is_dir():
        raise StorageError(f"De map {target.parent} bestaat niet.")
    if target.is_dir():
        raise StorageError(f"{target} is een map; kies de naam van een bestand.")
    part = target.with_name(target.name + ".part")
    try:
        part.unlink(missing_ok=True)
        yield part
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        raise StorageError(f"{target} kan niet worden geschreven: {os_reason(error)}.") from error
    finally:
        part.unlink(missing_ok=True)
