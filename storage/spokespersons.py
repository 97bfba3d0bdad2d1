"""Who proved, with a code that was mailed, to speak for which gemeente."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from domain.talking import NewCode, OpenCode
from storage.database import Database
from storage.times import moment, text


class Spokespersons:
    """The rows of `chat_codes` and `spokespersons`; offers `domain.talking.Spokespersons`.

    What changes rows works inside `write`.
    """

    def __init__(self, db: Database) -> None:
        self._db = db

    def add_code(self, chat: int, code: NewCode) -> int:
        """Keep a code that is being mailed; earlier ones of this conversation no longer count."""
        self._db.change("UPDATE chat_codes SET state = 'ended' WHERE chat = ? AND state = 'open'", (chat,))
        return self._db.add(
            "chat_codes",
            chat=chat,
            gemeente=code.gemeente,
            address=code.address,
            salt=code.salt,
            hash=code.hash,
            made_at=text(code.made_at),
        )

    def open_code(self, chat: int) -> OpenCode | None:
        """The newest code of this conversation that was not used, whatever its age and tries."""
        row = self._db.row(
            "SELECT * FROM chat_codes WHERE chat = ? AND state = 'open' ORDER BY id DESC LIMIT 1", (chat,)
        )
        if row is None:
            return None
        code = NewCode(row["gemeente"], row["address"], row["salt"], row["hash"], moment(row["made_at"]))
        return OpenCode(row["id"], code, row["tries"])

    def count_try(self, code: int) -> None:
        """Count a wrong try."""
        self._db.change("UPDATE chat_codes SET tries = tries + 1 WHERE id = ?", (code,))

    def end_code(self, code: int, *, used: bool) -> bool:
        """It was typed, or may no longer be; false where it was ended already."""
        state = "used" if used else "ended"
        return bool(self._db.change("UPDATE chat_codes SET state = ? WHERE id = ? AND state = 'open'", (state, code)))

    def codes_since(self, chat: int, address: str, gemeente: str, since: datetime) -> tuple[int, int, int]:
        """How many codes were made since then for this conversation, for this address, and for this gemeente."""
        row = self._db.row(
            "SELECT count(*) FILTER (WHERE chat = ?) AS here, count(*) FILTER (WHERE address = ?) AS there, "
            "count(*) FILTER (WHERE gemeente = ?) AS whole FROM chat_codes WHERE made_at >= ?",
            (chat, address, gemeente, text(since)),
        )
        return (row["here"], row["there"], row["whole"]) if row else (0, 0, 0)

    def prove(self, chat: int, campaign: str, gemeente: str, address: str, at: datetime) -> None:
        """From now on this conversation speaks for this gemeente."""
        self._db.change(
            "INSERT INTO spokespersons (chat, campaign, gemeente, address, proven_at) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (chat, campaign, gemeente) WHERE ended_at IS NULL "
            "DO UPDATE SET address = excluded.address, proven_at = excluded.proven_at",
            (chat, campaign, gemeente, address, text(at)),
        )

    def of(self, chat: int, campaign: str) -> Mapping[str, str]:
        """For which gemeenten this conversation speaks: CBS code to the address that proved it."""
        rows = self._db.rows(
            "SELECT gemeente, address FROM spokespersons WHERE chat = ? AND campaign = ? AND ended_at IS NULL "
            "ORDER BY id",
            (chat, campaign),
        )
        return {row["gemeente"]: row["address"] for row in rows}
