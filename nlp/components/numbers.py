"""Finds the counts: value, range, exactness and what is counted; leaves out codes, amounts, times and durations.

Requires: `doc._.words`, `doc._.dates`. Assigns: `doc._.numbers` (a list of `nlp.counts.Mention` in text order).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from domain.model import Unit
from nlp.components.words import Word
from nlp.counts import Bound, Mention, context, unit_of
from nlp.dates import DateMention
from nlp.numerals import digits_value, word_value
from nlp.terms import load

CODES = re.compile(
    r"\(?(?:\+|\b)0\d[\d ().\-–/]{5,20}\d"  # telephone
    r"|\b[A-Z]{2}\d{2} ?[A-Z]{4}(?: ?\d{2,4}){3}"  # IBAN
    r"|\b\d{4} ?[A-Z]{2}\b(?! ?-)"  # postcode
    r"|\b\d{1,2}[:.]\d{2}\b(?!\d|\.\d)(?: ?(?:-|–|tot) ?\d{1,2}[:.]\d{2}\b)?(?: ?uur)?"  # time
    r"|\b\d{3} \d{3} \d{3,4}\b"  # BSN, V-nummer in groups
)
ADDRESS_MARKS = ("@", "://", "www.")
LIST_NUMBER = re.compile(r"[ \t]*\(?\d{1,2}[.)](?=\s)")
DEFINITE = frozenset("de die deze dezelfde bovengenoemde genoemde voornoemde alle beide het dat".split())
RANGE_WORDS = frozenset({"à", "a", "á", "tot", "of", "-", "–", "—", "/", "to", "or", "oant"})
DIGRESSION = 4
"""Words that may stand between a number and its noun."""


def codes(text: str) -> list[tuple[int, int]]:
    """Character ranges of telephone numbers, times, postcodes, account numbers and web or mail addresses."""
    found = [m.span() for m in CODES.finditer(text)]
    for mark in ADDRESS_MARKS:
        at = text.find(mark)
        while at >= 0:
            begin, end = at, at + len(mark)
            while begin > 0 and not text[begin - 1].isspace() and at - begin < 80:
                begin -= 1
            while end < len(text) and not text[end].isspace() and end - at < 400:
                end += 1
            found.append((begin, end))
            at = text.find(mark, end)
    return found


class NumberGrammar:
    """Reads the numbers of one text: first single values, then ranges, exactness and nouns around them."""

    def __init__(self, text: str, words: Sequence[Word], dates: Iterable[DateMention]) -> None:
        self.text, self.words = text, words
        self.taken: set[int] = set()
        for mention in dates:
            self.taken.update(range(mention.first_word, mention.last_word + 1))
        self._take_codes()
        self.english = sum(w.text in _ENGLISH for w in words[:400]) >= 4  # noqa: PLR2004  a few may be names

    def _take_codes(self) -> None:
        ranges = sorted(codes(self.text))
        if not ranges:
            return
        at = 0
        for index, word in enumerate(self.words):
            while at < len(ranges) and ranges[at][1] <= word.start:
                at += 1
            if at < len(ranges) and word.end > ranges[at][0]:
                self.taken.add(index)

    def mentions(self) -> list[Mention]:
        """All counts in order."""
        found: list[Mention] = []
        index = 0
        while index < len(self.words):
            mention = self._mention(index) if index not in self.taken else None
            if mention is None:
                index += 1
                continue
            found.append(mention)
            index = mention.last_word + 1
        return found

    def _text(self, index: int) -> str:
        return self.words[index].text if 0 <= index < len(self.words) else ""

    def _mention(self, index: int) -> Mention | None:
        value = self._value(index)
        if value is None:
            return self._vague(index)
        low, last = value
        high, last = self._range(low, last)
        low = self._scaled(low, high, index)
        if self._is_hard(index, last):
            return None
        begin, bound = self._bound(index)
        if self._text(last + 1) == "+" and self._glued(last + 1):
            bound, last = Bound.AT_LEAST, last + 1
        mention = Mention(self.words[begin].start, self.words[last].end, begin, last, low, high, bound, value_word=last)
        definite = self._text(begin - 1) in DEFINITE
        return self._with_noun(replace(mention, definite=definite))

    def _value(self, index: int) -> tuple[int, int] | None:
        """The value that starts at this word and the last word of it."""
        word = self.words[index]
        if index in self.taken:
            return None
        if word.kind == "digits":
            value = digits_value(word.text)
            return None if value is None or self._is_part_of_code(index) else (value, index)
        if word.kind != "word":
            return None
        value = word_value(word.text, english=self.english)
        if value is None:
            return self._hyphenated(index)
        return self._longer(value, index)

    def _hyphenated(self, index: int) -> tuple[int, int] | None:
        return None

    def _longer(self, value: int, index: int) -> tuple[int, int]:
        """Number words written apart: vijf en twintig, twee honderd, honderd twintig."""
        following = word_value(self._text(index + 1)) if index + 1 < len(self.words) else None
        beyond = word_value(self._text(index + 2)) if self._text(index + 1) == "en" else None
        if value < 10 and beyond and 20 <= beyond < 100 and beyond % 10 == 0:  # noqa: PLR2004
            return value + beyond, index + 2
        if following and value < 100 and following in (100, 1000):  # noqa: PLR2004
            return self._longer(value * following, index + 1)
        if following and value % 100 == 0 and following < 100 and value >= 100:  # noqa: PLR2004
            return value + following, index + 1
        return value, index

    def _is_part_of_code(self, index: int) -> bool:
        word = self.words[index]
        before = self.text[word.start - 1] if word.start else " "
        if before.isalpha() and self._text(index - 1) not in ("ca", "max", "min"):
            return True
        if before in "-–/.:_#+" and word.start > 1 and not self.text[word.start - 2].isspace():
            earlier = self._text(index - 2) if before != "+" else ""
            return not (before in "-–" and earlier.isdecimal() and (digits_value(earlier) or 0) > 0) and before != ":"
        after = self.text[word.end : word.end + 2]
        return len(after) > 1 and after[0] in "-/_" and (after[1].isalpha() and not unit_of(self._text(index + 1).lstrip("-")))

    def _range(self, low: int, last: int) -> tuple[int | None, int]:
        """The upper end of a range and its last word: 10 à 15, tussen de 20 en 25, drie- tot vierhonderd."""
        step = last + 1
        if self._text(step) == "-" and self._text(step + 1) in ("tot", "à", "of", "a"):
            step += 1
        if self._text(step) == "t" and self._text(step + 1) == "/" and self._text(step + 2) == "m":
            step += 2
        elif self._text(step) == "tot" and self._text(step + 1) == "en" and self._text(step + 2) == "met":
            step += 2
        elif self._text(step) == "(" and self._text(step + 1) in ("tot", "à", "-"):
            step += 1
        elif self._text(step) == "en" and not self._between(last):
            return None, last
        elif self._text(step) not in RANGE_WORDS and self._text(step) != "en":
            return None, last
        ahead = step + 1
        while self._text(ahead) in ("de", "maximaal", "hooguit", "misschien", "wel", "zelfs", "max"):
            ahead += 1
        upper = self._value(ahead) if ahead < len(self.words) else None
        if upper is None or not _is_range(low, upper[0]):
            return None, last
        return upper

    def _between(self, last: int) -> bool:
        return "tussen" in (self._text(last - 1), self._text(last - 2), self._text(last - 3)) or self._text(last - 1) == "between"

    def _scaled(self, low: int, high: int | None, index: int) -> int:
        """"drie- tot vierhonderd": the first noun of the range is left out."""
        if high is None or self._text(index + 1) not in ("-", "à", "tot", "of"):
            return low
        for scale in (1000, 100):
            if low < 20 and high % scale == 0 and high >= scale and low < high // scale:  # noqa: PLR2004
                return low * scale if self.words[index].kind == "word" else low
        return low

    def _glued(self, index: int) -> bool:
        return self.words[index].start == self.words[index - 1].end

    def _is_hard(self, first: int, last: int) -> bool:
        """Whether the words around make it an amount, a duration, a rank, a label or a house number."""
        after, before = self._text(last + 1), self._text(first - 1)
        if after in context("hard", "after") and not self._is_person_man(after):
            return True
        if after in context("hard", "rank") and self.words[last].kind == "digits" and self._glued(last + 1):
            return True
        if after in ("-", "'") and self._glued(last + 1) and self._text(last + 2) in ("jarige", "jarigen", "e"):
            return True
        if before == "." and self._text(first - 2) in context("hard", "before"):
            before = self._text(first - 2)
        if before in context("hard", "before") and self._noun(last)[0] is None:
            return True
        if self.words[first].kind == "digits" and before.endswith(tuple(context("hard", "street"))) and len(before) > 5:  # noqa: PLR2004
            raw = self.text[self.words[first - 1].start]
            return raw.isupper() and self._noun(last)[0] is None
        line = self.text.rfind("\n", 0, self.words[first].start) + 1
        if self.words[first].start - line < 4 and LIST_NUMBER.match(self.text, line):  # noqa: PLR2004
            return True
        return after == "tegen" and word_or_digits(self._text(last + 2)) is not None or (
            before == "tegen" and word_or_digits(self._text(first - 2)) is not None
        )

    @staticmethod
    def _is_person_man(after: str) -> bool:
        return after == "man"

    def _bound(self, index: int) -> tuple[int, Bound]:
        """How exact the number is, and the first word of what says so."""
        for length in (6, 5, 4, 3, 2, 1):
            begin = index - length
            if begin < 0:
                continue
            phrase = " ".join(w.text for w in self.words[begin:index])
            bound = _bounds().get(phrase)
            if bound is not None:
                return begin, bound
        if self._text(index - 1) == "de" or self._text(index - 1) == "het":
            begin, bound = self._bound(index - 1) if self._text(index - 2) in _ENDS else (index, Bound.EXACT)
            return begin, bound
        return index, Bound.EXACT

    def _with_noun(self, mention: Mention) -> Mention:
        unit, last, noun = self._noun(mention.last_word)
        if unit is not None:
            mention = replace(mention, unit=unit, noun=noun, last_word=last, end=self.words[last].end)
            return self._with_size(mention)
        bare = not noun or noun in context("bare", "follow") or self._text(mention.first_word - 1) == "er"
        return replace(mention, noun=noun, bare=bare)

    def _noun(self, last: int) -> tuple[Unit | None, int, str]:
        """The counted noun behind word `last`: unit, its last word, the noun; without unit the next word, if any."""
        index = last + 1
        if self._text(index) == "(" and self._text(index + 2) == ")":
            index += 3
        if self._text(index) in ("-", "–") and index < len(self.words) and self._glued(index):
            index += 1
        first = self._text(index)
        for step in range(DIGRESSION + 1):
            place = index + step
            if place >= len(self.words):
                break
            word = self.words[place]
            if word.kind != "word":
                if word.text in ("(", ")", "'") and step:
                    continue
                break
            unit = unit_of(word.text)
            if unit is not None:
                return unit, place, word.text
            if not _may_precede_noun(word.text):
                break
        is_word = index < len(self.words) and self.words[index].kind == "word"
        return None, last, first if is_word else ""

    def _with_size(self, mention: Mention) -> Mention:
        """Two families of five; a home for three people; "elk voor twee personen"."""
        known = load("units")["sizes"].get(mention.noun)
        at = mention.last_word + 1
        if mention.unit is Unit.HOUSEHOLDS and self._text(at) in ("van", "met", "of", "with", "fan"):
            step = at + 1
            while self._text(step) in ("elk", "ieder", "totaal", "in", "resp", "telkens", "steeds"):
                step += 1
            size = self._value(step)
            if size and size[0] < 20 and self._text(size[1] + 1) not in ("kinderen", "kind", "plekken"):  # noqa: PLR2004
                unit, last, _ = self._noun(size[1])
                last = last if unit is Unit.PEOPLE else size[1]
                return replace(mention, size=size[0], last_word=last, end=self.words[last].end)
        return replace(mention, size=known)

    def _vague(self, index: int) -> Mention | None:
        return None


def word_or_digits(text: str) -> int | None:
    """The value of one word or run of digits."""
    return digits_value(text) if text.isdecimal() else word_value(text)


def _may_precede_noun(text: str) -> bool:
    if text in context("hard", "adjectives") if False else text in context("bare", "adjectives"):
        return True
    return text.endswith(("e", "se", "aal", "'s")) and text not in context("bare", "follow") and text not in DEFINITE


def _is_range(low: int, high: int) -> bool:
    if low < high:
        return high <= max(low * 6, low + 6) or high % 100 == 0 and low < 20  # noqa: PLR2004
    return False


@cache
def _bounds() -> dict[str, Bound]:
    tables = load("number_context")["bounds"]
    return {phrase: Bound(name) for name in ("exact", "about", "at_least", "at_most") for phrase in tables[name]}


_ENDS = frozenset({"rond", "tegen", "richting", "nabij", "bij", "tussen"})
_ENGLISH = frozenset("the we will and for have our with this that are from of to can be".split())


@Language.component("plaatsmaker_numbers", requires=["doc._.words", "doc._.dates"], assigns=["doc._.numbers"])
def add_numbers(doc: Doc) -> Doc:
    """Give `doc` its counts."""
    doc._.numbers = NumberGrammar(doc.text, doc._.words, doc._.dates).mentions()
    return doc


if not Doc.has_extension("numbers"):
    Doc.set_extension("numbers", default=())
