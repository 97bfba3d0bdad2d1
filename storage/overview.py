"""Sums over the views, for the first page of the desk: never a figure of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.campaign import NO_NETWORK
from storage.database import Database
from storage.progress import columns
from storage.retention import WHO

_OWN = {
    "only_homes": "places IS NULL AND homes IS NOT NULL AND commitment <> 'exploring'",
    "promised": "commitment <> 'exploring'",
    "other_groups": "\"group\" <> 'statushouders'",
    "since": "said_at >= :since",
    "before": "said_at < :before",
}
"""Conditions that are no column: dwellings for which nobody knows a number of places, what is promised (firm or under a
condition) and the places for other groups, all as v_progress counts them; and from when until when something was said,
as UTC text."""
_COUNTS: dict[str, str | int] = {"counts": 1, "state": "confirmed"}
"""What counts; the state is part of it, and is what the index knows."""
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

    def stamp(self) -> tuple[int, ...]:
        """Changes with everything that is decided, comes in or is erased: what was computed before it is as good as
        now.
        """
        row = self._db.row(
            "SELECT (SELECT max(id) FROM decisions), (SELECT max(id) FROM messages), "
            "(SELECT count(*) FROM left_alone WHERE reason = 'erased'), "
            "(SELECT max(id) FROM audit WHERE who = ?)",
            (WHO,),
        )
        return tuple(value or 0 for value in row) if row else ()

    def course(self, campaign: str) -> list[dict[str, Any]]:
        """The places that count by the day on which they were said: `day`, `commitment`, `places`."""
        sums = "substr(said_at, 1, 10) AS day, commitment, sum(places) AS places"
        grouped = "WHERE places IS NOT NULL GROUP BY 1, 2 ORDER BY 1"
        return self._chosen("said_at, commitment, places", sums, grouped, "v_pledges", campaign, _COUNTS)

    def pledged(self, campaign: str) -> list[dict[str, Any]]:
        """The places that count by gemeente and commitment: `gemeente`, `commitment`, `places`."""
        sums = "gemeente, commitment, coalesce(sum(places), 0) AS places"
        needed = "gemeente, commitment, places"
        return self._chosen(needed, sums, "GROUP BY 1, 2", "v_pledges", campaign, _COUNTS)

    def bottlenecks(self, campaign: str, where: Mapping[str, str | int]) -> list[dict[str, Any]]:
        """Each type that was reported: `type`, `label`, `gemeenten`, `reports`, the most frequent first."""
        return self._chosen(
            "type, label, gemeente",
            "type, label, count(DISTINCT gemeente) AS gemeenten, count(*) AS reports",
            "GROUP BY 1, 2 ORDER BY gemeenten DESC, reports DESC, label",
            "v_bottlenecks",
            campaign,
            where,
        )

    def bottlenecks_of_each(self, campaign: str, where: Mapping[str, str | int]) -> list[dict[str, Any]]:
        """How much each gemeente reported: `gemeente`, `province`, `reports`."""
        sums = "gemeente, province, count(*) AS reports"
        return self._chosen("gemeente, province", sums, "GROUP BY 1, 2", "v_bottlenecks", campaign, where)

    def reported(self, campaign: str, where: Mapping[str, str | int]) -> list[dict[str, Any]]:
        """When bottlenecks were reported, to the hour (UTC): `type`, `hour` (`2026-07-03T11`), `reports`."""
        sums = "type, substr(said_at, 1, 13) AS hour, count(*) AS reports"
        return self._chosen("type, said_at", sums, "GROUP BY 1, 2", "v_bottlenecks", campaign, where)

    def newest(self, campaign: str, where: Mapping[str, str | int], each: int) -> list[dict[str, Any]]:
        """The newest rows of v_bottlenecks, at most so many of each type, the newest first."""
        conditions, values = self._conditions("v_bottlenecks", campaign, where)
        rows = self._db.rows(
            "SELECT * FROM v_bottlenecks WHERE id IN (SELECT id FROM ("
            "SELECT id, row_number() OVER (PARTITION BY type ORDER BY said_at DESC, id DESC) AS place "
            f"FROM v_bottlenecks WHERE {conditions}) WHERE place <= :each) ORDER BY {_ORDER['v_bottlenecks']}",
            values | {"each": each},
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
        """How many rows and gemeenten, and the sums of `places` and `homes` where the view has them."""
        sums = [name for name in ("places", "homes") if name in self._known(view)]
        # Dwellings count where nobody knows a number of places, as in v_progress
        terms = {"places": "sum(places)", "homes": "sum(CASE WHEN places IS NULL THEN homes END)"}
        wanted = "".join(f", coalesce({terms[name]}, 0) AS {name}" for name in sums)
        counts = f"count(*) AS rows, count(DISTINCT gemeente) AS gemeenten{wanted}"
        return self._chosen(", ".join(["gemeente", *sums]), counts, "", view, campaign, where)[0]

    def _chosen(
        self, needed: str, sums: str, grouped: str, view: str, campaign: str, where: Mapping[str, str | int]
    ) -> list[dict[str, Any]]:
        """Sums over these columns of the rows that are wanted.

        Materialized: within an aggregate SQLite would look up the message of every row for nothing.
        """
        conditions, values = self._conditions(view, campaign, where)
        inner = f"SELECT {needed} FROM {view} WHERE {conditions}"
        sql = f"WITH chosen AS MATERIALIZED ({inner}) SELECT {sums} FROM chosen {grouped}"
        return [dict(row) for row in self._db.rows(sql, values)]

    def _conditions(self, view: str, campaign: str, where: Mapping[str, str | int]) -> tuple[str, dict[str, Any]]:
        known = self._known(view)
        for name in where:
            if name not in known | _OWN.keys():
                raise KeyError(name)
        terms = ["campaign = :campaign"]
        for name in where:
            if name in _OWN:
                terms.append(_OWN[name])
            elif name == "network":
                inside = "FROM network_members n WHERE n.campaign = :campaign"
                terms.append(
                    f"gemeente NOT IN (SELECT n.gemeente {inside})"
                    if where[name] == NO_NETWORK
                    else f"gemeente IN (SELECT n.gemeente {inside} AND n.network = :network)"
                )
            else:
                terms.append(f'"{name}" = :{name}')
        return " AND ".join(terms), {"campaign": campaign, **where}

    def _known(self, view: str) -> frozenset[str]:
        if view not in _COLUMNS:
            _COLUMNS[view] = frozenset(columns(self._db, view))
        return _COLUMNS[view]
