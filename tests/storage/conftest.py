"""An empty database with the cast in it, and one with a story in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.process import Intake, process
from intake.receive import receive
from storage.records import Records
from tests.cast.people import CAMPAIGN, clock, new_records
from tests.cast.script import ScriptReader, mail, parse_script, story

STORY = (
    mail("pledge GM0307 12", "bottleneck GM0307 vergunning", number="a"),
    mail("pledge GM0307 11", "intent correction", "number GM0307 34 backlog", to="a"),
    mail("pledge GM1948 5", "review vaag", sender="p.jansen@meierijstad.nl"),
)


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    with new_records(tmp_path) as opened:
        yield opened


@pytest.fixture
def told(records: Records) -> Records:
    """The records after a short story."""
    receive(records, story(*STORY))
    list(process(Intake(records, parse_script, ScriptReader(), CAMPAIGN, clock)))
    return records
