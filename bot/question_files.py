"""Files with questions whose answer is known, for `ask --score`."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from domain.errors import PlaatsmakerError

_MOST_FAULTS = 20


def read_questions(file: Path) -> list[dict[str, Any]]:
    """The questions of a file. Raises `PlaatsmakerError` that names the wrong lines."""
    rows, faults = list[dict[str, Any]](), list[str]()
    with file.open(encoding="utf-8-sig", errors="surrogateescape") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                row, fault = _row(line)
                rows.append(row)
                faults += [f"{file}, regel {number}: {fault}."] if fault else []
    if faults:
        raise PlaatsmakerError("\n".join(faults[:_MOST_FAULTS]))
    if not rows:
        raise PlaatsmakerError(f"{file}: hier staan geen vragen in.")
    return rows


def _row(line: str) -> tuple[dict[str, Any], str]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        return {}, f"dit is geen JSON (teken {error.pos + 1})"
    if not isinstance(row, dict) or not isinstance(row.get("question"), str):
        return {}, 'hier ontbreekt "question"'
    if isinstance(row.get("domain"), str):
        return row, ""
    if not isinstance(row.get("must"), list) or not isinstance(row.get("letters"), list):
        return {}, 'hier ontbreekt "domain", of "must" en "letters"'
    try:
        for pattern in (*row["must"], *(row.get("must_not") or ())):
            re.compile(pattern)
    except (re.error, TypeError):
        return {}, 'in "must" of "must_not" staat een patroon dat niet kan'
    return row, ""
