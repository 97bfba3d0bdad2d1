"""Sums over the views, for the first page of the desk: never a figure of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from storage.database import Database
from storage.progress import columns

ONLY_HOMES = "only_homes"
"""A condition on `v_pledges`: dwellings for which nobody knows a number of places, as v_progress counts them."""
_COLUMNS: dict[str, frozenset[str]] = {}
_ORDER = {
    "v_pledges": "said_at DESC, id DESC",
    "v_bottlenecks": "said_at DESC, id DESC",
    "v_responses": "name",
    "v_not_answered": "name",
    "v_outgoing": "id DESC",
    "v_contacts": "name, id",
}


class Overview:
    """Reads the views with conditions; offers `domain.desk.Overview`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def stamp(self) -> tuple[int, int]:
        """Changes with everything that is decided or comes in: what was computed before it is as good as now."""
        row = self._db.row("SELECT (SELECT max(id) FROM decisions), (SELECT max(id) FROM messages)")
        return (row[0] or 0, row[1] or 0) if row else (0, 0)

    def course(self, campaign: str) -> list[dict[str, Any]]:
        """The places that count by the day on which they were said: `day`, `commitment`, `places`."""
        rows = self._db.rows(
            "SELECT substr(said_at, 1, 10) AS day, commitment, sum(places) AS places FROM v_pledges "
            "WHERE campaign = ? AND counts AND places IS NOT NULL GROUP BY 1, 2 ORDER BY 1",
            (campaign,),
        )
        return [dict(row) for row in rows]

    def pledged(self, campaign: str) -> list[dict[str, Any]]:
        """The places that count by gemeente and commitment: `gemeente`, `commitment`, `places`."""
        rows = self._db.rows(
            "SELECT gemeente, commitment, coalesce(sum(places), 0) AS places FROM v_pledges "
            "WHERE campaign = ? AND counts GROUP BY 1, 2",
            (campaign,),
        )
        return [dict(row) for row in rows]

    def bottlenecks(self, campaign: str) -> list[dict[str, Any]]:
        """Each type that was reported: `type`, `label`, `gemeenten`, `reports`, `lately` (reports since two weeks
        before the newest), the most frequent first.
        """
        rows = self._db.rows(
            "SELECT type, label, count(DISTINCT gemeente) AS gemeenten, count(*) AS reports, "
            "sum(said_at >= (SELECT strftime('%Y-%m-%dT%H:%M:%SZ', max(said_at), '-14 days') FROM bottlenecks)) "
            "AS lately FROM v_bottlenecks WHERE campaign = ? AND state = 'confirmed' "
            "GROUP BY 1, 2 ORDER BY gemeenten DESC, label",
            (campaign,),
        )
        return [dict(row) for row in rows]

    def rows(
        self, view: str, campaign: str, where: Mapping[str, str | int], *, limit: int = 500, offset: int = 0
    ) -> list[dict[str, Any]]:
        """The rows of a view in which these columns have these values; `network` means one of the networks.

        Raises `KeyError` for a view or column that there is not.
        """
        conditions, values = self._conditions(view, campaign, where)
        order, page = _ORDER[view], "LIMIT :limit OFFSET :offset"
        sql = f"SELECT * FROM {view} WHERE {conditions} ORDER BY {order} {page}"
        if "id" in self._known(view):
            # Which rows first: else SQLite works out every column of every row before it sorts them
            inner = f"SELECT id FROM {view} WHERE {conditions} ORDER BY {order} {page}"
            sql = f"SELECT * FROM {view} WHERE id IN ({inner}) ORDER BY {order}"
        return [dict(row) for row in self._db.rows(sql, values | {"limit": limit, "offset": offset})]

    def totals(self, view: str, campaign: str, where: Mapping[str, str | int]) -> dict[str, Any]:
        """How many rows, and the sums of `places` and `homes` where the view has them."""
        conditions, values = self._conditions(view, campaign, where)
        sums = [name for name in ("places", "homes") if name in self._known(view)]
        # Dwellings count where nobody knows a number of places, as in v_progress
        terms = {"places": "sum(places)", "homes": "sum(CASE WHEN places IS NULL THEN homes END)"}
        chosen = "".join(f", coalesce({terms[name]}, 0) AS {name}" for name in sums)
        row = self._db.row(f"SELECT count(*) AS rows{chosen} FROM {view} WHERE {conditions}", values)
        return dict(row) if row else {}

    def _conditions(self, view: str, campaign: str, where: Mapping[str, str | int]) -> tuple[str, dict[str, Any]]:
        known = self._known(view)
        for name in where:
            if name not in known | {ONLY_HOMES}:
                raise KeyError(name)
        terms = ["campaign = :campaign"]
        for name in where:
            if name == ONLY_HOMES:
                terms.append("places IS NULL AND homes IS NOT NULL AND commitment <> 'exploring'")
            elif name == "network":
                terms.append("(', ' || network || ', ') LIKE '%, ' || :network || ', %'")
            else:
                terms.append(f'"{name}" = :{name}')
        return " AND ".join(terms), {"campaign": campaign, **where}

    def _known(self, view: str) -> frozenset[str]:
        if view not in _COLUMNS:
            _COLUMNS[view] = frozenset(columns(self._db, view))
        return _COLUMNS[view]
