"""A reading survives its JSON form, and evidence points at what it says it points at."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model import (
    Address,
    Attachment,
    BottleneckReading,
    Commitment,
    Evidence,
    GemeenteReading,
    Group,
    Intent,
    Message,
    NumberReading,
    PersonalData,
    PledgeReading,
    Reading,
    Role,
    Route,
    Unit,
)
from domain.reading_json import full_json, reading_from_json, reading_json

CODES = st.from_regex(r"GM\d{4}", fullmatch=True)
CONFIDENCE = st.integers(0, 1000).map(lambda n: n / 1000)
EVIDENCE = st.lists(st.builds(Evidence, st.text(), st.integers(0), st.integers(0), st.text()), max_size=2).map(tuple)
COUNT = st.none() | st.integers(0, 3000)
PLEDGES = st.builds(
    PledgeReading,
    gemeente=st.none() | CODES,
    places=COUNT,
    places_max=COUNT,
    homes=COUNT,
    group=st.sampled_from(Group),
    commitment=st.sampled_from(Commitment),
    available_from=st.none() | st.dates(),
    available_until=st.none() | st.dates(),
    location=st.none() | st.text(),
    confidence=CONFIDENCE,
    evidence=EVIDENCE,
)
READINGS = st.builds(
    Reading,
    intents=st.lists(st.sampled_from(Intent)).map(tuple),
    gemeenten=st.lists(st.builds(GemeenteReading, CODES, st.text(), CONFIDENCE, EVIDENCE), max_size=2).map(tuple),
    pledges=st.lists(PLEDGES, max_size=2).map(tuple),
    bottlenecks=st.lists(
        st.builds(BottleneckReading, st.none() | CODES, st.text(), CONFIDENCE, EVIDENCE), max_size=2
    ).map(tuple),
    numbers=st.lists(
        st.builds(
            NumberReading,
            st.integers(),
            st.sampled_from(Role),
            COUNT,
            st.sampled_from(Unit),
            st.sampled_from(Group),
            st.none() | CODES,
            EVIDENCE,
        ),
        max_size=2,
    ).map(tuple),
    routes=st.lists(st.sampled_from(Route)).map(tuple),
    personal_data=st.lists(st.builds(PersonalData, st.text(), EVIDENCE), max_size=1).map(tuple),
    needs_review=st.booleans(),
    review_reasons=st.lists(st.text(), max_size=2).map(tuple),
)


@given(READINGS)
def test_a_reading_is_the_same_after_it_was_stored(reading: Reading) -> None:
    assert reading_from_json(json.loads(json.dumps(reading_json(reading)))) == reading


def test_the_full_form_holds_every_field_of_the_contract() -> None:
    data = full_json("mail/1.eml", Message(sender=Address("A", "a@b.nl")), Reading())
    assert set(data) >= {
        *("source", "message", "intents", "gemeenten", "pledges", "bottlenecks"),
        *("numbers", "routes", "personal_data", "needs_review", "review_reasons"),
    }
    assert data["message"]["from"] == {"name": "A", "address": "a@b.nl"}


@pytest.mark.parametrize(
    ("name", "text"),
    [("subject", "s"), ("body", "b"), ("sender", "Jo <jo@x.nl>"), ("attachment:plan.pdf", "6 plekken")],
)
def test_each_part_that_evidence_may_name_has_its_text(name: str, text: str) -> None:
    attachment = Attachment("plan.pdf", "application/pdf", 9, "6 plekken")
    message = Message(sender=Address("Jo", "jo@x.nl"), subject="s", body="b", attachments=(attachment,))
    assert message.part(name) == text


def test_a_part_that_is_not_there_is_an_error_and_not_an_empty_text() -> None:
    with pytest.raises(KeyError):
        Message().part("attachment:plan.pdf")
