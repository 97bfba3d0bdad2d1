"""A number on its way to a pledge: the mention, its part and its scores, before totals and repeats are sorted out."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.model import Group, Unit
from nlp.counts import Bound, Mention
from nlp.layout import Layout, Sentence
from nlp.parts import ReadPart
from nlp.roles import Scores


@dataclass(slots=True)
class Candidate:
    """One number in one part. `places`, `places_max` and `homes` are what it is worth, `role` what it stands for."""

    part: ReadPart
    number: int
    mention: Mention
    scores: Scores
    role: str = ""
    places: int | None = None
    places_max: int | None = None
    homes: int | None = None
    group: Group = Group.STATUSHOUDERS
    pooled: bool = False
    notes: list[str] = field(default_factory=list)
    others: list[Mention] = field(default_factory=list)

    @property
    def layout(self) -> Layout:
        """The layout of the part."""
        layout: Layout = self.part.doc._.layout
        return layout

    @property
    def sentence(self) -> Sentence:
        """The sentence the number stands in."""
        return self.layout.sentence(self.mention.first_word)

    @property
    def sentence_number(self) -> int:
        """The place of that sentence in the part."""
        return self.layout.sentence_of[self.mention.first_word]

    @property
    def counts_people(self) -> bool:
        """Whether it is worth a number of people, as far as the text says."""
        return self.homes is None and self.mention.unit is not Unit.HOMES

    @property
    def approximate(self) -> bool:
        """Whether the sender keeps a little room; a range is exact at both ends."""
        return self.mention.low is None or (self.mention.bound is not Bound.EXACT and self.places_max is None)


def worth(candidate: Candidate) -> None:
    """Work out places and homes from the unit: dwellings stay dwellings, families of a known size are multiplied."""
    mention = candidate.mention
    low, high = mention.low, mention.high
    if mention.unit is Unit.HOMES:
        candidate.homes = low
        if mention.size and low:
            candidate.places = low * mention.size
    elif mention.unit is Unit.HOUSEHOLDS:
        if mention.size and low:
            candidate.places = low * mention.size
            candidate.places_max = high * mention.size if high else None
    else:
        candidate.places, candidate.places_max = low, high
