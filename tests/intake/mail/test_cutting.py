"""What of a mail is body, quotation and signature, over mails of many programs and writers."""

from __future__ import annotations

import pytest

from intake.mail.parse import read
from tests.intake.mail.marked_mails import MarkedMail, bare_lines, marked_mails

MAILS = list(marked_mails())


@pytest.mark.parametrize("mail", MAILS, ids=lambda mail: mail.name)
def test_every_line_goes_where_it_is_marked(mail: MarkedMail) -> None:
    message = read(mail.raw)
    assert bare_lines(message.body) == mail.expected("b")
    assert bare_lines(message.quoted) == mail.expected("q")
    assert bare_lines(message.signature) == mail.expected("s")


@pytest.mark.parametrize("mail", MAILS, ids=lambda mail: mail.name)
def test_the_kind_and_the_forwarder_are_as_marked(mail: MarkedMail) -> None:
    message = read(mail.raw)
    assert str(message.kind) == mail.headers.get("Kind", "personal")
    original = message.forwarded_from.address if message.forwarded_from else ""
    assert original == mail.headers.get("Forwarded", "")


@pytest.mark.parametrize("mail", MAILS, ids=lambda mail: mail.name)
def test_the_kind_of_newline_makes_no_difference(mail: MarkedMail) -> None:
    assert read(mail.raw.replace(b"\n", b"\r\n")) == read(mail.raw)
