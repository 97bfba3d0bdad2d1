"""The sentences and small mails of `sentences/` that tell what a number stands for, as labelled texts."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

CASES = Path(__file__).parent / "sentences" / "pledges.toml"
COUNTS = Path(__file__).parent / "sentences" / "counts.tsv"
"""A sentence a line, behind a tab: before it its counts with their roles ("8 pledge; 30 capacity"); others are none."""

GROUPS = {"amv": "amv", "asiel": "asielzoekers", "oekr": "oekraiense_ontheemden", "mixed": "mixed"}


def cases(file: Path = CASES) -> list[dict[str, Any]]:
    """The cases as written: `text`, `pledges`, and where given `numbers` and `known`."""
    found: list[dict[str, Any]] = tomllib.loads(file.read_text(encoding="utf-8"))["case"]
    return found


def pledge_of(line: str) -> dict[str, Any]:
    """A pledge as the gold has it, from a line such as "10-12 h3 amv firm"."""
    amount, *rest = line.split()
    low, _, high = amount.partition("-") if amount != "-" else ("", "", "")
    homes = next((int(piece[1:]) for piece in rest if piece[0] == "h" and piece[1:].isdecimal()), None)
    return {
        "places": int(low) if low else None,
        "places_max": int(high) if high else None,
        "homes": homes,
        "group": next((GROUPS[piece] for piece in rest if piece in GROUPS), "statushouders"),
        "commitment": rest[-1],
    }


def items() -> Iterator[dict[str, Any]]:
    """Each case and each sentence as a labelled text with a voice of its own."""
    for number, case in enumerate(cases(), 1):
        gold = {"pledges": [pledge_of(line) for line in case["pledges"]], "numbers": _numbers(case.get("numbers", ()))}
        yield _item(f"s-{number:04}", case["text"], gold)
    for number, line in enumerate(COUNTS.read_text(encoding="utf-8").splitlines(), 1):
        roles, _, text = line.partition("\t")
        counts = roles.split("; ") if roles != "-" else []
        offered = [pledge_of(f"{count.split()[0]} firm") for count in counts if count.endswith(" pledge")]
        others = _numbers([count for count in counts if not count.endswith((" pledge", " other"))])
        yield _item(f"n-{number:04}", text, {"pledges": offered, "numbers": others})


def _numbers(lines: Iterable[str]) -> list[dict[str, Any]]:
    return [{"value": int(value), "role": role} for value, role in map(str.split, lines)]


def _item(id_: str, text: str, gold: dict[str, Any]) -> dict[str, Any]:
    return {"id": id_, "author": id_, "text": text, "gold": gold, "spoken_for": True}
