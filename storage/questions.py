"""Questions for a person, with the concept answer beside them and what was sent in the end."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from domain.answers import Passage
from domain.errors import DecisionError
from domain.model import Channel
from domain.questions import NewQuestion, QuestionKind, QuestionStatus, StoredQuestion
from storage.database import Database, Row
from storage.readings import clean
from storage.times import moment, text


class Questions:
    """The rows of `questions`; offers `domain.questions.Questions`. What changes rows works inside `write`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, campaign: str, question: NewQuestion) -> int:
        """Write it down; the same text of the same message is one row. Gives its id."""
        words = clean(question.text)
        values = (question.message, str(question.kind), words)
        found = self._db.value("SELECT id FROM questions WHERE message = ? AND kind = ? AND text = ?", values)
        if found is not None:
            return int(found)
        return self._db.add(
            "questions",
            campaign=campaign,
            kind=str(question.kind),
            message=question.message,
            chat=question.chat,
            channel=str(question.channel),
            asker=clean(question.asker),
            asker_name=clean(question.asker_name),
            gemeente=question.gemeente,
            text=words,
            concept=clean(question.concept),
            concept_known=int(question.concept_known),
            sources=clean(json.dumps([_source_json(source) for source in question.sources], ensure_ascii=False)),
            engine=question.engine,
            asked_at=text(question.asked_at),
        )

    def get(self, number: int) -> StoredQuestion:
        """One question. Raises `DecisionError` where there is none."""
        row = self._db.row("SELECT * FROM questions WHERE id = ?", (number,))
        if row is None:
            raise DecisionError(f"Vraag {number} bestaat niet.")
        return _stored(row)

    def all(self, campaign: str, status: QuestionStatus | None = None) -> Sequence[StoredQuestion]:
        """Every question, or those with a status, the oldest first."""
        wanted = str(status) if status else None
        rows = self._db.rows(
            "SELECT * FROM questions WHERE campaign = ? AND (? IS NULL OR status = ?) ORDER BY id",
            (campaign, wanted, wanted),
        )
        return [_stored(row) for row in rows]

    def settle(self, number: int, status: QuestionStatus, answer: str, who: str, at: datetime, key: str = "") -> bool:
        """Write what was sent (the outbox row with `key`), or that it is closed; false where it was not open."""
        changed = self._db.change(
            "UPDATE questions SET status = ?, answer = ?, decided_by = ?, decided_at = ?, "
            "outbox = (SELECT id FROM outbox WHERE key = ?) WHERE id = ? AND status = 'open'",
            (str(status), clean(answer), clean(who), text(at), key, number),
        )
        return changed == 1

    def settle_report(self, message: int, who: str, at: datetime) -> bool:
        """Close the question whether the report of this message is right, because a person decided about it."""
        changed = self._db.change(
            "UPDATE questions SET status = 'closed', decided_by = ?, decided_at = ? "
            "WHERE message = ? AND kind = 'unverified' AND status = 'open'",
            (clean(who), text(at), message),
        )
        return changed > 0


def _source_json(source: Passage) -> dict[str, Any]:
    return asdict(source) | {"date": source.date.isoformat()}


def _source(stored: dict[str, Any]) -> Passage:
    return Passage(**stored | {"date": date.fromisoformat(stored["date"])})


def _stored(row: Row) -> StoredQuestion:
    question = NewQuestion(
        kind=QuestionKind(row["kind"]),
        message=row["message"],
        channel=Channel(row["channel"]),
        asker=row["asker"],
        text=row["text"],
        asked_at=moment(row["asked_at"]),
        asker_name=row["asker_name"],
        chat=row["chat"],
        gemeente=row["gemeente"],
        concept=row["concept"],
        concept_known=bool(row["concept_known"]),
        sources=tuple(_source(source) for source in json.loads(row["sources"])),
        engine=row["engine"],
    )
    return StoredQuestion(
        id=row["id"],
        campaign=row["campaign"],
        question=question,
        status=QuestionStatus(row["status"]),
        answer=row["answer"],
        decided_at=moment(row["decided_at"]) if row["decided_at"] else None,
        decided_by=row["decided_by"],
    )
