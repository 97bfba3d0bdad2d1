"""The sentences and small mails of `sentences/pledges.toml` in the form of the labelled texts."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CASES = Path(__file__).parent / "sentences" / "pledges.toml"
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
    """Each case as a labelled text with a voice of its own."""
    for number, case in enumerate(cases(), 1):
        numbers = [line.split() for line in case.get("numbers", ())]
        gold = {
            "pledges": [pledge_of(line) for line in case["pledges"]],
            "numbers": [{"value": int(value), "role": role} for value, role in numbers],
        }
        yield {"id": f"s-{number:04}", "author": f"sentence {number}", "text": case["text"], "gold": gold}
