"""Mail from files: a .eml, a folder, a Maildir, an mbox, a text or standard input, one message after another.

Only reads. What cannot be read becomes a problem with its name, never an exception.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from domain.os_faults import os_reason
from intake.mail.maildir_folder import is_maildir
from intake.mail.mbox import looks_like_mbox, read_mbox
from intake.mail.sizes import LARGEST, too_large

STDIN = "-"
_SNIFF = 4096
_TEXT = ".txt"
_MAIL = {".eml", ".mbox", ".mbx", ".msg", _TEXT}
_OUTLOOK = bytes.fromhex("d0cf11e0a1b11ae1")  # the start of an OLE file, which a .msg is
_FIELD = re.compile(rb"[!-9;-~]+:")
_MAIL_FIELD = re.compile(rb"^(?:from|received|return-path|date|message-id|delivered-to):", re.IGNORECASE | re.MULTILINE)

_SUBJECT = re.compile(rb"^(?:subject|to|mime-version|content-type):", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class RawFile:
    """One message as it stands in a file, or the problem (Dutch) why there is none.

    `name` is the path as it was given, with `#2` behind it for the second message of an mbox. `plain_text` means that
    there are no headers.
    """

    name: str
    raw: bytes = b""
    problem: str = ""
    plain_text: bool = False


def open_paths(paths: Iterable[str], stdin: BinaryIO, largest: int = LARGEST) -> Iterator[RawFile]:
    """Yield every message in these files and folders, in order; folders are walked in sorted order.

    In a folder files are taken by their name (.eml, .mbox, .txt) or because they look like mail; a file that is named
    itself is always taken. `-` is one message on `stdin`, a mail or plain text. At most one message is held in memory.
    """
    for name in paths:
        if name == STDIN:
            raw = stdin.read(largest + 1)
            yield _checked(STDIN, raw, largest, plain_text=not _is_headed(raw))
        elif not os.path.isdir(name):  # noqa: PTH112 # a name with a NUL or too long is false here, an error in pathlib
            yield from _open(Path(name), largest)
        else:
            yield from _open_folder(Path(name), largest)


def _is_headed(raw: bytes) -> bool:
    """Whether this starts like a mail; a text may start with a word and a colon too."""
    head = raw.lstrip()[:_SNIFF]
    if looks_like_mbox(head):
        return True
    fields = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    return bool(_FIELD.match(fields) and (_MAIL_FIELD.search(fields) or _SUBJECT.search(fields)))


def _open_folder(folder: Path, largest: int) -> Iterator[RawFile]:
    empty = True
    for found in _walk(folder):
        empty = False
        yield from (found,) if isinstance(found, RawFile) else _open(found, largest)
    if empty:
        yield RawFile(_shown(folder), problem=f"In de map {_shown(folder)} staat geen mail.")


def _walk(folder: Path) -> Iterator[Path | RawFile]:
    try:
        maildir = is_maildir(folder)
        items = sorted(folder.iterdir(), key=lambda item: item.name)
        if maildir:
            yield from _delivered(folder)
            items = [item for item in items if item.name not in {"cur", "new", "tmp"}]
        for item in items:
            # hidden is private to some program, but in a Maildir a hidden folder holds mail
            if item.name.startswith(".") and not (maildir and is_maildir(item)):
                continue
            if item.is_dir():
                # a link to a folder may lead back to where we are
                yield from () if item.is_symlink() else _walk(item)
            elif _leads_nowhere(item) or (item.is_file() and _is_mail(item)):
                yield item
    except OSError as error:
        yield _unreadable(folder, error)


def _delivered(maildir: Path) -> Iterator[Path]:
    found = [item for part in ("cur", "new") for item in (maildir / part).iterdir() if not item.name.startswith(".")]
    yield from sorted((item for item in found if item.is_file()), key=lambda item: item.name)


def _leads_nowhere(path: Path) -> bool:
    """A link that is named like mail and whose mail is gone: that must show, for whoever made it expects a reading."""
    return path.suffix.lower() in _MAIL and path.is_symlink() and not path.exists()


def _is_mail(path: Path) -> bool:
    if path.suffix.lower() in _MAIL:
        return True
    try:
        with path.open("rb") as file:
            start = file.read(_SNIFF)
    except OSError:
        return True  # opening it again will tell what is wrong
    return looks_like_mbox(start) or bool(_FIELD.match(start) and _MAIL_FIELD.search(start))


def _open(path: Path, largest: int) -> Iterator[RawFile]:
    try:
        with open(path, "rb", opener=_without_waiting) as file:
            start = file.peek(_SNIFF)
            if path.suffix.lower() in {".eml", _TEXT} or not looks_like_mbox(start):
                size = os.fstat(file.fileno()).st_size
                raw = b"" if size > largest else file.read(largest + 1)
                yield _checked(_shown(path), raw, largest, size, plain_text=path.suffix.lower() == _TEXT)
                return
            for number, piece in enumerate(read_mbox(file, largest), 1):
                yield _checked(f"{_shown(path)}#{number}", piece.raw, largest, piece.size)
    except (OSError, ValueError) as error:
        yield _unreadable(path, error)


def _without_waiting(path: str, flags: int) -> int:
    """A named pipe that nobody writes to would make `open` wait for ever; like this it is empty."""
    descriptor = os.open(path, flags | os.O_NONBLOCK)
    os.set_blocking(descriptor, True)  # a pipe that somebody does write to is waited for, as in a shell
    return descriptor


def _checked(name: str, raw: bytes, largest: int, size: int = 0, *, plain_text: bool = False) -> RawFile:
    if max(len(raw), size) > largest:
        return RawFile(name, problem=too_large(max(len(raw), size), largest))
    if not raw.strip():
        return RawFile(name, problem="Er staat niets in.")
    if raw.startswith(_OUTLOOK):
        return RawFile(name, problem="Dit is een bestand van Outlook of Office: bewaar de mail als .eml.")
    return RawFile(name, raw, plain_text=plain_text)


def _unreadable(path: Path, error: OSError | ValueError) -> RawFile:
    reason = os_reason(error) if isinstance(error, OSError) else "dit kan geen naam van een bestand zijn"
    return RawFile(_shown(path), problem=f"{_shown(path)}: {reason}.")


def _shown(path: Path) -> str:
    # a file name may hold octets that are no text, which a terminal refuses to show
    return os.fsencode(str(path)).decode("utf-8", "backslashreplace")
