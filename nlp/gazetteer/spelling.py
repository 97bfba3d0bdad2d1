"""Typing errors in the names of gemeenten: "Zaltbomel", "Leidsendam-Voorburg"."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache
from itertools import islice

from rapidfuzz import process
from rapidfuzz.distance import OSA

from nlp.gazetteer import domain_letters, gemeenten, rows
from nlp.gazetteer.names import Name, Sense

LIKE = 0.80
MARGIN = 0.06
SHORTEST = 5
"""Names with fewer letters have too many neighbours: Oss, Ede, Epe, Best, Tiel."""
SURE = 0.85
"""From here on it is a slip; below it is a guess, and never made of a word without a capital."""
MOST = 60
"""Places in one text that are tried; a text with more of them is a list, not a letter."""
TRAILING = ".,:;!?)"
EXPECTED = re.compile(
    r"(?:\b(?i:gemeente|namens|college van|wij (?:van|uit|in)|met|hier|stad)\s+|(?:^|[.!?\n]\s*)[Ii]n\s+|^)"
    r"(?i:(?:de|het|gemeente) )*(?=((?:['’]?s[ -]|['’]t )?[^\W\d_][\w'’-]+(?:[ -][\w'’-]+){0,4}[:.,]?))"
)
ANY_WORD = re.compile(r"\b([^\W\d_][\w'’-]{5,})")
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


def closest(phrase: str, among: Collection[str] = ()) -> tuple[str, float] | None:
    """The CBS code of the name most like `phrase` with its likeness (0 to 1); `None` if none is, or two are.

    Optimal string alignment on the letters alone, so that a swap, a slip or a missing hyphen costs one. `among`
    limits the search to some CBS codes.
    """
    letters = _letters(phrase)
    if len(letters) < SHORTEST:
        return None
    names = [name for name, code in _spelt().items() if code in among] if among else list(_spelt())
    found = process.extract(letters, names, scorer=OSA.normalized_similarity, score_cutoff=LIKE - MARGIN, limit=4)
    if not found or found[0][1] < LIKE:
        return None
    code = _spelt()[found[0][0]]
    rivals = [score for name, score, _ in found[1:] if _spelt()[name] != code]
    return (code, found[0][1]) if not rivals or found[0][1] - rivals[0] >= MARGIN else None


def misspelt_names(text: str, known: Sequence[Name], among: Collection[str] = ()) -> list[Name]:
    """Names with a typing error, where a name is to be expected, or anywhere if only a few codes are possible.

    The kind of their sense is `misspelt`, or `guessed` where a person should look.
    `known` are the names found as they should be; a longer misspelt name may begin with one ("Bergen op Zooom").
    """
    taken = {name.start: name for name in known}
    found: list[Name] = []
    for match in islice((ANY_WORD if among else EXPECTED).finditer(text), MOST):
        words = list(re.finditer(r"\S+", match[1]))
        for last in reversed(words):
            start, end = match.start(1), match.start(1) + last.end()
            phrase = text[start:end].rstrip(TRAILING)
            exact = taken.get(start)
            if exact and exact.end >= start + len(phrase):
                break
            if near := _near(phrase, among):
                senses = (Sense(*near),)
                found.append(Name(start, start + len(phrase), phrase, senses, capital=True, ordinary=False))
                break
    return found


def _near(phrase: str, among: Collection[str]) -> tuple[str, str] | None:
    near = closest(phrase, among)
    least = LIKE if among or phrase[:1].isupper() or phrase[:1] in "'’" else SURE
    if near is None or not least <= near[1] < 1:
        return None
    return near[0], "misspelt" if among or near[1] >= SURE else "guessed"
