"""The grammar of numbers: single values, words written apart, ranges, exactness, and the noun that is counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache, lru_cache

from domain.model import Unit
from nlp.codes import Surroundings, codes
from nlp.components.words import Word
from nlp.counts import Bound, Mention
from nlp.dates import DateMention
from nlp.families import CHILDREN, Families, starts_family
from nlp.in_each import InEach
from nlp.nouns import Nouns, is_no_noun
from nlp.numerals import FRACTIONS, LONGEST_WORD, word_value
from nlp.ranges import Ranges
from nlp.shares import meant
from nlp.terms import load, word_set
from nlp.unknown_numbers import is_unknown
from nlp.values import Values

DEFINITE = word_set("shape", "numbers", "definite")
ENGLISH = word_set("shape", "numbers", "english")
LARGEST_BARE = 3000
"""A larger number without a noun is a code, not a count of places."""

OF_WHOLE = (["van", "de"], ["van", "die"], ["van", "onze"], ["van", "deze"], ["van"])
COUNTED = (Unit.HOMES, Unit.ROOMS, Unit.BEDS)
UNTOLD = ("hoeveel", "aantal", "aantallen")
TIMES = ("x", "×", "maal", "keer")
MOST_FAMILIES = 50

ENOUGH_ENGLISH = 3
"""English function words from which English number words are read."""


class NumberGrammar:
    """Reads the numbers of one text, from its words and the dates among them."""

    def __init__(self, text: str, words: Sequence[Word], dates: Iterable[DateMention]) -> None:
        self.text, self.words = text, words
        self.around = Surroundings(text, words)
        self.at = self.around.at
        self.taken = {i for d in dates for i in range(d.first_word, d.last_word + 1)}
        self.labelled = -1
        self._take_codes()
        self.english = sum(w.text in ENGLISH for w in words[:400]) >= ENOUGH_ENGLISH
        self.value = Values(words, self.around, self.taken, english=self.english)
        self.nouns = Nouns(text, words, self.around)
        self.ranges = Ranges(words, self.at, self.value)
        self.families = Families(self.at, self.value)
        self.in_each = InEach(self.at, self.value)

    def _take_codes(self) -> None:
        ranges = codes(self.text)
        at = 0
        for index, word in enumerate(self.words if ranges else ()):
            while at < len(ranges) and ranges[at][1] <= word.start:
                at += 1
            if at < len(ranges) and word.end > ranges[at][0]:
                self.taken.add(index)

    def mentions(self) -> list[Mention]:
        """All counts in order."""
        found: list[Mention] = []
        index = 0
        while index < len(self.words):
            word = self.words[index]
            may = word.kind == "digits" or (word.kind == "word" and may_start(word.text, english=self.english))
            mention = self._mention(index) if may and index not in self.taken else None
            if mention is None:
                index += 1
                continue
            if found and self._is_part_of(found[-1], mention):
                found[-1] = replace(found[-1], unit=mention.unit, noun=mention.noun)
            found.append(mention)
            index = mention.last_word + 1
        return found

    def _is_part_of(self, part: Mention, whole: Mention) -> bool:
        """ "tien van de veertig appartementen": the part counts what the whole counts."""
        between = [self.at(index) for index in range(part.last_word + 1, whole.first_word)]
        smaller = (part.low or 0) < (whole.low or 0)
        return part.unit is None and part.bare and whole.unit in COUNTED and smaller and between in OF_WHOLE

    def _mention(self, index: int) -> Mention | None:
        value = self.value(index)
        if value is None:
            return self._family(index) or self._vague(index) if self.words[index].kind == "word" else None
        low, last = value
        upper, last = self.ranges.upper(low, index, last)
        low = self.ranges.scaled(low, upper, index)
        last = self._spelt_twice(low, last)
        plus = self.at(last + 1) == "+" and self.around.glued(last + 1)
        unit, noun_end, noun = self.nouns.behind(last + plus)
        if self._is_no_count(index, last, noun_end if unit else -1):
            return self._so_many_families(low, last) or self._so_many(low, last)
        begin, bound = self._bound(index)
        if plus:
            bound, last = Bound.AT_LEAST, last + 1
        low = meant(self.at, begin, low)
        if upper is None and (kin := self._kin(begin, low, last if unit is None else noun_end - 1, noun)) is not None:
            return replace(kin, bound=bound)
        mention = self._made(begin, last, low, upper, bound)
        if unit is None:
            told = self.nouns.told_before(begin) if self.at(begin - 1) == "er" else None
            named = self.nouns.in_label(begin, noun) or told
            if named is not None:
                return replace(mention, unit=named[0], noun=named[1])
            bare = low <= LARGEST_BARE and (not noun or self.at(begin - 1) == "er" or is_no_noun(noun, low))
            return replace(mention, noun=noun, bare=bare)
        mention = replace(mention, unit=unit, noun=noun, last_word=noun_end, end=self.words[noun_end].end)
        return self._with_size(mention)

    def _kin(self, begin: int, low: int, last: int, noun: str) -> Mention | None:
        """ "een vrouw en haar drie kinderen", "drie broers en hun moeder"; `last` is the word before the noun."""
        if noun in CHILDREN and (people := self.families.children_of(begin, low)) is not None:
            return replace(self._made(begin, last + 1, people, None, Bound.EXACT), unit=Unit.PEOPLE, noun=noun)
        all_ = self.families.together(low, noun, last + 1)
        if all_ is None:
            return None
        return replace(self._made(begin, all_.last, all_.low, None, Bound.EXACT), unit=Unit.PEOPLE, noun=noun)

    def _is_no_count(self, index: int, last: int, noun: int) -> bool:
        """Whether the number is an amount, a rank, a label or the like; its words are then taken.

        `noun` is the word that is counted, or -1.
        """
        has_unit = noun >= 0
        # "twee bewoners minder": what goes off is no offer
        fewer = self.at(max(noun, last) + 1) == "minder"
        goes_on = not has_unit and self.labelled >= 0 and self.around.goes_on(self.labelled, index)
        if not (goes_on or fewer) and not self.around.is_hard(index, last, has_unit=has_unit):
            return False
        self.taken.update(range(index, last + 1))
        if goes_on or self.around.is_numbered(index):
            self.labelled = last
        return True

    def _made(self, begin: int, last: int, low: int | None, high: int | None, bound: Bound) -> Mention:
        start, end = self.words[begin].start, self.words[last].end
        before = self.at(begin - 1)
        return Mention(
            start,
            end,
            begin,
            last,
            low,
            high,
            bound,
            definite=before in DEFINITE,
            value_word=last,
            bracketed=before == "(",
        )

    def _spelt_twice(self, low: int, last: int) -> int:
        """ "6 (zes)" is one number."""
        if self.at(last + 1) == "(" and self.at(last + 3) == ")":
            again = self.value(last + 2)
            return last + 3 if again and again[0] == low else last
        return last

    def _bound(self, index: int) -> tuple[int, Bound]:
        """How exact the number is, and the first word of what says so."""
        for length in range(min(_longest_bound(), index), 0, -1):
            bound = _bounds().get(" ".join(self.at(i) for i in range(index - length, index)))
            if bound is not None:
                return index - length, bound
        return index, Bound.EXACT

    def _with_size(self, mention: Mention) -> Mention:
        size, told = self.families.size(mention), self.in_each.told(mention)
        if told is not None and (size is None or size.low == told.people):
            # "tweepersoonskamers; per kamer twee mensen": told again
            self.taken.update(range(told.first, told.last + 1))
        if size is None:
            return mention if told is None else replace(mention, size=told.people, size_max=told.most)
        mention = replace(mention, size=size.low, size_max=size.high)
        if size.last < mention.last_word:
            return mention
        return replace(mention, last_word=size.last, end=self.words[size.last].end, value_word=size.last)

    def _family(self, index: int) -> Mention | None:
        """ "een vader met drie kinderen", "een gezin van zes": people without a number before them."""
        found = self.families.without_number(index)
        if found is None:
            return None
        size, unit = found
        if unit is Unit.PEOPLE:
            mention = self._made(index, size.last, size.low, size.high, Bound.EXACT)
            return replace(mention, unit=unit, noun=self.at(index))
        mention = self._made(index, size.last, 1, None, Bound.EXACT)
        return replace(mention, unit=unit, noun=self.at(index), size=size.low, size_max=size.high)

    def _so_many_families(self, times: int, last: int) -> Mention | None:
        """ "2 x een gezin van drie": so many households of a known size."""
        step = last + 1 + (self.at(last + 2) == "een") + 1
        if self.at(last + 1) not in TIMES or self.families.without_number(step) is None:
            return None
        family = self._family(step)
        if family is None or times > MOST_FAMILIES:
            return None
        size = family.size or family.low
        begin = self.words[last].start
        return replace(family, start=begin, first_word=last, low=times, unit=Unit.HOUSEHOLDS, size=size)

    def _so_many(self, times: int, last: int) -> Mention | None:
        """ "2 x eengezinswoning", "20x plek", "2 x 3 kamers"."""
        if self.at(last + 1) not in TIMES:
            return None
        found = self.value(last + 2)
        unit, noun_end, noun = self.nouns.behind(found[1] if found else last + 1)
        if unit is None or (found is None and noun_end == last + 1):
            return None
        mention = self._made(last, noun_end, times * found[0] if found else times, None, Bound.EXACT)
        return self._with_size(replace(mention, unit=unit, noun=noun))

    def _vague(self, index: int) -> Mention | None:
        """ "een handvol mensen", "enkele plekken", "hoeveel weten we nog niet": an offer without a number."""
        if self.at(index) in UNTOLD:
            return self._untold(index)
        if self.at(index - 1) in ("de", "geen") or (self.at(index - 1) == "het" and self.at(index) != "enkele"):
            return None
        for phrase in _vague_phrases().get(self.at(index), ()):
            if all(self.at(index + n) == word for n, word in enumerate(phrase)):
                last = index + len(phrase) - 1
                unit, noun_end, noun = self.nouns.behind(last)
                mention = self._made(index, last, None, None, Bound.ABOUT)
                if unit is not None:
                    end = self.words[noun_end].end
                    return replace(mention, unit=unit, noun=noun, last_word=noun_end, end=end)
                bare = phrase[-1] in ("handvol", "handjevol") and (not noun or is_no_noun(noun, 2))
                return replace(mention, noun=noun, bare=bare) if bare else None
        return None

    def _untold(self, index: int) -> Mention | None:
        """ "hoeveel mensen er kunnen wonen is nog niet bekend"."""
        unit, noun_end, noun = self.nouns.behind(index)
        last = noun_end if unit is not None else index
        if not is_unknown(self.at, index, last):
            return None
        made = self._made(index, last, None, None, Bound.ABOUT)
        return replace(made, unit=unit, noun=noun, bare=unit is None, untold=True)


def may_start(word: str, *, english: bool) -> bool:
    """Whether a number, a family or a vague amount can start with this word; most words cannot."""
    return len(word) <= LONGEST_WORD and _may_start(word, english=english)


@lru_cache(maxsize=20_000)
def _may_start(word: str, *, english: bool) -> bool:
    known = word in FRACTIONS or word in _vague_phrases() or word in UNTOLD or starts_family(word)
    return known or word_value(word, english=english) is not None


@cache
def _bounds() -> dict[str, Bound]:
    tables = load("number_context")["bounds"]
    return {phrase: Bound(name) for name in ("exact", "about", "at_least", "at_most") for phrase in tables[name]}


@cache
def _longest_bound() -> int:
    return max(len(phrase.split()) for phrase in _bounds())


@cache
def _vague_phrases() -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    for phrase in sorted(load("number_context")["vague"]["phrases"], key=len, reverse=True):
        found.setdefault(phrase.split()[0], []).append(phrase.split())
    return found
