"""The two ends of a range: "10 à 15", "drie- tot vierhonderd", "zes, misschien acht", "twintig, dertig mensen"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from nlp.components.words import Word
from nlp.counts import unit_of
from nlp.terms import word_set

JOINERS = word_set("shape", "numbers", "joiners")
HEDGES = word_set("shape", "numbers", "hedges")
LOOSE = word_set("shape", "numbers", "loose")
AT_BEST = tuple(tuple(phrase.split()) for phrase in word_set("shape", "numbers", "at_best"))
HUNDRED, THOUSAND = 100, 1000
TEN, TWENTY = 10, 20
ROUND = 5
WIDEST = 6
"""The upper end of a range is at most so many times, or so much more than, the lower."""

LONGEST_ROW = 4
"""Numbers that are told in a row and are one range, at most: "acht, negen, tien plekken"."""


class Ranges:
    """Reads ranges; `at` gives a word, `value` the number that starts at a word and its last word."""

    def __init__(
        self, words: Sequence[Word], at: Callable[[int], str], value: Callable[[int], tuple[int, int] | None]
    ) -> None:
        self.words, self.at, self.value = words, at, value

    def upper(self, low: int, first: int, last: int) -> tuple[int | None, int]:
        """The upper end of the range whose lower end stands at words `first` to `last`, and the last word of it."""
        return self._joined(low, last) or self._in_a_row(low, first, last) or (None, last)

    def _joined(self, low: int, last: int) -> tuple[int, int] | None:
        step = last + 1
        if self.at(step) == "-" and self.at(step + 1) in ("tot", "à", "of", "a"):
            step += 1
        joiner = self.at(step)
        if (joiner, self.at(step + 1), self.at(step + 2)) in (("t", "/", "m"), ("tot", "en", "met")):
            step += 2
        elif joiner not in JOINERS:
            return None
        ahead = step + 1
        while self.at(ahead) in HEDGES or (joiner == "(" and self.at(ahead) in ("tot", "à")):
            ahead += 1
        ahead += next((len(phrase) for phrase in AT_BEST if self._stands(phrase, ahead)), 0)
        if joiner in ("en", "and", ",", "(") and not self._is_open(joiner, last, step, ahead):
            return None
        upper = self.value(ahead)
        return upper if upper is not None and is_range(low, upper[0]) else None

    def _stands(self, phrase: Sequence[str], index: int) -> bool:
        return all(self.at(index + place) == word for place, word in enumerate(phrase))

    def _is_open(self, joiner: str, last: int, step: int, ahead: int) -> bool:
        """Whether "en", a comma or a bracket leads to the upper end: tussen … en …, zes, misschien acht."""
        opening = {"en": "tussen", "and": "between"}.get(joiner)
        if opening in (self.at(last - 1), self.at(last - 2), self.at(last - 3)):
            return True
        if any(self._stands(phrase, ahead - len(phrase)) for phrase in AT_BEST):
            return True
        return any(self.at(i) in LOOSE or self.at(i) == "tot" for i in range(step + 1, ahead))

    def _in_a_row(self, low: int, first: int, last: int) -> tuple[int, int] | None:
        """ "twintig, dertig mensen", "acht, tien, misschien twaalf": number words that grow, and what they count."""
        if self.words[first].kind != "word":
            return self._twice_perhaps(low, last)
        row, end = [low], last
        while len(row) < LONGEST_ROW and (following := self._next(end)) is not None:
            row.append(following[0])
            end = following[1]
        if len(row) == 1 or not all(_is_step(one, other) for one, other in pairwise(row)):
            return None
        return (row[-1], end) if unit_of(self.at(end + 1)) is not None else None

    def _next(self, end: int) -> tuple[int, int] | None:
        """The number word behind word `end`, with nothing but a comma, "of" or a hedge between them."""
        step = end + 1
        while self.at(step) in (",", "of") or self.at(step) in LOOSE:
            step += 1
        return self.value(step) if step < len(self.words) and self.words[step].kind == "word" else None

    def _twice_perhaps(self, low: int, last: int) -> tuple[int, int] | None:
        """ "mss 20 mss 25", "4 misschien 5 mensen"."""
        if self.at(last + 1) not in LOOSE:
            return None
        upper = self.value(last + 2)
        return upper if upper is not None and is_range(low, upper[0]) else None

    def scaled(self, low: int, high: int | None, index: int) -> int:
        """ "drie- tot vierhonderd": the hundred is said once."""
        if high is None or self.words[index].kind != "word":
            return low
        scale = THOUSAND if high % THOUSAND == 0 else HUNDRED
        return low * scale if high % scale == 0 and low < min(high // scale, TWENTY) else low


def is_range(low: int, high: int) -> bool:
    """Whether two numbers can be the ends of a range."""
    return low < high and (high <= max(low * WIDEST, low + WIDEST) or (high % HUNDRED == 0 and low < TWENTY))


def _is_step(low: int, high: int) -> bool:
    """Whether one who is not sure says the second number after the first: eight, nine; twenty, thirty."""
    near = high - low in (1, 2) and low < TWENTY
    return near or (low % ROUND == high % ROUND == 0 and 0 < high - low <= max(TEN, low // 2))
