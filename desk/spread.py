"""Where bottlenecks were reported: by network and by province."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.campaign import NO_NETWORK, Campaign


@dataclass(slots=True)
class Spread:
    """One network or province: the gemeenten that reported something, and how many reports there are."""

    words: str
    gemeenten: set[str] = field(default_factory=set)
    reports: int = 0


def spreads(rows: Iterable[Mapping[str, Any]], campaign: Campaign) -> dict[str, list[Spread]]:
    """`netwerk` in the order of the campaign and `provincie` in that of the alphabet, without those that are empty.

    `rows` have `gemeente`, `province` and `reports`. A gemeente in two networks is in both.
    """
    found: dict[str, dict[str, Spread]] = {"netwerk": {}, "provincie": {}}
    order = [*(network.key for network in campaign.networks), NO_NETWORK]
    for row in rows:
        networks = [network.key for network in campaign.networks_of(row["gemeente"])] or [NO_NETWORK]
        for way, name in (*(("netwerk", key) for key in networks), ("provincie", row["province"])):
            spread = found[way].setdefault(name, Spread(name))
            spread.gemeenten.add(row["gemeente"])
            spread.reports += row["reports"]
    return {
        "netwerk": sorted(found["netwerk"].values(), key=lambda spread: order.index(spread.words)),
        "provincie": sorted(found["provincie"].values(), key=lambda spread: spread.words),
    }
