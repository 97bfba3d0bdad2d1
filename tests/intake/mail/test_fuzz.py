"""Any bytes give a message or a sentence; any text comes back whole, only sorted."""

from __future__ import annotations

import unicodedata
from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.errors import MessageError
from domain.model import Message
from intake.mail.parse import parse_text, read

PIECES = [
    b"From: ",
    b"Subject: ",
    b"Date: ",
    b"To: ",
    b"Content-Type: ",
    b"Content-Transfer-Encoding: ",
    b"Message-ID: ",
    b"\n",
    b"\r\n",
    b"\n\n",
    b"\n--x\n",
    b"\n--x--\n",
    b"multipart/mixed; boundary=x",
    b"multipart/alternative; boundary=x",
    b"text/plain",
    b"text/html; charset=",
    b"message/rfc822",
    b"message/delivery-status",
    b"multipart/report; report-type=delivery-status; boundary=x",
    b"text/calendar; method=REPLY",
    b"application/ms-tnef; name=winmail.dat",
    b"base64",
    b"quoted-printable",
    b"x-uuencode",
    b"utf-8",
    b"utf-16",
    b"utf-7",
    b"klingon",
    b"; format=flowed; delsp=yes",
    b"Jan <a@b.nl>",
    b'"',
    b"(",
    b"<",
    b">",
    b"=?utf-8?q?=C3?=",
    b"=?utf-8?b?/w==?=",
    b"=C3=AB",
    b"\xff\xfe",
    b"\x00",
    b"\xc3\xab",
    b"> ",
    b"Van: x\nVerzonden: y\nAan: z\n",
    b"Op 1 mei 2026 schreef a@b.nl:",
    b"Groet,\n",
    b"-- \n",
    b"<table><tr><td>",
    b"<blockquote type=cite>",
    b"<div id=divRplyFwdMsg>",
    b"</div>",
    b"&nbsp;",
    b"PK\x03\x04",
    b"%PDF-1.4",
    b"begin 644 a\n",
    b"filename*0*=utf-8''%C3",
    b"Content-Disposition: attachment; ",
    b"Auto-Submitted: auto-replied\n",
    b"Thu, 09 Jul 2026 10:41:00 +9999",
]

LINES = [
    "",
    "",
    "Wij leveren zes plekken.",
    "> Hoeveel plekken?",
    ">> dieper",
    "Van: VNG <migratie@vng.nl>",
    "Verzonden: 1 mei 2026 10:00",
    "Aan: Jan",
    "Onderwerp: Oproep",
    "Op 1 mei 2026 om 10:00 schreef Jan <a@b.nl>:",
    "-----Oorspronkelijk bericht-----",
    "Jan Smit",
    "________________________________",
    "Begin doorgestuurd bericht:",
    "Met vriendelijke groet,",
    "Gemeente Zandwijk",
    "-- ",
    "P.S. en nog 3 plekken",
    "T 0511 - 00 10 20",
    "Verstuurd vanaf mijn iPhone",
    "Dit bericht is vertrouwelijk.",
    "Hierbij onze reactie.",
    "Antwoord: zeven",
    "Mijn antwoorden staan hieronder in rood.",
    "Zandwijk 6",
    "LET OP: Deze e-mail komt van buiten de organisatie.",
    ">>> Jan 1-5-2026 10:00 >>>",
]


def _is_sentence(reason: MessageError) -> None:
    assert str(reason).startswith("Dit ")
    assert str(reason).endswith(".")


QUICK = settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _is_sound(message: Message) -> bool:
    texts = [message.subject, message.body, message.quoted, message.signature, message.sender.name]
    texts += [text for one in message.attachments for text in (one.name, one.text)]
    for text in texts:
        assert text == unicodedata.normalize("NFC", text)
        assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs") for char in text if char not in "\n\t")
    names = [one.name for one in message.attachments]
    assert len(names) == len(set(names))
    assert message.date is None or message.date.tzinfo is not None
    return True


@QUICK
@given(st.lists(st.sampled_from(PIECES), max_size=40).map(b"".join))
def test_any_heap_of_pieces_of_mail_gives_a_message_or_a_sentence(heap: bytes) -> None:
    try:
        assert _is_sound(read(b"Subject: x\n" + heap))
    except MessageError as reason:
        _is_sentence(reason)


@QUICK
@given(st.binary(max_size=400))
def test_any_bytes_give_a_message_or_a_sentence(raw: bytes) -> None:
    for head in (b"", b"From: a@b.nl\n", b"From: a@b.nl\nContent-Type: text/html\n\n"):
        try:
            assert _is_sound(read(head + raw))
        except MessageError as reason:
            _is_sentence(reason)


def _words(text: str) -> Counter[str]:
    return Counter(text.replace(">", " ").split())


@QUICK
@given(st.lists(st.sampled_from(LINES), max_size=25), st.sampled_from(["", "Re: x", "FW: x"]))
def test_no_word_is_lost_and_none_is_made(lines: list[str], subject: str) -> None:
    text = "\n".join(lines)
    message = parse_text(text, subject, "Jan Smit <j.smit@zandwijk.example>")
    found = _words(f"{message.body}\n{message.quoted}\n{message.signature}")
    assert found == _words(text)


@QUICK
@given(st.text(max_size=300), st.text(max_size=60), st.text(max_size=60))
def test_any_text_can_be_read(text: str, subject: str, sender: str) -> None:
    assert _is_sound(parse_text(text, subject, sender))
