"""A conversation as it is shown, from what came in and what is or will be sent."""

from __future__ import annotations

import json
import zlib
from datetime import timedelta
from typing import Any

from domain.chat import Button, InputKind
from domain.chat_json import input_from_bytes
from domain.chat_lines import ChatLine
from domain.outbox import OutState
from storage.database import Database, Row
from storage.times import moment

AT_ONCE = timedelta(seconds=10)
"""A reply within this belongs under the input that it answers, also when a second input came in meanwhile."""
_MOST = 400
"""Lines that are shown of a very long conversation: the newest."""
_BY_PERSON = ("/medewerker/", "/vraag/")
"""In the key of what a person wrote: in the conversation, or as the answer to a question."""
_REPLIES = (
    "SELECT o.id, o.text, o.buttons, o.answers, o.first_due_at, o.key, o.state FROM outbox o JOIN chats c "
    "ON c.channel = o.channel AND c.address = o.recipient WHERE c.id = ? AND o.state <> 'cancelled' ORDER BY o.id"
)


class ChatLines:
    """Offers `domain.chat_lines.ChatLines`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, chat: int) -> list[ChatLine]:
        """Everything that was said, oldest first."""
        inputs = self._db.rows(
            "SELECT m.id, m.received_at, r.packed FROM chat_messages c JOIN messages m ON m.id = c.message "
            "JOIN raw_messages r ON r.message = m.id WHERE c.chat = ? AND m.external_id <> '' ORDER BY m.id",
            (chat,),
        )
        replies = self._db.rows(_REPLIES, (chat,))
        labels = {code: label for row in replies for line in json.loads(row["buttons"]) for label, code in line}
        said = {row["id"]: row for row in inputs}
        lines = [((row["id"], 0, 0), line) for row in inputs if (line := _input(row, labels)) is not None]
        lines += [((_place(row, said), 1, row["id"]), _reply(row)) for row in replies]
        return [line for _, line in sorted(lines, key=lambda pair: pair[0])][-_MOST:]

    def newest(self, chat: int) -> int:
        """A number that changes when something is added."""
        replied = self._db.value(f"SELECT max(id) FROM ({_REPLIES})", (chat,))
        said = self._db.value("SELECT max(message) FROM chat_messages WHERE chat = ?", (chat,))
        return int(replied or 0) + int(said or 0)

    def recent(self, campaign: str, limit: int = 100, offset: int = 0) -> list[dict[str, Any]]:
        """Conversations: those with an open question first, then those that a person has, then the newest."""
        rows = self._db.rows(
            "SELECT c.id, c.channel, c.name, c.address, c.taken_by, c.changed_at, coalesce(q.waiting, 0) AS waiting, "
            "coalesce((SELECT group_concat(s.gemeente) FROM spokespersons s WHERE s.chat = c.id "
            "AND s.campaign = :campaign AND s.ended_at IS NULL), '') AS gemeenten FROM chats c LEFT JOIN "
            "(SELECT chat, count(*) AS waiting FROM questions WHERE campaign = :campaign AND status = 'open' "
            "AND kind <> 'unverified' GROUP BY chat) q ON q.chat = c.id "
            "ORDER BY coalesce(q.waiting, 0) > 0 DESC, c.taken_by <> '' DESC, c.changed_at DESC, c.id DESC "
            "LIMIT :limit OFFSET :offset",
            {"campaign": campaign, "limit": limit, "offset": offset},
        )
        return [dict(row) for row in rows]


def _input(row: Row, labels: dict[str, str]) -> ChatLine | None:
    if not row["packed"]:
        return None
    said = input_from_bytes(zlib.decompress(row["packed"]))
    text = labels.get(said.text, said.text) if said.kind is InputKind.BUTTON else said.text
    return ChatLine(row["id"], mine=True, text=text, at=moment(row["received_at"]))


def _reply(row: Row) -> ChatLine:
    buttons = tuple(tuple(Button(*pair) for pair in line) for line in json.loads(row["buttons"]))
    return ChatLine(
        row["id"],
        mine=False,
        text=row["text"],
        at=moment(row["first_due_at"]),
        buttons=buttons,
        by_person=any(mark in row["key"] for mark in _BY_PERSON),
        state=OutState(row["state"]),
    )


def _place(row: Row, said: dict[int, Row]) -> int:
    """The input after which a reply is shown."""
    at, answered = moment(row["first_due_at"]), said.get(row["answers"] or 0)
    if answered is not None and at - moment(answered["received_at"]) < AT_ONCE:
        return int(answered["id"])
    return max((number for number, other in said.items() if moment(other["received_at"]) <= at), default=0)
