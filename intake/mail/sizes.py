"""The largest mail that is fetched, and the sentence for one that is larger."""

from __future__ import annotations

from intake.mail.limits import MAX_RAW

MEGA = 1_000_000
LARGEST = MAX_RAW


def too_large(size: int, limit: int) -> str:
    """The sentence for a mail of `size` octets where `limit` is the most that is read."""
    return f"Dit bericht is te groot om te lezen ({_in_words(size)}; het maximum is {_in_words(limit)})."


def _in_words(size: int) -> str:
    if size < MEGA:
        return f"{size / 1000:.0f} kB"
    return f"{size / MEGA:.1f} MB".replace(".", ",").replace(",0 ", " ")
