"""Forms as they were filled in, found by the secret part of their link; only hashes of that are kept."""

from __future__ import annotations

import json
from datetime import datetime

from domain.form import Form
from domain.forms import StoredForm
from storage.database import Database, Row
from storage.readings import clean
from storage.times import moment, text


class Forms:
    """The rows of `forms`; offers `domain.forms.Forms`. What changes rows works inside `write`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def save(self, campaign: str, token_hash: str, form: Form, at: datetime) -> bool:
        """Keep a draft, also of what was sent; false where it was confirmed meanwhile, and then nothing changes."""
        changed = self._db.change(
            "INSERT INTO forms (campaign, token_hash, answers, made_at, changed_at) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (token_hash) DO UPDATE SET answers = excluded.answers, changed_at = excluded.changed_at, "
            "state = 'draft', confirm_hash = NULL WHERE forms.state <> 'confirmed'",
            (campaign, token_hash, clean(json.dumps(form.to_json(), ensure_ascii=False)), text(at), text(at)),
        )
        return changed == 1

    def find(self, token_hash: str) -> StoredForm | None:
        """The form behind the link of who fills it in."""
        return _stored(self._db.row("SELECT * FROM forms WHERE token_hash = ?", (token_hash,)))

    def find_sent(self, confirm_hash: str) -> StoredForm | None:
        """The form behind the link that was mailed."""
        return _stored(self._db.row("SELECT * FROM forms WHERE confirm_hash = ?", (confirm_hash,)))

    def sent(self, number: int, confirm_hash: str, at: datetime) -> bool:
        """A link to confirm it is being mailed; false where that has been done."""
        changed = self._db.change(
            "UPDATE forms SET state = 'sent', confirm_hash = ?, changed_at = ? WHERE id = ? AND state = 'draft'",
            (confirm_hash, text(at), number),
        )
        return changed == 1

    def confirmed(self, number: int, message: int, at: datetime) -> bool:
        """It counts from now on, as this message; false where it did already."""
        changed = self._db.change(
            "UPDATE forms SET state = 'confirmed', message = ?, changed_at = ? WHERE id = ? AND state = 'sent'",
            (message, text(at), number),
        )
        return changed == 1

    def end_old(self, before: datetime) -> int:
        """Wipe what nobody sent or confirmed; gives how many."""
        return self._db.change("DELETE FROM forms WHERE state <> 'confirmed' AND changed_at < ?", (text(before),))


def _stored(row: Row | None) -> StoredForm | None:
    if row is None:
        return None
    form = Form.from_json(json.loads(row["answers"]))
    return StoredForm(row["id"], row["state"], form, moment(row["changed_at"]))
