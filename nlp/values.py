"""The value of a number in digits or words, as it starts at a word of a text."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from nlp.codes import Surroundings
from nlp.components.words import Word
from nlp.numerals import DOZEN, digits_value, word_value, written_apart

HUNDRED, THOUSAND = 100, 1000
SCALES = {"duizend": THOUSAND, "dozijn": DOZEN}
TENS = range(20, 100, 10)


class Values:
    """Reads values; words that are `taken` hold none. `english`: English number words are read too."""

    def __init__(self, words: Sequence[Word], around: Surroundings, taken: AbstractSet[int], *, english: bool) -> None:
        self.words, self.around, self.taken, self.english = words, around, taken, english
        self.at = around.at

    def __call__(self, index: int) -> tuple[int, int] | None:
        """The value that starts at this word and the last word of it; None where no number starts."""
        if index >= len(self.words) or index in self.taken:
            return None
        word = self.words[index]
        if word.kind == "digits":
            value = digits_value(word.text)
            if value is None or self.around.is_part_of_code(index):
                return None
            scale = SCALES.get(self.at(index + 1))
            return (value * scale, index + 1) if scale else (value, index)
        if word.kind != "word":
            return None
        if (apart := written_apart(word.text, self.at(index + 1))) is not None:
            return apart, index + 1
        value = word_value(word.text, english=self.english)
        return None if value is None or self._is_verb(index) else self._longer(value, index)

    def _is_verb(self, index: int) -> bool:
        """ "acht het college dat te weinig": a verb, not a number."""
        return self.at(index) == "acht" and self.at(index + 1) in (
            "het",
            "de",
            "wij",
            "u",
            "ik",
            "dit",
            "op",
            "mijn",
            "ons",
        )

    def _longer(self, value: int, index: int) -> tuple[int, int]:
        """Number words written apart: vijf en twintig, twee honderd, honderd twintig."""
        following = word_value(self.at(index + 1)) or 0
        if following == DOZEN and self.at(index + 1) == "dozijn":
            return value * DOZEN, index + 1
        beyond = (word_value(self.at(index + 2)) or 0) if self.at(index + 1) == "en" else 0
        if value < TENS[0] and beyond in TENS:
            return value + beyond, index + 2
        if value < HUNDRED and following in (HUNDRED, THOUSAND):
            return self._longer(value * following, index + 1)
        if value >= HUNDRED and value % HUNDRED == 0 and 0 < following < HUNDRED:
            return value + following, index + 1
        return value, index
