"""Readings: never overwritten, each beside the version of the pipeline and the texts that its evidence points into."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from domain.errors import DecisionError
from domain.model import Attachment, Kind, Message, Reading
from domain.ports import StoredReading
from domain.reading_json import evidence_json, reading_from_json, reading_json
from storage.database import Database, Row
from storage.times import text

_PARTS = ("subject", "body", "quoted", "signature", "sender")


class Readings:
    """The rows of `readings`, `message_parts` and `numbers`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def store(
        self, message_id: int, campaign: str, version: str, message: Message, reading: Reading, at: datetime
    ) -> int:
        """Store a reading with the parts of its message; gives its id. Inside `write`."""
        number = self._db.add(
            "readings",
            message=message_id,
            campaign=campaign,
            version=version,
            read_at=text(at),
            kind=str(message.kind),
            needs_review=int(reading.needs_review),
            reading=clean(json.dumps(reading_json(reading), ensure_ascii=False)),
        )
        self._db.change_all(
            "INSERT INTO message_parts (reading, position, part, text, content_type, size, problem) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(number, position, *row) for position, row in enumerate(_parts(message))],
        )
        self._store_numbers(number, message_id, campaign, reading)
        return number

    def _store_numbers(self, number: int, message_id: int, campaign: str, reading: Reading) -> None:
        """The numbers of the newest reading; a number without a gemeente is of the only one that is named."""
        named = [g.code for g in reading.gemeenten]
        only = named[0] if len(named) == 1 else None
        self._db.change("DELETE FROM numbers WHERE message = ?", (message_id,))
        if not reading.numbers:
            return
        self._db.change_all(
            "INSERT INTO numbers (campaign, gemeente, message, reading, value, value_max, unit, "
            '"group", role, evidence) '
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    campaign,
                    n.gemeente or only,
                    message_id,
                    number,
                    n.value,
                    n.value_max,
                    str(n.unit),
                    str(n.group),
                    str(n.role),
                    clean(json.dumps(evidence_json(n.evidence), ensure_ascii=False)),
                )
                for n in reading.numbers
            ],
        )

    def latest(self, message: int) -> StoredReading | None:
        """The newest reading of a message."""
        row = self._db.row("SELECT * FROM readings WHERE message = ? ORDER BY id DESC LIMIT 1", (message,))
        return _stored(row) if row else None

    def get(self, reading: int) -> StoredReading:
        """One reading. Raises `DecisionError` where there is none."""
        row = self._db.row("SELECT * FROM readings WHERE id = ?", (reading,))
        if row is None:
            raise DecisionError(f"Lezing {reading} bestaat niet.")
        return _stored(row)

    def parts(self, reading: int) -> dict[str, str]:
        """The texts that the evidence of this reading points into, by the name of the part."""
        rows = self._db.rows(
            "SELECT part, text FROM message_parts WHERE reading = ? ORDER BY position DESC", (reading,)
        )
        # Of two attachments with one name the first is meant, as in `Message.part`.
        return {row["part"]: row["text"] for row in rows}


def _parts(message: Message) -> Iterator[tuple[str, str, str, int | None, str]]:
    for name in _PARTS:
        yield name, clean(message.part(name)), "", None, ""
    for attachment in message.attachments:
        yield _attachment(attachment)


def _attachment(attachment: Attachment) -> tuple[str, str, str, int | None, str]:
    name = clean(f"attachment:{attachment.name}")
    return name, clean(attachment.text), clean(attachment.content_type), attachment.size, clean(attachment.problem)


def clean(value: str) -> str:
    """A text that SQLite takes: lone surrogates become question marks, so that no offset moves."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return value.encode("utf-8", "replace").decode("utf-8")
    return value


def _stored(row: Row) -> StoredReading:
    return StoredReading(
        id=row["id"],
        message=row["message"],
        campaign=row["campaign"],
        version=row["version"],
        kind=Kind(row["kind"]),
        reading=reading_from_json(json.loads(row["reading"])),
    )
