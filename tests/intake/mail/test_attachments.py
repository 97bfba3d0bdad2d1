"""The text of attachments, their names, and why one was left out."""

from __future__ import annotations

import io

import pytest

from domain.model import Attachment, Kind
from intake.mail.parse import read
from tests.intake.mail import files
from tests.intake.mail.files import TEXT, mail_with

OCTETS = "application/octet-stream"


def _only(raw: bytes) -> Attachment:
    (attachment,) = read(raw).attachments
    return attachment


def test_word_gives_paragraphs_tables_and_content_controls() -> None:
    found = _only(mail_with(("brief.docx", OCTETS, files.word())))
    assert found.text.split("\n") == [TEXT, "Kern  Plekken", "Oudedijk  4", "", "In het formulier staat twee."]
    assert found.problem == ""


def test_excel_gives_visible_rows_and_tells_of_formulas_without_outcome() -> None:
    found = _only(mail_with(("stand.xlsx", OCTETS, files.sheet())))
    assert found.text == "Stand\nGemeente  Plekken\nOudedijk  4\nNieuwedijk  7\nSamen"
    assert found.problem == "Van 1 formules staat de uitkomst niet in het bestand."


def test_pdf_gives_its_pages() -> None:
    found = _only(mail_with(("brief.pdf", OCTETS, files.pdf(TEXT, "Bladzijde twee."))))
    assert found.text == f"{TEXT}\n\nBladzijde twee."


def test_a_long_pdf_is_read_in_part() -> None:
    found = _only(mail_with(("dik.pdf", OCTETS, files.pdf(*[f"Blad {n}" for n in range(70)]))))
    assert found.text.endswith("Blad 59")
    assert found.problem == "Alleen de eerste 60 van 70 bladzijden zijn gelezen."


@pytest.mark.parametrize(
    ("name", "content_type", "data", "text"),
    [
        ("a.odt", OCTETS, files.open_document(), "Wij leveren zes plekken.\nOudedijk  4"),
        ("a.txt", "text/plain; charset=iso-8859-1", "coördinator".encode("latin-1"), "coördinator"),
        ("a.csv", "text/csv", b"Kern;Plekken\r\nOudedijk;4\r\n", "Kern  Plekken\nOudedijk  4"),
        ("a.csv", OCTETS, b'"Dijk, Oude",4\n', "Dijk, Oude  4"),
        ("a.html", OCTETS, b"<table><tr><td>Oudedijk<td>4</table>", "Oudedijk  4"),
        ("a.rtf", OCTETS, rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}Ge\'efnformeerd\par \u8364?500}", "Geïnformeerd\n€500"),
        ("zonder", "application/pdf", files.pdf(TEXT), TEXT),
        ("verkeerd.doc", "application/msword", files.word(), None),
        ("brief", "text/plain", b"vier plekken", "vier plekken"),
    ],
)
def test_a_file_is_known_by_its_content_name_or_type(
    name: str, content_type: str, data: bytes, text: str | None
) -> None:
    found = _only(mail_with((name, content_type, data)))
    assert found.text == text if text is not None else TEXT in found.text


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("slot.pdf", files.pdf(TEXT, password=True), "De PDF is met een wachtwoord beveiligd."),
        ("scan.pdf", files.pdf(""), "De PDF bevat geen tekst; waarschijnlijk is het een scan."),
        ("stuk.pdf", b"%PDF-1.4 en verder niets", "De PDF is beschadigd."),
        ("stuk.docx", b"PK\x03\x04 kapot", "Het bestand is beschadigd."),
        (
            "oud.doc",
            b"\xd0\xcf\x11\xe0" + b"\x00" * 600,
            "Dit is een bestand van een oude Office of Outlook; dat wordt niet",
        ),
        ("pak.zip", files.zipped({"a.txt": b"a"}), "Dit soort bijlage wordt niet gelezen."),
        (
            "bom.docx",
            files.zipped({"word/document.xml": b" " * 70_000_000}),
            "Het bestand is uitgepakt te groot (70 MB).",
        ),
        ("niets.txt", b"\x00\x01\x02", "Dit is geen leesbare tekst."),
        ("leeg.xlsx", files.zipped({"xl/workbook.xml": b"<x/>"}), "De bijlage kan niet worden gelezen"),
    ],
)
def test_what_cannot_be_read_is_listed_with_the_reason(name: str, data: bytes, problem: str) -> None:
    found = _only(mail_with((name, OCTETS, data)))
    assert (found.name, found.text) == (name, "")
    assert found.problem.startswith(problem)


def test_a_photo_is_listed_and_a_logo_is_not() -> None:
    logo = b"--x\nContent-Type: image/png; name=logo.png\nContent-ID: <logo>\n\nPNG\n"
    raw = mail_with(("foto.jpg", "image/jpeg", b"JPG")).replace(b"--x--", logo + b"--x--")
    found = _only(raw)
    assert (found.name, found.problem) == ("foto.jpg", "Een afbeelding wordt niet gelezen.")


def test_an_invitation_file_is_not_read() -> None:
    assert _only(mail_with(("a.ics", "text/calendar", b"BEGIN:VCALENDAR"))) == Attachment("a.ics", "text/calendar", 21)


def test_equal_names_get_numbers_so_that_evidence_can_point() -> None:
    raw = mail_with(*[("brief.txt", "text/plain", text) for text in (b"een", b"twee", b"drie")])
    assert {one.name: one.text for one in read(raw).attachments} == {
        "brief.txt": "een",
        "brief (2).txt": "twee",
        "brief (3).txt": "drie",
    }


def test_a_file_name_keeps_no_folder() -> None:
    assert _only(mail_with(("..\\..\\geheim/brief.txt", "text/plain", b"x"))).name == "brief.txt"


def test_a_mail_with_only_an_attachment_is_personal() -> None:
    message = read(mail_with(("brief.txt", "text/plain", b"vier plekken"), text=""))
    assert (message.body, message.kind) == ("", Kind.PERSONAL)


def test_winmail_gives_its_files_and_its_text_where_there_is_no_other() -> None:
    winmail = files.winmail("Zes plekken, coördinator.", "brief.pdf", files.pdf(TEXT))
    silent = read(mail_with(("winmail.dat", "application/ms-tnef", winmail), text=""))
    assert silent.body == "Zes plekken, coördinator."
    assert [(one.name, one.text) for one in silent.attachments] == [("brief.pdf", TEXT)]
    assert read(mail_with(("winmail.dat", "application/ms-tnef", winmail))).body == "Zie de bijlage."


def test_a_document_that_takes_too_long_is_left_out_and_the_next_is_read() -> None:
    loop = b"\n".join([b"q 1 0 0 1 0 0 cm BT /F1 12 Tf (aaaa) Tj ET Q"] * 250_000)
    slow = files.pdf("x").replace(b"BT /F1 12 Tf 50 700 Td (x) Tj ET", loop)
    slow = slow.replace(b"/Length 32", f"/Length {len(loop)}".encode())
    first, second = read(mail_with(("traag.pdf", OCTETS, slow), ("b.txt", "text/plain", b"vier"))).attachments
    assert "tijd" in first.problem
    assert second.text == "vier" or "tijd" in second.problem
    assert _only(mail_with(("b.txt", "text/plain", b"vier"))).text == "vier"


INNER = """From: {sender}
Subject: ons aanbod
Date: Mon, 20 Jul 2026 10:00:00 +0200

Wij leveren zes plekken.

Groet, Piet
"""


def _mail_in_mail(note: str, sender: str) -> bytes:
    head = "From: Info <info@zandwijk.example>\nTo: migratie@vng.nl\nSubject: FW: ons aanbod\n"
    parts = f"--x\n\n{note}\n--x\nContent-Type: message/rfc822\n\n{INNER.format(sender=sender)}\n--x--\n"
    return f"{head}Content-Type: multipart/mixed; boundary=x\n\n{parts}".encode()


def test_an_attached_mail_that_is_handed_over_is_the_message() -> None:
    message = read(_mail_in_mail("Bijgaand onze reactie.", "Piet Bos <p.bos@zandwijk.example>"))
    assert message.body == "Bijgaand onze reactie.\n\nWij leveren zes plekken."
    assert message.forwarded_from is not None
    assert message.forwarded_from.address == "p.bos@zandwijk.example"
    assert message.attachments == ()


def test_an_attached_mail_of_another_house_is_an_attachment() -> None:
    message = read(_mail_in_mail("Zandwijk levert vier plekken, zie ook de mail hierbij.", "A <a@elders.example>"))
    assert message.body == "Zandwijk levert vier plekken, zie ook de mail hierbij."
    assert [(one.name, one.text) for one in message.attachments] == [
        ("ons aanbod.eml", "Wij leveren zes plekken.\n\nGroet, Piet")
    ]


def test_a_letter_of_the_vng_that_comes_back_is_not_read_as_an_answer() -> None:
    message = read(_mail_in_mail("Wij leveren vier plekken.", "VNG Migratie <migratie@vng.nl>"))
    assert message.body == "Wij leveren vier plekken."
    assert [one.problem for one in message.attachments] == ["Dit is een eerder bericht van de VNG zelf."]


def test_mails_in_mails_are_read_three_deep() -> None:
    raw = INNER.format(sender="P <p@zandwijk.example>")
    for _ in range(6):
        raw = f"From: I <i@zandwijk.example>\nSubject: FW: x\nContent-Type: message/rfc822\n\n{raw}"
    message = read(raw.encode())
    assert any("te diep" in one.problem for one in message.attachments)


def test_a_broken_zip_behind_a_right_name_never_raises() -> None:
    data = bytearray(files.word())
    data[len(data) // 2] ^= 0xFF
    assert _only(mail_with(("brief.docx", OCTETS, bytes(data)))).name == "brief.docx"
    assert io.BytesIO(files.word()).read(2) == b"PK"
