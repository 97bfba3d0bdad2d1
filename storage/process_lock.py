"""One writing process: a lock file beside the database that names the process that holds it."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import IO

from domain.errors import StorageError


class ProcessLock:
    """The lock of one database. The operating system lets go of it when the process ends, however it ends."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + ".lock")
        self._database = database
        self._file: IO[str] | None = None

    def take(self) -> None:
        """Take the lock. Raises `StorageError` that names the process that has it."""
        try:
            # Opened to append: the number of the process that has the lock must not be wiped by one that asks.
            file = self._path.open("a+", encoding="ascii")
        except OSError as error:
            raise StorageError(f"De database {self._database} kan niet worden geopend: {error.strerror}.") from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.seek(0)
            holder = file.read().strip() or "onbekend"
            file.close()
            raise StorageError(
                f"Een ander proces (nummer {holder}) werkt al met de database {self._database}. "
                "Stop dat eerst, of wacht tot het klaar is."
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._file = file

    def release(self) -> None:
        """Let go of the lock. The file stays: removing it could take away the lock of the next process."""
        if self._file is not None:
            self._file.close()
            self._file = None
