"""Mails that are made to cost much; each is a function of a size, so that growth can be measured."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable

HEAD = b"From: a@b.example\nTo: migratie@vng.nl\nSubject: x\nDate: Mon, 27 Jul 2026 10:00:00 +0200\n"


def _plain(text: bytes) -> bytes:
    return HEAD + b"Content-Type: text/plain; charset=utf-8\n\n" + text


def _html(text: bytes) -> bytes:
    return HEAD + b"Content-Type: text/html; charset=utf-8\n\n" + text


def _attached(name: str, data: bytes) -> bytes:
    encoded = base64.encodebytes(data)
    return (
        HEAD
        + b"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nzie bijlage\n--x\n"
        + f"Content-Type: application/octet-stream\nContent-Disposition: attachment; filename={name}\n".encode()
        + b"Content-Transfer-Encoding: base64\n\n"
        + encoded
        + b"\n--x--\n"
    )


def _nested(size: int) -> bytes:
    inner = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(size))
    return b"From: a@b.example\nSubject: x\n" + inner + b"\ntekst\n"


def _bomb(name: str, size: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, b" " * size)
        archive.writestr("[Content_Types].xml", b"<Types/>")
    return target.getvalue()


def _rfc822(size: int) -> bytes:
    return HEAD + b"".join(b"Content-Type: message/rfc822\n\nSubject: x\n" for _ in range(size)) + b"\n\ntekst"


PATTERNS: dict[str, Callable[[int], bytes]] = {
    "subject": lambda n: b"Subject: " + b"a" * n + b"\nFrom: a@b.example\n\ntekst",
    "subject of encoded words": lambda n: b"Subject: " + b"=?utf-8?q?a?= " * (n // 14) + b"\nFrom: a@b.nl\n\ntekst",
    "open encoded words": lambda n: b"Subject: " + b"=?utf-8?q?" * (n // 10) + b"\nFrom: a@b.example\n\ntekst",
    "comments in From": lambda n: b"Subject: x\nFrom: " + b"(" * n + b"\n\ntekst",
    "addresses": lambda n: b"Subject: x\nFrom: " + b"a@b.nl," * (n // 7) + b"\n\ntekst",
    "quotes in From": lambda n: b"Subject: x\nFrom: " + b'"' * n + b"\n\ntekst",
    "parameters": lambda n: b"Subject: x\nContent-Type: text/plain; " + b';x="' * (n // 4) + b"\n\ntekst",
    "boundary": lambda n: b"Subject: x\nContent-Type: multipart/mixed; " + b";\n x" * (n // 4) + b'"\n\ntekst',
    "references": lambda n: b"Subject: x\nReferences: " + b"<a@b> " * (n // 6) + b"\n\ntekst",
    "headers": lambda n: b"Subject: x\n" + b"X-Y: z\n" * (n // 7) + b"\ntekst",
    "nested": lambda n: _nested(n // 50),
    "nested mails": lambda n: _rfc822(n // 50),
    "empty parts": lambda n: HEAD + b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\n" * (n // 5),
    "spaces": lambda n: _plain(b" " * n),
    "spaces before words": lambda n: _plain((b" " * 500 + b"x\n") * (n // 502)),
    "tabs": lambda n: _plain(b"x" + b"\t" * n + b"y"),
    "newlines": lambda n: _plain(b"\n" * n),
    "one line": lambda n: _plain(b"a" * n),
    "one line of words": lambda n: _plain(b"woord " * (n // 6)),
    "digits": lambda n: _plain(b"06 " * (n // 3)),
    "quotation marks": lambda n: _plain(b">" * n),
    "quoted lines": lambda n: _plain(b"> a\n" * (n // 4)),
    "alternating quotes": lambda n: _plain(b"> a\nb\n" * (n // 6)),
    "Van": lambda n: _plain(b"Van:\n" * (n // 5)),
    "Van and Aan": lambda n: _plain(b"Van: x\nAan: y\n" * (n // 14)),
    "headings": lambda n: _plain(b"x\n\nVan: a\nAan: b\nOnderwerp: c\n\n" * (n // 32)),
    "headings and blanks": lambda n: _plain(b"x\n" + b"\n" * (n // 2) + b"Van: a\n\n" * (n // 16)),
    "answers in red": lambda n: _plain(
        b"Zie rood.\n\nVan: a@b.nl\nVerzonden: 1\nAan: b\n\n" + b"Antwoord: x\n" * (n // 12)
    ),
    "meetings": lambda n: _plain(b"________\nMicrosoft Teams\n" * (n // 25)),
    "pictures": lambda n: _plain(b"Groet,\n" + b"[cid:a]\n" * (n // 8)),
    "disclaimers": lambda n: _plain(b"vertrouwelijk voor de geadresseerde\n\n" * (n // 37)),
    "banners": lambda n: _plain(b"let op deze mail van buiten de organisatie " * (n // 44)),
    "forwards": lambda n: _plain(
        b"---------- Forwarded message ---------\nVan: a@b.nl\nDatum: x 10:00\nAan: c\n\n" * (n // 80)
    ),
    "Op": lambda n: _plain(b"Op 1 mei 2026 schreef\n" * (n // 22)),
    "Op and schreef": lambda n: _plain(b"Op 1 mei 2026 om 10:00 " * (n // 30) + b"schreef x:\n"),
    "dashes": lambda n: _plain(b"-" * n + b"\n" + b"-----\n" * (n // 6)),
    "underscores": lambda n: _plain(b"________________\n" * (n // 17)),
    "greetings": lambda n: _plain(b"Groet,\n" * (n // 7)),
    "greeting words": lambda n: _plain(b"met vriendelijke " * (n // 17) + b"groet"),
    "names": lambda n: _plain(b"tekst\n" + b"Jan Smit\n" * (n // 9)),
    "signature dashes": lambda n: _plain(b"--\n" * (n // 3)),
    "combining marks": lambda n: _plain("e\u0301\u0327".encode() * (n // 5)),
    "marks without letters": lambda n: _plain("\u0301\u0327".encode() * (n // 4)),
    "zero width": lambda n: _plain("\u200b".encode() * (n // 3)),
    "bad utf-8": lambda n: _plain(b"\xc3\xab\xff" * (n // 3)),
    "bad base64": lambda n: HEAD + b"Content-Transfer-Encoding: base64\n\n" + b"QUJD!" * (n // 5),
    "base64 lines": lambda n: HEAD + b"Content-Transfer-Encoding: base64\n\n" + b"QUJD\n" * (n // 5),
    "quoted-printable": lambda n: HEAD + b"Content-Transfer-Encoding: quoted-printable\n\n" + b"=" * n,
    "flowed": lambda n: HEAD + b"Content-Type: text/plain; format=flowed\n\n" + b"a \n" * (n // 3),
    "deep HTML": lambda n: _html(b"<div>" * (n // 5) + b"x"),
    "HTML quotations": lambda n: _html(b"<blockquote type=cite>" * (n // 22) + b"x"),
    "HTML table": lambda n: _html(b"<table>" + b"<tr><td>x<td>y" * (n // 14)),
    "nested tables": lambda n: _html(b"<table><tr><td>" * (n // 15) + b"x"),
    "wide table": lambda n: _html(b"<table><tr><td>" + b"x" * (n // 2) + b"<tr><td>y" * (n // 20)),
    "open tags": lambda n: _html(b"<" * n),
    "open style": lambda n: _html(b"<style " * (n // 7)),
    "attributes": lambda n: _html(b"<p " + b"x=y " * (n // 4) + b">z"),
    "style attribute": lambda n: _html(b'<p style="' + b"padding-left:99999em;" * (n // 21) + b'">z'),
    "entities": lambda n: _html(b"&nbsp;" * (n // 6)),
    "spans": lambda n: _html(b"<span style='color:red'>a</span>" * (n // 32)),
    "plain beside HTML": lambda n: (
        HEAD
        + b"Content-Type: multipart/alternative; boundary=x\n\n--x\n\nHTML nodig\n--x\nContent-Type: text/html\n\n"
        + b"<p>a</p>" * (n // 8)
        + b"\n--x--\n"
    ),
    "text attachment": lambda n: _attached("a.txt", b"a\n" * (n // 2)),
    "csv": lambda n: _attached("a.csv", b'"' + b"a;" * (n // 2)),
    "rtf": lambda n: _attached("a.rtf", b"{\\rtf" + b"{\\b " * (n // 4)),
    "html attachment": lambda n: _attached("a.html", b"<table><tr><td>" * (n // 15)),
    "bounce": lambda n: (
        b"From: MAILER-DAEMON@x.example\nSubject: Undelivered mail\nReturn-Path: <>\n\n" + b"<a@b.nl>: 550 " * (n // 14)
    ),
    "delivery report": lambda n: (
        b"From: MAILER-DAEMON@x.example\nSubject: x\nContent-Type: multipart/report; report-type=delivery-status;"
        b" boundary=x\n\n--x\nContent-Type: message/delivery-status\n\n"
        + b"Final-Recipient: rfc822; a@b.nl\nAction: failed\n\n"
        * (n // 48)
    ),
    "automatic answer": lambda n: (
        b"From: a@b.nl\nAuto-Submitted: auto-replied\n\n" + b"tot en met weer terug vanaf " * (n // 28)
    ),
}
"""Every pattern gives about `n` bytes."""

BOMBS: dict[str, bytes] = {
    "Word bomb": _attached("a.docx", _bomb("word/document.xml", 300_000_000)),
    "Excel bomb": _attached("a.xlsx", _bomb("xl/workbook.xml", 300_000_000)),
    "OpenDocument bomb": _attached("a.odt", _bomb("content.xml", 300_000_000)),
    "entity bomb": _attached(
        "a.odt",
        _bomb("mimetype", 10).replace(b"mimetype", b"mimetype"),
    ),
    "endless PDF": _attached("a.pdf", b"%PDF-1.7\n" + b"1 0 obj\n<< /Kids [1 0 R] /Count 99999 >>\nendobj\n" * 20_000),
}
