"""The second opinion doubts; it never decides."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.model import Reading
from intake.mail.parse import parse_text
from nlp.opinion import WEIGHTS, load
from nlp.pipeline import build
from nlp.reader import DutchReader

MAILS = (
    "Namens de gemeente Amersfoort: wij bieden 12 plekken voor statushouders.",
    "Vorig jaar vingen wij in Zeist 40 mensen op. Er komen er misschien 8 bij, maar de raad twijfelt.",
    "Gemeente Urk doet niet mee, er is geen plek.",
    "Heel veel woorden zonder dat er iets in staat. " * 30,
)


@pytest.fixture(scope="module")
def readers() -> tuple[DutchReader, DutchReader]:
    """The rules alone, and the rules with the second opinion."""
    pipeline = build()
    return DutchReader(pipeline), DutchReader(pipeline, load())


MUDDLED = "Eerst schreef ik 15, toen 12 voor Zeist of Bunnik. Zijn het er 8, of 20 met de buren?"


def without_doubt(reading: Reading) -> Reading:
    """The reading without how sure it is: that is what the second opinion may say."""
    pledges = tuple(replace(pledge, confidence=1.0) for pledge in reading.pledges)
    bottlenecks = tuple(replace(bottleneck, confidence=1.0) for bottleneck in reading.bottlenecks)
    return replace(reading, pledges=pledges, bottlenecks=bottlenecks, needs_review=False, review_reasons=())


@pytest.mark.parametrize("text", MAILS)
def test_it_changes_no_value(readers: tuple[DutchReader, DutchReader], text: str) -> None:
    alone, together = (reader.read(parse_text(text)) for reader in readers)
    assert without_doubt(alone) == without_doubt(together)


def test_a_plain_pledge_passes(readers: tuple[DutchReader, DutchReader]) -> None:
    assert not readers[1].read(parse_text(MAILS[0])).needs_review


def test_a_muddled_mail_goes_to_a_person_with_a_reason_in_words(readers: tuple[DutchReader, DutchReader]) -> None:
    reading = readers[1].read(parse_text(MUDDLED))
    assert reading.needs_review
    assert all(reason.strip() for reason in reading.review_reasons)


def test_the_weights_are_small_plain_arrays() -> None:
    assert WEIGHTS.stat().st_size < 10_000_000
    assert load().heads.weights.ndim == 2
