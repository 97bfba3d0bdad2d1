"""What was computed once and is as good as new until something is decided or comes in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar, cast

Value = TypeVar("Value")


@dataclass(slots=True)
class Remembered:
    """One value by name, each with the stamp at which it was computed."""

    _values: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def get(self, name: str, stamp: object, compute: Callable[[], Value]) -> Value:
        """The value for this stamp, computed where it is not known yet."""
        with self._lock:
            known = self._values.get(name)
        if known is not None and known[0] == stamp:
            return cast("Value", known[1])
        value = compute()
        with self._lock:
            self._values[name] = (stamp, value)
        return value
