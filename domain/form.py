"""The public form: what somebody filled in for a gemeente, what is wrong with it, and what it says. Pure.

What is sent becomes a message like any other: plain text with a line for each answer, so that every figure can be
traced to the line that it came from.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from domain.model import (
    BottleneckReading,
    Commitment,
    Evidence,
    GemeenteReading,
    Group,
    Intent,
    PledgeReading,
    Reading,
)
from domain.verification import MAIL_ADDRESS
from domain.wording import COMMITMENTS, GROUPS, day_text

MOST_OFFERS = 5
MOST_PLACES = 5000
LONGEST_LINE = 200
LONGEST_TEXT = 2000
SURE = 0.99
"""Somebody filled it in and read it again; a slip of the pen is still possible."""
WHY = "Zo ingevuld op het formulier."


class Outcome(StrEnum):
    """The first question: can the gemeente do anything?"""

    PLACES = "places"
    NONE = "none"
    LATER = "later"


OUTCOMES = {
    Outcome.PLACES: "Ja, wij kunnen plekken bieden of onderzoeken dat",
    Outcome.NONE: "Nee, wij zien nu geen mogelijkheden",
    Outcome.LATER: "Dat weten wij nog niet; ons antwoord volgt later",
}


@dataclass(frozen=True, slots=True)
class FormOffer:
    """One possibility, as it was filled in. The numbers are texts until they have been looked at."""

    places: str = ""
    homes: str = ""
    group: str = Group.STATUSHOUDERS
    commitment: str = ""
    condition: str = ""
    available_from: str = ""

    @property
    def untouched(self) -> bool:
        """Whether nothing was filled in."""
        return self == FormOffer(group=self.group)


@dataclass(frozen=True, slots=True)
class Form:
    """A form as far as it was filled in. `cases` holds a concrete case for each chosen type of bottleneck.

    `gemeente` is what was typed, `code` the CBS code where that is clear. `later_on` is when an answer will come.
    """

    gemeente: str = ""
    code: str = ""
    outcome: str = ""
    later_on: str = ""
    offers: tuple[FormOffer, ...] = (FormOffer(),)
    cases: Mapping[str, str] | None = None
    remarks: str = ""
    name: str = ""
    function: str = ""
    address: str = ""

    def to_json(self) -> dict[str, Any]:
        """For the database."""
        fields = {key: getattr(self, key) for key in _TEXTS}
        offers = [{key: getattr(offer, key) for key in _OFFER} for offer in self.offers]
        return fields | {"offers": offers, "cases": dict(self.cases or {})}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Form:
        """From the database."""
        offers = tuple(FormOffer(**{key: offer[key] for key in _OFFER}) for offer in value["offers"])
        return cls(**{key: value[key] for key in _TEXTS}, offers=offers, cases=value["cases"])


_TEXTS = ("gemeente", "code", "outcome", "later_on", "remarks", "name", "function", "address")
_OFFER = ("places", "homes", "group", "commitment", "condition", "available_from")


def faults_of(form: Form, types: Sequence[str], domains: Sequence[str], *, known_address: bool) -> dict[str, str]:
    """What is still wrong, by the name of the field, in the order of the page. Empty where all is well.

    `domains` are those that the gemeente mails from itself; `known_address`: we write to this address already.
    """
    faults: dict[str, str] = {}
    if not form.code:
        faults["gemeente"] = (
            f"Wij kennen geen gemeente '{form.gemeente}'. Kies een naam uit de lijst."
            if form.gemeente
            else "Vul in voor welke gemeente u dit invult."
        )
    if form.outcome not in set(Outcome):
        faults["mogelijkheden-places"] = "Kies of de gemeente iets kan doen."
    if form.outcome == Outcome.PLACES:
        for at, offer in enumerate(form.offers):
            if at == 0 or not offer.untouched:
                faults |= _faults_of_offer(offer, at)
    faults |= {
        f"knelpunt-{key}": "Dit soort knelpunt kennen wij niet." for key in (form.cases or {}) if key not in types
    }
    if not form.name:
        faults["naam"] = "Vul uw naam in, zodat wij weten wie wij kunnen bellen of mailen."
    return faults | _faults_of_address(form, domains, known_address=known_address)


def _faults_of_offer(offer: FormOffer, at: int) -> dict[str, str]:
    faults = {}
    for key, words, text in (("aantal", "plekken", offer.places), ("woningen", "woningen", offer.homes)):
        if text and count(text) is None:
            faults[f"{key}-{at}"] = f"Vul het aantal {words} in met cijfers, bijvoorbeeld 12."
        elif (count(text) or 0) > MOST_PLACES:
            faults[f"{key}-{at}"] = f"{text} {words} is wel erg veel. Klopt dat? Mail ons dan."
    if not offer.places and not offer.homes and offer.commitment != Commitment.EXPLORING:
        faults[f"aantal-{at}"] = (
            "Vul in hoeveel plekken of woningen het zijn. Weet u het nog niet? Kies 'Wij onderzoeken'."
        )
    if offer.group not in set(Group):
        faults[f"voor-{at}-statushouders"] = "Kies voor wie de plekken zijn."
    if offer.commitment not in set(Commitment):
        faults[f"hoe-{at}-firm"] = "Kies hoe zeker het is."
    elif offer.commitment == Commitment.CONDITIONAL and not offer.condition:
        faults[f"voorwaarde-{at}"] = "Vul in onder welke voorwaarde."
    if offer.available_from and day(offer.available_from) is None:
        faults[f"vanaf-{at}"] = "Vul een datum in, bijvoorbeeld 1-10-2026, of laat dit leeg."
    return faults


def _faults_of_address(form: Form, domains: Sequence[str], *, known_address: bool) -> dict[str, str]:
    if not MAIL_ADDRESS.fullmatch(form.address):
        return {"adres": "Vul een e-mailadres in, bijvoorbeeld naam@gemeente.nl."}
    domain = form.address.rpartition("@")[2].lower()
    if known_address or not form.code or any(domain == own or domain.endswith(f".{own}") for own in domains):
        return {}
    ours = " of ".join(f"@{own}" for own in domains[:2])
    where = f" Gebruik een adres dat eindigt op {ours}." if ours else " Mail ons dan, dan regelen wij het."
    return {"adres": f"Dit adres is niet van de gemeente zelf.{where}"}


def count(text: str) -> int | None:
    """A whole number as people type it: `12`, `1.200`; `None` where it is none."""
    digits = text.strip().replace(".", "").replace(" ", "")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 8 else None  # noqa: PLR2004  # sane


def day(text: str) -> date | None:
    """A day as a browser sends it or as people type it: `2026-10-01`, `1-10-2026`, `1/10/2026`."""
    found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text.strip())
    parts = found.groups() if found else ()
    if not found and (found := re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", text.strip())):
        parts = found.groups()[::-1]
    try:
        year, month, number = map(int, parts)
        return date(year, month, number)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the message, and which answer it holds: an offer by its place, a bottleneck by its type.

    `step` is the page of the form on which it is asked first.
    """

    text: str
    offer: int | None = None
    bottleneck: str = ""
    step: str = ""


def lines_of(form: Form, name: str, labels: Mapping[str, str]) -> list[Line]:
    """The answers as lines of plain text. `name` is that of the gemeente, `labels` the types of bottleneck in words."""
    lines = [Line(f"Formulier voor de gemeente {name}.", step="gemeente")]
    lines.append(Line(OUTCOMES[Outcome(form.outcome)] + ".", step="mogelijkheden"))
    if form.outcome == Outcome.PLACES:
        lines += [
            Line(offer_line(offer), offer=at, step=f"hoe-{form.offers.index(offer)}")
            for at, offer in enumerate(_filled(form))
        ]
    if form.outcome == Outcome.LATER and form.later_on:
        lines.append(Line(f"Antwoord volgt: {_one_line(form.later_on)}.", step="later"))
    for key, case in (form.cases or {}).items():
        told = f": {_one_line(case)}" if case else ""
        lines.append(Line(f"Knelpunt {labels[key].lower()}{told}", bottleneck=key, step="knelpunten"))
    if form.remarks:
        lines.append(Line(f"Opmerking: {_one_line(form.remarks)}", step="opmerking"))
    function = f", {form.function}" if form.function else ""
    return [*lines, Line(f"Ingevuld door {form.name}{function}, {form.address}.", step="gegevens")]


def offer_line(offer: FormOffer) -> str:
    """`12 plekken in 4 woningen voor statushouders (toegezegd), vanaf 1 oktober 2026.`"""
    places, homes = count(offer.places), count(offer.homes)
    amounts = [f"{places} {'plek' if places == 1 else 'plekken'}"] if places is not None else []
    amounts += [f"{homes} {'woning' if homes == 1 else 'woningen'}"] if homes is not None else []
    amount = " in ".join(amounts) or "Plekken, aantal nog niet bekend"
    text = f"{amount} voor {GROUPS[Group(offer.group)]} ({COMMITMENTS[Commitment(offer.commitment)]})"
    if (start := day(offer.available_from)) is not None:
        text += f", vanaf {day_text(start)}"
    return f"{text}. Voorwaarde: {_one_line(offer.condition)}" if offer.condition else f"{text}."


def reading_of(form: Form, lines: Sequence[Line], body: str) -> Reading:
    """What the form says, with evidence in `body`, which holds every line as a line of its own."""
    places: dict[Line, Evidence] = {}
    start = 0
    for line in lines:
        start = body.index(line.text, start)
        places[line] = Evidence("body", start, start + len(line.text), line.text)
    offers = _filled(form) if form.outcome == Outcome.PLACES else []
    return Reading(
        intents=_intents(form, offers),
        gemeenten=(GemeenteReading(form.code, form.gemeente, SURE, (places[lines[0]],), WHY),),
        pledges=tuple(_pledge(form, offers[line.offer], places[line]) for line in lines if line.offer is not None),
        bottlenecks=tuple(
            BottleneckReading(form.code, line.bottleneck, SURE, (places[line],), WHY)
            for line in lines
            if line.bottleneck
        ),
        needs_review=False,
    )


def _filled(form: Form) -> list[FormOffer]:
    return [offer for at, offer in enumerate(form.offers) if at == 0 or not offer.untouched]


def _intents(form: Form, offers: Sequence[FormOffer]) -> tuple[Intent, ...]:
    intents = [Intent.PLEDGE] if offers else []
    intents += [Intent.DECLINE] if form.outcome == Outcome.NONE else []
    intents += [Intent.DEFERRAL] if form.outcome == Outcome.LATER else []
    return (*intents, Intent.BOTTLENECK) if form.cases else tuple(intents)


def _pledge(form: Form, offer: FormOffer, evidence: Evidence) -> PledgeReading:
    return PledgeReading(
        gemeente=form.code,
        places=count(offer.places),
        homes=count(offer.homes),
        group=Group(offer.group),
        commitment=Commitment(offer.commitment),
        available_from=day(offer.available_from),
        confidence=SURE,
        evidence=(evidence,),
        condition=_one_line(offer.condition),
        reason=WHY,
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def with_offer(form: Form) -> Form:
    """The form with room for one more possibility."""
    return replace(form, offers=(*form.offers, FormOffer())[:MOST_OFFERS])
