"""Any order of words and taps: nothing is recorded as proven without proof."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.dialogue_json import state_from_text, state_text
from domain.dialogue_talk import (
    Prove,
    Record,
)
from domain.model import (
    BottleneckReading,
    GemeenteReading,
    Intent,
    PledgeReading,
    Reading,
)
from domain.talking import Count
from tests.cast.dialogue import CODE, KNOWN, NOTHING, UNKNOWN, Talking, pledging

READINGS = st.sampled_from(
    [
        NOTHING,
        pledging("Wij doen 12 plekken"),
        Reading(intents=(Intent.DECLINE,), gemeenten=(GemeenteReading("GM0184", "Urk", 0.9),)),
        Reading(intents=(Intent.WITHDRAWAL,)),
        Reading(intents=(Intent.PLEDGE, Intent.CORRECTION), pledges=(PledgeReading("GM0307", 8),)),
        Reading(intents=(Intent.BOTTLENECK,), bottlenecks=(BottleneckReading(None, "vergunning"),)),
    ]
)
HEARD = st.fixed_dictionaries(
    {
        "reading": READINGS,
        "answer": st.sampled_from([UNKNOWN, KNOWN, replace(UNKNOWN, suggestions=("Wat is de deadline?",))]),
        "found": st.sampled_from([(), ("GM0307",), ("GM0307", "GM0184")]),
        "named": st.sampled_from([(), (("GM0184",),), (("GM0307", "GM0184"),)]),
        "counts": st.sampled_from([(), (Count(7),), (Count(None, homes=3),), (Count(1), Count(2))]),
        "day": st.sampled_from([None, date(2026, 10, 1)]),
    }
)
KEYS = (
    "klopt",
    "wijzig",
    "annuleer",
    "ja",
    "nee",
    "niet",
    "statushouders",
    "?",
    "firm",
    "conditional",
    "erbij",
    "alles",
)
WORDS = st.sampled_from(
    ["Wij doen 12 plekken", "klopt", "trek in", "maak er 8 van", "123456", "wat hebben wij gemeld?", "x", "?"]
)
ACTS = st.one_of(st.tuples(st.just("type"), WORDS, HEARD), st.tuples(st.just("tap"), st.sampled_from(KEYS), st.none()))


@settings(max_examples=150, deadline=None)
@given(st.lists(ACTS, max_size=25), st.booleans())
def test_nothing_is_recorded_as_proven_without_proof(
    acts: list[tuple[str, str, dict[str, object]]], code: bool
) -> None:
    talking = Talking(code=CODE if code else None)
    for kind, text, heard in acts:
        back = talking.tap(text) if kind == "tap" else talking.type(text, **heard)  # type: ignore[arg-type]
        proven = {effect.gemeente for effect in talking.effects if isinstance(effect, Prove)}
        records = [effect for effect in talking.effects if isinstance(effect, Record)]
        assert back or records
        assert len(records) <= 1
        assert all(record.draft.gemeente in proven for record in records if record.proven)
        assert state_from_text(state_text(talking.state)) == talking.state
