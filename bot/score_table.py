"""The measures of reading as a small table in a text file, so that what the README says is what was measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from domain.errors import SettingsError
from domain.os_faults import os_reason

if TYPE_CHECKING:
    from nlp.evaluate import Scoreboard

BEGIN, END = "<!-- evaluate -->", "<!-- /evaluate -->"
"""The table stands between these."""

F1 = ("gemeente", "places", "commitment", "bottleneck", "intent", "kind")
HEAD = ("texts", "messages", *F1, "role recall", "whole record", "no person needed", "of these right", "false pledges")


def table(boards: Mapping[str, Scoreboard]) -> list[str]:
    """The lines of a markdown table with a row for each of the boards, by name."""
    rows = [[name, *_cells(board)] for name, board in boards.items()]
    return [_row(HEAD), _row(["---"] * len(HEAD)), *map(_row, rows)]


def put(file: Path, lines: Iterable[str]) -> None:
    """Put the lines between the marks in `file`. Raises `SettingsError` where it cannot be done."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = os_reason(error) if isinstance(error, OSError) else "het is geen UTF-8"
        raise SettingsError(f"{file}: dit bestand is niet te lezen ({why}).") from error
    before, begin, rest = text.partition(f"{BEGIN}\n")
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SettingsError(f"{file}: hierin ontbreken de regels {BEGIN} en {END} waar de tabel tussen komt.")
    file.write_text(before + begin + "\n".join(lines) + "\n" + end + after, encoding="utf-8")


def _cells(board: Scoreboard) -> list[str]:
    shares = [*(board.slots[name].f1 for name in F1), board.slots["number role"].recall, board.whole_record]
    trust = "" if board.trust is None else f"{board.trust:.0%}"
    found = [f"{share:.3f}".lstrip("0") for share in shares]
    return [f"{board.messages:,}", *found, f"{board.coverage:.0%}", trust, str(board.false_pledges)]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
