"""Reading a mailbox once: fetch, store, handle, and only then tell the mailbox."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.ports import Location, Records, Source
from intake.ahead import Ahead
from intake.process import Handled, Intake, process
from intake.receive import receive


def collect(intake: Intake, source: Source) -> Iterator[Handled]:
    """Handle everything that is waiting, first what an earlier run had stored; yields each message that is handled.

    The mailbox is told batch by batch, after the records are safe; what a crash kept it from hearing it hears the next
    time. Raises `SourceError` or `StorageError`; what was handled before that stays handled.
    """
    with Ahead(intake.helper) as ahead:
        yield from process(intake, ahead)
        known = _Known(intake.records)
        for batch in source.fetch(known):
            receive(intake.records, batch)
            yield from process(intake, ahead)
            settle(intake.records, source, [*known.take(), *(mail.location for mail in batch)])
        settle(intake.records, source, known.take())


def settle(records: Records, source: Source, locations: Sequence[Location]) -> None:
    """Tell the mailbox what became of these; what is not handled yet is left alone."""
    done, trouble = records.messages.outcome(locations)
    if done or trouble:
        source.settle(done, trouble)


class _Known:
    """Answers which locations are stored, and remembers them: the mailbox may not have heard what became of them."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._met: list[Location] = []

    def __call__(self, locations: Sequence[Location]) -> set[Location]:
        known = self._records.messages.known(locations)
        self._met += [location for location in locations if location in known]
        return known

    def take(self) -> list[Location]:
        """Those met since the last time."""
        met, self._met = self._met, []
        return met
