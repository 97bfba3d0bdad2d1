"""The scoreboard counts as its rules say."""

from __future__ import annotations

from typing import Any

import pytest

from nlp.evaluate import Scoreboard
from nlp.totals import add_up

JSON = dict[str, Any]


def pledge(places: int | None, *, group: str = "statushouders", **fields: Any) -> JSON:
    base = {"gemeente": "GM0307", "group": group, "commitment": "firm", "places_max": None, "homes": None}
    return base | {"places": places, "confidence": 0.9, "evidence": []} | fields


def reading(*pledges: JSON, **fields: Any) -> JSON:
    base: JSON = {"message": {"kind": "personal"}, "intents": ["pledge"], "gemeenten": [{"code": "GM0307"}]}
    base |= {"bottlenecks": [], "numbers": [], "routes": [], "needs_review": False, "pledges": list(pledges)}
    return base | fields


def item(*pledges: JSON, **gold: Any) -> JSON:
    base = {"intents": ["pledge"], "kind": "personal", "gemeenten": ["GM0307"], "pledges": list(pledges)}
    return {"id": "x", "gold": base | {"bottlenecks": [], "numbers": [], "routes": []} | gold}


def board(gold: JSON, got: JSON) -> Scoreboard:
    result = Scoreboard()
    result.add(gold, got)
    return result


def test_tranches_of_one_group_are_added_up() -> None:
    assert add_up([pledge(6), pledge(6), pledge(4)]) == [("GM0307", "statushouders", 16, None, None)]


def test_a_range_among_tranches_makes_the_sum_a_range() -> None:
    assert add_up([pledge(6, places_max=8), pledge(4)]) == [("GM0307", "statushouders", 10, 12, None)]


def test_tranches_split_otherwise_are_the_same_whole_record() -> None:
    assert board(item(pledge(16)), reading(pledge(10), pledge(6))).whole_record == 1


@pytest.mark.parametrize("got", [pledge(None), pledge(13), pledge(12, homes=3), pledge(12, group="amv")])
def test_a_pledge_that_differs_in_anything_is_not_whole(got: JSON) -> None:
    assert board(item(pledge(12)), reading(got)).whole_record == 0


def test_another_commitment_leaves_the_record_whole_but_shows_in_its_slot() -> None:
    scores = board(item(pledge(12)), reading(pledge(12, commitment="exploring")))
    assert (scores.whole_record, scores.slots["commitment"].f1) == (1, 0)


def test_a_pledge_let_through_that_the_gold_has_not_is_a_false_pledge() -> None:
    scores = board(item(intents=["other"]), reading(pledge(12)))
    assert (scores.false_pledges, scores.trust, scores.coverage) == (1, 0, 1)


def test_a_reading_that_failed_counts_as_nothing_read_and_held_for_a_person() -> None:
    scores = board(item(pledge(12)), {"source": "x.eml", "error": "onleesbaar"})
    assert (scores.errors, scores.coverage, scores.slots["pledge"].recall) == (1, 0, 0)


def test_numbers_beyond_the_gold_are_no_miss_because_the_gold_may_be_incomplete() -> None:
    got = reading(pledge(12), numbers=[{"value": 34, "role": "backlog", "evidence": []}])
    assert board(item(pledge(12)), got).misses == []


def test_a_miss_names_the_slot_and_the_sentence_it_rests_on() -> None:
    got = reading(pledge(13, evidence=[{"part": "body", "start": 0, "end": 6, "text": "13 bed"}]))
    slots = {miss.slot: miss.evidence for miss in board(item(pledge(12)), got).misses}
    assert slots == {"places": ["13 bed"], "pledge": ["13 bed"]}


@pytest.mark.parametrize(("places", "error"), [(12, 0.1), (13, 0.9)])
def test_calibration_error_is_the_distance_between_what_is_said_and_what_is_right(places: int, error: float) -> None:
    scores = Scoreboard()
    for _ in range(10):
        scores.add(item(pledge(12)), reading(pledge(places)))
    assert scores.calibration_error("pledge") == pytest.approx(error)
