"""Later mail about the same places: corrected, withdrawn, repeated, added, and mail that comes late."""

from __future__ import annotations

from domain import decision
from domain.decision import Choice
from tests.cast.people import day
from tests.cast.script import mail


def states(records):
    return [(row["places"], row["state"]) for row in records.view("v_pledges", "proef")]


def test_a_correction_in_the_thread_replaces_the_pledge_and_keeps_the_old_one(tell, firm, records):
    tell(mail("pledge GM0307 12", number="a"), mail("pledge GM0307 11", "intent correction", to="a", sent=day(1)))
    assert firm() == 11
    assert states(records) == [(12, "superseded"), (11, "confirmed")]


def test_a_correction_outside_the_thread_takes_the_pledge_of_the_same_group(tell, records):
    tell(
        mail("pledge GM0307 12", "pledge GM0307 5 amv"),
        mail("pledge GM0307 7 amv", "intent correction", sent=day(1)),
    )
    assert states(records) == [(12, "confirmed"), (5, "superseded"), (7, "confirmed")]


def test_a_correction_prefers_the_thread_over_another_pledge_of_the_group(tell, records):
    tell(
        mail("pledge GM0307 12", number="a"),
        mail("pledge GM0307 5 amv", number="b", sent=day(1)),
        mail("pledge GM0307 10", "intent correction", to="a", sent=day(2)),
    )
    assert sorted(states(records)) == [(5, "proposed"), (10, "confirmed"), (12, "superseded")]


def test_a_correction_that_could_be_about_several_waits(tell, firm):
    tell(mail("pledge GM0307 6", "pledge GM0307 4", number="a"))
    (handled,) = tell(mail("pledge GM0307 9", "intent correction", to="a", sent=day(1)))
    assert handled.waits_for == (decision.WHICH_CORRECTED,)
    assert firm() == 10


def test_a_pledge_that_is_split_replaces_the_whole(tell, firm):
    tell(
        mail("pledge GM0307 12", number="a"),
        mail("pledge GM0307 8", "pledge GM0307 3", "intent correction", to="a", sent=day(1)),
    )
    assert firm() == 11


def test_of_two_pledges_the_one_that_is_said_again_stays_and_the_other_changes(tell, records):
    tell(
        mail("pledge GM0307 8", "pledge GM0307 4", number="a"),
        mail("pledge GM0307 8", "pledge GM0307 6", "intent correction", to="a", sent=day(1)),
    )
    assert states(records) == [(8, "confirmed"), (4, "superseded"), (6, "confirmed")]


def test_a_correction_of_nothing_is_a_plain_pledge(tell, firm):
    tell(mail("pledge GM0307 11", "intent correction"))
    assert firm() == 11


def test_a_correction_of_what_still_waits_waits_too(tell, firm):
    tell(mail("pledge GM0307 12", "review vaag", number="a"))
    (handled,) = tell(mail("pledge GM0307 11", "intent correction", to="a", sent=day(1)))
    assert handled.waits_for == (decision.CORRECTS_WAITING,)
    assert firm() == 0


def test_saying_it_again_counts_once(tell, firm, records):
    tell(mail("pledge GM0307 12"), mail("pledge GM0307 12", sent=day(1)))
    assert firm() == 12
    assert len(states(records)) == 1


def test_a_second_number_is_asked_about(tell, firm):
    tell(mail("pledge GM0307 12"))
    (handled,) = tell(mail("pledge GM0307 4", sent=day(1)))
    assert handled.waits_for == (decision.ADD_OR_REPLACE,)
    assert firm() == 12


def test_a_withdrawal_takes_all_back(tell, firm, status, records):
    tell(mail("pledge GM0307 12", number="a"), mail("speaks GM0307", "intent withdrawal", to="a", sent=day(1)))
    assert firm() == 0
    assert status("GM0307") == "withdrawn"
    assert states(records) == [(12, "withdrawn")]


def test_a_withdrawal_that_is_not_certain_leaves_the_figures(tell, firm):
    tell(mail("pledge GM0307 12"), mail("speaks GM0307", "intent withdrawal", "review onzeker", sent=day(1)))
    assert firm() == 12


def test_a_withdrawal_of_one_of_two_threads_is_asked_about(tell, reviewer, firm):
    tell(mail("pledge GM0307 12", number="a"), mail("pledge GM0307 5", number="b", sent=day(1)))
    reviewer.accept(2, Choice(replaces=frozenset()))
    (handled,) = tell(mail("speaks GM0307", "intent withdrawal", to="a", sent=day(3)))
    assert handled.waits_for == (decision.WHICH_WITHDRAWN,)
    assert firm() == 17


def test_a_withdrawal_of_what_still_waits_waits_too(tell):
    tell(mail("pledge GM0307 12", "review vaag"))
    (handled,) = tell(mail("speaks GM0307", "intent withdrawal", sent=day(3)))
    assert handled.waits_for == (decision.WITHDRAWS_WAITING,)


def test_a_withdrawal_of_nothing_is_looked_at(tell):
    (handled,) = tell(mail("speaks GM0307", "intent withdrawal"))
    assert handled.waits_for == (decision.WITHDRAWS_UNKNOWN,)


def test_a_refusal_after_a_pledge_is_a_question_not_a_withdrawal(tell, firm):
    tell(mail("pledge GM0307 12"))
    (handled,) = tell(mail("speaks GM0307", "intent decline", sent=day(1)))
    assert handled.waits_for == (decision.DECLINES_AFTER_PLEDGE,)
    assert firm() == 12


def test_a_refusal_counts_as_an_answer(tell, status, records):
    tell(mail("speaks GM0307", "intent decline"))
    assert status("GM0307") == "declined"
    assert "GM0307" not in [row["gemeente"] for row in records.view("v_not_answered", "proef")]


def test_a_pledge_after_a_refusal_counts(tell, status):
    tell(mail("speaks GM0307", "intent decline"), mail("pledge GM0307 3", sent=day(1)))
    assert status("GM0307") == "pledged"


def test_an_older_refusal_that_comes_late_overrules_nothing(tell, firm, status):
    (_, handled) = tell(mail("pledge GM0307 3", sent=day(2)), mail("speaks GM0307", "intent decline", sent=day(1)))
    assert handled.waits_for == ()
    assert (firm(), status("GM0307")) == (3, "pledged")


def test_an_older_pledge_that_comes_after_the_refusal_waits(tell, status):
    (_, handled) = tell(mail("speaks GM0307", "intent decline", sent=day(-2)), mail("pledge GM0307 3", sent=day(-9)))
    assert handled.waits_for == (decision.OLDER,)
    assert status("GM0307") == "declined"


def test_a_correction_older_than_the_figure_does_not_overrule_it(tell, firm):
    tell(mail("pledge GM0307 10", "intent correction", number="b", to="a", sent=day(-2)))
    (handled,) = tell(mail("pledge GM0307 11", "intent correction", to="a", number="c", sent=day(-5)))
    assert handled.waits_for == (decision.OLDER,)
    assert firm() == 10


def test_the_original_that_comes_after_its_correction_waits(tell, firm):
    tell(mail("pledge GM0307 11", "intent correction", to="a", sent=day(-2)))
    (handled,) = tell(mail("pledge GM0307 12", number="a", sent=day(-5)))
    assert handled.waits_for == (decision.OLDER,)
    assert firm() == 11


def test_a_correction_by_two_gemeenten_at_once_is_looked_at(tell, records):
    tell(mail("pledge GM0307 12", "pledge GM1948 6"))
    (handled,) = tell(mail("pledge GM0307 10", "pledge GM1948 4", "intent correction", sent=day(1)))
    assert handled.waits_for == (decision.SEVERAL_GEMEENTEN,)
    assert states(records)[:2] == [(12, "confirmed"), (10, "proposed")]


def test_an_announcement_is_no_answer_and_a_later_refusal_is(tell, status):
    tell(mail("speaks GM0307", "intent deferral"))
    assert status("GM0307") == "announced"
    tell(mail("speaks GM0307", "intent decline", sent=day(1)))
    assert status("GM0307") == "declined"


def test_only_bottlenecks_is_an_answer_of_its_own(tell, status):
    tell(mail("bottleneck GM0307 vergunning"), mail("speaks GM1948", "intent question"))
    assert (status("GM0307"), status("GM1948")) == ("bottlenecks_only", "asked")
