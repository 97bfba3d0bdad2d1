"""Real files of each kind, made in memory, and mails that carry them."""

from __future__ import annotations

import base64
import io
import struct
import zipfile

import docx
import openpyxl

TEXT = "Wij leveren zes plekken."


def mail_with(*files: tuple[str, str, bytes], text: str = "Zie de bijlage.") -> bytes:
    """A mail with files, each given as name, content type and content."""
    parts = [f"--x\nContent-Type: text/plain; charset=utf-8\n\n{text}\n".encode()]
    for name, content_type, data in files:
        head = f'--x\nContent-Type: {content_type}\nContent-Disposition: attachment; filename="{name}"\n'
        parts.append(head.encode() + b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(data))
    head = "From: Jan Smit <j.smit@b.example>\nTo: migratie@vng.nl\nSubject: reactie\n"
    return f"{head}Content-Type: multipart/mixed; boundary=x\n\n".encode() + b"\n".join([*parts, b"--x--\n"])


def word() -> bytes:
    """A Word file with a paragraph, a table, and a second paragraph in a content control."""
    document = docx.Document()
    document.add_paragraph(TEXT)
    table = document.add_table(rows=2, cols=2)
    for row, cells in zip(table.rows, (("Kern", "Plekken"), ("Oudedijk", "4")), strict=True):
        for cell, value in zip(row.cells, cells, strict=True):
            cell.text = value
    paragraph = document.add_paragraph("In het formulier staat twee.")._p
    control = paragraph.makeelement(f"{{{paragraph.nsmap['w']}}}sdt", {})
    content = paragraph.makeelement(f"{{{paragraph.nsmap['w']}}}sdtContent", {})
    paragraph.addprevious(control)
    control.append(content)
    content.append(paragraph)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def sheet() -> bytes:
    """A workbook with a visible and a hidden sheet, and a formula whose outcome nobody stored."""
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "Stand"
    for row in (("Gemeente", "Plekken"), ("Oudedijk", 4), ("Nieuwedijk", 7.0), ("Samen", "=B2+B3")):
        first.append(row)
    hidden = book.create_sheet("Kladblok")
    hidden.append(("geheim", 99))
    hidden.sheet_state = "hidden"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def pdf(*pages: str, password: bool = False) -> bytes:
    """A PDF with one line of text on each page."""
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415 - loading it costs more than most tests

    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for page in pages:
        stream = f"BT /F1 12 Tf 50 700 Td ({page}) Tj ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
        resources = f"<< /Font << /F1 {font} >> >>"
        kids.append(len(objects) + 1)
        page_of = f"/Parent 2 0 R /MediaBox [0 0 600 800] /Resources {resources} /Contents {len(objects)} 0 R"
        objects.append(f"<< /Type /Page {page_of} >>")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>"
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    end = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\n"
    )
    plain = body + end.encode() + f"startxref\n{len(body)}\n%%EOF\n".encode()
    if not password:
        return plain
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(plain)))
    writer.encrypt("geheim", algorithm="RC4-128")
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def open_document() -> bytes:
    """A text of LibreOffice with a paragraph and a table."""
    spaces = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    spaces += 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    spaces += 'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    cells = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    row = "<table:table-row>" + cells.format("Oudedijk") + cells.format("4") + "</table:table-row>"
    text = f"<text:p>Wij<text:s/>leveren zes plekken.</text:p><table:table>{row}</table:table>"
    body = f"<office:body><office:text>{text}</office:text></office:body>"
    content = f"<office:document-content {spaces}>{body}</office:document-content>"
    return zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content.encode()})


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target.getvalue()


def winmail(body: str, name: str, content: bytes) -> bytes:
    """A winmail.dat with a text and one file."""

    def attribute(level: int, number: int, kind: int, data: bytes) -> bytes:
        return struct.pack("<BHHI", level, number, kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)

    return (
        struct.pack("<IH", 0x223E9F78, 1)
        + attribute(1, 0x9007, 6, struct.pack("<II", 1252, 0))
        + attribute(1, 0x800C, 2, body.encode("cp1252") + b"\x00")
        + attribute(2, 0x9002, 6, b"\x00" * 14)
        + attribute(2, 0x8010, 1, name.encode("cp1252") + b"\x00")
        + attribute(2, 0x800F, 6, content)
    )
