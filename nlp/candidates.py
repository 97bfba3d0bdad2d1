"""A number on its way to a pledge: the mention, its part and its scores, before totals and repeats are sorted out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.model import Group, Unit
from nlp.counts import Bound, Mention, unit_of
from nlp.dates import DateMention
from nlp.gazetteer.names import Name
from nlp.layout import Layout, Sentence
from nlp.parts import ReadPart
from nlp.roles import Scores

NAME_START = 4
"""Characters within which a name opens a sentence."""

PARTING = frozenset({"en", ",", ";", "plus", "maar"})
"""Between a date and a number: the date belongs to a number on its other side."""

MAKESHIFT = ("unit", "units", "eenheid", "eenheden", "containers", "cabins")
"""Dwellings that are only their places once people are told with them."""

CLAUSE = frozenset({",", ";", ":", "(", ")"})

LIKELY = 0.2
"""The probability from which a count that is not offered gets a role of its own."""


@dataclass(slots=True, eq=False)
class Candidate:
    """One number in one part. `places`, `places_max` and `homes` are what it is worth, `role` what it stands for.

    `number` is its place among the numbers of the part; `sentence_number` that of its sentence. `in_total` marks a
    part of a total that is told beside it; `replaced_by` is the place of the number that takes its place, and `renews`
    marks that one; `share` is how probable it is that the number is offered, where that was
    weighed.
    """

    part: ReadPart
    number: int
    mention: Mention
    scores: Scores
    role: str
    layout: Layout
    sentence_number: int
    places: int | None = None
    places_max: int | None = None
    homes: int | None = None
    group: Group = Group.STATUSHOUDERS
    in_total: bool = False
    replaced_by: int | None = None
    renews: bool = False
    share: float | None = None
    others: list[Mention] = field(default_factory=list)

    @classmethod
    def of(cls, part: ReadPart, number: int, role: str) -> Candidate:
        """The candidate for number `number` of `part`, with its worth."""
        layers = part.layers
        mention: Mention = layers.numbers[number]
        layout: Layout = layers.layout
        sentence = layout.sentence_of[mention.first_word]
        candidate = cls(part, number, mention, layers.scores[number], role, layout, sentence)
        candidate._weigh()
        return candidate

    @property
    def sentence(self) -> Sentence:
        """The sentence the number stands in."""
        return self.layout.sentences[self.sentence_number]

    @property
    def value(self) -> int | None:
        """What totals add up: people where they are known, else dwellings."""
        return self.places if self.places is not None else self.homes

    @property
    def approximate(self) -> bool:
        """Whether the sender keeps a little room; a range is exact at both ends."""
        return self.mention.low is None or (self.mention.bound is not Bound.EXACT and self.places_max is None)

    def take(self, roles: Sequence[str], shares: Sequence[float]) -> None:
        """Take the most probable role. What is hardly any count keeps the role that the rules gave it, but no offer:
        what is told beside an offer is often not labelled at all, so that a count of another kind looks like none.
        """
        self.share = shares[roles.index("pledge")]
        best = max(range(len(roles)), key=shares.__getitem__)
        if roles[best] != "other":
            self.role = roles[best]
        elif self.role == "pledge":
            counts = [n for n, role in enumerate(roles) if role not in ("pledge", "other")]
            likely = max(counts, key=shares.__getitem__)
            self.role = roles[likely] if shares[likely] >= LIKELY else ""

    def has(self, label: str, low: int, high: int) -> bool:
        """Whether a linking cue of `label` stands in words `low` to `high` of the part."""
        found: bool = self.part.layers.qualifiers.has(label, low, high)
        return found

    def bound_by(self, label: str) -> bool:
        """Whether a phrase of `label` names this very number."""
        bound: bool = self.part.layers.qualifiers.binds(label, self.number)
        return bound

    def counted(self, sentence: int) -> bool:
        """Whether sentence number `sentence` of the part, next to its own, holds a count."""
        numbers = self.part.layers.numbers
        near = numbers[max(0, self.number - 1) : self.number + 2]
        return any(self.layout.sentence_of[m.first_word] == sentence and m.is_count for m in near)

    def names_in(self, start: int, end: int) -> set[str]:
        """The names of gemeenten and kernen between two characters of the part."""
        found = self.part.layers.gemeente_names or ()
        low = bisect_left(found, start, key=_start)
        return {name.text for name in found[low : bisect_left(found, end, key=_start)] if name.capital}

    def names_beside(self) -> set[str]:
        """The names that stand between the same commas, and the same other counts, as this number."""
        words, mention = self.part.layers.words, self.mention
        low, high = mention.first_word, mention.last_word
        others = {m.first_word for m in self.part.layers.numbers if m.is_count}
        while low > self.sentence.first and words[low - 1].text not in CLAUSE and low - 1 not in others:
            low -= 1
        while high < self.sentence.last and words[high + 1].text not in CLAUSE and high + 1 not in others:
            high += 1
        return self.names_in(words[low].start, words[high].end)

    def dates(self) -> list[DateMention]:
        """The dates of the sentence that belong to this number and not to its neighbours."""
        layers, first = self.part.layers, self.mention.first_word
        numbers = [m for m in layers.numbers[max(0, self.number - 2) : self.number + 3] if m is not self.mention]
        rivals = [m.first_word for m in numbers if m.is_count and self._shares_sentence(m.first_word)]
        low = bisect_left(layers.dates, self.sentence.first, key=_first_word)
        dates = layers.dates[low : bisect_right(layers.dates, self.sentence.last, key=_first_word)]
        return [date for date in dates if self._owner(date, [first, *rivals]) == first]

    def _owner(self, date: DateMention, numbers: Sequence[int]) -> int:
        """The number, by its first word, that a date belongs to.

        Of those on either side the one that no "en" or comma parts from it: "8 per 1 oktober en 6 per 1 december".
        Else the nearest.
        """
        before = max((word for word in numbers if word < date.first_word), default=None)
        after = min((word for word in numbers if word > date.first_word), default=None)
        if before is not None and after is not None:
            parted = self._parted(before, date.first_word), self._parted(date.last_word + 1, after)
            if parted[0] != parted[1]:
                return after if parted[0] else before
        return min(numbers, key=lambda word: self.layout.distance(date.first_word, word))

    def _parted(self, low: int, high: int) -> bool:
        return any(word.text in PARTING for word in self.part.layers.words[low:high])

    def _shares_sentence(self, word: int) -> bool:
        return self.layout.sentence_of[word] == self.sentence_number

    def _weigh(self) -> None:
        """Dwellings stay dwellings, families of a known size are multiplied, all else counts people."""
        low, high, size = self.mention.low, self.mention.high, self.mention.size
        if self.mention.unit is Unit.HOMES and self._column() not in (Unit.PEOPLE, Unit.PLACES):
            self.homes = None if size and self.mention.noun.endswith(MAKESHIFT) else low
        elif self.mention.unit is not Unit.HOUSEHOLDS:
            self.places, self.places_max = low, high
        if size and low and self.mention.unit in (Unit.HOMES, Unit.HOUSEHOLDS, Unit.ROOMS):
            most = (high or low) * (self.mention.size_max or size)
            self.places, self.places_max = low * size, most if most > low * size else None

    def _column(self) -> Unit | None:
        """What the head of its column counts, where the noun is not the number's own but that of a cell before it."""
        heads = self.layout.heads.get(self.mention.first_word, ())
        if len(heads) <= 1 or self.mention.last_word != self.mention.value_word:
            return None
        words = self.part.layers.words[heads[0][0] : heads[0][1] + 1]
        return next((unit for word in words if (unit := unit_of(word.text)) is not None), None)


def opening_name(candidate: Candidate) -> str:
    """The place that the sentence of a number opens with; empty where it opens with none."""
    start, found = candidate.sentence.start, candidate.part.layers.gemeente_names or ()
    at = bisect_left(found, start, key=_start)
    name = found[at] if at < len(found) else None
    return name.text if name and name.capital and name.start - start <= NAME_START else ""


def _start(name: Name) -> int:
    return name.start


def _first_word(date: DateMention) -> int:
    return date.first_word
