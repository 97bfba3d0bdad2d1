"""Sign-ins at the organisation that were begun and not ended. In memory: after a restart one begins anew."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from desk.provider import Begun

LASTS = timedelta(minutes=10)
"""Long enough to find a telephone for a second factor."""
_MOST = 2000
"""Beyond this the oldest are let go: who begins without end must not fill the memory."""


@dataclass(frozen=True, slots=True)
class Started:
    """What was begun, in which browser (the hash of its token), when, and where it goes afterwards."""

    begun: Begun
    browser: str
    wanted: str
    at: datetime


@dataclass(slots=True)
class SignIns:
    """Sign-ins under way by their state. Each ends once."""

    _started: dict[str, Started] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def start(self, started: Started) -> None:
        """Remember this one."""
        with self._lock:
            self._started[started.begun.state] = started
            while len(self._started) > _MOST:
                del self._started[next(iter(self._started))]

    def end(self, state: str, browser: str, now: datetime) -> Started | None:
        """The sign-in with this state, where this browser began it and not too long ago; it cannot end twice."""
        with self._lock:
            found = self._started.pop(state, None)
        fits = found is not None and found.browser == browser and now - found.at < LASTS
        return found if fits else None
