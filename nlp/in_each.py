"""So many people in each of so many dwellings, told further on: "tien kamers, in iedere kamer komt één persoon"."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from domain.model import Unit
from nlp.counts import Mention, unit_of
from nlp.families import OR
from nlp.terms import word_set

REACH = 26
"""Words behind the dwellings in which their people may be told."""

LARGEST = 12
"""People in one dwelling or room."""

MOST_ENDS = 2
"""Sentences that may end before their people are told."""

BETWEEN = 6
"""Words between "elk" and its number, at most."""

DWELLINGS = (Unit.HOMES, Unit.ROOMS)
EACH = frozenset({"elk", "elke", "ieder", "iedere", "telkens", "allebei", "beide", "each", "every"})
ENDS = frozenset({".", "!", "?", ";"})
SMALL = word_set("shape", "families", "in_each")
ONE = frozenset({"een", "één", "'n", "one"})
SOMEBODY = frozenset({"iemand", "persoon", "bewoner", "alleenstaande", "statushouder", "mens", "man", "person"})
BEHIND = frozenset(
    {"", ".", ",", ";", ")", "!", "in", "en", "samen", "dus", "erin", "wonen", "komen", "terecht", "kwijt"}
)


class Told(NamedTuple):
    """So many in each, `most` at most where it is a range, by the words `first` to `last`."""

    people: int
    most: int | None
    first: int
    last: int


class InEach:
    """Looks behind dwellings or rooms; `at` gives a word, `value` the number that starts at a word."""

    def __init__(self, at: Callable[[int], str], value: Callable[[int], tuple[int, int] | None]) -> None:
        self.at, self.value = at, value

    def told(self, mention: Mention) -> Told | None:
        """The people in each of the dwellings or rooms of `mention`; None where that is not said."""
        if mention.unit not in DWELLINGS or (mention.low or 0) <= 1:
            return None
        ends = 0
        for index in range(mention.last_word + 1, mention.last_word + 1 + REACH):
            ends += self.at(index) in ENDS
            if ends > MOST_ENDS or not self.at(index):
                return None
            found = self._each(index) or self._per(index)
            if found is not None:
                return found
            if self._counts_others(index):
                return None
        return None

    def _counts_others(self, index: int) -> bool:
        """Whether other dwellings are counted here, of which a number further on may tell the people."""
        found = self.value(index)
        return found is not None and unit_of(self.at(found[1] + 1)) in DWELLINGS

    def _each(self, index: int) -> Told | None:
        """ "elk bestemd voor twee personen", "in iedere kamer komt één persoon", "per flat twee mensen"."""
        if not self._opens(index):
            return None
        step = index + 1 + (unit_of(self.at(index + 1)) in DWELLINGS or self.at(index + 1) in ("stuk", "adres"))
        for ahead in range(step, step + BETWEEN):
            if (found := self._people(ahead)) is not None:
                return found
            if self.at(ahead) not in SMALL and unit_of(self.at(ahead)) is not Unit.PLACES:
                return None
        return None

    def _opens(self, index: int) -> bool:
        if self.at(index) == "per":
            return unit_of(self.at(index + 1)) in DWELLINGS or self.at(index + 1) in ("stuk", "adres")
        return self.at(index) in EACH

    def _people(self, index: int) -> Told | None:
        """A small number of people at word `index`, or somebody; nothing that counts something else."""
        if self.at(index) in ONE and self.at(index + 1) in SOMEBODY:
            return Told(1, None, index, index + 1)
        if self.at(index) == "iemand":
            return Told(1, None, index, index)
        found = self._number(index)
        if found is None:
            return None
        noun = unit_of(self.at(found.last + 1))
        if self.at(found.last + 1) == "iemand" or noun in (Unit.PEOPLE, Unit.PLACES, Unit.BEDS):
            return found._replace(last=found.last + 1)
        return found if noun is None and self.at(found.last + 1) in BEHIND else None

    def _number(self, index: int) -> Told | None:
        found = self.value(index)
        if found is None or not 0 < found[0] <= LARGEST:
            return None
        upper = self.value(found[1] + 2) if self.at(found[1] + 1) in OR else None
        if upper is not None and found[0] < upper[0] <= LARGEST:
            return Told(found[0], upper[0], index, upper[1])
        return Told(found[0], None, index, found[1])

    def _per(self, index: int) -> Told | None:
        """ "vier statushouders per huis", "drie in ieder", "twee personen in een unit"."""
        found = self._people(index) or self._number(index)
        if found is None:
            return None
        step = found.last + 1
        each = self.at(step) in ("per", *EACH)
        if self.at(step) in ("in", "voor", "op") and self.at(step + 1) in (*EACH, "een"):
            step, each = step + 1, True
        if not each:
            return None
        named = unit_of(self.at(step + 1)) in DWELLINGS or self.at(step + 1) == "stuk"
        alone = self.at(step) in EACH and self.at(step + 1) in BEHIND
        if not named and not alone:
            return None
        return found._replace(last=step + named)
