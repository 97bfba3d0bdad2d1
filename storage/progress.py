"""What the views say: for `status`, the exports and the desk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from domain.errors import StorageError
from domain.outbox import OutState
from storage.database import Database
from storage.views import VIEWS

_ORDER = {
    "v_responses": "province, name",
    "v_pledges": "name, said_at, id",
    "v_bottlenecks": "name, said_at, id",
    "v_not_answered": "province, name",
    "v_contacts": "name, id",
    "v_outgoing": "id",
}


def progress(db: Database, campaign: str) -> Mapping[str, Any]:
    """The row of `v_progress`. Raises `StorageError` for a campaign that is not stored."""
    row = db.row("SELECT * FROM v_progress WHERE campaign = ?", (campaign,))
    if row is None:
        raise StorageError(f"De campagne {campaign} staat nog niet in de database.")
    return dict(row)


def view(db: Database, name: str, campaign: str) -> Iterator[Mapping[str, Any]]:
    """The rows of a view, in a fixed order. Raises `KeyError` for a name that is none of ours."""
    for row in db.each(f"SELECT * FROM {name} WHERE campaign = ? ORDER BY {_ORDER[name]}", (campaign,)):
        yield dict(row)


def columns(db: Database, name: str) -> list[str]:
    """The names of the columns of a view, also when it has no rows."""
    if name not in VIEWS:
        raise KeyError(name)
    return [row["name"] for row in db.rows(f"PRAGMA table_info({name})")]


def counts(db: Database) -> Mapping[str, int]:
    """Messages by state, and outbox rows by state as `outbox_<state>`; zero where there are none."""
    found = dict.fromkeys(("received", "handled", "trouble", *(f"outbox_{state}" for state in OutState)), 0)
    # Nearly all are handled: the others have an index of their own, so nobody walks through every message
    others = db.rows("SELECT state, count(*) AS n FROM messages WHERE state <> 'handled' GROUP BY 1")
    found.update({row["state"]: row["n"] for row in others})
    found["handled"] = int(db.value("SELECT count(*) FROM messages")) - sum(row["n"] for row in others)
    outbox = db.rows("SELECT 'outbox_' || state AS state, count(*) AS n FROM outbox GROUP BY 1")
    return found | {row["state"]: row["n"] for row in outbox}
