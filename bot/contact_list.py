"""Contacts from a spreadsheet (CSV or XLSX): all rows or none, with every bad row by its number."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from domain.errors import DecisionError, SettingsError
from domain.model import Channel
from domain.os_faults import os_reason
from domain.reminders import Contact, ContactRole
from intake.mail.compose import is_address

COLUMNS = {
    "gemeente": ("gemeente", "gemeentecode", "code"),
    "name": ("naam", "name"),
    "address": ("adres", "address", "e-mail", "email", "mailadres", "e-mailadres"),
    "role": ("rol", "role"),
    "channel": ("kanaal", "channel"),
}
NEEDED = ("gemeente", "address")
CHANNELS = {"": Channel.EMAIL, "e-mail": Channel.EMAIL, "email": Channel.EMAIL, "mail": Channel.EMAIL} | {
    "telegram": Channel.TELEGRAM
}
ROLES = {"": ContactRole.OFFICER} | {str(role): role for role in ContactRole}
LONGEST_NAME = 200

Rows = Iterator[tuple[int, list[str]]]


def read_contacts(file: Path, code_of: Callable[[str], str]) -> list[Contact]:
    """The contacts in `file`; `code_of` gives the CBS code for a name. Raises `SettingsError` with all bad rows."""
    rows = _xlsx_rows(file) if file.suffix.lower() in {".xlsx", ".xlsm"} else _csv_rows(file)
    heads, places = next(rows, (0, []))[1], {}
    for column, known in COLUMNS.items():
        places[column] = next((at for at, head in enumerate(heads) if head.strip().lower() in known), None)
    if missing := [COLUMNS[column][0] for column in NEEDED if places[column] is None]:
        raise SettingsError(f"{file}, regel 1: deze kolommen ontbreken: {', '.join(missing)}.")
    faults: list[str] = []
    contacts: dict[tuple[str, str, ContactRole], int] = {}
    found = []
    for line, cells in rows:
        row = {column: _cell(cells, place) for column, place in places.items()}
        if not any(row.values()):
            continue
        contact, wrong = _contact(row, code_of)
        if contact is not None:
            key = (contact.gemeente, contact.address.lower(), contact.role)
            if key in contacts:
                wrong.append(f"dit is dezelfde als regel {contacts[key]}")
            contacts.setdefault(key, line)
            found.append(contact)
        faults += [f"{file}, regel {line}: {_sentence(fault)}" for fault in wrong]
    if faults:
        raise SettingsError("\n".join([*faults, "Er is niets opgenomen: verbeter deze regels en probeer het opnieuw."]))
    if not found:
        raise SettingsError(f"{file}: hier staan geen contacten in.")
    return found


def _sentence(fault: str) -> str:
    return fault if fault.endswith((".", "?")) else f"{fault}."


def _contact(row: dict[str, str], code_of: Callable[[str], str]) -> tuple[Contact | None, list[str]]:
    wrong = []
    try:
        code = code_of(row["gemeente"]) if row["gemeente"] else ""
    except DecisionError as error:
        code, wrong = "", [str(error)]
    if not row["gemeente"]:
        wrong.append("de gemeente ontbreekt")
    role, channel = ROLES.get(row["role"].lower()), CHANNELS.get(row["channel"].lower())
    if role is None:
        wrong.append(f"rol '{row['role']}' is onbekend; kies uit {', '.join(ContactRole)}")
    if channel is None:
        wrong.append(f"kanaal '{row['channel']}' is onbekend; kies uit e-mail, telegram")
    if channel is Channel.EMAIL and not is_address(row["address"]):
        wrong.append(f"'{row['address']}' is geen e-mailadres" if row["address"] else "het adres ontbreekt")
    if channel is Channel.TELEGRAM and not row["address"].removeprefix("-").isdecimal():
        wrong.append(f"'{row['address']}' is geen nummer van een Telegram-gesprek")
    if len(row["name"]) > LONGEST_NAME or not row["name"].isprintable():
        wrong.append(f"de naam heeft meer dan {LONGEST_NAME} tekens of een teken dat niet kan")
    if wrong or role is None or channel is None:
        return None, wrong
    return Contact(code, row["address"], row["name"], role, channel), wrong


def _cell(cells: Sequence[str], place: int | None) -> str:
    return " ".join(cells[place].split()) if place is not None and place < len(cells) else ""


def _csv_rows(file: Path) -> Rows:
    """Text stays text, so that a leading zero stays; Excel writes semicolons here, and a byte order mark."""
    text = _text(file)
    head = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(";,\t", key=head.count), strict=True)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error:
        raise SettingsError(f"{file}, regel {reader.line_num}: een aanhalingsteken staat verkeerd.") from None


def _text(file: Path) -> str:
    try:
        raw = file.read_bytes()
    except FileNotFoundError:
        raise SettingsError(f"{file}: dit bestand is er niet.") from None
    except OSError as error:
        raise SettingsError(f"{file}: dit bestand is niet te lezen ({os_reason(error)}).") from None
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise SettingsError(f"{file}: dit is geen CSV en geen XLSX.")


def _xlsx_rows(file: Path) -> Rows:
    from openpyxl import load_workbook  # noqa: PLC0415  # takes long to load
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415  # the same

    try:
        book = load_workbook(file, read_only=True, data_only=True)
    except FileNotFoundError:
        raise SettingsError(f"{file}: dit bestand is er niet.") from None
    except (OSError, zipfile.BadZipFile, InvalidFileException, KeyError, ValueError):
        raise SettingsError(f"{file}: dit is geen leesbaar XLSX-bestand.") from None
    try:
        for line, cells in enumerate(book.worksheets[0].iter_rows(values_only=True), 1):
            yield line, [_as_text(cell) for cell in cells]
    finally:
        book.close()


def _as_text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
