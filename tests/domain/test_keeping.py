"""For how long things are kept, as people are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.keeping import GRACE, Terms, span_text
from domain.retention import Wiped, keeping_text
from tests.cast.people import CAMPAIGN

BEFORE, AFTER = CAMPAIGN.end - timedelta(days=3), CAMPAIGN.end + timedelta(days=3)


@pytest.mark.parametrize(("days", "words"), [(365, "een jaar"), (730, "twee jaar"), (90, "90 dagen")])
def test_a_span_is_said_in_years_where_it_is_whole_years(days, words):
    assert span_text(days) == words


@pytest.mark.parametrize(
    ("days", "now", "words"),
    [
        (365, BEFORE, "tot en met 13 augustus 2027, een jaar na het einde van de actie"),
        (365, AFTER, "een jaar, vanaf nu"),
        (None, BEFORE, "tot wij het wissen"),
    ],
)
def test_who_writes_is_told_for_how_long_that_is_kept(days, now, words):
    assert CAMPAIGN.kept_text(days, now) == words


def test_what_somebody_chose_goes_on_time_and_a_default_not_within_the_grace():
    starts = CAMPAIGN.end + timedelta(days=90)
    assert Terms(messages=90).starts(90, CAMPAIGN.end, starts, None) == starts
    assert Terms(messages=90, by_default=True).starts(90, CAMPAIGN.end, starts, None) == starts + GRACE


def test_who_starts_the_service_is_told_from_when_things_go():
    campaign = replace(CAMPAIGN, terms=Terms(messages=365, trail=730))
    assert "vanaf 14 augustus 2027 gewist, een jaar na" in keeping_text(campaign, BEFORE)
    assert "nu iedere dag gewist" in keeping_text(campaign, CAMPAIGN.end + timedelta(days=400))
    assert keeping_text(CAMPAIGN, BEFORE) == "Er wordt niets vanzelf gewist: de bewaartermijn staat uit."


def test_what_went_is_counted_in_words():
    assert Wiped().words == "niets"
    assert Wiped(messages=1, sent=1200, lines=2).words == (
        "1 ontvangen bericht, 1.200 verzonden mails en 2 regels van het logboek"
    )
