"""A code: what is typed, what is kept, and when it counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.talking import NewCode, OpenCode
from domain.verification import CodeVerdict, address_in, code_hash, code_in, judge
from tests.cast.people import START

SALT = "ab" * 16
SENT = OpenCode(1, NewCode("GM0307", "jan@amersfoort.nl", SALT, code_hash("042042", SALT), START), 0)


@pytest.mark.parametrize("typed", ["042042", "042 042", "de code is 042-042.", " 042042 "])
def test_a_code_may_be_typed_in_many_ways(typed: str) -> None:
    assert code_in(typed) == "042042"


@pytest.mark.parametrize("typed", ["42042", "0420421", "06-12345678", "geen", ""])
def test_what_has_no_six_digits_is_no_code(typed: str) -> None:
    assert code_in(typed) is None


@pytest.mark.parametrize(
    ("typed", "tries", "minutes", "verdict"),
    [
        ("042042", 0, 0, CodeVerdict.RIGHT),
        ("042042", 4, 30, CodeVerdict.RIGHT),
        ("042042", 0, 31, CodeVerdict.EXPIRED),
        ("042042", 5, 0, CodeVerdict.USED_UP),
        ("999999", 0, 0, CodeVerdict.WRONG),
        ("999999", 4, 0, CodeVerdict.USED_UP),
    ],
)
def test_what_a_typed_code_comes_to(typed: str, tries: int, minutes: int, verdict: CodeVerdict) -> None:
    assert judge(typed, replace(SENT, tries=tries), START + timedelta(minutes=minutes)) is verdict


def test_the_same_code_is_kept_differently_with_another_salt() -> None:
    assert code_hash("042042", SALT) != code_hash("042042", "cd" * 16)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Jan@Amersfoort.nl", "jan@amersfoort.nl"),
        ("mijn adres is j.smit@urk.nl.", "j.smit@urk.nl"),
        ("apenstaart", None),
    ],
)
def test_the_address_in_a_text(text: str, address: str | None) -> None:
    assert address_in(text) == address
