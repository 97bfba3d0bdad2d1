"""The grammar of numbers: what counts, how much, how exactly and of what; and what counts nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.counts import Bound, Mention
from nlp.numerals import digits_value, word_value
from tests.nlp.sentences import pipeline

CASES = Path(__file__).parent / "cases" / "numbers.tsv"


def rows() -> list[object]:
    lines = [line.split("\t") for line in CASES.read_text(encoding="utf-8").splitlines()]
    marks = {text: [pytest.mark.xfail(strict=True, reason=known)] for _, text, *rest in lines for known in rest}
    return [pytest.param(expected, text, id=text, marks=marks.get(text, [])) for expected, text, *_ in lines]


def numbers(text: str) -> list[Mention]:
    return [mention for mention in pipeline()(text)._.numbers if mention.is_count]


def told(mention: Mention) -> str:
    amount = "?" if mention.low is None else f"{mention.low}-{mention.high}" if mention.high else f"{mention.low}"
    unit = str(mention.unit) if mention.unit else "bare"
    bound = "" if mention.bound is Bound.EXACT else f" {mention.bound}"
    size = f" x{mention.size}" if mention.size else ""
    return f"{amount} {unit}{bound}{size}" + (f"-{mention.size_max}" if mention.size_max else "")


@pytest.mark.parametrize(("expected", "text"), rows())
def test_reads_the_counts_and_nothing_else(expected: str, text: str) -> None:
    assert [told(mention) for mention in numbers(text)] == ([expected] if expected else [])


def test_the_span_holds_number_and_noun() -> None:
    text = "Er komen ongeveer twaalf extra plekken in Best."
    (mention,) = numbers(text)
    assert text[mention.start : mention.end] == "ongeveer twaalf extra plekken"


@pytest.mark.parametrize(
    ("word", "value"),
    [("drieëndertig", 33), ("drieendertig", 33), ("vier-en-twintig", 24), ("één", 1), ("een", None), ("plekken", None)],
)
def test_number_words(word: str, value: int | None) -> None:
    assert word_value(word) == value


@pytest.mark.parametrize(("digits", "value"), [("1.250", 1250), ("2.15", None), ("007", None), ("1234567", None)])
def test_digits(digits: str, value: int | None) -> None:
    assert digits_value(digits) == value


def test_a_part_counts_what_its_whole_counts() -> None:
    assert [told(mention) for mention in numbers("Vier van de negen appartementen")] == ["4 homes", "9 homes"]
    assert [told(mention) for mention in numbers("Vier van de buren tegen negen flats")] == ["4 bare", "9 homes"]
