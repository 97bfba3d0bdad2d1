"""Reading a mailbox once: fetch, store, handle, and only then tell the mailbox."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from domain.errors import SourceError
from domain.ports import Location, RawMail, Records, Source
from intake.ahead import Ahead
from intake.drafts import Drafts
from intake.identity import arrival
from intake.process import Handled, Intake, handle_waiting
from intake.receive import store


def collect(intake: Intake, source: Source, ahead: Ahead | None = None) -> Iterator[Handled]:
    """Handle everything that is waiting, first what an earlier run had stored; yields each message that is handled.

    `ahead` is a helper that runs already; without it one is started where that is worth it.
    The mailbox is told after the records are safe; what a crash kept it from hearing it hears the next time. Raises
    `SourceError`, `StorageError` or `ReaderError`; what was handled before that stays handled.
    """
    with Ahead(intake.helper) as own, Drafts(intake, ahead or own) as drafts:
        yield from handle_waiting(intake, drafts)
        told = _Told(intake.records, source)
        try:
            for batch in source.fetch(told.known):
                yield from _take_in(intake, drafts, batch)
                told.tell(mail.location for mail in batch)
        except SourceError:
            # What is here already does not need the mailbox.
            yield from handle_waiting(intake, drafts)
            raise
        yield from handle_waiting(intake, drafts)
        told.tell()


def _take_in(intake: Intake, drafts: Drafts, batch: Sequence[RawMail]) -> Iterator[Handled]:
    """Store a batch and handle what came before; the last of it may be read while the next batch is fetched."""
    arrivals = [arrival(mail) for mail in batch]
    if intake.records.messages.unhandled([one.content_hash for one in arrivals]):
        # It is put back in the queue before this batch, and must not overtake what is still in hand.
        yield from handle_waiting(intake, drafts)
    store(intake.records, arrivals)
    yield from handle_waiting(intake, drafts, leave=drafts.may_wait)


def settle(records: Records, source: Source, locations: Sequence[Location]) -> list[Location]:
    """Tell the mailbox what became of these; what is not handled yet is left alone and given back."""
    done, trouble = records.messages.outcome(locations)
    if done or trouble:
        source.settle(done, trouble)
    settled = {*done, *trouble}
    return [location for location in locations if location not in settled]


class _Told:
    """What the mailbox has heard. What it asked after is kept too: it may not know what became of that."""

    def __init__(self, records: Records, source: Source) -> None:
        self._records = records
        self._source = source
        self._untold: list[Location] = []

    def known(self, locations: Sequence[Location]) -> set[Location]:
        """Which locations are stored."""
        known = self._records.messages.known(locations)
        self._untold += [location for location in locations if location in known]
        return known

    def tell(self, locations: Iterable[Location] = ()) -> None:
        """Tell what became of these, and of all that it has not heard of."""
        self._untold = settle(self._records, self._source, [*self._untold, *locations])
