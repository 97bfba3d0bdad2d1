"""The public form as one question a page: which questions follow from what was answered so far. Pure.

It is the same form as on one page: what is answered here stands there, and the other way round.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.form import MOST_OFFERS, Form, Outcome
from domain.model import Commitment


class Ask(StrEnum):
    """What a page asks. Those of an offer are asked of each of them."""

    GEMEENTE = "gemeente"
    OUTCOME = "mogelijkheden"
    LATER = "later"
    COMMITMENT = "hoe"
    CONDITION = "voorwaarde"
    AMOUNT = "aantal"
    GROUP = "voor"
    START = "vanaf"
    MORE = "meer"
    BOTTLENECKS = "knelpunten"
    CASES = "gevallen"
    REMARKS = "opmerking"
    PERSON = "gegevens"


_FIELDS: Mapping[Ask, tuple[str, ...]] = {
    Ask.GEMEENTE: ("gemeente",),
    Ask.OUTCOME: ("mogelijkheden",),
    Ask.AMOUNT: ("aantal", "woningen"),
    Ask.PERSON: ("naam", "adres"),
}
"""Which fields are on a page, where these are not called as the page is."""
_OFFER = (Ask.COMMITMENT, Ask.CONDITION, Ask.AMOUNT, Ask.GROUP, Ask.START)
_ABOUT_OFFER = "Wat kunt u bieden?"
TITLES: Mapping[Ask, str] = {
    Ask.GEMEENTE: "Uw gemeente",
    Ask.OUTCOME: "Mogelijkheden",
    Ask.LATER: "Mogelijkheden",
    **dict.fromkeys((*_OFFER, Ask.MORE), _ABOUT_OFFER),
    Ask.BOTTLENECKS: "Knelpunten",
    Ask.CASES: "Knelpunten",
    Ask.REMARKS: "Tot slot",
    Ask.PERSON: "Uw gegevens",
}
"""The part of the form that a question belongs to, as the heading above it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One page; `offer` says which possibility it is about, counted from zero."""

    ask: Ask
    offer: int | None = None

    @property
    def key(self) -> str:
        """Its part of the address: `gemeente`, `aantal-0`."""
        return str(self.ask) if self.offer is None else f"{self.ask}-{self.offer}"


def steps_of(form: Form) -> list[Step]:
    """The pages, in order. They grow with the answers: who offers nothing is not asked for whom."""
    steps = [Step(Ask.GEMEENTE), Step(Ask.OUTCOME)]
    if form.outcome == Outcome.LATER:
        steps.append(Step(Ask.LATER))
    if form.outcome == Outcome.PLACES:
        for at, offer in enumerate(form.offers):
            plain = offer.commitment != Commitment.CONDITIONAL
            steps += [Step(ask, at) for ask in _OFFER if not (plain and ask is Ask.CONDITION)]
        steps += [Step(Ask.MORE)] if len(form.offers) < MOST_OFFERS else []
    steps.append(Step(Ask.BOTTLENECKS))
    if form.cases:
        steps.append(Step(Ask.CASES))
    return [*steps, Step(Ask.REMARKS), Step(Ask.PERSON)]


def faults_at(step: Step, faults: Mapping[str, str]) -> dict[str, str]:
    """Those of the faults that are about this page."""
    names = [name if step.offer is None else f"{name}-{step.offer}" for name in _FIELDS.get(step.ask, (step.ask,))]
    return {
        field: sentence
        for field, sentence in faults.items()
        if any(field == name or field.startswith(f"{name}-") for name in names)
    }
