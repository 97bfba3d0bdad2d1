"""Lines that tell what their numbers stand for: read as labelled texts, and what cannot be right is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.training import told_pledges
from tests.nlp.sentences import pipeline

OFFER = "Vanaf mei kunnen er bij ons zeven mensen bij."


def written(folder: Path, *lines: str) -> Path:
    (folder / "roles-jan.tsv").write_text("".join(f"{line}\n" for line in ("# Jan, kort", *lines)), encoding="utf-8")
    return folder


def faults(folder: Path, *lines: str) -> list[str]:
    return list(told_pledges.faults(told_pledges.lines(written(folder, *lines)), pipeline()))


def test_a_line_is_a_text_with_the_voice_of_its_file(tmp_path: Path) -> None:
    folder = written(tmp_path, "7 amv firm; - h2 conditional\t42 target; 3 other\tRegel een\\nregel twee 42 3 2 7")
    (item,) = [item for item in told_pledges.items(folder) if item["author"] == "roles-jan"]
    assert item["text"] == "Regel een\nregel twee 42 3 2 7"
    assert [(p["places"], p["homes"], p["group"]) for p in item["gold"]["pledges"]] == [
        (7, None, "amv"),
        (None, 2, "statushouders"),
    ]
    assert item["gold"]["numbers"] == [{"value": 42, "role": "target"}]


def test_the_lines_that_ship_have_no_faults() -> None:
    assert list(told_pledges.faults(told_pledges.lines(), pipeline())) == []


@pytest.mark.parametrize(
    "line", [f"7 firm\t-\t{OFFER}", f"-\t7 need\t{OFFER}", f"10 firm\t-\t{OFFER} En drie in juni."]
)
def test_a_right_line_has_no_fault(tmp_path: Path, line: str) -> None:
    assert faults(tmp_path, line) == []


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (f"7 firm\t{OFFER}", "tab"),
        (f"7 vast\t-\t{OFFER}", "does not end with"),
        (f"7 amw firm\t-\t{OFFER}", "more than homes"),
        (f"zeven firm\t-\t{OFFER}", "no amount"),
        (f"-\t7 doel\t{OFFER}", "no count"),
        (f"8 firm\t-\t{OFFER}", "8 does not stand in the text"),
    ],
)
def test_a_fault_is_named_with_its_place(tmp_path: Path, line: str, why: str) -> None:
    (fault,) = faults(tmp_path, line)
    assert fault.startswith("roles-jan.tsv:2: ")
    assert why in fault


def test_a_text_that_stands_twice_is_a_fault(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, f"7 firm\t-\t{OFFER}", f"7 exploring\t-\t{OFFER}")
    assert fault == "roles-jan.tsv:3: the same text as roles-jan.tsv:2"
