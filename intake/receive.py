"""Storing what came in, raw and durably, before anything reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.ports import Arrival, RawMail, Records
from intake.identity import arrival


@dataclass(frozen=True, slots=True)
class Received:
    """How many of a batch are new, and how many were a second delivery of a mail that is stored already."""

    new: int = 0
    again: int = 0


def receive(records: Records, mails: Sequence[RawMail]) -> Received:
    """Store a batch in one transaction; when this returns, none of it can be lost. Raises `StorageError`."""
    return store(records, [arrival(mail) for mail in mails])


def store(records: Records, arrivals: Sequence[Arrival]) -> Received:
    """The same for mail whose identity is known."""
    with records.write():
        new = sum(is_new for _, is_new in map(records.messages.store, arrivals))
    return Received(new, len(arrivals) - new)
