"""Numbers that count nothing: telephone numbers, times, postcodes, accounts, addresses, labels, amounts, durations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import islice

from nlp.ages_times import is_age, is_time
from nlp.components.words import Word
from nlp.counts import context, unit_of
from nlp.numerals import digits_value, value_of

CODES = re.compile(
    r"\(?(?:\+|\b)0\d[\d ().\-–/]{5,20}\d"  # telephone
    r"|\b[A-Z]{2}\d{2} ?[A-Z]{4}(?: ?\d{2,4}){3}"  # IBAN
    r"|\b\d{4} ?[A-Z]{2}\b(?! ?-)"  # postcode
    r"|\b\d{1,2}[:.]\d{2}\b(?!\d|\.\d)(?: ?(?:-|–|tot) ?\d{1,2}[:.]\d{2}\b)?(?: ?uur)?"  # time
    r"|\b\d{3} \d{3} \d{3,4}\b"  # BSN, V-nummer in groups
    r"|\b14[ -]?0\d{2,3}\b"  # the general number of a gemeente
    r"|\b\d{2,6}-\d{5,}\b|\b\d{5,}-\d{2,4}\b"  # case numbers
    r"|\b\d+/\d+-\d+\b|\b\d+-\d+/\d+\b|\b[A-Z]{1,4}-\d{4}-\d+\b"  # marks of letters
)
ADDRESS_MARKS = ("@", "://", "www.")
LIST_NUMBER = re.compile(r"[ \t]*\(?\d{1,2}[.)](?=\s)")
LIST_LINE = re.compile(r"^[ \t]*\(?\d{1,2}[.)]\s", re.MULTILINE)
LABELS_APART = 4
"""Words between labels that go on, at most: "5 t/m 8"."""

BRACKET = 12
"""Words within which an opening bracket makes a closing one more than a list number."""

GAP = re.compile(r"\t| {2,}|\|")
"""What parts the cells of a table."""

SHORTEST_STREET = 6
LONGEST_BEFORE, LONGEST_AFTER = 80, 400


def codes(text: str) -> list[tuple[int, int]]:
    """Character ranges of codes and of web and mail addresses, in order. Linear in the length of `text`."""
    found = [m.span() for m in CODES.finditer(text)]
    for mark in ADDRESS_MARKS:
        at = text.find(mark)
        while at >= 0:
            begin, end = at, at + len(mark)
            while begin > 0 and not text[begin - 1].isspace() and at - begin < LONGEST_BEFORE:
                begin -= 1
            while end < len(text) and not text[end].isspace() and end - at < LONGEST_AFTER:
                end += 1
            found.append((begin, end))
            at = text.find(mark, end)
    return sorted(found)


class Surroundings:
    """Looks at the words around a number to tell whether it is a count at all."""

    def __init__(self, text: str, words: Sequence[Word]) -> None:
        self.text, self.words = text, words

    def at(self, index: int) -> str:
        """The word at `index` in lower case; empty outside the text."""
        return self.words[index].text if 0 <= index < len(self.words) else ""

    def glued(self, index: int) -> bool:
        """Whether no blank stands before the word."""
        return 0 < index < len(self.words) and self.words[index].start == self.words[index - 1].end

    def apart(self, index: int) -> bool:
        """Whether the word stands in another cell of a table than the word before it."""
        if not 0 < index < len(self.words):
            return False
        return GAP.search(self.text, self.words[index - 1].end, self.words[index].start) is not None

    def is_part_of_code(self, index: int) -> bool:
        """Whether digits hang on letters or other digits: `G40`, `26-014`, `2026/3`."""
        word = self.words[index]
        before = self.text[word.start - 1] if word.start else " "
        if before in "'’":
            return True
        if before.isalpha() and self.at(index - 1) not in ("ca", "max", "min"):
            return True
        if before in "-–/_#+&" and word.start > 1 and not self.text[word.start - 2].isspace():
            earlier = self.at(index - 2)
            return not (before in "-–" and earlier.isdecimal() and (digits_value(earlier) or 0) > 0)
        after = self.text[word.end : word.end + 2]
        follows = len(after) > 1 and after[0] in "-/_" and after[1].isalpha()
        return follows and not unit_of(self.at(index + 1).lstrip("-")) and not self._is_compound(index)

    def _is_compound(self, index: int) -> bool:
        """24-persoons, 3-kamerwoning and "drie-" of a range are read as numbers."""
        return self.at(index + 1) == "-" and (
            unit_of(self.at(index + 2)) is not None or self.at(index + 2) == "persoons"
        )

    def is_hard(self, first: int, last: int, *, has_unit: bool) -> bool:
        """Whether the words around make it an amount, a duration, a rank, a label or a house number."""
        if self._is_measure(last) or self._is_list_number(first) or self._is_vote(first, last):
            return True
        if self._is_share(first, last) or (not has_unit and is_time(self.at, first, last)):
            return True
        if self._is_enumerator(first, last):
            return True
        return not has_unit and self._is_labelled(first)

    def _is_measure(self, last: int) -> bool:
        """Whether an amount, a time, a length or a rank follows: "vijf jaar", "3e", "12-jarige"."""
        after, glued = self.at(last + 1), self.glued(last + 1)
        if self.apart(last + 1):
            return False
        if after in context("hard", "after"):
            return True
        if after in context("hard", "rank") and self.words[last].kind == "digits" and glued:
            return True
        return after == "-" and glued and self.at(last + 2) in ("jarige", "jarigen", "e")

    def _is_labelled(self, first: int) -> bool:
        """Whether a word before it makes it a code, an age, a week or a house number."""
        if self.apart(first):
            return False
        before, digits = self.at(first - 1), self.words[first].kind == "digits"
        if is_age(self.at, first):
            return True
        if digits and before == "een":
            return True
        if before in (".", ":") and self.at(first - 2) in context("hard", "before" if before == "." else "labels"):
            return True
        return before in context("hard", "before") or self._names_one(first, before) or self._is_house_number(first)

    def _names_one(self, first: int, before: str) -> bool:
        """Whether figures behind a noun in the singular tell which one it is: "kamer 5", "schoolgebouw 7"."""
        if self.words[first].kind != "digits":
            return False
        return before in context("hard", "singular") or before.endswith(tuple(context("hard", "singular_endings")))

    def is_numbered(self, first: int) -> bool:
        """Whether the number at `first` tells which one is meant, so that more such numbers may follow it."""
        if self.apart(first):
            return False
        named = self._names_one(first, self.at(first - 1)) or self.at(first - 1) in context("hard", "before")
        return named or is_age(self.at, first)

    def goes_on(self, labelled: int, first: int) -> bool:
        """Whether the number at `first` goes on with the labels that ended at word `labelled`: "kamer 5, 6 en 8"."""
        between = [self.at(index) for index in range(labelled + 1, first)]
        return len(between) < LABELS_APART and all(
            word in (",", "en", "of", "&", "t", "/", "m", "tot") for word in between
        )

    def _is_enumerator(self, first: int, last: int) -> bool:
        """ "Eén: de verhuurder wil niet. Twee: de school zit vol."."""
        if self.at(last + 1) in (":", ".") and self.at(last + 2) in (".", ":") and self.words[last].kind == "digits":
            return True
        if self.at(last + 1) == ")" and self.at(first - 1) != "(" and self.words[last].kind == "digits":
            return "(" not in [self.at(i) for i in range(max(0, first - BRACKET), first)]
        if self.at(last + 1) == ":" and value_of(self.at(last + 2)) is not None:
            return True
        starts = first == 0 or self.words[first - 1].kind == "line" or self.at(first - 1) in (".", "!", "?")
        if starts and self.at(last + 1) == "." and self.words[last].kind == "digits" and last + 2 < len(self.words):
            # "1. Opening. 2. Verslag."
            following = self.words[last + 2]
            return following.kind == "word" and self.text[following.start].isupper() and not self._opens_no_list(first)
        return starts and self.at(last + 1) == ":" and self.words[last].kind == "word"

    def _is_house_number(self, first: int) -> bool:
        before = self.at(first - 1)
        street = len(before) >= SHORTEST_STREET and before.endswith(tuple(context("hard", "street")))
        return street and self.words[first].kind == "digits" and self.text[self.words[first - 1].start].isupper()

    def _is_list_number(self, first: int) -> bool:
        word = self.words[first]
        line = self.text.rfind("\n", 0, word.start) + 1
        if word.start - line >= 4 or not LIST_NUMBER.match(self.text, line):  # noqa: PLR2004  "(1" after blanks
            return False
        return not self._opens_no_list(first)

    def _opens_no_list(self, first: int) -> bool:
        """Whether it opens the text, is not the first of a list and no other follows: "5. In de pastorie."."""
        return first == 0 and self.words[first].text != "1" and not self._numbers_lines

    @cached_property
    def _numbers_lines(self) -> bool:
        return len(list(islice(LIST_LINE.finditer(self.text), 2))) > 1

    def _is_share(self, first: int, last: int) -> bool:
        """ "een op de acht": a share, not a count."""
        ahead = value_of(self.at(last + 3)) if (self.at(last + 1), self.at(last + 2)) == ("op", "de") else None
        behind = value_of(self.at(first - 3)) if (self.at(first - 2), self.at(first - 1)) == ("op", "de") else None
        article = (self.at(first - 3), self.at(first - 2), self.at(first - 1)) == ("een", "op", "de")
        return article or ahead is not None or behind is not None

    def _is_vote(self, first: int, last: int) -> bool:
        for_, against = self.at(last + 2), self.at(first - 2)
        return (self.at(last + 1) == "tegen" and value_of(for_) is not None) or (
            self.at(first - 1) == "tegen" and value_of(against) is not None
        )
