"""Who looks at what now, so that two reviewers see one another. In memory: after a restart everybody looks anew."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

LASTS = timedelta(minutes=3)
"""Who has not moved for this long is no longer looking."""


@dataclass(slots=True)
class Presence:
    """Where each user was last seen."""

    _seen: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def looks(self, who: str, at: str, now: datetime) -> list[str]:
        """`who` looks at `at`; gives the others who do."""
        with self._lock:
            self._seen[who] = (at, now)
        return self.others(who, at, now)

    def taken(self, who: str, now: datetime) -> set[str]:
        """Everything that others than `who` look at."""
        with self._lock:
            seen = list(self._seen.items())
        return {place for name, (place, moment) in seen if name != who and now - moment < LASTS}

    def others(self, who: str, at: str, now: datetime) -> list[str]:
        """Who beside `who` looks at `at`."""
        with self._lock:
            return sorted(
                name
                for name, (place, moment) in self._seen.items()
                if name != who and place == at and now - moment < LASTS
            )
