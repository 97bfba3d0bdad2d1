"""Headers as they should be, and as careless programs write them."""

from __future__ import annotations

import pytest

from domain.model import Address
from intake.mail.addresses import addresses
from intake.mail.headers import decoded, parameters
from intake.mail.parse import read


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=?utf-8?q?Oekra=C3=AFne?=", "Oekraïne"),
        ("=?UTF-8?B?T2VrcmHDr25l?= en meer", "Oekraïne en meer"),
        ("=?utf-8?q?een?= =?utf-8?q?_twee?=", "een twee"),
        ("=?utf-8?q?een?= en =?utf-8?q?twee?=", "een en twee"),
        ("=?utf-8?q?Oekra=C3?= =?utf-8?q?=AFne?=", "Oekraïne"),
        ("=?iso-8859-1?q?co=F6rdinator?=", "coördinator"),
        ("=?utf-8?q?met spaties erin?=", "met spaties erin"),
        ("=?utf-8?q?vraag??=", "vraag?"),
        ("=?utf-8?b?T2VrcmHDr25?=", "Oekraïn"),
        ("=?klingon?q?ge=EFnformeerd?=", "geïnformeerd"),
        ("=?utf-8*nl?q?plek?=", "plek"),
        ("=?utf-8?x?plek?=", "=?utf-8?x?plek?="),
        ("Re: =?utf-8?q?open", "Re: =?utf-8?q?open"),
        ("een\x00 \u202etwee\u200b", "een twee"),
        ("co\udcf6rdinator", "coördinator"),
        ("half\ud800 co\udcc3\udcb6rdinator", "half? coördinator"),
    ],
)
def test_a_header_is_decoded(value: str, text: str) -> None:
    assert decoded(value) == text


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
def test_raw_bytes_in_a_header_are_decoded(charset: str) -> None:
    raw = "From: Jörg Smit <j@b.example>\nSubject: coördinator\n\nvier\n".encode(charset)
    message = read(raw)
    assert (message.subject, message.sender.name) == ("coördinator", "Jörg Smit")


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ('attachment; filename="brief.pdf"', "brief.pdf"),
        ("attachment; filename=brief van ons.pdf", "brief van ons.pdf"),
        ("attachment; filename*=utf-8''Oekra%C3%AFne.pdf", "Oekraïne.pdf"),
        ('attachment; filename*0="lange "; filename*1="naam.pdf"', "lange naam.pdf"),
        ("attachment; filename*0*=utf-8''re%C3; filename*1*=%BCnie.pdf", "reünie.pdf"),
        ('attachment; filename="=?utf-8?q?re=C3=BCnie.pdf?="', "reünie.pdf"),
        ("attachment; filename*=klingon'x'a%E9.pdf", "aé.pdf"),
        ('attachment; filename="een \\"twee\\".pdf"', 'een "twee".pdf'),
        ('attachment; filename="open', '"open'),
    ],
)
def test_a_file_name_is_decoded(value: str, name: str) -> None:
    assert parameters(value)[1]["filename"].lstrip('"') == name.lstrip('"')


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("Jan Smit <j.smit@b.example>", [Address("Jan Smit", "j.smit@b.example")]),
        ('"Smit, Jan" <j@b.example>, a@b.example', [Address("Smit, Jan", "j@b.example"), Address("", "a@b.example")]),
        ("Smit, Jan <j@b.example>", [Address("Smit, Jan", "j@b.example")]),
        ("'Jan' <'j@b.example'>", [Address("Jan", "j@b.example")]),
        ("j@b.example (Jan Smit)", [Address("Jan Smit", "j@b.example")]),
        ("=?utf-8?q?J=C3=B6rg=2C_Smit?= <j@b.example>", [Address("Jörg, Smit", "j@b.example")]),
        ("=?utf-8?q?Jan_<j@b.example>?=", [Address("Jan", "j@b.example")]),
        ("Groep: a@b.example, c@d.example;", [Address("", "a@b.example"), Address("", "c@d.example")]),
        ("undisclosed-recipients:;", []),
        ("mailto:j@b.example", [Address("", "j@b.example")]),
        ('"Jan <j@b.example>', [Address("Jan", "j@b.example")]),
        ("Jan <geen adres>", []),
        ("", []),
    ],
)
def test_addresses_are_read(value: str, found: list[Address]) -> None:
    assert addresses(value) == found


def test_a_sender_without_an_address_keeps_its_name() -> None:
    message = read(b"From: Gemeente Zilverberg\nSubject: x\n\nvier plekken\n")
    assert message.sender == Address("Gemeente Zilverberg", "")


def test_ids_are_taken_out_of_what_stands_around_them() -> None:
    raw = b"From: a@b.nl\nMessage-ID:  <1@b> (toegevoegd)\nIn-Reply-To: uw bericht <2@b>\nReferences: <3@b><4@b>\n\nx"
    message = read(raw)
    assert (message.message_id, message.in_reply_to) == ("<1@b>", "<2@b>")
    assert message.references == ("<3@b>", "<4@b>")


def test_a_mail_without_message_id_is_read() -> None:
    assert read(b"From: a@b.example\n\nvier plekken\n").message_id == ""
