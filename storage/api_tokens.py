"""Tokens for the API: only a hash is kept, so that who reads the database cannot use them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from domain.errors import DecisionError
from storage.database import Database
from storage.times import moment, text

NOTED_EVERY = timedelta(hours=1)
"""A token is marked as used at most this often: asking for figures should not write all the time."""


class ApiTokens:
    """The rows of `api_tokens`. What changes rows works inside `write`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, name: str, token_hash: str, at: datetime) -> None:
        """Keep a new token. Raises `DecisionError` where the name is taken."""
        if self._db.value("SELECT count(*) FROM api_tokens WHERE name = ?", (name,)):
            raise DecisionError(f"Er is al een token '{name}'.")
        self._db.add("api_tokens", name=name, token_hash=token_hash, made_at=text(at))

    def end(self, name: str) -> None:
        """Take a token back. Raises `DecisionError` where there is none."""
        if not self._db.change("DELETE FROM api_tokens WHERE name = ?", (name,)):
            raise DecisionError(f"Er is geen token '{name}'.")

    def holds(self, token_hash: str, at: datetime) -> bool:
        """Whether this token is good. A transaction of its own where its use is noted."""
        row = self._db.row("SELECT id, used_at FROM api_tokens WHERE token_hash = ?", (token_hash,))
        if row is None:
            return False
        if row["used_at"] is None or at - moment(row["used_at"]) > NOTED_EVERY:
            with self._db.write():
                self._db.change("UPDATE api_tokens SET used_at = ? WHERE id = ?", (text(at), row["id"]))
        return True

    def all(self) -> list[dict[str, Any]]:
        """Name, when made and when last used of each token, by name."""
        rows = self._db.rows("SELECT name, made_at, used_at FROM api_tokens ORDER BY name")
        return [dict(row) for row in rows]
