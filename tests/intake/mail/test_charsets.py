"""Bytes become Dutch text, whatever the mail says about them."""

from __future__ import annotations

import pytest

from intake.mail.charsets import decode
from intake.mail.parse import read

SENTENCE = "Coördinator geïnformeerd: één pand in Súdwest kost € 500, ’s zomers ‘leeg’."


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "iso-8859-15", "utf-16", "utf-7", "cp850", "mac-roman"])
def test_a_charset_that_is_said_rightly_is_believed(charset: str) -> None:
    text = SENTENCE if charset not in ("iso-8859-15", "cp850") else "Coördinator geïnformeerd: één reünie"
    assert decode(text.encode(charset), charset) == (text, "")


def test_latin_1_is_read_as_windows_like_every_mail_program_does() -> None:
    assert decode(SENTENCE.encode("cp1252"), "iso-8859-1") == (SENTENCE, "")


def test_utf_8_under_another_name_is_seen_and_told() -> None:
    text, odd = decode(SENTENCE.encode(), "iso-8859-1")
    assert text == SENTENCE
    assert odd == "De tekst is niet in iso-8859-1, maar in utf-8."


@pytest.mark.parametrize("charset", ["", "us-ascii", "utf-8", "x-unknown", "klingon-1", "unicode_escape", "a\x00b"])
def test_windows_bytes_under_a_missing_wrong_or_unknown_name_are_guessed(charset: str) -> None:
    text, odd = decode(SENTENCE.encode("cp1252"), charset)
    assert text == SENTENCE
    assert "windows-1252" in odd


@pytest.mark.parametrize("real", ["cp850", "mac-roman"])
def test_an_old_dos_or_mac_text_is_recognised_by_its_accents(real: str) -> None:
    text = "Coördinator geïnformeerd over één reünie"
    assert decode(text.encode(real), "")[0] == text


def test_a_text_of_two_charsets_keeps_both() -> None:
    mixed = "geïnformeerd ".encode() + "coördinator".encode("cp1252")
    assert decode(mixed, "utf-8")[0] == "geïnformeerd coördinator"


def test_utf_16_without_a_mark_is_seen_by_its_zeros() -> None:
    assert decode("Vier plekken".encode("utf-16-le"), "utf-8")[0] == "Vier plekken"


@pytest.mark.parametrize("codec", ["punycode", "idna", "zlib", "rot13", "raw_unicode_escape"])
def test_codecs_that_are_no_charsets_are_not_used(codec: str) -> None:
    text, odd = decode(b"abc\xe9-def", codec)
    assert text == "abcé-def"
    assert "onbekend" in odd


def test_the_note_reaches_the_message() -> None:
    message = read(b"From: a@b.example\nContent-Type: text/plain; charset=klingon\n\nge\xefnformeerd\n")
    assert message.body == "geïnformeerd"
    assert message.notes == ("De tekenset 'klingon' is onbekend; de tekst is gelezen als windows-1252.",)


def test_html_says_its_charset_itself() -> None:
    html = '<html><head><meta charset="iso-8859-15"></head><body>20 €</body></html>'.encode("iso-8859-15")
    assert read(b"From: a@b.example\nContent-Type: text/html\n\n" + html).body == "20 €"
