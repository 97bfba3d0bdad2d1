from datetime import date

import pytest

from bot.rendering import figures, masked_slice, printable
from domain.model import Commitment, Evidence, Group, PersonalData, PledgeReading


@pytest.mark.parametrize(
    ("pledge", "words"),
    [
        (PledgeReading("GM0307", 12), "12 plekken, toegezegd"),
        (PledgeReading("GM0307", 1), "1 plek, toegezegd"),
        (PledgeReading("GM0307", 12, places_max=15), "12 tot 15 plekken, toegezegd"),
        (PledgeReading("GM0307", 8, approximate=True), "ongeveer 8 plekken, toegezegd"),
        (PledgeReading("GM0307", None, homes=1), "1 woning, aantal plekken onbekend, toegezegd"),
        (PledgeReading("GM0307", None), "een onbekend aantal plekken, toegezegd"),
        (PledgeReading("GM0307", 0, commitment=Commitment.EXPLORING), "0 plekken, wordt verkend"),
        (
            PledgeReading("GM0307", 9, group=Group.AMV, available_from=date(2026, 10, 1), location="de oude school"),
            "9 plekken, toegezegd, voor alleenstaande minderjarige vreemdelingen, vanaf 1 okt 2026, de oude school",
        ),
    ],
)
def test_a_pledge_in_words(pledge, words):
    assert figures(pledge) == words


def test_what_a_stranger_wrote_cannot_steer_a_terminal():
    assert printable("rood \x1b[31m\r\nen \u202eachterstevoren\x07") == "rood [31m en achterstevoren"


def test_a_long_text_is_cut():
    assert printable("a" * 500, 10) == "aaaaaaaaa…"


def test_personal_data_in_evidence_is_blotted_out():
    body = "Mevrouw met BSN 123456782 krijgt een plek."
    evidence = Evidence("body", 8, 32, body[8:32])
    private = PersonalData("bsn", (Evidence("body", 16, 25, "123456782"), Evidence("subject", 9, 12, "xyz")))
    assert masked_slice(evidence, (private,)) == "met BSN █████████ krijgt"
