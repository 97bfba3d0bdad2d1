"""Any text gets a reading, and its evidence is exactly what it says it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.model import Address, Message, Reading
from nlp.reader import DutchReader, build_reader

TEXTS = Path(__file__).parents[2] / "nlp/training/texts/learn-01.jsonl"
WRITTEN = [json.loads(line)["text"] for line in TEXTS.read_text(encoding="utf-8").splitlines()]
WORDS = sorted({word for text in WRITTEN for word in text.split()})
SOUP = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)
CUT = st.tuples(st.sampled_from(WRITTEN), st.integers(0, 2000), st.integers(0, 2000)).map(lambda t: t[0][t[1] : t[2]])


@pytest.fixture(scope="module")
def reader() -> DutchReader:
    return build_reader()


def evidence_is_exact(message: Message, reading: Reading) -> None:
    found = (*reading.gemeenten, *reading.pledges, *reading.bottlenecks, *reading.numbers, *reading.personal_data)
    for value in found:
        for item in value.evidence:
            assert message.part(item.part)[item.start : item.end] == item.text


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=300) | SOUP | CUT, subject=SOUP | st.text(max_size=40))
def test_no_text_breaks_the_reader(reader: DutchReader, text: str, subject: str) -> None:
    message = Message(subject=subject, body=text, sender=Address("", "a@utrecht.nl"))
    evidence_is_exact(message, reader.read(message))


@pytest.mark.parametrize(
    "piece",
    ["12 ", "Goes 4\n", "per 1 ", "van 160 naar 200 ", "(", "geen plek, ", "Bergen ", "a", "\n", "stroomnet vol "],
)
def test_a_text_that_repeats_itself_to_the_limit_is_read_and_looked_at(reader: DutchReader, piece: str) -> None:
    message = Message(body=piece * (25_000 // len(piece)), sender=Address("", "a@utrecht.nl"))
    reading = reader.read(message)
    evidence_is_exact(message, reading)
    assert reading.needs_review
