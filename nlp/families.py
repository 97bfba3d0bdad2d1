"""How many live together: "twee gezinnen van vijf", "een vader met drie kinderen", "een vijfpersoonsgezin"."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from domain.model import Unit
from nlp.counts import Mention, unit_of
from nlp.numerals import word_value
from nlp.terms import load, word_set

LARGEST = 19
"""People in one household; a higher number behind "gezin" counts something else."""

MOST_BEDS = 4
"""Beds of one room that are told with "met": "drie kamers met zes bedden" are six in all."""

SIZED = re.compile(r"(\d{1,2}|[a-zëé]+)-?persoons-?(?:gezin|huishouden)")
SIZED_ROOMS = re.compile(r"(\d{1,2}|[a-zëé]+)-?persoons-?(?:kamers?|slaapkamers?|hutten|hotelkamers?)")
CHILDREN = word_set("shape", "families", "children")
HOUSEHOLD = word_set("shape", "families", "household")
BETWEEN = word_set("shape", "families", "between")
RELATIVES = word_set("shape", "families", "relatives")
KIN = CHILDREN | RELATIVES
TWINS = {"tweeling": 2, "drieling": 3}
ONE_CHILD = {"kind", "kindje", "baby", "child"}
ELDERLY, ELDERS = ("opa", "oma", "grootvader", "grootmoeder", "pake", "beppe", "tante", "oom"), 2
"""Two of these come along with a family: "opa en oma gaan mee"."""

PARENTS: dict[str, int] = load("shape")["parents"]
KNOWN = PARENTS.keys() | ONE_CHILD | TWINS.keys()
TOGETHER = {"tweeën": 2, "drieën": 3, "vieren": 4, "vijven": 5, "zessen": 6, "zevenen": 7, "achten": 8}
COUPLES = ("echtpaar", "stel", "koppel", "stelletje", "ouderpaar")
PLACED = ("in", "aan", "naar", "op", "boven", "bij", "uit", "kan", "krijgt", "gaat", "komt", "extra", ",", ".", "")
"""What stands behind "een stel" where it is two people and not a number of things."""

WITH = ("met", "en", "plus", "with", "and", "mei", "&", "+")
EACH = ("elk", "ieder", "telkens", "steeds")
OF, OR = ("van", "fan", "of", "à", "á"), ("à", "á", "a", "tot", "of", "-", "–", "to", "or")
ONE = ("een", "a", "'n", "één", "1")


class Size(NamedTuple):
    """People in each household, dwelling or room, `high` at most; `last` is the last word that says so, or -1."""

    low: int
    high: int | None
    last: int


def starts_family(word: str) -> bool:
    """Whether a family without a number before it can start with this word."""
    return word in PARENTS or word in HOUSEHOLD or SIZED.fullmatch(word) is not None


class Families:
    """Reads the size of a household; `at` gives a word, `value` the number that starts at a word."""

    def __init__(self, at: Callable[[int], str], value: Callable[[int], tuple[int, int] | None]) -> None:
        self.at, self.value = at, value

    def size(self, mention: Mention) -> Size | None:
        """People in each household, couple, dwelling or room of `mention`."""
        after = mention.last_word + 1
        if mention.unit is Unit.PEOPLE and mention.noun in PARENTS:
            return self._with_members(PARENTS[mention.noun], after)
        if mention.unit in (Unit.HOMES, Unit.ROOMS):
            return self._in_each(mention, after)
        if mention.unit is not Unit.HOUSEHOLDS:
            return None
        known = load("units")["sizes"].get(mention.noun)
        if known and self.at(after) in ("met", "with"):
            return self._with_members(known, after) or Size(known, None, -1)
        return self._of(after) or (Size(known, None, -1) if known else None)

    def together(self, count: int, noun: str, last: int) -> Size | None:
        """All who are told with so many brothers, adults or children: "drie broers en hun moeder"; None for nobody.

        `last` is the word of the noun.
        """
        size = self._with_members(count, last + 1) if noun in KIN else None
        return size if size is not None and size.low <= LARGEST else None

    def _is_couple(self, index: int) -> bool:
        """ "een echtpaar", "een jong stel in de bovenwoning"; "een stel vragen" is none."""
        word = self.at(index)
        if word not in COUPLES or self.value(index - 1) is not None:
            return False
        return word == "echtpaar" or (
            "een" in (self.at(index - 1), self.at(index - 2)) and self.at(index + 1) in PLACED
        )

    def _of(self, after: int) -> Size | None:
        """The number behind "gezinnen": van vijf, met elk vier tot zes personen, (5 personen)."""
        together = after + (self.at(after) == ",")
        if self.at(together) == "met" and self.at(together + 2) in TOGETHER:
            return Size(TOGETHER[self.at(together + 2)], None, together + 2)
        if self.at(after) not in ("van", "met", "of", "with", "fan", "(", "à", ",", "x", "×", "v"):
            return None
        bracket = self.at(after) in ("(", ",")
        step = after + 1
        while self.at(step) in (*EACH, "van", "resp", "in", "totaal"):
            step += 1
        found = self._low_and_high(step)
        if found is None or found.low > LARGEST or self.at(found.last + 1) in CHILDREN:
            return None
        unit = unit_of(self.at(found.last + 1))
        if (bracket and unit is not Unit.PEOPLE) or unit not in (None, Unit.PEOPLE):
            return None
        return found._replace(last=found.last + (unit is Unit.PEOPLE))

    def _low_and_high(self, step: int) -> Size | None:
        """A number, or two: "vier à vijf"."""
        found = self.value(step)
        if found is None:
            return None
        upper = self.value(found[1] + 2) if self.at(found[1] + 1) in OR else None
        if upper is None or not found[0] < upper[0] <= LARGEST:
            return Size(found[0], None, found[1])
        return Size(found[0], upper[0], upper[1])

    def _with_members(self, people: int, after: int) -> Size | None:
        """Who else belongs to a family that opened with so many: "moeder, oma en vier kinderen"; None for nobody."""
        last, grown = after - 1, True
        while (more := self._member(last + 1, grown=grown)) is not None:
            people, last = people + more[0], more[1]
            grown = grown and self.at(last) in PARENTS
        return Size(people, None, last) if last >= after else None

    def _member(self, step: int, *, grown: bool) -> tuple[int, int] | None:
        """How many are added at word `step`, and the last word of it; `grown`: no children were told yet."""
        if self.at(step) in (*WITH, ","):
            step += 1
        elif not (grown and self.at(step) in PARENTS and self.at(step - 1) in PARENTS):
            return None
        while self.at(step) in BETWEEN:
            step += 1
        count, possessed = 1, self.at(step - 1) in ("haar", "zijn", "hun", "her", "his", "their")
        if self.at(step) in ONE:
            step += 1
        elif (found := self.value(step)) is not None:
            count, step = found[0], found[1] + 1
        elif self.at(step) not in KNOWN and not (possessed and self.at(step) in CHILDREN):
            return None
        while self.at(step) in BETWEEN or (self.at(step).endswith("e") and self.at(step + 1) in CHILDREN):
            step += 1
        if self.at(step) in PARENTS:
            another = not grown and self.at(step + 1) in WITH
            return None if another or count != 1 else (PARENTS[self.at(step)], step)
        children = count * TWINS.get(self.at(step), 1)
        return (children, step) if self.at(step) in KIN and count <= LARGEST else None

    def _in_each(self, mention: Mention, after: int) -> Size | None:
        """People in each dwelling or room: "voor elk drie personen", "kamers van vier bedden", "tweepersoonskamers"."""
        sized = SIZED_ROOMS.fullmatch(mention.noun)
        if sized:
            people = int(sized[1]) if sized[1].isdecimal() else word_value(sized[1].replace("een", "één"))
            return Size(people, None, -1) if people else None
        opener, each = self.at(after), self.at(after + 1) in EACH
        found = self._low_and_high(after + 1 + each)
        if found is None:
            return None
        unit = unit_of(self.at(found.last + 1))
        counted = unit in (Unit.PEOPLE, Unit.BEDS)
        whole = found._replace(last=found.last + counted)
        if opener == "voor":
            alone = found.low == 1 and self.at(found.last + 1) == "persoon"
            return whole if (each and unit in (None, Unit.PEOPLE)) or alone else None
        if opener == "met" and unit is Unit.BEDS and mention.unit is Unit.ROOMS:
            return whole if each or found.low <= MOST_BEDS or mention.low == 1 else None
        return whole if opener in OF and counted and found.low <= LARGEST else None

    def children_of(self, index: int, count: int) -> int | None:
        """People where `count` children start at word `index`: "een vrouw en haar drie kinderen"."""
        if self.at(index - 2) not in ("en", "met", "and", "with"):
            return None
        parents = {"haar": 1, "zijn": 1, "her": 1, "his": 1, "hun": 2, "their": 2}.get(self.at(index - 1))
        return parents + count if parents else None

    def without_number(self, index: int) -> tuple[Size, Unit] | None:
        """A family at word `index` without a number before it: its people and the unit."""
        word = self.at(index)
        if word in PARENTS:
            alone = Size(2, None, index) if self._is_couple(index) else None
            size = self._with_members(PARENTS[word], index + 1) or alone
            if size and size.low == ELDERS and word in ELDERLY:
                return None
            return (size, Unit.PEOPLE) if size else None
        if word in HOUSEHOLD and self.value(index - 1) is None:
            size = self._of(index + 1)
            return (size, Unit.HOUSEHOLDS) if size else None
        sized = SIZED.fullmatch(word)
        if sized:
            people = int(sized[1]) if sized[1].isdecimal() else word_value(sized[1])
            return (Size(people, None, index), Unit.HOUSEHOLDS) if people else None
        return None
