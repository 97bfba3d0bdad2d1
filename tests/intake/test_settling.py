"""A person says what a whole message means: in one decision, which one step takes back."""

from __future__ import annotations

import pytest

from domain.decision import Choice
from domain.dossier import Offer
from domain.errors import DecisionError, Overtaken
from domain.settling import Settlement, Wanted
from tests.cast.people import day
from tests.cast.script import mail

DOUBTED = mail("pledge GM0307 12", "bottleneck GM0307 vergunning", "review vaag")


def bottlenecks(records):
    return [(r["gemeente"], r["type"]) for r in records.view("v_bottlenecks", "proef") if r["state"] == "confirmed"]


def test_agreeing_with_everything(tell, reviewer, firm, records):
    tell(DOUBTED)
    reviewer.settle(1, Settlement((Wanted(1, "GM0307", Offer(12)),), frozenset({1})))
    assert (firm(), bottlenecks(records)) == (12, [("GM0307", "vergunning")])
    assert records.progress("proef")["waiting_for_review"] == 0


def test_another_number_another_pledge_and_another_bottleneck_at_once(tell, reviewer, firm, records):
    tell(DOUBTED)
    wanted = (Wanted(1, "GM0307", Offer(10)), Wanted(None, "GM0307", Offer(3)))
    decision = reviewer.settle(1, Settlement(wanted, frozenset(), ("draagvlak",), "GM0307"))
    assert (firm(), bottlenecks(records)) == (13, [("GM0307", "draagvlak")])
    reviewer.undo(decision)
    assert (firm(), bottlenecks(records)) == (0, [])
    assert records.progress("proef")["waiting_for_review"] == 1


def test_what_is_left_out_is_not_in_the_message(tell, reviewer, firm, status):
    tell(DOUBTED)
    reviewer.settle(1, Settlement((), frozenset({1})))
    assert (firm(), status("GM0307")) == (0, "bottlenecks_only")


def test_what_counts_already_can_be_put_right_as_a_whole(tell, reviewer, firm):
    tell(mail("pledge GM0307 12"))
    reviewer.settle(1, Settlement((Wanted(1, "GM0307", Offer(11)),)))
    assert firm() == 11


def test_a_corrected_second_number_takes_the_same_choice_as_an_accepted_one(tell, reviewer, firm):
    tell(mail("pledge GM0307 12"), mail("pledge GM0307 4", sent=day(1)))
    wanted = Settlement((Wanted(2, "GM0307", Offer(5)),))
    with pytest.raises(DecisionError, match="erbij of in plaats"):
        reviewer.settle(2, wanted)
    reviewer.settle(2, wanted, Choice(frozenset({1})))
    assert firm() == 5


def test_a_pledge_of_nobody_is_settled_once_it_has_a_gemeente(tell, reviewer, firm):
    tell(mail("pledge - 7"))
    with pytest.raises(DecisionError, match="Kies eerst de gemeente"):
        reviewer.settle(1, Settlement((Wanted(1, None, Offer(7)),)))
    reviewer.settle(1, Settlement((Wanted(1, "GM1948", Offer(7)),)))
    assert firm() == 7


@pytest.mark.parametrize("script", [DOUBTED, mail("pledge GM0307 12", "bottleneck GM0307 vergunning")])
def test_the_whole_message_goes_to_another_gemeente_and_comes_back(tell, reviewer, status, firm, script):
    tell(script)
    before, places = status("GM0307"), firm()
    decision = reviewer.reassign(1, "GM1948")
    assert (status("GM0307"), status("GM1948"), firm()) == ("silent", before, places)
    reviewer.undo(decision)
    assert (status("GM0307"), status("GM1948"), firm()) == (before, "silent", places)


def test_who_looked_before_somebody_else_decided_is_told(tell, reviewer, records):
    tell(DOUBTED)
    seen = records.dossiers.newest_decision(1)
    reviewer.unchanged_since(1, seen)
    reviewer.reject(1)
    with pytest.raises(Overtaken):
        reviewer.unchanged_since(1, seen)
