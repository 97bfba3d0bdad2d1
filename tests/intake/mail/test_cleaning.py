"""Text without what steers, hides or deceives."""

from __future__ import annotations

import unicodedata

import pytest

from intake.mail.cleaning import clean, clean_line, compose, trim


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("een\r\ntwee\rdrie\x0bvier\u2028vijf", "een\ntwee\ndrie\nvier\nvijf"),
        ("12\x00 plek\u200bken", "12 plekken"),
        ("\u202e21 nekkelp\u202c", "21 nekkelp"),
        ("12\xa0plekken\u202fin", "12 plekken in"),
        ("coo\u0308rdinator", "coördinator"),
        ("\ufeffvier", "vier"),
        ("half\ud800", "half\ufffd"),
        ("opvang\xadplek", "opvangplek"),
        ("\x1b[31mrood", "[31mrood"),
    ],
)
def test_characters_are_made_harmless(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_a_header_becomes_one_line() -> None:
    assert clean_line("  een \r\n\t twee ") == "een twee"


def test_a_run_of_spaces_stays_short_but_a_table_keeps_its_gaps() -> None:
    assert clean("a" + " " * 50_000 + "b") == "a" + " " * 200 + "b"
    assert clean("naam          12") == "naam          12"


def test_composing_in_slices_gives_what_composing_at_once_gives() -> None:
    text = "geïnformeerd coördinator " * 300
    assert compose(unicodedata.normalize("NFD", text)) == text


def test_trimming_leaves_no_space_at_the_end_of_a_line() -> None:
    assert trim("\n\neen  \ntwee \n\n") == "een\ntwee"
