"""The text of Word, Excel and OpenDocument files, tables row by row with a gap between the cells."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import docx
import openpyxl
from lxml import etree

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_GAP = "  "


def docx_text(data: bytes) -> str:
    """The paragraphs and tables of a Word file in their order, also those in content controls (forms)."""
    document = docx.Document(io.BytesIO(data))
    return "\n".join(_word_blocks(document.element.body))


def _word_blocks(element: Any) -> Iterator[str]:  # noqa: ANN401 - python-docx gives its own kind of lxml element
    """python-docx skips content controls, in which letter templates keep their text; so the tree is walked here."""
    for child in element:
        if child.tag == f"{_WORD}p":
            yield _word_paragraph(child)
        elif child.tag == f"{_WORD}tbl":
            for row in child.iter(f"{_WORD}tr"):
                yield _GAP.join([_word_cell(cell) for cell in row.iter(f"{_WORD}tc")]).rstrip()
            yield ""
        elif child.tag in (f"{_WORD}sdt", f"{_WORD}sdtContent", f"{_WORD}customXml", f"{_WORD}ins"):
            yield from _word_blocks(child)


def _word_cell(cell: Any) -> str:  # noqa: ANN401 - the same
    return " ".join([_word_paragraph(paragraph) for paragraph in cell.iter(f"{_WORD}p")])


def _word_paragraph(paragraph: Any) -> str:  # noqa: ANN401 - the same
    """The words that are shown: not what was deleted, and text boxes once (Word writes them twice)."""
    pieces: list[str] = []
    for node in paragraph.iter():
        if node.tag == f"{_WORD}t" and not any(above.tag == _FALLBACK for above in node.iterancestors()):
            pieces.append(node.text or "")
        elif node.tag == f"{_WORD}tab":
            pieces.append(" ")
        elif node.tag in (f"{_WORD}br", f"{_WORD}cr"):
            pieces.append("\n")
    return "".join(pieces)


def xlsx_text(data: bytes, max_cells: int) -> tuple[str, str]:
    """The rows of all visible sheets, and a remark where cells were left out or had no outcome."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    lines: list[str] = []
    cells = 0
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        lines.append(str(sheet.title))
        for row in sheet.iter_rows(values_only=True):
            cells += len(row)
            if cells > max_cells:
                return "\n".join(lines), f"Alleen de eerste {max_cells} cellen zijn gelezen."
            line = _GAP.join([_cell(value) for value in row]).rstrip()
            if line.strip():
                lines.append(line)
        lines.append("")
    return "\n".join(lines), _unknown_outcomes(data)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value.day}-{value.month}-{value.year}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())


def _unknown_outcomes(data: bytes) -> str:
    """Excel keeps the outcome of a formula beside it; other programs may not, and then the cell reads as empty."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    without = sum(sheet.count(b"</f></c>") + sheet.count(b"</f><v></v>") + sheet.count(b"</f><v/>") for sheet in sheets)
    return f"Van {without} formules staat de uitkomst niet in het bestand." if without else ""


def odf_text(data: bytes) -> str:
    """The paragraphs and table rows of a text or spreadsheet of OpenDocument."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = archive.read("content.xml")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(content, parser)
    if root is None:
        return ""
    lines: list[str] = []
    for element in root.iter(f"{_TEXT}p", f"{_TEXT}h", f"{_TABLE}table-row"):
        if element.tag == f"{_TABLE}table-row":
            cells = ["".join(map(str, cell.itertext())).strip() for cell in element.iter(f"{_TABLE}table-cell")]
            lines.append(_GAP.join(cells).rstrip())
        elif not any(above.tag == f"{_TABLE}table-row" for above in element.iterancestors()):
            lines.append(_odf_paragraph(element))
    return "\n".join(lines)


def _odf_paragraph(element: etree._Element) -> str:
    pieces = [element.text or ""]
    for node in element.iterdescendants():
        if node.tag in (f"{_TEXT}s", f"{_TEXT}tab"):
            pieces.append(" ")
        elif node.tag == f"{_TEXT}line-break":
            pieces.append("\n")
        pieces.append(node.text or "")
        pieces.append(node.tail or "")
    return "".join(pieces)
