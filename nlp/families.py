"""Families with a size: "twee gezinnen van vijf", "een vader met drie kinderen", "een vijfpersoonsgezin"."""

from __future__ import annotations

import re
from collections.abc import Callable

from domain.model import Unit
from nlp.counts import Mention, unit_of
from nlp.numerals import word_value
from nlp.terms import load, word_set

LARGEST = 19
"""People in one household; a higher number behind "gezin" counts something else."""

SIZED = re.compile(r"(\d{1,2}|[a-zëé]+)-?persoons-?(?:gezin|huishouden)")
CHILDREN = word_set("shape", "families", "children")
HOUSEHOLD = word_set("shape", "families", "household")
BETWEEN = word_set("shape", "families", "between")
PARENTS: dict[str, int] = load("shape")["parents"]


def starts_family(word: str) -> bool:
    """Whether a family without a number before it can start with this word."""
    return word in PARENTS or word in HOUSEHOLD or SIZED.fullmatch(word) is not None


class Families:
    """Reads the size of a household; `at` gives a word, `value` the number that starts at a word."""

    def __init__(self, at: Callable[[int], str], value: Callable[[int], tuple[int, int] | None]) -> None:
        self.at, self.value = at, value

    def size(self, mention: Mention) -> tuple[int | None, int]:
        """People in each household or couple of `mention`, and the last word that says so."""
        known = load("units")["sizes"].get(mention.noun)
        after = mention.last_word + 1
        if mention.unit is Unit.PEOPLE and mention.noun in PARENTS:
            return self._with_children(PARENTS[mention.noun], after)
        if mention.unit is not Unit.HOUSEHOLDS:
            return self._per_home(mention)
        if known and self.at(after) in ("met", "with"):
            size, last = self._with_children(known, after)
            return (size, last) if size else (known, -1)
        size, last = self._of(after)
        return (size, last) if size else (known, -1)

    def _of(self, after: int) -> tuple[int | None, int]:
        """The number behind "gezinnen": van vijf, met elk vier personen, (5 personen)."""
        if self.at(after) not in ("van", "met", "of", "with", "fan", "(", "à", ","):
            return None, -1
        bracket = self.at(after) in ("(", ",")
        step = after + 1
        while self.at(step) in ("elk", "ieder", "telkens", "steeds", "van", "resp", "in", "totaal"):
            step += 1
        found = self.value(step)
        if found is None or found[0] > LARGEST or self.at(found[1] + 1) in CHILDREN:
            return None, -1
        unit = unit_of(self.at(found[1] + 1))
        if bracket and unit is not Unit.PEOPLE:
            return None, -1
        if unit is not None and unit is not Unit.PEOPLE:
            return None, -1
        return found[0], found[1] + (unit is Unit.PEOPLE)

    def _with_children(self, parents: int, after: int) -> tuple[int | None, int]:
        """A parent or a couple with so many children."""
        if self.at(after) not in ("met", "en", "plus", "with", "and", "mei"):
            return None, -1
        step = after + 1
        while self.at(step) in BETWEEN:
            step += 1
        if self.at(step) in CHILDREN and self.at(step - 1) in ("haar", "zijn", "hun", "her", "his", "their"):
            return parents + 1, step
        found = (1, step) if self.at(step) in ("een", "a") else self.value(step)
        if found is None or found[0] > LARGEST:
            return None, -1
        last = found[1] + 1
        while self.at(last) in BETWEEN or (self.at(last).endswith("e") and self.at(last + 1) in CHILDREN):
            last += 1
        return (parents + found[0], last) if self.at(last) in CHILDREN else (None, -1)

    def _per_home(self, mention: Mention) -> tuple[int | None, int]:
        """Homes "voor elk drie personen"."""
        after = mention.last_word + 1
        if mention.unit is not Unit.HOMES or self.at(after) != "voor" or self.at(after + 1) not in ("elk", "ieder"):
            return None, -1
        found = self.value(after + 2)
        return (found[0], found[1]) if found else (None, -1)

    def children_of(self, index: int, count: int) -> int | None:
        """People where `count` children start at word `index`: "een vrouw en haar drie kinderen"."""
        if self.at(index - 2) not in ("en", "met", "and", "with"):
            return None
        parents = {"haar": 1, "zijn": 1, "her": 1, "his": 1, "hun": 2, "their": 2}.get(self.at(index - 1))
        return parents + count if parents else None

    def without_number(self, index: int) -> tuple[int, Unit, int] | None:
        """A family at word `index` without a number before it: people, unit and last word."""
        word = self.at(index)
        if word in PARENTS:
            size, last = self._with_children(PARENTS[word], index + 1)
            if size:
                return size, Unit.PEOPLE, last
            return (2, Unit.PEOPLE, index) if word == "echtpaar" and self.at(index - 1) == "een" else None
        if word in HOUSEHOLD and self.value(index - 1) is None:
            size, last = self._of(index + 1)
            return (size, Unit.HOUSEHOLDS, last) if size else None
        sized = SIZED.fullmatch(word)
        if sized:
            people = int(sized[1]) if sized[1].isdecimal() else word_value(sized[1])
            return (people, Unit.HOUSEHOLDS, index) if people else None
        return None
