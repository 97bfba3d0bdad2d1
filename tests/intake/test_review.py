"""What a person does with what waits; every decision is in the history with a name, and can be taken back."""

from __future__ import annotations

import pytest

from domain.decision import Choice
from domain.dossier import Offer
from domain.errors import DecisionError
from domain.model import Group, Intent
from tests.cast.people import day
from tests.cast.script import mail

TOP = Choice(replaces=frozenset())


def pledge_ids(records, state):
    return [row["id"] for row in records.view("v_pledges", "proef") if row["state"] == state]


def test_accepting_makes_it_count_and_closes_the_review(tell, reviewer, firm, records):
    tell(mail("pledge GM0307 12", "bottleneck GM0307 vergunning", "review vaag"))
    reviewer.accept(1)
    assert firm() == 12
    assert [row["state"] for row in records.view("v_bottlenecks", "proef")] == ["confirmed"]
    assert records.progress("proef")["waiting_for_review"] == 0


def test_accepting_a_second_number_takes_a_choice(tell, reviewer, firm):
    tell(mail("pledge GM0307 12"), mail("pledge GM0307 4", sent=day(1)))
    with pytest.raises(DecisionError, match="erbij of in plaats"):
        reviewer.accept(2)
    reviewer.accept(2, TOP)
    assert firm() == 16


def test_a_second_number_in_the_place_of_the_first(tell, reviewer, firm, records):
    tell(mail("pledge GM0307 12"), mail("pledge GM0307 4", sent=day(1)))
    reviewer.accept(2, Choice(replaces=frozenset(pledge_ids(records, "confirmed"))))
    assert firm() == 4


def test_correcting_keeps_what_was_read_and_its_words(tell, reviewer, firm, records):
    tell(mail("pledge GM0307 12", "review vaag"))
    reviewer.correct(1, Offer(places=10, group=Group.STATUSHOUDERS))
    rows = [(row["places"], row["state"], row["evidence"]) for row in records.view("v_pledges", "proef")]
    assert rows == [(12, "superseded", "pledge"), (10, "confirmed", "pledge")]
    assert (firm(), records.progress("proef")["waiting_for_review"]) == (10, 0)


def test_correcting_what_counts_already(tell, reviewer, firm):
    tell(mail("pledge GM0307 12"))
    reviewer.correct(1, Offer(places=2))
    assert firm() == 2


def test_correcting_nothing_is_agreeing(tell, reviewer, firm):
    tell(mail("pledge GM0307 12", "review vaag"))
    reviewer.correct(1, Offer(places=12))
    reviewer.correct(1, Offer(places=12))
    assert firm() == 12


def test_giving_a_pledge_to_another_gemeente_lets_the_first_go(tell, reviewer, status):
    tell(mail("pledge GM0307 12"))
    reviewer.correct(1, Offer(places=12), gemeente="GM1948")
    assert (status("GM0307"), status("GM1948")) == ("silent", "pledged")


def test_rejecting_a_message(tell, reviewer, firm, status, records):
    tell(mail("pledge GM0307 12", "review vaag"))
    reviewer.reject(1, "een citaat uit de brief")
    assert (firm(), status("GM0307")) == (0, "silent")
    assert records.progress("proef")["waiting_for_review"] == 0


def test_rejecting_one_of_two_pledges_leaves_the_other_waiting(tell, reviewer, records):
    tell(mail("pledge GM0307 12", "pledge GM0307 5 amv", "review vaag"))
    reviewer.reject_pledge(1)
    assert pledge_ids(records, "proposed") == [2]
    assert records.progress("proef")["waiting_for_review"] == 1


def test_a_rejected_misreading_no_longer_counts(tell, reviewer, firm, status):
    tell(mail("pledge GM0307 12"))
    reviewer.reject_pledge(1)
    assert (firm(), status("GM0307")) == (0, "heard")


def test_a_gemeente_is_given_first_and_accepted_then(tell, reviewer, firm, status):
    tell(mail("pledge - 12", "bottleneck - vergunning".replace("-", "GM0307")))
    tell(mail("pledge - 7"))
    with pytest.raises(DecisionError, match="Kies eerst de gemeente"):
        reviewer.accept(2)
    reviewer.assign(2, "GM1948")
    assert (firm(), status("GM1948")) == (0, "waiting")
    reviewer.accept(2)
    assert (firm(), status("GM1948")) == (7, "pledged")


def test_a_gemeente_that_does_not_exist_is_refused_by_name(tell, reviewer):
    tell(mail("pledge - 7"))
    with pytest.raises(Exception, match="GM9999 staat niet in de lijst"):
        reviewer.assign(1, "GM9999")


def test_recording_what_the_reading_missed(tell, reviewer, firm):
    tell(mail("speaks GM0307", "intent question"))
    reviewer.add(1, "GM0307", Offer(places=3))
    assert firm() == 3


def test_accepting_a_waiting_withdrawal(tell, reviewer, firm, status):
    tell(mail("pledge GM0307 12"), mail("speaks GM0307", "intent withdrawal", "review onzeker", sent=day(1)))
    reviewer.accept(2)
    assert (firm(), status("GM0307")) == (0, "withdrawn")


def test_a_refusal_after_a_pledge_may_leave_the_pledge(tell, reviewer, firm):
    tell(mail("pledge GM0307 12"), mail("speaks GM0307", "intent decline", sent=day(1)))
    reviewer.accept(2, TOP)
    assert firm() == 12


def test_the_part_of_one_gemeente_may_be_accepted_with_what_it_means(tell, reviewer, status):
    tell(mail("speaks GM0307", "speaks GM1948", "intent decline", "intent deferral"))
    with pytest.raises(DecisionError):
        reviewer.accept(1)
    reviewer.accept(1, Choice(intents=frozenset({Intent.DECLINE})), gemeente="GM0307")
    reviewer.accept(1, Choice(intents=frozenset({Intent.DEFERRAL})), gemeente="GM1948")
    assert (status("GM0307"), status("GM1948")) == ("declined", "announced")


@pytest.mark.parametrize(
    "act",
    [
        lambda desk: desk.accept(2, TOP),
        lambda desk: desk.reject(2),
        lambda desk: desk.reject_pledge(1),
        lambda desk: desk.correct(1, Offer(places=2)),
        lambda desk: desk.correct(2, Offer(places=2), choice=Choice(replaces=frozenset({1}))),
        lambda desk: desk.correct(1, Offer(places=2), gemeente="GM1948"),
        lambda desk: desk.add(1, "GM1948", Offer(places=3)),
        lambda desk: desk.assign(3, "GM0184"),
    ],
    ids=["accept", "reject", "reject pledge", "correct", "correct waiting", "other gemeente", "add", "assign"],
)
def test_every_decision_can_be_taken_back(tell, reviewer, records, act):
    def picture():
        rows = records.view("v_pledges", "proef")
        counting = [(r["id"], r["gemeente"], r["state"]) for r in rows if r["state"] in ("confirmed", "proposed")]
        responses = [(r["gemeente"], r["status"], r["waiting"]) for r in records.view("v_responses", "proef")]
        return sorted(counting), responses, dict(records.progress("proef"))

    tell(mail("pledge GM0307 12"), mail("pledge GM0307 4", sent=day(1)), mail("pledge - 7"))
    before = picture()
    number = act(reviewer)
    assert picture() != before
    reviewer.undo(number)
    assert picture() == before


def test_a_decision_that_was_built_upon_cannot_be_taken_back(tell, reviewer):
    tell(mail("pledge GM0307 12", "review vaag"))
    accepted = reviewer.accept(1)
    reviewer.correct(1, Offer(places=2))
    with pytest.raises(DecisionError, match="daarna al iets aan veranderd"):
        reviewer.undo(accepted)


def test_a_decision_is_taken_back_once(tell, reviewer):
    tell(mail("pledge GM0307 12", "review vaag"))
    accepted = reviewer.accept(1)
    reviewer.undo(accepted)
    with pytest.raises(DecisionError, match="al ongedaan"):
        reviewer.undo(accepted)


def test_an_automatic_answer_that_was_doubted_is_only_closed(tell, reviewer, status, records):
    tell(mail("speaks GM0307", "intent decline", "machine", "review misschien toch een mens"))
    reviewer.accept(1)
    assert (status("GM0307"), records.progress("proef")["waiting_for_review"]) == ("silent", 0)


def test_a_refused_decision_leaves_no_trace(tell, reviewer, records):
    tell(mail("pledge GM0307 12"), mail("pledge GM0307 4", sent=day(1)))
    with pytest.raises(DecisionError):
        reviewer.accept(2)
    assert not records.dossiers.decided_by_person(2)
