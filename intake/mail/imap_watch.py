"""Waiting for new mail: IDLE where the server has it, else a NOOP now and then. Both notice a dead server."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any, Protocol

from intake.mail.imap_account import Limits
from intake.mail.imap_connection import Connection


class Watch(Protocol):
    """A way to wait on one connection. Raises whatever the connection raises when it is lost."""

    def check(self, seconds: float) -> bool:
        """Wait for at most `seconds`; true as soon as mail has been announced."""

    def end(self) -> None:
        """Give the connection back for other commands."""


class Idle:
    """IDLE, kept open over many checks and begun again in time."""

    def __init__(self, client: Connection, limits: Limits) -> None:
        self._client = client
        self._limits = limits
        self._open = False
        self._renew_at = 0.0

    def check(self, seconds: float) -> bool:
        """Wait for at most `seconds`; a little longer when the server is asked whether it is still there."""
        deadline = time.monotonic() + seconds
        while True:
            if not self._open and self._begin():
                return True
            until = min(deadline, self._renew_at)
            answers = self._client.idle_check(timeout=max(0.0, until - time.monotonic()))
            if _announced(answers):
                return True
            now = time.monotonic()
            # Nothing said and yet early: the connection is at its end, and only a command brings that to light.
            if (now >= self._renew_at or (not answers and now < until)) and self._renew():
                return True
            if now >= deadline:
                return False

    def end(self) -> None:
        """Leave IDLE; what the server still says is left for `Connection.arrivals`."""
        if self._open:
            self._open = False
            # A frozen server is told from a silent one only here: without a limit this would wait for ever.
            self._client.hurry(self._limits.watchdog)
            self._client.idle_done()
            self._client.hurry(None)

    def _begin(self) -> bool:
        self._client.hurry(self._limits.watchdog)
        self._client.idle()
        self._client.hurry(None)
        self._open = True
        self._renew_at = time.monotonic() + self._limits.renew
        return _announced(self._client.idle_check(timeout=0)) or self._client.arrivals()

    def _renew(self) -> bool:
        self.end()
        return self._client.arrivals()


class Poll:
    """A NOOP every so often."""

    def __init__(self, client: Connection, limits: Limits) -> None:
        self._client = client
        self._limits = limits
        self._next = time.monotonic()

    def check(self, seconds: float) -> bool:
        """Wait for at most `seconds`, asking the server when it is time to."""
        deadline = time.monotonic() + seconds
        while True:
            if time.monotonic() >= self._next and self._ask():
                return True
            rest = min(deadline, self._next) - time.monotonic()
            time.sleep(max(0.0, rest))
            if time.monotonic() >= deadline:
                return False

    def end(self) -> None:
        """A NOOP leaves nothing open."""

    def _ask(self) -> bool:
        self._next = time.monotonic() + self._limits.poll
        self._client.hurry(self._limits.watchdog)
        self._client.noop()
        self._client.hurry(None)
        return self._client.arrivals()


def watch(client: Connection, limits: Limits) -> Watch:
    """The best way of waiting that this server has."""
    return Idle(client, limits) if client.has_capability("IDLE") else Poll(client, limits)


def _announced(answers: Iterable[tuple[Any, ...]]) -> bool:
    # RECENT is not enough: some servers send EXISTS alone
    return any(len(answer) > 1 and answer[1] == b"EXISTS" for answer in answers)
