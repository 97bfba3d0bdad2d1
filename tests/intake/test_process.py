"""What becomes of messages: counted, waiting, set aside; and that one never stops another."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from dataclasses import replace

from domain import decision
from domain.model import Address, Channel
from domain.outbox import Dispatch, OutKind
from intake.drafts import SUSPECT
from intake.process import process
from intake.receive import receive
from tests.cast.people import day
from tests.cast.script import OFFICER, mail, raw_mail, story

HELPER = (sys.executable, "-m", "tests.cast.helping")


def test_a_clear_pledge_counts_at_once(tell, firm, status):
    tell(mail("pledge GM0307 12"))
    assert firm() == 12
    assert status("GM0307") == "pledged"


def test_a_range_counts_by_its_lower_end(tell, firm):
    tell(mail("pledge GM0307 6-8"))
    assert firm() == 6


def test_dwellings_are_never_converted_to_places(tell, records):
    tell(mail("homes GM0307 4"))
    progress = records.progress("proef")
    assert (progress["pledged_firm"], progress["homes"]) == (0, 4)


def test_other_groups_do_not_count_toward_the_goal(tell, records):
    tell(mail("pledge GM0307 12", "pledge GM0307 40 oekraiense_ontheemden", "pledge GM0307 9 mixed"))
    progress = records.progress("proef")
    assert (progress["pledged_firm"], progress["other_groups"]) == (12, 49)


def test_commitments_are_counted_apart(tell, records):
    tell(mail("pledge GM0307 1 statushouders firm", "pledge GM0307 2 statushouders conditional"))
    tell(mail("pledge GM1948 4 statushouders exploring"))
    progress = records.progress("proef")
    assert [progress[k] for k in ("pledged_firm", "pledged_conditional", "exploring")] == [1, 2, 4]


def test_an_uncertain_reading_waits_and_counts_nothing(tell, firm, status, records):
    (handled,) = tell(mail("pledge GM0307 12", "review vaag aantal"))
    assert handled.waits_for == ("vaag aantal",)
    assert firm() == 0
    assert status("GM0307") == "waiting"
    assert records.progress("proef")["waiting_for_review"] == 1


def test_whoever_looks_at_an_uncertain_reading_hears_the_other_doubts_too(tell):
    (_, handled) = tell(mail("pledge GM0307 12"), mail("pledge GM0307 5", "review vaag"))
    assert handled.waits_for == ("vaag", decision.ADD_OR_REPLACE)


def test_a_mail_without_a_gemeente_waits_and_is_never_guessed(tell, records):
    (handled,) = tell(mail("pledge - 12"))
    assert handled.waits_for == (decision.NO_GEMEENTE,)
    assert [row["status"] for row in records.view("v_responses", "proef")] == ["silent"] * 3


def test_a_question_without_a_gemeente_does_not_wait(tell):
    (handled,) = tell(mail("intent question"))
    assert handled.waits_for == ()


def test_two_gemeenten_in_one_mail_get_two_dossiers(tell, records):
    tell(mail("pledge GM0307 12", "pledge GM1948 5"))
    places = {row["gemeente"]: row["places"] for row in records.view("v_responses", "proef")}
    assert (places["GM0307"], places["GM1948"]) == (12, 5)


def test_one_total_for_two_gemeenten_is_not_divided(tell, firm, status):
    (handled,) = tell(mail("pledge - 20", "speaks GM0307", "speaks GM1948"))
    assert decision.NO_GEMEENTE_OF_PLEDGE in handled.waits_for
    assert firm() == 0
    assert status("GM1948") == "waiting"


def test_who_declines_beside_a_neighbour_that_pledges(tell, status):
    tell(mail("pledge GM0307 6", "speaks GM1948", "intent decline"))
    assert (status("GM0307"), status("GM1948")) == ("pledged", "declined")


def test_an_automatic_answer_changes_nothing(tell, status):
    tell(mail("intent decline", "speaks GM0307", "machine"))
    assert status("GM0307") == "silent"


def test_what_the_vng_writes_itself_is_looked_at_by_a_person(tell, firm, status):
    (handled,) = tell(mail("pledge GM0307 12", sender="joke@vng.nl"))
    assert handled.waits_for == (decision.FROM_OURSELVES,)
    tell(mail("speaks GM1948", "intent question", sender="joke@vng.nl"))
    assert (firm(), status("GM1948")) == (0, "silent")


def test_a_number_that_would_swamp_the_total_is_looked_at(tell, firm):
    (handled,) = tell(mail("pledge GM0307 9500"))
    assert (handled.waits_for, firm()) == ((decision.VERY_MANY,), 0)


def test_a_range_that_was_read_backwards_is_still_a_range(tell, records):
    tell(mail("pledge GM0307 8-6"))
    (row,) = records.view("v_pledges", "proef")
    assert (row["places"], row["places_max"]) == (6, 8)


def test_one_bad_mail_does_not_stop_the_others(tell, firm, records):
    handled = tell(mail("unreadable"), mail("bug"), mail("pledge GM0307 12"))
    assert [h.problem[:22] for h in handled] == ["Dit bericht is niet te", "Onverwachte fout bij h", ""]
    assert firm() == 12
    assert records.counts()["trouble"] == 2


def test_a_mail_that_the_database_refuses_is_set_aside_whole(tell, records):
    handled = tell(mail("pledge GM0307 3", "speaks GM9999"), mail("pledge GM1948 12"))
    assert "GM9999" in handled[0].problem
    assert [row["gemeente"] for row in records.view("v_pledges", "proef")] == ["GM1948"]


def test_what_was_set_aside_keeps_its_raw_text_and_can_be_tried_again(tell, intake):
    raw = mail("unreadable")
    tell(raw)
    assert intake.records.messages.raw(1) == raw
    with intake.records.write():
        assert intake.records.messages.try_again() == 1
    assert [handled.id for handled in process(intake)] == [1]
    assert intake.records.messages.get(1).attempts == 2


def test_a_mail_that_could_not_be_fetched_is_trouble_with_its_reason(intake):
    receive(intake.records, [replace(raw_mail(b"Subject: een scan van 80 MB\n"), problem="Te groot.")])
    stored = intake.records.messages.get(1)
    assert (stored.state, stored.error, stored.subject) == ("trouble", "Te groot.", "een scan van 80 MB")
    assert list(process(intake)) == []


def test_the_reader_is_told_to_which_dossiers_the_thread_belongs(tell, intake):
    tell(
        mail("pledge GM0307 12", number="a"), mail("intent question", to="a", number="b"), mail("intent other", to="b")
    )
    assert intake.reader.threads[-1] == ("GM0307",)


def test_an_answer_to_our_mail_belongs_to_whom_we_wrote(tell, intake):
    ours = Dispatch(
        "herinnering-1",
        OutKind.REMINDER,
        Channel.EMAIL,
        Address("", OFFICER),
        "Herinnering",
        "Wij hoorden nog niets.",
        day(0),
        "<ons@gemeente.example>",
        gemeente="GM1948",
    )
    with intake.records.write():
        intake.records.outbox.queue("proef", ours)
    tell(mail("intent other", to="ons"))
    assert intake.reader.threads == [("GM1948",)]


def test_a_reply_that_comes_before_what_it_answers_is_in_its_thread(tell, intake):
    tell(mail("speaks GM0307", "intent question", to="a", number="b"), mail("intent other", number="a"))
    assert intake.records.messages.get(1).thread == intake.records.messages.get(2).thread


def test_answers_to_one_letter_to_all_are_not_one_thread(tell, intake):
    letter = mail("intent other", number="brief", sender="info@vng.nl")
    tell(letter, mail("pledge GM0307 1", to="brief"), mail("pledge GM1948 2", to="brief"))
    assert len({intake.records.messages.get(number).thread for number in (1, 2, 3)}) == 3


def stopped_at(intake, message, times):
    for _ in range(times):
        with intake.records.write():
            intake.records.messages.claim([message])


def test_a_message_that_ends_the_process_that_reads_it_is_set_aside(intake):
    helped = replace(intake, helper=HELPER)
    receive(intake.records, story(mail("bug"), mail("pledge GM1948 5")))
    stopped_at(intake, 1, SUSPECT)
    problems = [handled.problem for handled in process(helped)]
    assert problems == ["Plaatsmaker kan dit bericht niet lezen zonder te stoppen.", ""]


def test_a_message_is_not_blamed_for_a_plug_that_was_pulled(intake, firm):
    receive(intake.records, story(mail("pledge GM0307 12")))
    stopped_at(intake, 1, 50)
    assert [handled.problem for handled in process(replace(intake, helper=HELPER))] == [""]
    assert firm() == 12


def test_numbers_are_kept_with_what_they_stand_for(tell, tmp_path, records):
    tell(mail("number GM0307 34 backlog", "speaks GM0307"))
    records.publish(tmp_path / "open.db")
    with closing(sqlite3.connect(tmp_path / "open.db")) as copy:
        assert copy.execute("SELECT gemeente, value, role FROM numbers").fetchall() == [("GM0307", 34, "backlog")]
