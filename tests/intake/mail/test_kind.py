"""What sort of mail it is, and what automatic answers and bounces report."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from domain.model import Kind
from intake.mail.parse import parse_text, read

EXPECTED = ("Kind", "Returns", "Substitute", "Failed", "Permanent")


@dataclass
class KindMail:
    """One mail of kinds.txt."""

    name: str
    raw: bytes
    expected: dict[str, str] = field(default_factory=dict)


def _mails() -> list[KindMail]:
    pieces = Path(__file__).with_name("kinds.txt").read_text(encoding="utf-8").split("\n=== ")[1:]
    return [_mail(piece) for piece in pieces]


def _mail(piece: str) -> KindMail:
    name, _, text = piece.partition("\n")
    head, _, body = text.strip("\n").partition("\n\n")
    lines = [line for line in head.split("\n") if line]
    expected = dict(line.split(": ", 1) for line in lines if line.startswith(EXPECTED))
    kept = [line for line in lines if not line.startswith(EXPECTED)]
    if not any(line.startswith("Date:") for line in kept):
        kept.append("Date: Mon, 27 Jul 2026 10:00:00 +0200")
    kept.append("To: migratie@vng.nl")
    if not any(line.startswith("Content-Type:") for line in kept):
        kept.append("Content-Type: text/plain; charset=utf-8")
    return KindMail(name, ("\n".join(kept) + f"\n\n{body}\n").encode(), expected)


@pytest.mark.parametrize("mail", _mails(), ids=lambda mail: mail.name)
def test_a_mail_is_of_the_kind_that_it_is_marked_with(mail: KindMail) -> None:
    message = read(mail.raw)
    assert str(message.kind) == mail.expected["Kind"]
    if message.kind is Kind.AUTO_REPLY and "Returns" in mail.expected:
        assert str(message.returns_on) == mail.expected["Returns"]
    if "Substitute" in mail.expected:
        assert message.substitute == mail.expected["Substitute"]
    assert " ".join(message.failed) == mail.expected.get("Failed", "")
    assert message.permanent is ("Permanent" in mail.expected)


@pytest.mark.parametrize(
    ("subject", "sender", "text", "kind"),
    [
        ("Automatisch antwoord: Oproep", "Kim <kim@b.example>", "Ik ben er tot 14 augustus niet.", Kind.AUTO_REPLY),
        ("Undelivered mail", "MAILER-DAEMON@b.example", "<oud@b.example>: 550 user unknown", Kind.BOUNCE),
        ("Nieuws", "nieuwsbrief@blad.example", "Uitschrijven voor deze nieuwsbrief? Klik hier.", Kind.LIST),
        ("", "", "Ik ben afwezig tot 14 augustus.", Kind.PERSONAL),
    ],
)
def test_text_with_a_subject_is_sorted_like_a_mail(subject: str, sender: str, text: str, kind: Kind) -> None:
    assert parse_text(text, subject, sender).kind is kind


def test_text_is_personal_and_no_text_is_empty() -> None:
    assert parse_text("Urk doet er vier").kind is Kind.PERSONAL
    assert parse_text(" \n\t\n").kind is Kind.EMPTY


CALENDAR = """From: Kim <kim@waterrijk.example>
To: migratie@vng.nl
Subject: {subject}
Content-Type: multipart/alternative; boundary=x

--x
Content-Type: text/plain; charset=utf-8

{text}
--x
Content-Type: text/calendar; charset=utf-8; method={method}

BEGIN:VCALENDAR
END:VCALENDAR
--x--
"""


@pytest.mark.parametrize(
    ("method", "text", "kind"),
    [
        ("REQUEST", "Graag nodig ik u uit voor een gesprek over woningen.", Kind.PERSONAL),
        ("REPLY", "Kim heeft deze uitnodiging geaccepteerd.", Kind.AUTO_REPLY),
        ("REPLY", "Ik kom. Wij leveren overigens acht plekken.", Kind.PERSONAL),
        ("CANCEL", "Het gesprek gaat niet door, de wethouder is ziek.", Kind.PERSONAL),
    ],
)
def test_an_invitation_is_personal_and_its_acceptance_is_not(method: str, text: str, kind: Kind) -> None:
    raw = CALENDAR.format(subject="overleg", text=text, method=method).encode()
    message = read(raw)
    assert message.kind is kind
    assert "VCALENDAR" not in message.body


REPORT = """From: MAILER-DAEMON@mx.example
To: migratie@vng.nl
Subject: x
Content-Type: multipart/report; report-type={type}; boundary=x

--x
Content-Type: text/plain

Report.
--x
Content-Type: message/{part}

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; oud@venrand.example
Action: {action}
Status: {status}

--x
Content-Type: text/rfc822-headers

From: migratie@vng.nl
--x--
"""


@pytest.mark.parametrize(
    ("action", "status", "kind", "permanent"),
    [
        ("failed", "5.1.1", Kind.BOUNCE, True),
        ("failed", "5.2.2", Kind.BOUNCE, False),
        ("failed", "4.4.7", Kind.BOUNCE, False),
        ("delayed", "4.4.1", Kind.BOUNCE, False),
        ("delivered", "2.0.0", Kind.AUTO_REPLY, False),
    ],
)
def test_a_delivery_report_says_who_and_for_good(action: str, status: str, kind: Kind, permanent: bool) -> None:
    raw = REPORT.format(type="delivery-status", part="delivery-status", action=action, status=status).encode()
    message = read(raw)
    assert (message.kind, message.permanent) == (kind, permanent)
    assert message.failed == (("oud@venrand.example",) if kind is Kind.BOUNCE else ())


def test_a_read_receipt_is_an_automatic_answer() -> None:
    raw = REPORT.format(
        type="disposition-notification", part="disposition-notification", action="x", status="y"
    ).encode()
    assert read(raw).kind is Kind.AUTO_REPLY
