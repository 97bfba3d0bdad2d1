"""The dossiers of a campaign: read as values, and changed by decisions only."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from domain.changes import Cause, Change
from domain.dossier import Dossier, Pledge
from domain.errors import DecisionError
from storage import changes as writing
from storage import undoing
from storage.database import Database
from storage.loading import load, load_brief, load_message, load_pledge


class Dossiers:
    """Reads dossiers, and has decisions written into them."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, campaign: str, gemeenten: Iterable[str]) -> dict[str, Dossier]:
        """The dossiers of these gemeenten; an empty one for a gemeente that nothing is known of."""
        return {code: load(self._db, campaign, code) for code in gemeenten}

    def brief(self, campaign: str, gemeenten: Iterable[str]) -> dict[str, Dossier]:
        """The same, as far as a message that just came in depends on them; see `storage.loading.load_brief`."""
        return {code: load_brief(self._db, campaign, code) for code in gemeenten}

    def of_message(self, message: int) -> Dossier:
        """Everything that came from one message, over all gemeenten; its `gemeente` is empty."""
        return load_message(self._db, message)

    def pledge(self, number: int) -> Pledge:
        """One pledge. Raises `DecisionError` where there is none."""
        found = load_pledge(self._db, number)
        if found is None:
            raise DecisionError(f"Toezegging {number} bestaat niet.")
        return found

    def apply(self, changes: Sequence[Change], cause: Cause, decision: int | None = None) -> int:
        """Write the changes with their history, renew the statuses; gives the id of the decision. Inside `write`.

        With `decision` they become part of that one, which this same transaction has made.
        """
        return writing.apply(self._db, changes, cause, decision)

    def undo(self, decision: int, cause: Cause) -> int:
        """Put back what a decision changed, as a new decision. Inside `write`. Raises `DecisionError`."""
        return undoing.undo(self._db, decision, cause)

    def take_back_rule(self, cause: Cause) -> None:
        """Take back what the rules decided about the message of `cause`, because it is read anew. Inside `write`.

        Raises `DecisionError` where something changed since.
        """
        undoing.take_back_rule(self._db, cause)

    def message_of_decision(self, decision: int) -> int:
        """The message that a decision is about. Raises `DecisionError` where there is no such decision."""
        message = self._db.value("SELECT message FROM decisions WHERE id = ?", (decision,))
        if message is None:
            raise DecisionError(f"Besluit {decision} bestaat niet.")
        return int(message)

    def reading_behind(self, message: int) -> int:
        """The reading that the dossiers rest on for this message: the newest that a rule decided about.

        Raises `DecisionError` where the message has not been read.
        """
        reading = self._db.value(
            "SELECT reading FROM decisions WHERE message = ? AND made_by = 'rule' ORDER BY id DESC LIMIT 1", (message,)
        )
        if reading is None:
            raise DecisionError(f"Bericht {message} is nog niet gelezen.")
        return int(reading)

    def open_review(self, message: int) -> tuple[str, ...] | None:
        """Why a message waits for a person, or `None` where it does not."""
        reasons = self._db.value("SELECT reasons FROM reviews WHERE message = ? AND state = 'open'", (message,))
        return tuple(json.loads(reasons)) if reasons is not None else None

    def newest_decision(self, message: int) -> int:
        """The newest decision about a message, 0 where there is none: it changes with everything that is decided."""
        return int(self._db.value("SELECT max(id) FROM decisions WHERE message = ?", (message,)) or 0)

    def decided_by_person(self, message: int) -> bool:
        """Whether a person decided anything about this message that has not been undone."""
        return bool(
            self._db.value(
                "SELECT count(*) FROM decisions d WHERE d.message = ? AND d.made_by = 'person' AND d.undoes IS NULL "
                "AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = d.id)",
                (message,),
            )
        )
