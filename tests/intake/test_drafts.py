"""What is in hand: how much at a time, what a broken reader leaves alone, and what is let go of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.errors import ReaderError
from domain.ports import Waiting
from intake.ahead import Ahead
from intake.drafts import BATCH, BATCH_BYTES, SUSPECT, WINDOW, Drafts, portion
from intake.process import handle_waiting, process
from intake.receive import receive
from tests.cast.script import ScriptReader, mail, story

MAILS = [mail(f"pledge GM0307 {n}", number=f"m{n}") for n in range(1, 4)]


class BrokenReader(ScriptReader):
    """Breaks on everything, as after a bad update."""

    def read(self, message, thread=()):
        del message, thread
        raise FileNotFoundError("terms.csv")


def waiting(*tries):
    return [Waiting(number, 1000, count) for number, count in enumerate(tries, 1)]


def ids(chosen):
    return [one.id for one in chosen]


def tries(intake):
    return [one.tries for one in intake.records.messages.waiting(1000)]


def test_what_is_fresh_is_taken_in_whole_batches():
    fresh = waiting(*[0] * 1000)
    assert len(portion(fresh, [])) == WINDOW * BATCH
    assert ids(portion(fresh[100:], fresh[:100])) == list(range(101, WINDOW * BATCH + 1))


def test_only_what_was_stopped_at_goes_slowly_and_then_whole_batches_again():
    assert ids(portion(waiting(*[1] * 20, 0, 0), [])) == list(range(1, 9))
    assert ids(portion(waiting(2, 2, 2, 0), [])) == [1]
    assert ids(portion(waiting(0, 0, 2, 0), [])) == [1, 2]
    assert len(portion(waiting(*[0] * 500), [])) == WINDOW * BATCH


def test_what_was_stopped_at_shares_no_try_with_what_is_fresh():
    tried, fresh = waiting(1), waiting(0, 0)[1:]
    assert portion(fresh, tried) == []
    assert portion(tried, fresh) == []


def test_large_mail_is_taken_in_few_at_a_time():
    large = [Waiting(number, BATCH_BYTES) for number in range(1, 10)]
    assert ids(portion(large, [])) == [1, 2, 3]
    assert ids(portion([Waiting(1, 50 * BATCH_BYTES), Waiting(2, 1)], [])) == [1]
    assert portion(large[3:], large[:3]) == []


def test_a_broken_reader_sets_nothing_aside(intake):
    receive(intake.records, story(*MAILS))
    with pytest.raises(ReaderError, match="ook een eenvoudig proefbericht niet"):
        list(process(replace(intake, reader=BrokenReader())))
    assert intake.records.counts()["received"] == 3
    assert tries(intake) == [0, 0, 0]
    assert [handled.problem for handled in process(intake)] == [""] * 3


def test_a_broken_parser_sets_nothing_aside(intake):
    def broken(_raw):
        raise ImportError("inscriptis")

    receive(intake.records, story(*MAILS))
    with pytest.raises(ReaderError):
        list(process(replace(intake, parse=broken)))
    assert intake.records.counts()["received"] == 3


def test_many_bad_mails_in_a_row_do_not_make_the_reader_a_broken_one(tell):
    handled = tell(*[mail("bug", number=f"m{n}") for n in range(12)], mail("pledge GM0307 12"))
    assert [bool(one.problem) for one in handled] == [True] * 12 + [False]


def test_what_is_still_in_hand_when_we_stop_is_let_go_of(intake):
    receive(intake.records, story(*[mail(f"pledge GM0307 {n}") for n in range(1, BATCH + 10)]))
    handling = process(intake)
    next(handling)
    assert tries(intake) == [1] * 9
    handling.close()
    assert tries(intake) == [0] * 9


def test_a_message_at_which_somebody_pulled_the_plug_is_remembered(intake):
    def interrupted(_raw):
        raise KeyboardInterrupt

    receive(intake.records, story(*MAILS))
    with pytest.raises(KeyboardInterrupt):
        list(process(replace(intake, parse=interrupted)))
    assert tries(intake) == [1, 0, 0]


def test_a_suspect_is_read_elsewhere_and_not_blamed_for_what_happens_here(intake):
    receive(intake.records, story(*MAILS))
    for _ in range(SUSPECT):
        with intake.records.write():
            intake.records.messages.claim([1])
    with Ahead() as ahead, Drafts(replace(intake, helper=("helper",)), ahead) as drafts:
        with intake.records.write():
            drafts.claim()
        assert (len(drafts), tries(intake)) == (1, [SUSPECT, 0, 0])
    assert tries(intake) == [SUSPECT, 0, 0]


def test_so_much_may_be_left_to_be_read_later(intake):
    receive(intake.records, story(*[mail(f"pledge GM0307 {n}") for n in range(1, BATCH + 10)]))
    with Ahead() as ahead, Drafts(intake, ahead) as drafts:
        assert len(list(handle_waiting(intake, drafts, leave=20))) == BATCH
        assert (len(drafts), drafts.may_wait) == (9, 0)
        assert len(list(handle_waiting(intake, drafts))) == 9
