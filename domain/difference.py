"""What differs between two readings of one message, for people: in figures and labels, not in confidence or wording."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from domain.labels import INTENTS, KINDS, ROLES, ROUTES
from domain.model import Kind, NumberReading, PledgeReading, Reading
from domain.wording import COMMITMENTS, GROUPS


@dataclass(frozen=True, slots=True)
class Difference:
    """One slot that reads differently. `gone` and `come` hold the values that only one of the readings has."""

    slot: str
    gone: tuple[str, ...]
    come: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.slot}: {_list(self.gone)} → {_list(self.come)}"


def differences(before: Reading, kind_before: Kind, after: Reading, kind_after: Kind) -> list[Difference]:
    """The slots in which two readings differ, with Dutch names; empty where they say the same."""
    slots = {
        "soort": ([KINDS[kind_before]], [KINDS[kind_after]]),
        "bedoeling": ((INTENTS[intent] for intent in before.intents), (INTENTS[intent] for intent in after.intents)),
        "gemeente": ((g.code for g in before.gemeenten), (g.code for g in after.gemeenten)),
        "toezegging": (map(_pledge, before.pledges), map(_pledge, after.pledges)),
        "knelpunt": ((b.type for b in before.bottlenecks), (b.type for b in after.bottlenecks)),
        "getal": (map(_number, before.numbers), map(_number, after.numbers)),
        "doorsturen": ((ROUTES[route] for route in before.routes), (ROUTES[route] for route in after.routes)),
        "beoordelen": ([_yes_no(before.needs_review)], [_yes_no(after.needs_review)]),
    }
    compared = (_compare(name, *values) for name, values in slots.items())
    return [difference for difference in compared if difference is not None]


def _compare(slot: str, before: Iterable[str], after: Iterable[str]) -> Difference | None:
    old, new = Counter(before), Counter(after)
    if old == new:
        return None
    return Difference(slot, tuple((old - new).elements()), tuple((new - old).elements()))


def _pledge(pledge: PledgeReading) -> str:
    figures = "?" if pledge.places is None else f"{pledge.places}"
    if pledge.places_max is not None:
        figures += f"-{pledge.places_max}"
    homes = f" ({pledge.homes} woningen)" if pledge.homes is not None else ""
    kind = f"{GROUPS[pledge.group]}, {COMMITMENTS[pledge.commitment]}"
    return f"{pledge.gemeente or 'onbekend'} {figures}{homes} voor {kind}"


def _number(number: NumberReading) -> str:
    return f"{number.value} {ROLES[number.role]}"


def _yes_no(value: bool) -> str:  # noqa: FBT001  # it is the value itself
    return "ja" if value else "nee"


def _list(values: tuple[str, ...]) -> str:
    return ", ".join(values) or "niets"
