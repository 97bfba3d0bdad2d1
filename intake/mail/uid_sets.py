"""Long lists of UIDs cut into commands that every server accepts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

COMMAND_LENGTH = 1000  # RFC 2683 asks clients to stay near 1,000 octets a line; some servers refuse above 8,000


def cut_list(uids: Sequence[int], count: int, length: int = COMMAND_LENGTH) -> Iterator[list[int]]:
    """Cut `uids` into lists of at most `count`, each at most `length` characters when joined by commas."""
    piece: list[int] = []
    used = 0
    for uid in uids:
        size = len(str(uid)) + 1
        if piece and (len(piece) >= count or used + size > length):
            yield piece
            piece, used = [], 0
        piece.append(uid)
        used += size
    if piece:
        yield piece


def cut_budget(sized: Sequence[tuple[int, int]], octets: int) -> Iterator[list[int]]:
    """Cut (uid, size) pairs into lists of UIDs that hold at most `octets` together; a larger one stands alone."""
    piece: list[int] = []
    used = 0
    for uid, size in sized:
        if piece and used + size > octets:
            yield piece
            piece, used = [], 0
        piece.append(uid)
        used += size
    if piece:
        yield piece


def as_set(uids: Sequence[int]) -> str:
    """The UIDs as an IMAP set, neighbours joined: `[1, 2, 3, 7]` gives `1:3,7`. `uids` ascends."""
    runs: list[list[int]] = []
    for uid in uids:
        if runs and uid == runs[-1][1] + 1:
            runs[-1][1] = uid
        else:
            runs.append([uid, uid])
    return ",".join(str(first) if first == last else f"{first}:{last}" for first, last in runs)
