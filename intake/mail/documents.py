"""The text of a document: PDF, Word, Excel, OpenDocument, RTF, text, CSV, HTML and winmail.dat.

Runs in the child process of `document_reader`, which ends it when it takes too long or too much memory. A file is
known by its first bytes, then by its name, then by its declared type: declared types are often wrong. All libraries
are loaded here at once, before the first document, so that none pays for it out of its own time.
"""

from __future__ import annotations

import csv
import io
import time
import zipfile
from collections.abc import Callable

from pypdf import PdfReader
from pypdf.errors import FileNotDecryptedError, PyPdfError

from intake.mail.document_reader import Extracted, Request
from intake.mail.limits import MAX_BODY
from intake.mail.markup import html_text
from intake.mail.office import docx_text, odf_text, xlsx_text
from intake.mail.payload import text_of_file
from intake.mail.rtf import rtf_text
from intake.mail.tnef import read_tnef

_MAX_UNZIPPED = 60_000_000
_MAX_MEMBERS = 2_000
_MAX_PAGES = 60
_MAX_CELLS = 50_000
_MEGA = 1_000_000
_SAMPLE = 4_000
_GAP = "  "
"""Between cells, as in tables of a mail."""

_ENDINGS = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".docm": "docx",
    ".dotx": "docx",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".odt": "odf",
    ".ods": "odf",
    ".rtf": "rtf",
    ".csv": "csv",
    ".htm": "html",
    ".html": "html",
    ".txt": "text",
    ".md": "text",
}
_TYPES = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.oasis.opendocument.text": "odf",
    "application/vnd.oasis.opendocument.spreadsheet": "odf",
    "application/rtf": "rtf",
    "text/rtf": "rtf",
    "text/csv": "csv",
    "text/html": "html",
    "text/plain": "text",
    "application/ms-tnef": "tnef",
    "application/vnd.ms-tnef": "tnef",
}
_STARTS = {b"%PDF-": "pdf", b"\x78\x9f\x3e\x22": "tnef", b"{\\rtf": "rtf"}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


class Unreadable(Exception):
    """The document gives no text; `str()` says why, in Dutch."""


def read_document(request: Request, data: bytes) -> list[Extracted]:
    """Read one document. Raises whatever its library raises; the caller reports that."""
    kind = _kind(request, data)
    if kind == "tnef":
        return read_tnef(request, data, read_document)
    try:
        text, problem = _READERS.get(kind, _other)(data, request)
    except Unreadable as reason:
        text, problem = "", str(reason)
    if len(text) > MAX_BODY:
        text, problem = text[:MAX_BODY], f"Alleen de eerste {MAX_BODY} tekens zijn gelezen."
    return [Extracted(request.name, text, problem, request.content_type, len(data))]


def _kind(request: Request, data: bytes) -> str:
    ending = request.name[request.name.rfind(".") :].lower() if "." in request.name else ""
    named = _ENDINGS.get(ending) or _TYPES.get(request.content_type, "")
    if data.startswith(b"PK"):
        return _zip_kind(data) or named
    if data.startswith(_OLD_OFFICE):
        return ""
    for start, kind in _STARTS.items():
        if data.startswith(start):
            return kind
    if b"%PDF-" in data[:1024]:  # the standard lets rubbish stand before it
        return "pdf"
    looks_html = data[:200].lstrip().lower().startswith((b"<!doctype html", b"<html"))
    return "html" if looks_html and named in ("", "text") else named


def _zip_kind(data: bytes) -> str:
    """Which Office format a zip file is, by what is in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist()[: _MAX_MEMBERS + 1])
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return ""
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    return "odf" if "content.xml" in names else "zip"


def _other(data: bytes, _: Request) -> tuple[str, str]:
    if data.startswith(_OLD_OFFICE):
        raise Unreadable("Dit is een bestand van een oude Office of Outlook; dat wordt niet gelezen.")
    raise Unreadable("Dit soort bijlage wordt niet gelezen.")


def check_zip(data: bytes) -> None:
    """Refuse a zip file that unpacks to more than a document ever is. Raises `Unreadable`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise Unreadable("Het bestand is beschadigd.") from error
    if any(member.flag_bits & 1 for member in members):
        raise Unreadable("Het bestand is met een wachtwoord beveiligd.")
    size = sum(member.file_size for member in members)
    if size > _MAX_UNZIPPED or len(members) > _MAX_MEMBERS:
        raise Unreadable(f"Het bestand is uitgepakt te groot ({size // _MEGA} MB).")


def _pdf(data: bytes, request: Request) -> tuple[str, str]:
    """The pages, until the time is up."""
    try:
        reader = PdfReader(io.BytesIO(data))
        total = len(reader.pages)
    except FileNotDecryptedError as error:
        raise Unreadable("De PDF is met een wachtwoord beveiligd.") from error
    except PyPdfError as error:
        raise Unreadable("De PDF is beschadigd.") from error
    end = time.process_time() + request.budget * 0.8
    pages: list[str] = []
    for page in reader.pages:
        if len(pages) >= _MAX_PAGES or time.process_time() > end:
            break
        pages.append(page.extract_text())
    text = "\n\n".join(pages)
    if not text.strip():
        raise Unreadable("De PDF bevat geen tekst; waarschijnlijk is het een scan.")
    return text, "" if len(pages) == total else f"Alleen de eerste {len(pages)} van {total} bladzijden zijn gelezen."


def _docx(data: bytes, _: Request) -> tuple[str, str]:
    check_zip(data)
    return docx_text(data), ""


def _xlsx(data: bytes, _: Request) -> tuple[str, str]:
    check_zip(data)
    return xlsx_text(data, _MAX_CELLS)


def _odf(data: bytes, _: Request) -> tuple[str, str]:
    check_zip(data)
    return odf_text(data), ""


def _rtf(data: bytes, _: Request) -> tuple[str, str]:
    return rtf_text(data), ""


def _html(data: bytes, request: Request) -> tuple[str, str]:
    return html_text(text_of_file(data, request.charset)), ""


def _text(data: bytes, request: Request) -> tuple[str, str]:
    if data.count(b"\x00", 0, _SAMPLE) and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise Unreadable("Dit is geen leesbare tekst.")
    return text_of_file(data[: 4 * MAX_BODY], request.charset), ""


def _csv(data: bytes, request: Request) -> tuple[str, str]:
    """The cells of each row with a gap between them; the separator is the most frequent one in the first line."""
    text = text_of_file(data[: 4 * MAX_BODY], request.charset).replace("\x00", "")
    first = text.lstrip().partition("\n")[0]
    separator = max(";\t,|", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        return text, ""
    return "\n".join([_GAP.join([cell.strip() for cell in row]).rstrip() for row in rows]), ""


_READERS: dict[str, Callable[[bytes, Request], tuple[str, str]]] = {
    "pdf": _pdf,
    "docx": _docx,
    "xlsx": _xlsx,
    "odf": _odf,
    "rtf": _rtf,
    "html": _html,
    "text": _text,
    "csv": _csv,
}
