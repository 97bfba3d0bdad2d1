"""The labelled sentences keep to their form, and the check sees what does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.cues import BOTTLENECKS
from nlp.intent_weighing import FAMILY as INTENTS
from nlp.training.told_sentences import faults, read


@pytest.mark.parametrize("family", [BOTTLENECKS, INTENTS])
def test_the_files_are_sound(family: str) -> None:
    assert faults(family) == []
    assert len(read(family)) >= 700


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lines = [
        "vergunning; bezwaar_beroep\tDe buurman procedeert, de vergunning ligt stil.",
        "solved\tDat is geregeld.",
    ]
    (tmp_path / "bottlenecks-01.tsv").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def test_a_line_may_tell_of_several_things_or_of_nothing_and_a_file_is_a_voice(folder: Path) -> None:
    first, second = read(BOTTLENECKS, folder)
    assert (first.voice, first.names) == ("bottlenecks-01", {"vergunning", "bezwaar_beroep"})
    assert second.names == frozenset()


def test_a_remark_on_top_says_whose_voice_it_is_and_is_no_line(folder: Path) -> None:
    told = "# voice: iemand met haast\nwoningtekort\tEr komt niets vrij."
    (folder / "bottlenecks-02.tsv").write_text(told, encoding="utf-8")
    assert faults(BOTTLENECKS, folder) == []
    assert [line.text for line in read(BOTTLENECKS, folder) if line.voice == "bottlenecks-02"] == [
        "Er komt niets vrij."
    ]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("stroomnet\tEr is geen stroom.", "onbekend label: stroomnet"),
        ("\tEr is geen stroom.", "er staat geen label"),
        ("solved; vergunning\tDie is binnen.", "staat alleen"),
        ("vergunning De leges zijn hoog.", "een tab"),
        ("near\tDat  is GEREGELD.", "staat ook in bottlenecks-01.tsv, regel 2"),
    ],
)
def test_a_fault_is_named_with_its_file_and_line(folder: Path, line: str, fault: str) -> None:
    (folder / "bottlenecks-02.tsv").write_text(line, encoding="utf-8")
    assert [told for told in faults(BOTTLENECKS, folder) if fault in told and "bottlenecks-02.tsv, regel 1" in told]
