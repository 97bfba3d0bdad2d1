"""Files as a `Source`: a folder of .eml or an mbox, taken in once, the same way as a mailbox. Nothing is moved."""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from domain.ports import Clock, Location, RawMail
from intake.mail.files import RawFile, open_paths
from intake.mail.sizes import LARGEST, MEGA

_BATCH = 100
_BATCH_OCTETS = 8 * MEGA


def _now() -> datetime:
    return datetime.now(UTC)


class FileSource:
    """The messages in these files and folders (see `open_paths`), each known by its path and its text."""

    def __init__(self, paths: Sequence[Path], *, largest: int = LARGEST, clock: Clock = _now) -> None:
        self._paths = [str(path.absolute()) for path in paths]
        self._largest = largest
        self._clock = clock

    def fetch(self, known: Callable[[Sequence[Location]], set[Location]]) -> Iterator[list[RawMail]]:
        """Yield batches of mail not seen before, in the order of the files; see `domain.ports.Source`."""
        for batch in self._batches():
            seen = known([mail.location for mail in batch])
            new = [mail for mail in batch if mail.location not in seen]
            if new:
                yield new

    def settle(self, done: Sequence[Location], trouble: Sequence[Location]) -> None:
        """Files stay where they are; what is stored is known by its location."""

    def wait(self, seconds: float) -> bool:
        """Files are taken in once: nothing new is waited for."""
        time.sleep(seconds)
        return False

    def close(self) -> None:
        """Nothing is held."""

    def _batches(self) -> Iterator[list[RawMail]]:
        batch: list[RawMail] = []
        octets = 0
        for file in open_paths(self._paths, sys.stdin.buffer, self._largest):
            batch.append(self._mail(file))
            octets += len(file.raw)
            if len(batch) >= _BATCH or octets >= _BATCH_OCTETS:
                yield batch
                batch, octets = [], 0
        if batch:
            yield batch

    def _mail(self, file: RawFile) -> RawMail:
        digest = hashlib.sha256(file.raw).hexdigest()[:16]
        return RawMail(Location("files", "", 0, f"{file.name}#{digest}"), file.raw, self._clock(), file.problem)
