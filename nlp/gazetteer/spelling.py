"""Typing errors in the names of gemeenten: "Zaltbomel", "Leidsendam-Voorburg"."""

from __future__ import annotations

import re
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from nlp.gazetteer import domain_letters, gemeenten, rows

LIKE = 0.80
MARGIN = 0.06
SHORTEST = 5
"""Names with fewer letters have too many neighbours: Oss, Ede, Epe, Best, Tiel."""
SUFFIX = re.compile(r" (?:[A-Z]{1,2}|Lb|Ov)$")


@cache
def _spelt() -> dict[str, str]:
    names = {_letters(each.name.partition(" (")[0]): code for code, each in gemeenten().items()}
    for row in [
        *rows("former_gemeenten.csv"),
        *(row for row in rows("aliases.csv") if row["kind"] == "alias" and not SUFFIX.search(row["name"])),
    ]:
        names.setdefault(_letters(row["name"]), row["code"])
    return {letters: code for letters, code in names.items() if len(letters) >= SHORTEST and letters != "bergen"}


def _letters(name: str) -> str:
    return domain_letters(name).replace("ij", "y")


def closest(phrase: str) -> tuple[str, float] | None:
    """The CBS code of the name most like `phrase` with its likeness (0 to 1); `None` if none is, or two are.

    Optimal string alignment on the letters alone, so that a swap, a slip or a missing hyphen costs one.
    """
    letters = _letters(phrase)
    if len(letters) < SHORTEST:
        return None
    found = process.extract(
        letters, _spelt().keys(), scorer=OSA.normalized_similarity, score_cutoff=LIKE - MARGIN, limit=4
    )
    if not found or found[0][1] < LIKE:
        return None
    code = _spelt()[found[0][0]]
    rivals = [score for name, score, _ in found[1:] if _spelt()[name] != code]
    return (code, found[0][1]) if not rivals or found[0][1] - rivals[0] >= MARGIN else None
