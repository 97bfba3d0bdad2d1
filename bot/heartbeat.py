"""A sign of life of the service in a file, so that `status` and `doctor` can tell a quiet service from a stuck one."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

STALE_AFTER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """What the service last said of itself. `mailbox_at` is the last time that the mailbox could be read (UTC).

    `trouble` is the sentence on why it cannot be read now, or empty. `ticked_at` and `sending_at` are when reminders
    and outbox were last looked at; `sending_trouble` says why mail does not leave, `chat_trouble` why Telegram is
    silent.
    """

    pid: int
    at: datetime
    started_at: datetime
    mailbox_at: datetime | None = None
    trouble: str = ""
    ticked_at: datetime | None = None
    sending_at: datetime | None = None
    sending_trouble: str = ""
    chat_trouble: str = ""

    def stale(self, now: datetime) -> bool:
        """Whether the service should have said something since."""
        return now - self.at > STALE_AFTER


def write_heartbeat(data: Path, beat: Heartbeat) -> None:
    """Replace the file as a whole, so that a reader never sees half of it."""
    fresh = _file(data).with_suffix(".new")
    fresh.write_text(json.dumps(asdict(beat), default=datetime.isoformat), encoding="utf-8")
    fresh.replace(_file(data))


def read_heartbeat(data: Path) -> Heartbeat | None:
    """The last sign of life, or `None` where there never was one or the service has ended properly."""
    try:
        content = json.loads(_file(data).read_text(encoding="utf-8"))
        times: dict[str, Any] = {key: datetime.fromisoformat(content[key]) for key in ("at", "started_at")}
        for key in ("mailbox_at", "ticked_at", "sending_at"):
            times[key] = datetime.fromisoformat(content[key]) if content[key] else None
        troubles = {key: content.get(key, "") for key in ("trouble", "sending_trouble", "chat_trouble")}
        return Heartbeat(content["pid"], **times, **troubles)
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def end_heartbeat(data: Path) -> None:
    """The service has ended properly."""
    _file(data).unlink(missing_ok=True)


def alive(pid: int) -> bool:
    """Whether a process with this number runs on this machine."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _file(data: Path) -> Path:
    return data / "heartbeat.json"
