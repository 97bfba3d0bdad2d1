"""The noun behind a number: what is counted, or why the number stands bare."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from domain.model import Unit
from nlp.codes import Surroundings
from nlp.components.words import Word
from nlp.counts import context, unit_of
from nlp.labels import label_before
from nlp.terms import word_set

DEFINITE = word_set("shape", "numbers", "definite")
PLURALS = ("en", "s", "a", "e", "n", "i")
ADJECTIVES = ("e", "se", "aal", "ig")
OF_ALL = ("de", "onze", "deze", "die", "het")
ENDS_SENTENCE = frozenset({".", "!", "?", ";", ":"})
FURTHEST = 12
"""Words before a number in which the dwellings may stand that it is a part of."""

SUBJECTS = ("wij", "we", "ik", "ze", "zij", "het", "de", "u", "beschikbaar", "open")
NEW = frozenset({"nieuwe", "nije", "new"})
NEIGHBOURS = word_set("shape", "numbers", "neighbours")
"""Who is counted only when new: "acht nieuwe buren"."""

DIGRESSION = 4
"""Words that may stand between a number and its noun."""


class Nouns:
    """Looks behind a number for the noun that it counts."""

    def __init__(self, text: str, words: Sequence[Word], around: Surroundings) -> None:
        self.text, self.words, self.around, self.at = text, words, around, around.at

    def behind(self, last: int) -> tuple[Unit | None, int, str]:
        """The counted noun behind word `last`: unit, its last word, the noun; without unit the next word, if any."""
        index = self._begin(last)
        if self.around.apart(last + 1):
            return None, last, ""
        first = self.at(index) if index < len(self.words) and self.words[index].kind == "word" else ""
        place = index
        while place < min(len(self.words), index + DIGRESSION + 1):
            text = self.at(place)
            if self.words[place].kind != "word":
                if text not in "()'/" or place == index:
                    break
            elif self._is_verb(place):
                return None, last, ""
            elif (unit := self._counted(place)) is not None:
                return unit, self._whole_noun(place, unit), text
            elif not _may_precede(text):
                # "voor vier andere zijn we bezig": adjectives without a noun behind them leave the number bare
                first = text if place > index and text in context("bare", "follow") else first
                break
            place += 1
        return None, last, first

    def _counted(self, place: int) -> Unit | None:
        """What the word counts; who is there already counts only when new."""
        new = self.at(place) in NEIGHBOURS and self.at(place - 1) in NEW
        return Unit.PEOPLE if new else unit_of(self.at(place))

    def _begin(self, last: int) -> int:
        """The word from which on the noun behind word `last` is looked for."""
        index = last + 1
        if self.at(index) in ("-", "–") and self.around.glued(index):
            index += 1
        if self.at(last - 1) == "alle" and self.at(index) in OF_ALL:
            # "alle vier de plannen": the article stands behind the number, and its noun behind that.
            index += 1
        return index

    def _is_verb(self, place: int) -> bool:
        """ "de elf lege stellen wij open": no couples."""
        return self.at(place) == "stellen" and self.at(place + 1) in SUBJECTS

    def _whole_noun(self, place: int, unit: Unit) -> int:
        """The last word of a noun of more words: alleenstaande (minderjarige) vreemdelingen."""
        while unit is Unit.PEOPLE and unit_of(self.at(place + 1)) is Unit.PEOPLE:
            place += 1
        if self.at(place) in ("alleenstaande", "minderjarige") and unit_of(self.at(place + 2)) is Unit.PEOPLE:
            place += 2
        return place

    def told_before(self, first: int) -> tuple[Unit, str] | None:
        """The dwellings of which a bare number is a part: "van de woningen aan de kade zijn er zes"."""
        for index in range(first - 1, max(0, first - FURTHEST), -1):
            noun = self.at(index)
            if noun in ENDS_SENTENCE or self.words[index].kind == "digits":
                return None
            if unit_of(noun) is Unit.HOMES and noun.endswith(PLURALS):
                of = [self.at(index - step) for step in (1, 2, 3)]
                whole = any(one in OF_ALL and other == "van" for one, other in pairwise(of))
                return (Unit.HOMES, noun) if whole else None
        return None

    def in_label(self, first: int, noun: str) -> tuple[Unit, str] | None:
        """The unit that the label on the line gives: "hoeveel woningen: 3"."""
        label = label_before(self.text, self.words, first) if not noun else None
        for index in range(label[1], label[0] - 1, -1) if label else ():
            unit = unit_of(self.at(index))
            if unit is not None:
                return unit, self.at(index)
        return None


def is_no_noun(word: str, value: int) -> bool:
    """Whether the word behind a number cannot be what is counted: a function word, or no plural behind two or more."""
    return word in context("bare", "follow") or (value > 1 and not word.endswith(PLURALS))


def _may_precede(text: str) -> bool:
    if text in context("bare", "adjectives"):
        return True
    return text.endswith(ADJECTIVES) and text not in context("bare", "follow") and text not in DEFINITE
