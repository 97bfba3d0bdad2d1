"""Reading stored mail again with another reader."""

from __future__ import annotations

from dataclasses import replace

from domain.dossier import Offer
from intake.replay import DECIDED, replay
from tests.cast.people import day
from tests.cast.script import ScriptReader, mail


class Doubler(ScriptReader):
    """A pipeline that finds twice as many places."""

    def __init__(self) -> None:
        super().__init__("proef-2")

    def read(self, message, thread=()):
        reading = super().read(message, thread)
        return replace(reading, pledges=tuple(replace(p, places=p.places * 2) for p in reading.pledges))


def again(intake, *, apply):
    return list(replay(replace(intake, reader=Doubler()), apply=apply))


def test_nothing_differs_with_the_same_reader(tell, intake):
    tell(mail("pledge GM0307 12", number="a"), mail("intent question", to="a"))
    assert list(replay(intake)) == []


def test_it_shows_what_would_change_and_changes_nothing(tell, intake, firm):
    tell(mail("pledge GM0307 12"))
    (found,) = again(intake, apply=False)
    assert str(found.differences[0]) == (
        "toezegging: GM0307 12 voor statushouders, toegezegd → GM0307 24 voor statushouders, toegezegd"
    )
    assert (found.applied, firm()) == (False, 12)


def test_applied_the_records_follow_the_new_reading(tell, intake, firm, records):
    tell(mail("pledge GM0307 12"))
    (found,) = again(intake, apply=True)
    assert (found.applied, firm()) == (True, 24)
    assert [row["state"] for row in records.view("v_pledges", "proef")] == ["superseded", "confirmed"]
    assert again(intake, apply=True) == []


def test_both_readings_are_kept(tell, intake, records):
    tell(mail("pledge GM0307 12"))
    again(intake, apply=True)
    assert [records.readings.get(n).version for n in (1, 2)] == ["proef-1", "proef-2"]


def test_what_a_person_decided_stays(tell, intake, reviewer, firm):
    tell(mail("pledge GM0307 12"))
    reviewer.correct(1, Offer(places=5))
    (found,) = again(intake, apply=True)
    assert (found.kept, firm()) == (DECIDED, 5)


def test_a_correction_that_reads_differently_still_replaces_the_same_pledge(tell, intake, firm):
    tell(mail("pledge GM0307 12", number="a"), mail("pledge GM0307 11", "intent correction", to="a", sent=day(1)))
    first, second = again(intake, apply=True)
    assert "daarna al iets aan veranderd" in first.kept
    assert (second.applied, firm()) == (True, 22)


def test_what_could_not_be_read_is_tried_again(tell, intake, firm):
    tell(mail("unreadable", "pledge GM0307 12"))
    mended = replace(intake, parse=lambda raw: intake.parse(raw.replace(b"unreadable\n", b"")))
    list(replay(mended, apply=True))
    assert firm() == 12


def test_only_mail_since_a_moment_is_read_again(tell, intake):
    tell(mail("pledge GM0307 12"), mail("pledge GM1948 3"))
    late = replay(replace(intake, reader=Doubler()), day(20).replace(hour=10), apply=False)
    assert [found.message for found in late] == [2]
