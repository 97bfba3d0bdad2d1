"""The book of one decision: its row, its lines of history, and the statuses that follow from it."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.changes import Cause
from domain.dossier import Status, status_of
from domain.errors import RecordError
from storage.database import Database
from storage.loading import load_brief
from storage.times import text


@dataclass(slots=True)
class Book:
    """Keeps what a decision changes, and remembers whose status may have changed by it."""

    db: Database
    cause: Cause
    decision: int
    touched: set[str] = field(default_factory=set)
    _lines: list[tuple[str | int | None, ...]] = field(default_factory=list)
    _dossiers: dict[str, int] = field(default_factory=dict)

    @classmethod
    def open(cls, db: Database, cause: Cause, undoes: int | None = None) -> Book:
        """The book of a new decision."""
        number = db.add(
            "decisions",
            campaign=cause.campaign,
            message=cause.message,
            reading=cause.reading,
            verdict=str(cause.verdict),
            made_by=str(cause.maker),
            who=cause.who,
            made_at=text(cause.at),
            reason=cause.reason,
            undoes=undoes,
        )
        return cls(db, cause, number)

    def remember(
        self,
        subject: str,
        subject_id: int,
        event: str,
        before: str | None,
        after: str | None,
        *,
        gemeente: str | None = None,
        reason: str = "",
    ) -> None:
        """One line of history; written by `close`."""
        self._lines.append((self.decision, gemeente, subject, subject_id, event, before, after, reason))
        if gemeente:
            self.touched.add(gemeente)

    def touch(self, gemeente: str | None) -> None:
        """The status of this gemeente may change, though no line of history is about it."""
        if gemeente is not None:
            self.touched.add(gemeente)

    def must_be_known(self, gemeente: str | None) -> None:
        """Raises `RecordError` for a gemeente that is not in the list."""
        if gemeente is None or gemeente in self.touched or self._dossier(gemeente) is not None:
            return
        if self.db.value("SELECT count(*) FROM gemeenten WHERE code = ?", (gemeente,)) == 0:
            raise RecordError(f"De gemeente {gemeente} staat niet in de lijst van gemeenten.")

    def dossier_of(self, gemeente: str) -> int:
        """The id of a dossier, which is made where there is none."""
        number = self._dossier(gemeente)
        if number is None:
            number = self._dossiers[gemeente] = self.db.add(
                "dossiers",
                campaign=self.cause.campaign,
                gemeente=gemeente,
                status=str(Status.SILENT),
                status_since=text(self.cause.at),
            )
        return number

    def _dossier(self, gemeente: str) -> int | None:
        if gemeente not in self._dossiers:
            where = (self.cause.campaign, gemeente)
            found = self.db.value("SELECT id FROM dossiers WHERE campaign = ? AND gemeente = ?", where)
            if found is None:
                return None
            self._dossiers[gemeente] = found
        return self._dossiers[gemeente]

    def close(self) -> None:
        """Give each gemeente that was touched the status that follows from its dossier now; write the history."""
        for gemeente in sorted(self.touched):
            number = self.dossier_of(gemeente)
            before = self.db.value("SELECT status FROM dossiers WHERE id = ?", (number,))
            after = str(status_of(load_brief(self.db, self.cause.campaign, gemeente)))
            if before != after:
                self.db.change(
                    "UPDATE dossiers SET status = ?, status_since = ? WHERE id = ?",
                    (after, text(self.cause.at), number),
                )
                self.remember("dossier", number, "status", before, after, gemeente=gemeente)
        if self._lines:
            self.db.change_all(
                "INSERT INTO history (decision, gemeente, subject, subject_id, event, before, after, reason) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                self._lines,
            )
