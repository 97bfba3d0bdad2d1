"""The grammar of numbers: single values, words written apart, ranges, exactness, and the noun that is counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache, lru_cache

from domain.model import Unit
from nlp.codes import Surroundings, codes
from nlp.components.words import Word
from nlp.counts import Bound, Mention, context, unit_of
from nlp.dates import DateMention
from nlp.families import Families, starts_family
from nlp.labels import label_before
from nlp.numerals import digits_value, word_value
from nlp.terms import load

DEFINITE = frozenset("de die deze dezelfde bovengenoemde genoemde voornoemde alle het dat onze resterende overige".split())
JOINERS = frozenset({"à", "a", "á", "tot", "of", "-", "–", "—", "/", "to", "or", "oant", "en", ",", "("})
HEDGES = frozenset("misschien mogelijk wellicht hopelijk eventueel maximaal max hooguit hoogstens liefst zelfs wel de en".split())
LOOSE = frozenset("misschien mogelijk wellicht hopelijk eventueel maximaal max hooguit hoogstens".split())
ENGLISH = frozenset("the will and for have our with this that are from to can could be more take council places people you".split())
ENOUGH_ENGLISH = 3
PLURALS = ("en", "s", "a", "e", "n", "i")
DIGRESSION = 4
"""Words that may stand between a number and its noun."""


class NumberGrammar:
    """Reads the numbers of one text, from its words and the dates among them."""

    def __init__(self, text: str, words: Sequence[Word], dates: Iterable[DateMention]) -> None:
        self.text, self.words = text, words
        self.around = Surroundings(text, words)
        self.at = self.around.at
        self.taken = {i for d in dates for i in range(d.first_word, d.last_word + 1)}
        self._take_codes()
        self.english = sum(w.text in ENGLISH for w in words[:400]) >= ENOUGH_ENGLISH
        self.families = Families(self.at, self.value)

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
            found.append(mention)
            index = mention.last_word + 1
        return found

    def _mention(self, index: int) -> Mention | None:
        value = self.value(index)
        if value is None:
            return self._family(index) or self._vague(index) if self.words[index].kind == "word" else None
        low, last = value
        upper, last = self._range(low, last)
        low = self._scaled(low, upper, index)
        last = self._spelt_twice(low, last)
        unit, noun_end, noun = self._noun(last)
        if self.around.is_hard(index, last, has_unit=unit is not None):
            return None
        begin, bound = self._bound(index)
        if self.at(last + 1) == "+" and self.around.glued(last + 1):
            bound, last = Bound.AT_LEAST, last + 1
        low = low // 2 if self._is_half(begin) and low % 2 == 0 else low
        mention = self._made(begin, last, low, upper, bound)
        if unit is None:
            named = self._labelled_unit(begin, noun)
            if named is not None:
                return replace(mention, unit=named[0], noun=named[1])
            bare = not noun or self.at(begin - 1) == "er" or _is_no_noun(noun, low)
            return replace(mention, noun=noun, bare=bare)
        mention = replace(mention, unit=unit, noun=noun, last_word=noun_end, end=self.words[noun_end].end)
        return self._with_size(mention)

    def _labelled_unit(self, first: int, noun: str) -> tuple[Unit, str] | None:
        """The unit that the label on the line gives: "hoeveel woningen: 3"."""
        label = label_before(self.text, self.words, first) if not noun else None
        for index in range(label[1], label[0] - 1, -1) if label else ():
            unit = unit_of(self.at(index))
            if unit is not None:
                return unit, self.at(index)
        return None

    def _made(self, begin: int, last: int, low: int | None, high: int | None, bound: Bound) -> Mention:
        start, end = self.words[begin].start, self.words[last].end
        definite = self.at(begin - 1) in DEFINITE
        return Mention(start, end, begin, last, low, high, bound, definite=definite, value_word=last)

    def value(self, index: int) -> tuple[int, int] | None:
        """The value that starts at this word and the last word of it; None where no number starts."""
        if index >= len(self.words) or index in self.taken:
            return None
        word = self.words[index]
        if word.kind == "digits":
            value = digits_value(word.text)
            return None if value is None or self.around.is_part_of_code(index) else (value, index)
        if word.kind != "word":
            return None
        value = word_value(word.text, english=self.english)
        return None if value is None or self._is_verb(index) else self._longer(value, index)

    def _is_verb(self, index: int) -> bool:
        """"acht het college dat te weinig": a verb, not a number."""
        return self.at(index) == "acht" and self.at(index + 1) in ("het", "de", "wij", "u", "ik", "dit", "op", "mijn", "ons")

    def _longer(self, value: int, index: int) -> tuple[int, int]:
        """Number words written apart: vijf en twintig, twee honderd, honderd twintig."""
        following = word_value(self.at(index + 1)) or 0
        beyond = (word_value(self.at(index + 2)) or 0) if self.at(index + 1) == "en" else 0
        if value < 10 and 20 <= beyond < 100 and beyond % 10 == 0:  # noqa: PLR2004  ones and tens
            return value + beyond, index + 2
        if value < 100 and following in (100, 1000):  # noqa: PLR2004
            return self._longer(value * following, index + 1)
        if value >= 100 and value % 100 == 0 and 0 < following < 100:  # noqa: PLR2004
            return value + following, index + 1
        return value, index

    def _range(self, low: int, last: int) -> tuple[int | None, int]:
        """The upper end of a range and its last word: 10 à 15, tussen de 20 en 25, drie- tot vierhonderd."""
        step = last + 1
        if self.at(step) == "-" and self.at(step + 1) in ("tot", "à", "of", "a"):
            step += 1
        joiner = self.at(step)
        if joiner == "t" and self.at(step + 1) == "/" and self.at(step + 2) == "m":
            step += 2
        elif joiner == "tot" and self.at(step + 1) == "en" and self.at(step + 2) == "met":
            step += 2
        elif joiner not in JOINERS:
            return None, last
        ahead = step + 1
        while self.at(ahead) in HEDGES or (joiner == "(" and self.at(ahead) in ("tot", "à")):
            ahead += 1
        if joiner in ("en", ",", "(") and not self._is_open(joiner, last, step, ahead):
            return None, last
        upper = self.value(ahead)
        if upper is None or not _is_range(low, upper[0]):
            return None, last
        return upper

    def _is_open(self, joiner: str, last: int, step: int, ahead: int) -> bool:
        """Whether "en", a comma or a bracket leads to the upper end: tussen … en …, zes, misschien acht."""
        if joiner == "en" and "tussen" in (self.at(last - 1), self.at(last - 2), self.at(last - 3)):
            return True
        return any(self.at(i) in LOOSE or self.at(i) == "tot" for i in range(step + 1, ahead))

    def _scaled(self, low: int, high: int | None, index: int) -> int:
        """"drie- tot vierhonderd": the hundred is said once."""
        if high is None or self.words[index].kind != "word":
            return low
        scale = 1000 if high % 1000 == 0 else 100
        return low * scale if high % scale == 0 and low < high // scale and low < 20 else low  # noqa: PLR2004

    def _spelt_twice(self, low: int, last: int) -> int:
        """"6 (zes)" is one number."""
        if self.at(last + 1) == "(" and self.at(last + 3) == ")":
            again = self.value(last + 2)
            return last + 3 if again and again[0] == low else last
        return last

    def _is_half(self, begin: int) -> bool:
        """"de helft van de 24 units"."""
        of = begin - 2 if self.at(begin - 1) in DEFINITE else begin - 1
        return self.at(of) == "van" and self.at(of - 1) == "helft"

    def _bound(self, index: int) -> tuple[int, Bound]:
        """How exact the number is, and the first word of what says so."""
        for length in range(min(_longest_bound(), index), 0, -1):
            bound = _bounds().get(" ".join(self.at(i) for i in range(index - length, index)))
            if bound is not None:
                return index - length, bound
        return index, Bound.EXACT

    def _noun(self, last: int) -> tuple[Unit | None, int, str]:
        """The counted noun behind word `last`: unit, its last word, the noun; without unit the next word, if any."""
        index = last + 1
        if self.at(index) in ("-", "–") and self.around.glued(index):
            index += 1
        first = self.at(index) if index < len(self.words) and self.words[index].kind == "word" else ""
        place = index
        while place < min(len(self.words), index + DIGRESSION + 1):
            text = self.at(place)
            if self.words[place].kind != "word":
                if text not in "()'/" or place == index:
                    break
            elif (unit := unit_of(text)) is not None:
                return unit, self._whole_noun(place, unit), text
            elif not _may_precede_noun(text):
                # "voor vier andere zijn we bezig": adjectives without a noun behind them leave the number bare
                first = text if place > index and text in context("bare", "follow") else first
                break
            place += 1
        return None, last, first

    def _whole_noun(self, place: int, unit: Unit) -> int:
        """The last word of a noun of more words: alleenstaande (minderjarige) vreemdelingen."""
        while unit is Unit.PEOPLE and unit_of(self.at(place + 1)) is Unit.PEOPLE:
            place += 1
        if self.at(place) in ("alleenstaande", "minderjarige") and unit_of(self.at(place + 2)) is Unit.PEOPLE:
            place += 2
        return place

    def _with_size(self, mention: Mention) -> Mention:
        size, last = self.families.size(mention)
        if size is None or last < mention.last_word:
            return replace(mention, size=size)
        return replace(mention, size=size, last_word=last, end=self.words[last].end, value_word=last)

    def _family(self, index: int) -> Mention | None:
        """"een vader met drie kinderen", "een gezin van zes", "een vijfpersoonsgezin": people without a number before."""
        found = self.families.without_number(index)
        if found is None:
            return None
        people, unit, last = found
        mention = self._made(index, last, people if unit is Unit.PEOPLE else 1, None, Bound.EXACT)
        size = people if unit is Unit.HOUSEHOLDS else None
        return replace(mention, unit=unit, noun=self.at(index), size=size)

    def _vague(self, index: int) -> Mention | None:
        """"een handvol mensen", "enkele plekken": an offer without a number."""
        if self.at(index - 1) in ("de", "geen", "het"):
            return None
        for phrase in _vague_phrases().get(self.at(index), ()):
            if all(self.at(index + n) == word for n, word in enumerate(phrase)):
                last = index + len(phrase) - 1
                unit, noun_end, noun = self._noun(last)
                mention = self._made(index, last, None, None, Bound.ABOUT)
                if unit is not None:
                    end = self.words[noun_end].end
                    return replace(mention, unit=unit, noun=noun, last_word=noun_end, end=end)
                bare = phrase[-1] in ("handvol", "handjevol") and (not noun or _is_no_noun(noun, 2))
                return replace(mention, noun=noun, bare=bare) if bare else None
        return None


@lru_cache(maxsize=20_000)
def may_start(word: str, *, english: bool) -> bool:
    """Whether a number, a family or a vague amount can start with this word; most words cannot."""
    return word_value(word, english=english) is not None or word in _vague_phrases() or starts_family(word)


def _is_no_noun(word: str, value: int) -> bool:
    """Whether the word behind a number cannot be what is counted: a function word, or no plural behind two or more."""
    return word in context("bare", "follow") or (value > 1 and not word.endswith(PLURALS))


def _may_precede_noun(text: str) -> bool:
    if text in context("bare", "adjectives"):
        return True
    return text.endswith(("e", "se", "aal", "ig")) and text not in context("bare", "follow") and text not in DEFINITE


def _is_range(low: int, high: int) -> bool:
    return low < high and (high <= max(low * 6, low + 6) or (high % 100 == 0 and low < 20))  # noqa: PLR2004


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
