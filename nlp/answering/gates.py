"""What an answer must not be, however well it seems to fit: about another year, another place, or another time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.campaign import Campaign
from domain.wording import day_text
from nlp.answering.cards import PLACEHOLDER, Card, Kind
from nlp.answering.facets import Facets
from nlp.answering.words import days, plain, stem, words

_YEAR = re.compile(r"(?<![\d.])20[1-4]\d(?!\d)")
_VERB = re.compile(r"dt$")
"""What "geldt" asks for is no "geld"."""
_ABOUT_A_GEMEENTE = frozenset({"gemeente", "netwerken", "bijdrage", "gemeente_zonder_netwerk"})


@dataclass(frozen=True, slots=True)
class Gate:
    """What one card may be asked about. `corrects`: it tells the deadline, also to who names another day.

    `tells`: its answer holds a day, so that it puts right who remembers another one; but who names a year of `others`,
    of which another letter is, may mean that letter. A year after `until` that stands beside the question is a plan.
    """

    years: frozenset[str]
    until: str
    days: frozenset[str]
    corrects: bool
    tells: bool
    said: str
    gemeente: bool
    older: bool
    others: frozenset[str]
    avoid: frozenset[str]

    def lets(self, asked: Facets) -> bool:
        """Whether the card may answer a question with these facets."""
        if asked.own_case or (asked.present and self.older):
            return False
        strange = {year for year in asked.years - self.years if year <= self.until or year in asked.years_asked}
        if strange and not (asked.doubts and self.tells and strange.isdisjoint(self.others)):
            return False
        if asked.days and asked.days.isdisjoint(self.days) and not self.corrects and not (asked.doubts and self.tells):
            return False
        if asked.names and not self.gemeente and not any(name in self.said for name in asked.names):
            return False
        return self.avoid.isdisjoint(stem(word) for word in words(asked.text) if not _VERB.search(word))


def gates(cards: Sequence[Card], campaign: Campaign) -> dict[str, Gate]:
    """The gate of each card by its key."""
    return {card.key: _gate(card, campaign) for card in cards}


def _gate(card: Card, campaign: Campaign) -> Gate:
    dates = [letter.day for letter in campaign.letters if letter.id in card.letters]
    said = " ".join((*card.wordings, *card.questions))
    names = {name for wording in card.wordings for name in PLACEHOLDER.findall(wording)}
    years = {*_YEAR.findall(said), *(str(day.year) for day in dates)}
    if "deadline" in names:
        years.add(str(campaign.deadline.last_day.year))
    older = card.kind is Kind.ANSWER and all(day < campaign.opened_on for day in dates)
    others = {str(one.day.year) for one in campaign.letters} if older else set[str]()
    told = frozenset(day_text(one.day) for one in campaign.letters if one.id in card.letters and not one.month_only)
    return Gate(
        years=frozenset(years),
        until=str(campaign.deadline.last_day.year),
        days=days(" ".join((said, *told))),
        corrects="deadline_dag" in names,
        tells=bool(days(" ".join(card.wordings))),
        said=plain(said),
        gemeente=bool(names & _ABOUT_A_GEMEENTE),
        older=older,
        others=frozenset(others),
        avoid=frozenset(stem(word) for one in card.avoid for word in words(one)),
    )
