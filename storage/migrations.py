"""Bringing a database up to date, and refusing one that is not ours or is newer than this program."""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from pathlib import Path

from sqlite_utils import Database, Migrations

from domain.errors import StorageError
from storage import (
    account_tables,
    api_tables,
    casus_tables,
    chat_tables,
    dossier_tables,
    form_tables,
    search_tables,
    sending_tables,
    tables,
)
from storage.checks import time_check
from storage.views import VIEWS

APPLICATION_ID = 0x504C4D4B
"""Written in the header of the file, so that anybody can tell whose it is ("PLMK")."""

VERSION = 14
"""The number of migrations below; `user_version` of a database that has had them all."""

steps = Migrations("plaatsmaker")


@steps()
def first_tables(db: Database) -> None:
    """The tables of the first release."""
    for sql in (*tables.ALL, *dossier_tables.ALL, *sending_tables.ALL):
        run_script(db.conn, sql)


@steps()
def conversations(db: Database) -> None:
    """Chats, spokespersons, questions for people, and buttons under what goes out."""
    for sql in chat_tables.ALL:
        run_script(db.conn, sql)


@steps()
def desk_accounts(db: Database) -> None:
    """Users of the desk, their sessions and the audit trail."""
    for sql in account_tables.ALL:
        run_script(db.conn, sql)


@steps()
def erased_senders(db: Database) -> None:
    """When the sender of a message was erased on request."""
    run_script(db.conn, f"ALTER TABLE messages ADD COLUMN erased_at TEXT {time_check('erased_at')};")


@steps()
def turns_in_chats(db: Database) -> None:
    """In a chat a row waits for those before it: without this index each look would walk through the whole history."""
    sql = "CREATE INDEX outbox_in_turn ON outbox (channel, recipient, id) "
    db.conn.execute(sql + "WHERE state IN ('due', 'claimed', 'handing_over')")


@steps()
def tokens_of_the_api(db: Database) -> None:
    """Who may ask the API."""
    run_script(db.conn, api_tables.API_TOKENS)


@steps()
def public_form(db: Database) -> None:
    """What was filled in on the public form."""
    run_script(db.conn, form_tables.FORMS)


@steps()
def search_in_messages(db: Database) -> None:
    """Full-text search over what came in."""
    for sql in search_tables.ALL:
        run_script(db.conn, sql)


@steps()
def kinds_of_entries(db: Database) -> None:
    """Which sorts of entries a dossier has, without walking through all of them."""
    sql = "CREATE INDEX dossier_messages_by_kind ON dossier_messages (dossier, state || intents, message)"
    db.conn.execute(sql)


@steps()
def notes_and_casussen(db: Database) -> None:
    """What people add at the desk."""
    for sql in casus_tables.ALL:
        run_script(db.conn, sql)


@steps()
def accounts_of_organisations(db: Database) -> None:
    """Users who sign in with an account of their organisation."""
    run_script(db.conn, account_tables.OUTSIDERS)


@steps()
def records_by_day(db: Database) -> None:
    """Lists show the newest records: without these every one of them is read to find a hundred."""
    for table in ("pledges", "bottlenecks"):
        db.conn.execute(f"CREATE INDEX {table}_by_day ON {table} (campaign, state, said_at)")


@steps()
def quotes_in_reports(db: Database) -> None:
    """How a person words a quotation for a report."""
    run_script(db.conn, casus_tables.QUOTES)


@steps()
def personal_links(db: Database) -> None:
    """What the links to the form in our mails are made with: random, and nobody has to keep it elsewhere."""
    run_script(db.conn, form_tables.SECRETS)
    db.conn.execute(
        "INSERT INTO secrets (name, value, made_at) VALUES (?, ?, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))",
        (form_tables.LINK_SECRET, secrets.token_hex(32)),
    )


def check(connection: sqlite3.Connection, path: Path) -> None:
    """Raise `StorageError` where the file is of another program or of a newer version. An empty file passes."""
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    filled = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if mark != APPLICATION_ID and (mark or filled):
        raise StorageError(f"{path} is een database van een ander programma; daar blijft Plaatsmaker af.")
    if connection.execute("PRAGMA user_version").fetchone()[0] > VERSION:
        raise StorageError(f"De database {path} is gemaakt met een nieuwere versie van Plaatsmaker; werk eerst bij.")


def check_ours(connection: sqlite3.Connection, path: Path) -> None:
    """Raise `StorageError` where the file is no database of Plaatsmaker, an empty one included."""
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise StorageError(f"{path} is geen database van Plaatsmaker.")


def migrate(connection: sqlite3.Connection) -> None:
    """Apply what is missing; afterwards the views are those of this program."""
    db = Database(connection, execute_plugins=False)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    steps.apply(db)
    connection.execute(f"PRAGMA user_version = {VERSION}")
    _renew_views(db)


def _renew_views(db: Database) -> None:
    """Views hold no data, so they are made anew whenever their text differs from that of this program."""
    wanted = hashlib.sha256(repr(VIEWS).encode()).hexdigest()
    row = db.conn.execute("SELECT value FROM settings WHERE key = 'views'").fetchone()
    if row and row[0] == wanted:
        return
    with db.atomic():
        for name in reversed(VIEWS):
            db.conn.execute(f"DROP VIEW IF EXISTS {name}")
        for name, select in VIEWS.items():
            db.conn.execute(f"CREATE VIEW {name} AS {select}")
        db.conn.execute(
            "INSERT OR REPLACE INTO settings (key, value, changed_at) "
            "VALUES ('views', ?, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))",
            (wanted,),
        )


def run_script(connection: sqlite3.Connection, script: str) -> None:
    """Run several statements in the transaction that is open; `executescript` would commit that first."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""
