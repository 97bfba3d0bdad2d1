"""A mailbox that counts what it gave, so that mail that turns out to be known already can be told about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from domain.ports import Location, RawMail, Source


class CountedSource:
    """A `Source` in front of another; `fetched` is how many mails it has given since it was last set to 0."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.fetched = 0

    def fetch(self, known: Callable[[Sequence[Location]], set[Location]]) -> Iterator[list[RawMail]]:
        """As the other; counts."""
        for batch in self._source.fetch(known):
            self.fetched += len(batch)
            yield batch

    def settle(self, done: Sequence[Location], trouble: Sequence[Location]) -> None:
        """As the other."""
        self._source.settle(done, trouble)

    def wait(self, seconds: float) -> bool:
        """As the other."""
        return self._source.wait(seconds)

    def close(self) -> None:
        """As the other."""
        self._source.close()
