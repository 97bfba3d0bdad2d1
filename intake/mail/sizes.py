"""Sizes in words, for mail that is too large to be read."""

from __future__ import annotations

MEBI = 1024 * 1024
LARGEST = 25 * MEBI


def too_large(size: int, limit: int) -> str:
    """The sentence for a mail of `size` octets where `limit` is the most that is read."""
    return f"Het bericht is te groot ({_mb(size)}); er wordt ten hoogste {_mb(limit)} gelezen."


def _mb(size: int) -> str:
    return f"{size / MEBI:.1f} MB".replace(".", ",").replace(",0 ", " ") if size >= MEBI else f"{size / 1024:.0f} kB"
