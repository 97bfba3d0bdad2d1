"""Pledges added up as the gold is compared: tranches of one gemeente and group are one total."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any


def add_up(pledges: Iterable[dict[str, Any]]) -> list[Hashable]:
    """Pledges with tranches of one gemeente and group added up: (gemeente, group, places, places_max, homes)."""
    totals: dict[tuple[str | None, str], list[int | None]] = {}
    ranges: set[tuple[str | None, str]] = set()
    for pledge in pledges:
        key = (pledge.get("gemeente"), pledge.get("group") or "statushouders")
        total = totals.setdefault(key, [None, None, None])
        low, high, homes = pledge.get("places"), pledge.get("places_max"), pledge.get("homes")
        if low is not None:
            total[0] = (total[0] or 0) + low
            total[1] = (total[1] or 0) + (low if high is None else high)
            if high is not None:
                ranges.add(key)
        if homes is not None:
            total[2] = (total[2] or 0) + homes
    return [(*key, low, high if key in ranges else None, homes) for key, (low, high, homes) in totals.items()]
