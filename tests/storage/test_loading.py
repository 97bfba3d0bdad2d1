"""The brief dossier that a new message is decided on says the same as the whole of it."""

from __future__ import annotations

from random import Random

import pytest

from domain.dossier import status_of
from intake.process import Intake, process
from intake.receive import receive
from tests.cast.people import CAMPAIGN, clock, day
from tests.cast.script import ScriptReader, mail, parse_script, story

LINES = (
    ["pledge GM0307 12", "review vaag"],
    ["pledge GM0307 5"],
    ["pledge GM0307 6", "intent correction"],
    ["pledge GM0307 7 statushouders exploring"],
    ["speaks GM0307", "intent decline"],
    ["speaks GM0307", "intent withdrawal"],
    ["speaks GM0307", "intent deferral"],
    ["speaks GM0307", "intent question", "review waarover"],
    ["bottleneck GM0307 vergunning"],
    ["speaks GM0307", "machine"],
)


@pytest.fixture
def intake(records):
    return Intake(records, parse_script, ScriptReader(), CAMPAIGN, clock)


@pytest.mark.parametrize("seed", range(8))
def test_the_status_is_that_of_the_whole_dossier(intake, seed):
    random, dossiers = Random(seed), intake.records.dossiers
    for number in range(25):
        told = mail(*random.choice(LINES), number=f"m{number}", sent=day(random.randrange(20)))
        receive(intake.records, [story(*[told] * (number + 1))[-1]])
        list(process(intake))
        whole, brief = (get("proef", ["GM0307"])["GM0307"] for get in (dossiers.get, dossiers.brief))
        assert status_of(brief) is status_of(whole)
        assert brief.active == whole.active
        assert bool(brief.proposed) == bool(whole.proposed)


def test_what_piles_up_is_not_loaded_whole(intake):
    held = [mail("pledge GM0307 12", "review vaag", "bottleneck GM0307 vergunning", number=f"m{n}") for n in range(30)]
    receive(intake.records, story(*held))
    list(process(intake))
    dossiers = intake.records.dossiers
    assert len(dossiers.get("proef", ["GM0307"])["GM0307"].proposed) == 30
    brief = dossiers.brief("proef", ["GM0307"])["GM0307"]
    assert (len(brief.proposed), len(brief.bottlenecks), len(brief.entries)) == (2, 0, 1)
