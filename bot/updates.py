"""After an update of the program, what could not be read before is tried once more: perhaps it can be now."""

from __future__ import annotations

from importlib.metadata import version

from domain.ports import Clock, Reader, Records

READ_BY = "read_by"
"""The setting in the database that says which program last worked with it."""


def try_again_after_update(records: Records, reader: Reader, clock: Clock) -> int:
    """Put mail that was set aside back in the queue where the program is another than last time; gives how many.

    Not with the same program: what it cannot read it will not read tomorrow either, and what stopped it would stop it
    again.
    """
    ours = f"{version('plaatsmaker')}/{reader.version}"
    before = records.setting(READ_BY)
    if before == ours:
        return 0
    with records.write():
        again = records.messages.try_again() if before else 0
        records.set_setting(READ_BY, ours, clock())
    return again
