"""Taking mail from a source the way the product does: store, then settle."""

from __future__ import annotations

from collections.abc import Sequence

from domain.ports import Location, RawMail, Source


def nothing_known(_: Sequence[Location]) -> set[Location]:
    return set()


def take(source: Source) -> list[RawMail]:
    """All new mail, without settling."""
    return [mail for batch in source.fetch(nothing_known) for mail in batch]


def take_and_settle(source: Source, stored: set[Location] | None = None) -> list[RawMail]:
    """All mail that is not in `stored`; what has no problem is settled as done, the rest as trouble."""
    stored = set() if stored is None else stored
    taken: list[RawMail] = []
    for batch in source.fetch(lambda locations: stored & set(locations)):
        taken += batch
        stored.update(mail.location for mail in batch)
        source.settle(
            [mail.location for mail in batch if not mail.problem], [mail.location for mail in batch if mail.problem]
        )
    return taken


def subjects(mails: Sequence[RawMail]) -> list[str]:
    """The Subject lines, to compare with."""
    lines = [line for mail in mails for line in mail.raw.split(b"\n\n")[0].splitlines()]
    return [line[9:].decode().strip() for line in lines if line.startswith(b"Subject: ")]
