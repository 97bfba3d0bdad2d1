"""A helper process that reads along changes nothing but the time it takes."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from domain.errors import MessageError
from intake.ahead import Ahead, read_alone
from intake.process import process
from intake.receive import receive
from tests.cast.dump import rows_without_times
from tests.cast.people import new_records
from tests.cast.script import mail, story

COMMAND = (sys.executable, "-m", "tests.cast.helping")
MAILS = [mail(f"pledge GM0307 {n}", "intent correction", number=f"m{n}", to=f"m{n - 3}") for n in range(3, 43)]


@pytest.fixture
def ahead():
    with Ahead(COMMAND, worth_it=0) as started:
        yield started


def ready(ahead):
    """Wait until the helper takes work."""
    ahead.expect(1)
    assert ahead.comes_up(60)
    return ahead


def test_it_gives_what_this_process_would_have_made(ahead, intake):
    helper = ready(ahead)
    assert helper.offer(7, MAILS[0])
    assert helper.offer(8, mail("unreadable"))
    answers = helper.take(60)
    answers += helper.take(60) if len(answers) < 2 else []
    assert answers == [(7, (intake.parse(MAILS[0]), intake.reader.read(intake.parse(MAILS[0])))), (8, None)]


def test_what_a_helper_had_in_hand_when_it_ended_is_given_back(ahead, tmp_path):
    helper, offered = ready(ahead), tmp_path / "offered"
    mails = [mail(f"bug once {offered}"), *MAILS[:3]]
    assert [helper.offer(number, raw) for number, raw in enumerate(mails)] == [True] * 4
    offered.touch()
    assert helper.take(60) == [(number, None) for number in range(4)]
    assert helper.gone
    assert not helper.offer(9, MAILS[9])


def test_it_takes_no_more_than_it_can_hold(ahead):
    helper = ready(ahead)
    assert helper.offer(0, mail("sleep" + " " * 5_000_000))
    assert not helper.offer(1, mail("intent other" + " " * 5_000_000))
    assert not helper.has_room(5_000_000)


@pytest.mark.parametrize("more", [[], [mail("unreadable")], [mail("bug")]], ids=["well", "a bad mail", "a crash"])
def test_the_records_are_the_same_with_and_without(tmp_path, intake, ahead, more):
    dumps = []
    for name, helper in (("alone", None), ("helped", ready(ahead))):
        (tmp_path / name).mkdir()
        with new_records(tmp_path / name) as records:
            receive(records, story(*MAILS, *more))
            assert len(list(process(replace(intake, records=records), helper))) == len(MAILS) + len(more)
        dumps.append(rows_without_times(tmp_path / name / "proef.db"))
    assert dumps[0] == dumps[1]


def test_a_helper_that_cannot_be_started_is_done_without(intake, firm):
    receive(intake.records, story(*[mail(f"pledge GM0307 {n}") for n in range(1, 20)]))
    with Ahead(("/geen/programma",), worth_it=0) as ahead:
        assert len(list(process(intake, ahead))) == 19
    assert firm() == 1


def test_a_mail_that_takes_for_ever_is_set_aside():
    with pytest.raises(MessageError, match="langer dan"):
        read_alone(COMMAND, mail("sleep"), patience=0.5)


def test_none_is_started_for_a_few_mails():
    with Ahead(COMMAND) as ahead:
        ahead.expect(40)
        ahead.expect(40)
        assert not ahead.comes_up(0.1)
