"""When a pledge only repeats another, and the status that follows from a dossier."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.dossier import Dossier, Entry, EntryState, Offer, Status, status_of
from domain.model import Commitment, Intent
from tests.cast.people import day

TWELVE = Offer(places=12, available_from=date(2026, 10, 1), location="Kerkstraat")


@pytest.mark.parametrize(
    ("said", "repeated"),
    [
        (TWELVE, True),
        (Offer(places=12), True),
        (Offer(places=11), False),
        (replace(TWELVE, available_from=date(2026, 11, 1)), False),
        (replace(TWELVE, location="Dorpsstraat"), False),
        (replace(TWELVE, commitment=Commitment.EXPLORING), False),
        (replace(TWELVE, approximate=True, condition="mits de raad instemt"), True),
    ],
)
def test_a_repetition_says_nothing_new(said, repeated):
    assert said.repeats(TWELVE) is repeated


def entry(number, *intents, state=EntryState.COUNTED):
    return Entry("GM0307", number, day(number), frozenset(intents), state)


@pytest.mark.parametrize(
    ("entries", "status"),
    [
        ((), Status.SILENT),
        ((entry(1, Intent.OTHER, state=EntryState.IGNORED),), Status.SILENT),
        ((entry(1, Intent.CONTACT),), Status.HEARD),
        ((entry(1, Intent.QUESTION),), Status.ASKED),
        ((entry(1, Intent.DEFERRAL), entry(2, Intent.QUESTION)), Status.ANNOUNCED),
        ((entry(1, Intent.DEFERRAL), entry(2, Intent.PLEDGE, state=EntryState.WAITING)), Status.WAITING),
        ((entry(1, Intent.DECLINE), entry(2, Intent.DEFERRAL)), Status.DECLINED),
        ((entry(2, Intent.DECLINE), entry(1, Intent.WITHDRAWAL)), Status.DECLINED),
        ((entry(1, Intent.DECLINE), entry(2, Intent.WITHDRAWAL)), Status.WITHDRAWN),
    ],
)
def test_status_without_pledges(entries, status):
    assert status_of(Dossier("GM0307", entries=entries)) is status


@pytest.mark.parametrize("status", Status)
def test_every_status_has_dutch_words(status):
    assert status.label
