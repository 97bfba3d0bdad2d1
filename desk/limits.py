"""How often something may be tried: a count over a sliding time, in memory."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

_MOST_KEYS = 10_000
"""Beyond this the oldest keys are let go: who tries from everywhere must not fill the memory."""


@dataclass(slots=True)
class Limit:
    """At most `most` times in `within`, for each key apart."""

    most: int
    within: timedelta
    _times: dict[str, deque[datetime]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def wait(self, key: str, now: datetime) -> timedelta:
        """How long until this key may try again; zero where it may now."""
        with self._lock:
            times = self._recent(key, now)
            return times[0] + self.within - now if len(times) >= self.most else timedelta(0)

    def count(self, key: str, now: datetime) -> None:
        """Note one time."""
        with self._lock:
            times = self._recent(key, now)
            times.append(now)
            self._times.pop(key, None)
            self._times[key] = times
            if len(self._times) > _MOST_KEYS:
                del self._times[next(iter(self._times))]

    def forget(self, key: str) -> None:
        """Begin anew for this key."""
        with self._lock:
            self._times.pop(key, None)

    def _recent(self, key: str, now: datetime) -> deque[datetime]:
        times = self._times.get(key) or deque(maxlen=self.most)
        while times and now - times[0] >= self.within:
            times.popleft()
        return times
