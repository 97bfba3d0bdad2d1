"""Collecting a mailbox: everything once, told afterwards, and the same after any number of kills."""

from __future__ import annotations

import sys

import pytest

from domain.errors import SourceUnreachable
from intake.collect import collect
from tests.cast.collecting import main
from tests.cast.dump import rows_without_times
from tests.cast.killing import collect_with_kills
from tests.cast.mailbox import fill
from tests.cast.script import mail, raw_mail


class Shelf:
    """A mailbox in memory that remembers what it was told, and may fail after a number of batches."""

    def __init__(self, *batches, fails_after=None):
        self.batches, self.fails_after = batches, fails_after
        self.done, self.trouble = [], []

    def fetch(self, known):
        for at, batch in enumerate(self.batches):
            if at == self.fails_after:
                raise SourceUnreachable("De server is weg.")
            seen = known([item.location for item in batch])
            new = [item for item in batch if item.location not in seen]
            if new:
                yield new

    def settle(self, done, trouble):
        self.done += [at.uid for at in done]
        self.trouble += [at.uid for at in trouble]


FIRST, SECOND = (
    [raw_mail(mail("pledge GM0307 12"), "1"), raw_mail(mail("unreadable"), "2")],
    [raw_mail(mail("pledge GM1948 5"), "3")],
)


def test_the_mailbox_hears_what_became_of_each_mail(intake, firm):
    shelf = Shelf(FIRST, SECOND)
    assert len(list(collect(intake, shelf))) == 3
    assert (shelf.done, shelf.trouble, firm()) == (["1", "3"], ["2"], 17)


def test_what_a_crash_kept_from_the_mailbox_is_told_the_next_time(intake):
    list(collect(intake, Shelf(FIRST)))
    again = Shelf(FIRST, SECOND)
    assert len(list(collect(intake, again))) == 1
    assert (sorted(again.done), again.trouble) == (["1", "3"], ["2"])


def test_what_came_before_the_mailbox_failed_is_safe(intake, firm):
    handled = []
    with pytest.raises(SourceUnreachable):
        handled.extend(collect(intake, Shelf(FIRST, SECOND, fails_after=1)))
    assert firm() == 12
    assert len(list(collect(intake, Shelf(FIRST, SECOND)))) == 1


def test_nothing_is_told_before_it_is_handled(intake):
    shelf = Shelf(FIRST)
    next(collect(intake, shelf))
    assert shelf.done == []


@pytest.mark.slow
@pytest.mark.parametrize("helped", [False, True], ids=["alone", "with a helper"])
def test_killed_at_random_it_ends_with_the_same_records(tmp_path, caplog, helped):
    for name in ("calm", "killed"):
        (tmp_path / name).mkdir()
        fill(tmp_path / name / "mail", 250)
    with caplog.at_level("CRITICAL"):
        main(tmp_path / "calm" / "mail", tmp_path / "calm", helped=False)
    folder = tmp_path / "killed"
    command = [sys.executable, "-m", "tests.cast.collecting", str(folder / "mail"), str(folder), *["helped"] * helped]
    assert collect_with_kills(command, folder / "proef.db", kills=8, longest=0.15) >= 4
    calm, killed = (rows_without_times(tmp_path / name / "proef.db") for name in ("calm", "killed"))
    assert calm == killed
