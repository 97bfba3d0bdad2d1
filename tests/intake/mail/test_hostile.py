"""Mails that are made to cost much: read in time that grows with their size, or set aside with a sentence."""

from __future__ import annotations

import contextlib
import time

import pytest

from domain.errors import MessageError
from intake.mail.parse import parse, read
from tests.intake.mail.hostile import BOMBS, PATTERNS

SMALL, LARGE = 10_000, 80_000
GENEROUS = 5
"""How much worse than in proportion it may be; a rule that looks back over all lines would be eight times worse."""
NOISE = 0.02


def _seconds(raw: bytes) -> float:
    start = time.process_time()
    with contextlib.suppress(MessageError):
        read(raw)
    return time.process_time() - start


@pytest.mark.slow
@pytest.mark.parametrize("name", PATTERNS)
def test_the_work_grows_with_the_size(name: str) -> None:
    small, large = PATTERNS[name](SMALL), PATTERNS[name](LARGE)
    bound = GENEROUS * (LARGE / SMALL) * max(_seconds(small), NOISE)
    assert any(_seconds(large) <= bound for _ in range(3))


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_listed_and_not_opened(name: str) -> None:
    message = read(BOMBS[name])
    assert message.body == "zie bijlage"
    assert [one.text for one in message.attachments] == [""]
    assert message.attachments[0].problem


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "Dit bericht is leeg"),
        (b" \r\n\r\n ", "Dit bericht is leeg"),
        (b"\xff\xd8\xff\xe0 JFIF" * 9, "Dit is geen e-mailbericht"),
        (b"From: a@b.nl\n\n" + b"x" * 26_000_000, "Dit bericht is te groot (26 MB; het maximum is 25 MB)."),
        (b"From: a@b.nl\n\n" + b"\n" * 1_100_000, "Dit bericht heeft te veel regels"),
        (PATTERNS["nested"](150_000), "Dit bericht heeft te veel lagen (3000; het maximum is 100)."),
        (PATTERNS["empty parts"](500_000), "Dit bericht heeft te veel onderdelen"),
        (PATTERNS["boundary"](50_000), "Dit bericht heeft een kop Content-Type die te lang is"),
        (PATTERNS["delivery report"](2_000_000), "Dit bericht is een melding over te veel geadresseerden."),
    ],
)
def test_what_costs_too_much_is_set_aside_with_a_sentence(raw: bytes, sentence: str) -> None:
    with pytest.raises(MessageError, match=r"^" + sentence.replace("(", r"\(").replace(")", r"\)")):
        parse(raw)


def test_a_subject_of_a_megabyte_is_read_in_part() -> None:
    message = read(PATTERNS["subject"](1_000_000))
    assert 0 < len(message.subject) <= 10_000
    assert message.body == "tekst"


def test_a_text_that_is_too_long_is_read_in_part_and_says_so() -> None:
    message = read(PATTERNS["one line of words"](500_000))
    assert len(message.body) <= 100_000
    assert message.notes == ("De tekst is erg lang; alleen de eerste 100000 tekens zijn gelezen.",)
