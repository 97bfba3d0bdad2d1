"""A desk to work at: an empty database, the script reader and the standing clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from intake.process import Handled, Intake, process
from intake.receive import receive
from intake.review import Reviewer
from storage.records import Records
from tests.cast.people import CAMPAIGN, clock, new_records
from tests.cast.script import ScriptReader, parse_script, story


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    with new_records(tmp_path) as opened:
        yield opened


@pytest.fixture
def intake(records: Records) -> Intake:
    return Intake(records, parse_script, ScriptReader(), CAMPAIGN, clock)


@pytest.fixture
def reviewer(records: Records) -> Reviewer:
    return Reviewer(records, CAMPAIGN, "Joke", clock)


@pytest.fixture
def tell(intake: Intake) -> Callable[..., list[Handled]]:
    """Let mails come in one after the other, and handle them."""

    def tell(*mails: bytes) -> list[Handled]:
        receive(intake.records, story(*mails))
        return list(process(intake))

    return tell


@pytest.fixture
def firm(records: Records) -> Callable[[], int]:
    """The number of places that are firmly pledged."""
    return lambda: records.progress("proef")["pledged_firm"]


@pytest.fixture
def status(records: Records) -> Callable[[str], str]:
    """The status of a gemeente."""

    def status(code: str) -> str:
        return next(row["status"] for row in records.view("v_responses", "proef") if row["gemeente"] == code)

    return status
