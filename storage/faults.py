"""What SQLite complains about, said in one Dutch sentence that names the database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from domain.errors import RecordError, StorageError

_SENTENCES = {
    sqlite3.SQLITE_BUSY: "De database {path} is bezet door een ander programma; probeer het straks opnieuw.",
    sqlite3.SQLITE_LOCKED: "De database {path} is bezet door een ander programma; probeer het straks opnieuw.",
    sqlite3.SQLITE_FULL: "De schijf is vol: in de database {path} kan niets meer worden opgeslagen.",
    sqlite3.SQLITE_CORRUPT: "De database {path} is beschadigd; zet een reservekopie terug met `plaatsmaker restore`.",
    sqlite3.SQLITE_NOTADB: "{path} is geen database van Plaatsmaker, of het bestand is beschadigd.",
    sqlite3.SQLITE_READONLY: "In de database {path} mag niet worden geschreven; controleer de rechten op het bestand.",
    sqlite3.SQLITE_PERM: "De database {path} mag niet worden geopend; controleer de rechten op het bestand.",
    sqlite3.SQLITE_CANTOPEN: "De database {path} kan niet worden geopend; controleer de map en de rechten.",
    sqlite3.SQLITE_IOERR: "De database {path} kan niet worden gelezen of geschreven; controleer de schijf.",
}


_DAMAGED = _SENTENCES[sqlite3.SQLITE_CORRUPT]
_UNFIT = "De database {path} is beschadigd of past niet bij dit programma ({error})."


@contextmanager
def spoken(path: Path) -> Iterator[None]:
    """Raise `StorageError` for what is wrong with the file, `RecordError` for one row that breaks a rule."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise RecordError(f"De database {path} weigert deze gegevens: {error}.") from error
    except (sqlite3.ProgrammingError, sqlite3.InterfaceError):
        raise  # we used the library wrongly; the file has no part in it
    except sqlite3.Error as error:
        # Extended codes carry the plain one in their lowest byte.
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        raise StorageError(_SENTENCES.get(code, _UNFIT).format(path=path, error=error)) from error
    except UnicodeDecodeError as error:
        # The library fails to decode its own complaint about a damaged schema.
        raise StorageError(_DAMAGED.format(path=path)) from error
