"""One writing process: a lock file beside the database that names the process that holds it."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from domain.errors import StorageError
from domain.os_faults import os_reason


class ProcessLock:
    """The lock of one database. The operating system lets go of it when the process ends, however it ends."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + ".lock")
        self._database = database
        self._file: int | None = None

    def take(self) -> None:
        """Take the lock. Raises `StorageError`, which names the process that has it."""
        try:
            # Not emptied at opening: the number of the process that has the lock must stay for one that asks.
            file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                self._mark(file)
            except BaseException:
                os.close(file)
                raise
        except OSError as error:
            raise StorageError(f"De database {self._database} kan niet worden geopend: {os_reason(error)}.") from error
        self._file = file

    def _mark(self, file: int) -> None:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(file, 20, 0).decode("ascii", "replace").strip() or "onbekend"
            raise StorageError(
                f"Een ander proces (nummer {holder}) werkt al met de database {self._database}. "
                "Stop dat eerst, of wacht tot het klaar is."
            ) from error
        os.truncate(file, 0)
        os.pwrite(file, str(os.getpid()).encode(), 0)

    def release(self) -> None:
        """Let go of the lock. The file stays: removing it could take away the lock of the next process."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
