"""Reading an mbox, one message in memory at a time.

The separator is the weak spot of the format: nothing but "From " at the start of a line, which people write too. Here
it separates only where the next line looks like a header and the line is set apart by an empty one or ends in a time
of day; anything else is text. `>From ` in a text loses one `>` (mboxrd; for mboxo it is the same).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

_LINE = 64 * 1024
_HEADER = re.compile(rb"[!-9;-~]+:|>From ")
_TIMED = re.compile(rb"From .*\d\d:\d\d")
_QUOTED = re.compile(rb">+From ")


class Piece(NamedTuple):
    """One message of an mbox. `size` is its whole size in octets, `raw` at most what was asked for."""

    raw: bytes
    size: int


def looks_like_mbox(start: bytes) -> bool:
    """True if a file that starts with these octets is an mbox."""
    first, _, rest = start.partition(b"\n")
    return first.startswith(b"From ") and _HEADER.match(rest) is not None


def read_mbox(file: BinaryIO, largest: int) -> Iterator[Piece]:
    """Yield the messages of an open mbox. Of one larger than `largest` only the first so many octets are kept.

    What stands before the first separator is a message too: nothing is passed over. Raises `OSError`.
    """
    message = _Message(largest)
    previous, starts = b"\n", True
    line = file.readline(_LINE)
    while line:
        following = file.readline(_LINE)
        if starts and _separates(line, previous, following):
            yield from message.end()
            message = _Message(largest)
        else:
            message.add(line[1:] if starts and _QUOTED.match(line) else line)
        # a line longer than the limit comes in parts, and only its first part can be a separator
        previous, starts, line = line, line.endswith(b"\n"), following
    yield from message.end()


def _separates(line: bytes, previous: bytes, following: bytes) -> bool:
    if not line.startswith(b"From ") or not _HEADER.match(following):
        return False
    return not previous.strip() or _TIMED.match(line) is not None


class _Message:
    """The lines of one message, up to a limit."""

    def __init__(self, largest: int) -> None:
        self._largest = largest
        self._lines: list[bytes] = []
        self._size = 0

    def add(self, line: bytes) -> None:
        if self._size <= self._largest:
            self._lines.append(line)
        self._size += len(line)

    def end(self) -> Iterator[Piece]:
        """The message, unless there is nothing in it. The empty line before a separator belongs to the format."""
        if self._lines and self._lines[-1] in {b"\n", b"\r\n"}:
            self._size -= len(self._lines.pop())
        raw = b"".join(self._lines)
        if raw.strip():
            yield Piece(raw, self._size)
