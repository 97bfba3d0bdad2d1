"""Rows of what goes out, written in the same transaction as the change that causes them."""

from __future__ import annotations

import json

from domain.outbox import Dispatch
from storage.database import Database
from storage.readings import clean
from storage.times import text


def queue(db: Database, campaign: str, dispatch: Dispatch) -> bool:
    """Write a row that is due, inside `write`; gives whether it is new. The same key twice is one row."""
    return bool(
        db.change(
            "INSERT INTO outbox (key, campaign, kind, channel, recipient, recipient_name, gemeente, answers, subject, "
            "text, html, message_id, in_reply_to, message_references, first_due_at, due_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING",
            (
                dispatch.key,
                campaign,
                str(dispatch.kind),
                str(dispatch.channel),
                dispatch.recipient.address,
                dispatch.recipient.name,
                dispatch.gemeente,
                dispatch.answers,
                clean(dispatch.subject),
                clean(dispatch.text),
                clean(dispatch.html),
                dispatch.message_id,
                dispatch.in_reply_to,
                json.dumps(dispatch.references),
                text(dispatch.due_at),
                text(dispatch.due_at),
            ),
        )
    )
