"""CHECKs of columns, as SQL: values of an enumeration, instants, days, flags."""

from __future__ import annotations

from collections.abc import Iterable


def one_of(column: str, values: Iterable[str]) -> str:
    """A CHECK that a column holds one of the values of an enumeration."""
    return f"CHECK ({column} IN ({', '.join(repr(str(value)) for value in values)}))"


def time_check(column: str) -> str:
    """A CHECK that a column holds an instant as `storage.times` writes it."""
    return f"CHECK ({column} GLOB '????-??-??T??:??:??Z')"


def day_check(column: str) -> str:
    """A CHECK that a column holds a day as ISO text."""
    return f"CHECK ({column} GLOB '????-??-??')"


def flag_check(column: str) -> str:
    """A CHECK that a column holds 0 or 1."""
    return f"CHECK ({column} IN (0, 1))"
