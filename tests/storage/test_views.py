"""The views that others read: their columns, and the gemeenten with two networks or none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.campaign import Gemeente
from domain.errors import RecordError
from tests.cast.people import AMERSFOORT, CAMPAIGN, GEMEENTEN, MEIERIJSTAD


def responses(records):
    return {row["gemeente"]: row for row in records.view("v_responses", "proef")}


def test_the_promised_columns_come_first(records):
    progress = ["campaign", "goal", "pledged_firm", "pledged_conditional", "exploring", "homes"]
    assert records.columns("v_progress")[:6] == progress
    answers = ["gemeente", "name", "province", "network", "status", "last_message_at"]
    assert records.columns("v_responses")[:6] == answers


def test_networks_of_each_gemeente(records):
    texts = {code: row["network"] for code, row in responses(records).items()}
    assert texts == {"GM0307": "G40", "GM1948": "M50, R8", "GM0184": "geen netwerk"}
    assert all(texts[code] == CAMPAIGN.network_text(code) for code in texts)


def test_who_is_in_two_networks_is_asked_once(records):
    asked = {code: row["contribution"] for code, row in responses(records).items()}
    assert asked == {"GM0307": 30, "GM1948": 15, "GM0184": None}
    assert all(asked[code] == CAMPAIGN.contribution_of(code) for code in asked)


def test_a_campaign_that_changed_replaces_what_was_there(records):
    records.store_campaign(replace(CAMPAIGN, goal=2500, networks=CAMPAIGN.networks[:1]))
    assert records.progress("proef")["goal"] == 2500
    assert responses(records)["GM1948"]["network"] == "geen netwerk"


def test_a_network_with_an_unknown_gemeente_is_refused(records):
    network = replace(CAMPAIGN.networks[0], members=frozenset({"GM9999"}))
    with pytest.raises(RecordError):
        records.store_campaign(replace(CAMPAIGN, networks=(network,)))
    assert responses(records)["GM0307"]["network"] == "G40"


def test_a_merged_gemeente_with_a_dossier_stays(told):
    told.store_campaign(replace(CAMPAIGN, networks=()))
    told.store_gemeenten([MEIERIJSTAD, Gemeente("GM0184", "Urk (nieuw)", "Flevoland")])
    names = {code: row["name"] for code, row in responses(told).items()}
    assert names == {"GM0307": AMERSFOORT.name, "GM1948": MEIERIJSTAD.name, "GM0184": "Urk (nieuw)"}


def test_who_waits_for_a_person_is_neither_answered_nor_to_be_reminded(told):
    left = [row["gemeente"] for row in told.view("v_not_answered", "proef")]
    assert left == ["GM0184"]
    assert told.progress("proef")["answered"] == 1
    assert len(GEMEENTEN) == 3


def test_bottlenecks_have_the_label_of_the_campaign(told):
    (row,) = told.view("v_bottlenecks", "proef")
    assert (row["label"], row["name"], row["state"]) == ("Vergunning", "Amersfoort", "confirmed")


def test_evidence_can_be_shown_in_its_text(told):
    (first, *_) = told.view("v_pledges", "proef")
    reading = told.readings.latest(first["message"])
    evidence = reading.reading.pledges[0].evidence[0]
    assert told.readings.parts(reading.id)[evidence.part][evidence.start : evidence.end] == first["evidence"]
