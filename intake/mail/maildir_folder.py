"""The files of a Maildir: which there are, reading one, and moving one to a subfolder (Maildir++)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from imapclient import imap_utf7

from domain.os_faults import os_reason
from domain.ports import Location, RawMail
from intake.mail.sizes import too_large

DROPPED = ".eml"
_PARTS = ("cur", "new", "tmp")
_FLAGS = ":2,"
_HEADER = 256 * 1024
_NAME = 60
_NANO = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One file that is a mail. Another size or time of change (ns) makes it another entry."""

    path: Path
    size: int
    changed: int

    @property
    def dropped(self) -> bool:
        """True for a file that a person put there, false for one that a mail server delivered."""
        return self.base.lower().endswith(DROPPED)

    @property
    def base(self) -> str:
        """The name without the flags that mail programs add."""
        return self.path.name.partition(_FLAGS)[0]

    @property
    def uid(self) -> str:
        """What the mail is called for good: for a dropped file its name may be used again for another mail."""
        # a file name may hold octets that are no text, which a database refuses
        name = os.fsencode(self.base).decode("utf-8", "backslashreplace")
        return f"{name}#{self.changed}-{self.size}" if self.dropped else name


def is_maildir(path: Path) -> bool:
    """True if all three folders of a Maildir are there."""
    return all((path / part).is_dir() for part in _PARTS)


def make_maildir(path: Path) -> None:
    """Make what is missing of a Maildir. Raises `OSError`."""
    for part in _PARTS:
        (path / part).mkdir(parents=True, exist_ok=True)


def list_entries(path: Path) -> list[Entry]:
    """The mails in new/ and cur/ and the .eml files beside them, oldest first. Raises `OSError`."""
    entries = [*_entries(path / "new"), *_entries(path / "cur"), *(e for e in _entries(path) if e.dropped)]
    return sorted(entries, key=lambda entry: (entry.changed, entry.path.name))


def _entries(folder: Path) -> Iterator[Entry]:
    with os.scandir(folder) as found:
        for item in found:
            if item.name.startswith("."):
                continue
            try:
                if item.is_file():
                    about = item.stat()
                    yield Entry(Path(item.path), about.st_size, about.st_mtime_ns)
            except FileNotFoundError:
                continue  # moved on by a mail program since the folder was read


def read_entry(entry: Entry, location: Location, largest: int) -> RawMail | None:
    """The mail in this file, with the problem if it cannot be read; None if it is gone."""
    received = datetime.fromtimestamp(entry.changed / _NANO, UTC)
    try:
        if entry.size > largest:
            return RawMail(location, _header(entry.path), received, too_large(entry.size, largest))
        raw = entry.path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        return RawMail(location, b"", received, f"Het bestand {entry.path} gaat niet open ({os_reason(error)}).")
    return RawMail(location, raw, received, "" if raw else f"Het bestand {entry.path} is leeg.")


def _header(path: Path) -> bytes:
    with path.open("rb") as file:
        start = file.read(_HEADER)
    ends = [start.find(gap) for gap in (b"\n\n", b"\r\n\r\n") if gap in start]
    return start[: min(ends)] + b"\n\n" if ends else start


def subfolder(path: Path, name: str) -> Path:
    """Where Maildir++ keeps the folder `name`: `Verwerkt` in `.Verwerkt`, `VNG/Klaar` in `.VNG.Klaar`."""
    encoded: bytes = imap_utf7.encode(name)
    return path / ("." + encoded.decode("ascii").replace("/", "."))


def move_in(entry: Entry, folder: Path) -> None:
    """Move a mail to this Maildir, made where it is missing. Raises `OSError`."""
    make_maildir(folder)
    (folder / "maildirfolder").touch()
    entry.path.rename(folder / "cur" / _unique_name(entry))


def _unique_name(entry: Entry) -> str:
    base, mark, flags = entry.path.name.partition(_FLAGS)
    if entry.dropped:
        # the same name may come again with another mail
        seconds, rest = divmod(entry.changed, _NANO)
        base = f"{seconds}.N{rest}S{entry.size}.{base[: -len(DROPPED)].replace(':', '-')[:_NAME]}{DROPPED}"
    return base + (mark or _FLAGS) + flags
