"""What goes out as files: exactly the bytes that SMTP would have sent, as .eml in a folder."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from domain.errors import MessageError
from domain.model import Address
from domain.os_faults import os_reason
from domain.outbox import Delivery, Dispatch, Outcome
from intake.mail.compose import compose

UNSAFE = re.compile(r"[^A-Za-z0-9@._-]")
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class FileCarrier:
    """Writes dispatches into `folder`; implements `domain.outbox.Carrier` and `intake.send.SentFolder`.

    A file is named after the Message-ID, so that doing it twice gives one file, and it appears whole or not at all.
    """

    folder: Path
    sender: Address
    clock: Callable[[], datetime]

    def deliver(self, dispatch: Dispatch, handing_over: Callable[[], bool]) -> Delivery:
        """Write one dispatch. What the disk refuses is tried again later."""
        try:
            raw = compose(dispatch, self.sender, self.clock())
        except MessageError as error:
            return Delivery(Outcome.PERMANENT, str(error))
        file = self._file(dispatch.message_id)
        part = file.with_name(f".{file.name}.part")
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(part, raw)
            if not handing_over():
                part.unlink()
                return Delivery(Outcome.TEMPORARY, "de regel is intussen van een andere verzender")
            if not file.exists():
                part.replace(file)
            part.unlink(missing_ok=True)
        except OSError as error:
            return Delivery(Outcome.UNREACHABLE, f"de map {self.folder} is niet te beschrijven: {os_reason(error)}")
        return Delivery(Outcome.DELIVERED)

    def holds(self, message_id: str) -> bool:
        """Whether this dispatch has been written."""
        return self._file(message_id).exists()

    def erase(self, message_id: str) -> None:
        """Remove the copy of this dispatch, where there is one."""
        self._file(message_id).unlink(missing_ok=True)

    def close(self) -> None:
        """Nothing is held."""

    def _file(self, message_id: str) -> Path:
        return self.folder / f"{UNSAFE.sub('_', message_id.strip('<>'))[:LONGEST_NAME]}.eml"


def _write(file: Path, raw: bytes) -> None:
    """Mail of strangers: for nobody else on this machine, and on the disk before anything relies on it."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as target:
        target.write(raw)
        target.flush()
        os.fsync(target.fileno())
