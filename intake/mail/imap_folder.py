"""What is asked of one opened folder: which mails there are, how large, and their text. Nothing is ever marked read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from imapclient.exceptions import IMAPClientError, IMAPClientReadOnlyError

from intake.mail.imap_account import ImapAccount
from intake.mail.imap_connection import Connection
from intake.mail.imap_errors import folder_error, is_refusal

KEYWORD = "$PlaatsmakerVerwerkt"
SEARCH_STEP = 50_000  # a line of answers stays below the million octets at which imaplib gives up


@dataclass(frozen=True)
class Opened:
    """What the server said when the folder was opened. `keywords`: mail may be marked with words of our own."""

    uidvalidity: int
    exists: int
    keywords: bool
    read_only: bool


class Envelope(NamedTuple):
    """Size in octets, and when the mail came in."""

    size: int
    received_at: datetime | None


def open_folder(client: Connection, account: ImapAccount) -> Opened:
    """SELECT the folder, or EXAMINE it where it may only be read. Raises `SourceRefused`."""
    try:
        answer = _select(client, account.folder)
    except IMAPClientError as error:
        if not is_refusal(error):
            raise
        folders = sorted(str(name) for _, _, name in client.list_folders())
        raise folder_error(error, account, folders) from error
    read_only = b"READ-ONLY" in answer
    allowed = {flag.lower() for flag in answer.get(b"PERMANENTFLAGS", ())}
    return Opened(
        uidvalidity=int(answer.get(b"UIDVALIDITY", 0)),
        exists=int(answer[b"EXISTS"]),
        keywords=not read_only and bool(allowed & {rb"\*", KEYWORD.lower().encode()}),
        read_only=read_only,
    )


def _select(client: Connection, folder: str) -> dict[bytes, Any]:
    try:
        return dict(client.select_folder(folder))
    except IMAPClientReadOnlyError:
        # imaplib refuses a folder that turns out to be read-only unless that is what was asked for
        return dict(client.select_folder(folder, readonly=True))


def list_uids(client: Connection, exists: int, *criteria: str, step: int = SEARCH_STEP) -> list[int]:
    """The UIDs of the mails that meet `criteria`, ascending; `exists` is the number of mails in the folder.

    Asked for by position, `step` at a time, from the top down: what is expunged meanwhile makes mails move down, into
    a part that is still to be asked for, so that none is missed.
    """
    found: set[int] = set()
    for top in range(exists, 0, -step):
        found.update(client.search([f"{max(1, top - step + 1)}:{top}", *criteria]))
    return sorted(found)


def envelopes(client: Connection, uids: Sequence[int]) -> dict[int, Envelope]:
    """Size and time of arrival. UIDs that are gone are left out."""
    answer = client.fetch(list(uids), ["RFC822.SIZE", "INTERNALDATE"])
    return {
        uid: Envelope(int(data.get(b"RFC822.SIZE") or 0), _aware(data.get(b"INTERNALDATE")))
        for uid, data in answer.items()
    }


def bodies(client: Connection, uids: Sequence[int]) -> dict[int, bytes]:
    """The mails themselves. UIDs that are gone are left out."""
    return _sections(client, uids, b"BODY[]", "BODY.PEEK[]")


def headers(client: Connection, uids: Sequence[int]) -> dict[int, bytes]:
    """Only the headers, for mails that are too large. UIDs that are gone are left out."""
    return _sections(client, uids, b"BODY[HEADER]", "BODY.PEEK[HEADER]")


def _sections(client: Connection, uids: Sequence[int], key: bytes, section: str) -> dict[int, bytes]:
    answer = client.fetch(list(uids), [section])
    return {uid: data[key] for uid, data in answer.items() if isinstance(data.get(key), bytes)}


def _aware(when: datetime | None) -> datetime | None:
    if when is None:
        return None
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
