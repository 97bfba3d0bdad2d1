"""An offer of which the number is not known yet: "hoeveel mensen daarin kunnen weten we nog niet"."""

from __future__ import annotations

from collections.abc import Callable

from nlp.terms import word_set

AHEAD, BACK = 16, 10
"""Words behind and before in which it is said that the number is not known."""

UNKNOWN = word_set("shape", "numbers", "unknown")
THERE = frozenset(
    {"er", "daar", "daarin", "erin", "we", "wij", "dat", "het", "in", "hier", "straks", "uiteindelijk", "precies"}
)
ENDS = frozenset({".", "!", ";", ""})


def is_unknown(at: Callable[[int], str], index: int, noun: int) -> bool:
    """Whether word `index`, "hoeveel" or "aantal", stands for a number that the writer does not know.

    `noun` is the word of what is counted, or `index` where there is none. A question asks for a number.
    """
    if at(index) == "hoeveel" and noun == index and at(index + 1) not in THERE:
        return False
    if at(index) == "aantal" and (noun == index or at(index - 1) == "een"):
        return False
    told = any(at(before) in UNKNOWN for before in _back(at, index))
    for ahead in range(noun + 1, noun + 1 + AHEAD):
        if at(ahead) == "?":
            return False
        if at(ahead) in ENDS:
            break
        told = told or at(ahead) in UNKNOWN
    return told


def _back(at: Callable[[int], str], index: int) -> range:
    """The words before `index` in its sentence."""
    first = index
    while index - first < BACK and at(first - 1) not in ENDS and at(first - 1) != "?":
        first -= 1
    return range(first, index)
