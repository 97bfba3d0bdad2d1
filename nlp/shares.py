"""A share of a number: "de helft van de 24 units", "een derde van onze 30", "20% van de 50 woningen"."""

from __future__ import annotations

from collections.abc import Callable

from nlp.numerals import word_value
from nlp.terms import word_set

DEFINITE = word_set("shape", "numbers", "definite")
OWN = frozenset({"uw", "jullie", "ons", "hun", "zijn"})
PERCENT, HUNDRED = ("procent", "%"), 100
SHARES = {"helft": (1, 2), "derde": (1, 3), "kwart": (1, 4), "vijfde": (1, 5), "tweederde": (2, 3), "driekwart": (3, 4)}


def meant(at: Callable[[int], str], begin: int, whole: int) -> int:
    """What is meant of the number at word `begin`, worth `whole`: all of it, where no share that comes out is named."""
    of = begin - 2 if at(begin - 1) in DEFINITE | OWN else begin - 1
    if at(of) != "van":
        return whole
    times, divisor = _share(at, of - 1)
    return whole * times // divisor if 0 < times < divisor and whole * times % divisor == 0 else whole


def _share(at: Callable[[int], str], index: int) -> tuple[int, int]:
    """The share that ends at word `index`, as a fraction; 1/1 for none."""
    if at(index) in PERCENT and at(index - 1).isdecimal():
        return int(at(index - 1)), HUNDRED
    times, divisor = SHARES.get(at(index), (1, 1))
    if times == 1 < divisor and at(index - 1) in ("twee", "drie", "vier"):
        times = word_value(at(index - 1)) or 1
    return times, divisor
