"""Marking and moving what has been handled. `\\Seen` belongs to the people who read the mailbox and is left alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from imapclient.exceptions import IMAPClientError

from intake.mail.imap_connection import Connection
from intake.mail.imap_errors import is_refusal
from intake.mail.imap_folder import KEYWORD
from intake.mail.uid_sets import as_set, cut_list

_MOVE_COUNT = 500  # a MOVE costs 0.1 to 0.3 s however few mails it moves, and must end before the time limit


def mark(client: Connection, uids: Sequence[int]) -> None:
    """Add the keyword."""
    for uid_set in _sets(uids):
        client.add_flags(uid_set, [KEYWORD], silent=True)


def can_move(client: Connection) -> bool:
    """True where mail can be moved without expunging what others marked as deleted."""
    return bool(client.has_capability("MOVE") or client.has_capability("UIDPLUS"))


def move(client: Connection, uids: Sequence[int], folder: str) -> None:
    """Move mails to `folder`, an existing one. UIDs that are gone are passed over."""
    for uid_set in _sets(uids):
        if client.has_capability("MOVE"):
            client.move(uid_set, folder)
        else:
            client.copy(uid_set, folder)
            client.delete_messages(uid_set, silent=True)
            client.uid_expunge(uid_set)


def make_folder(client: Connection, name: str) -> str:
    """The full name of the folder `name`, made where it is missing.

    Some servers keep every folder under a prefix ("INBOX."); there the name with that prefix is meant.
    """
    names = [name, *(prefix + name for prefix in _prefixes(client) if not name.startswith(prefix))]
    for candidate in names:
        if any(found == candidate for _, _, found in client.list_folders("", candidate)):
            return candidate
    return next((name for name in names[:-1] if _created(client, name)), None) or _create(client, names[-1])


def _created(client: Connection, name: str) -> bool:
    try:
        _create(client, name)
    except IMAPClientError as error:
        if is_refusal(error):
            return False
        raise
    return True


def _create(client: Connection, name: str) -> str:
    client.create_folder(name)
    client.subscribe_folder(name)
    return name


def _prefixes(client: Connection) -> list[str]:
    if not client.has_capability("NAMESPACE"):
        return []
    return [prefix for prefix, _ in client.namespace().personal or () if prefix]


def _sets(uids: Sequence[int]) -> Iterator[str]:
    for piece in cut_list(sorted(set(uids)), _MOVE_COUNT):
        yield as_set(piece)
