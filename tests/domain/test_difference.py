"""What two readings of one message differ in, for people."""

from __future__ import annotations

from dataclasses import replace

from domain.difference import differences
from domain.model import Evidence, Intent, Kind, PledgeReading, Reading

PLEDGE = PledgeReading("GM0307", 12, evidence=(Evidence("body", 0, 1, "1"),))
READING = Reading(intents=(Intent.PLEDGE,), pledges=(PLEDGE,), needs_review=False)


def lines(after, kind=Kind.PERSONAL):
    return [str(found) for found in differences(READING, Kind.PERSONAL, after, kind)]


def test_another_confidence_or_place_in_the_text_is_no_difference():
    moved = replace(PLEDGE, confidence=0.1, evidence=(Evidence("body", 5, 6, "1"),), reason="anders")
    assert lines(replace(READING, pledges=(moved,))) == []


def test_only_what_changed_is_named():
    range_ = replace(PLEDGE, places_max=15, homes=4)
    assert lines(replace(READING, pledges=(PLEDGE, range_), needs_review=True)) == [
        "toezegging: niets → GM0307 12-15 (4 woningen) voor statushouders, toegezegd",
        "beoordelen: nee → ja",
    ]


def test_another_kind_of_mail():
    assert lines(READING, Kind.AUTO_REPLY) == ["soort: persoonlijk bericht → automatisch antwoord"]
