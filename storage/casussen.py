"""Notes on gemeenten, and casussen: bottlenecks that people bundle."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from domain.casussen import CasusStatus
from domain.errors import DecisionError
from storage.database import Database
from storage.readings import clean
from storage.times import text as stored


class Casussen:
    """The rows of `casussen` and `notes`; offers `domain.casussen.Casussen`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def all(self, campaign: str) -> list[dict[str, Any]]:
        """Every casus with the number of its bottlenecks and gemeenten, the newest first."""
        rows = self._db.rows(
            "SELECT c.*, count(b.id) AS bottlenecks, count(DISTINCT b.gemeente) AS gemeenten FROM casussen c "
            "LEFT JOIN casus_bottlenecks m ON m.casus = c.id LEFT JOIN bottlenecks b ON b.id = m.bottleneck "
            "WHERE c.campaign = ? GROUP BY c.id ORDER BY c.id DESC",
            (campaign,),
        )
        return [dict(row) for row in rows]

    def get(self, number: int) -> dict[str, Any]:
        """One casus. Raises `DecisionError` where there is none."""
        row = self._db.row("SELECT * FROM casussen WHERE id = ?", (number,))
        if row is None:
            raise DecisionError(f"Casus {number} bestaat niet.")
        return dict(row)

    def members(self, number: int) -> list[dict[str, Any]]:
        """The bottlenecks of a casus as rows of v_bottlenecks, by gemeente."""
        rows = self._db.rows(
            "SELECT v.* FROM v_bottlenecks v WHERE v.id IN (SELECT bottleneck FROM casus_bottlenecks WHERE casus = ?) "
            "ORDER BY v.name, v.said_at",
            (number,),
        )
        return [dict(row) for row in rows]

    def add(self, campaign: str, title: str, who: str, at: datetime) -> int:
        """Make a casus; gives its id."""
        values = {"campaign": campaign, "title": clean(title), "status": str(CasusStatus.NEW)}
        return self._db.add("casussen", **values, made_by=who, made_at=stored(at))

    def change(self, number: int, title: str, summary: str, status: CasusStatus) -> None:
        """Change what a casus says and how far it is."""
        self._db.change(
            "UPDATE casussen SET title = ?, summary = ?, status = ? WHERE id = ?",
            (clean(title), clean(summary), str(status), number),
        )

    def bundle(self, number: int, bottlenecks: Iterable[int]) -> int:
        """Put bottlenecks in a casus; gives how many were not in it yet."""
        sql = "INSERT OR IGNORE INTO casus_bottlenecks (casus, bottleneck) SELECT ?, id FROM bottlenecks WHERE id = ?"
        return sum(self._db.change(sql, (number, bottleneck)) for bottleneck in bottlenecks)

    def take_out(self, number: int, bottleneck: int) -> None:
        """Take a bottleneck out of a casus."""
        self._db.change("DELETE FROM casus_bottlenecks WHERE casus = ? AND bottleneck = ?", (number, bottleneck))

    def quotes(self, bottlenecks: Iterable[int]) -> dict[int, str]:
        """How people worded the quotations of these bottlenecks; an empty text leaves one out."""
        among = json.dumps(list(bottlenecks))
        rows = self._db.rows(
            "SELECT bottleneck, text FROM quotes WHERE bottleneck IN (SELECT value FROM json_each(?))", (among,)
        )
        return {row["bottleneck"]: row["text"] for row in rows}

    def quote(self, bottleneck: int, text: str | None, who: str, at: datetime) -> None:
        """Word a quotation, or with `None` leave it to the program again."""
        self._db.change("DELETE FROM quotes WHERE bottleneck = ?", (bottleneck,))
        if text is not None:
            row = (bottleneck, clean(text), who, stored(at))
            self._db.change("INSERT INTO quotes (bottleneck, text, who, at) VALUES (?, ?, ?, ?)", row)

    def note(self, campaign: str, gemeente: str, text: str, who: str, at: datetime) -> int:
        """Write a note on a gemeente; gives its id."""
        return self._db.add("notes", campaign=campaign, gemeente=gemeente, text=clean(text), who=who, at=stored(at))

    def notes(self, campaign: str, gemeente: str) -> list[dict[str, Any]]:
        """The notes on a gemeente, the newest first."""
        rows = self._db.rows(
            "SELECT * FROM notes WHERE campaign = ? AND gemeente = ? ORDER BY id DESC", (campaign, gemeente)
        )
        return [dict(row) for row in rows]
