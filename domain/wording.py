"""Figures and dates in plain Dutch, for mails, chat and screen alike."""

from __future__ import annotations

from datetime import date

from domain.dossier import Offer
from domain.model import Commitment, Group

LONGEST_QUOTE = 300
GROUPS = {
    Group.STATUSHOUDERS: "statushouders",
    Group.ASIELZOEKERS: "asielzoekers",
    Group.AMV: "alleenstaande minderjarige vreemdelingen",
    Group.OEKRAIENSE_ONTHEEMDEN: "ontheemden uit Oekraïne",
    Group.MIXED: "verschillende groepen samen",
}
COMMITMENTS = {
    Commitment.FIRM: "toegezegd",
    Commitment.CONDITIONAL: "onder voorwaarde",
    Commitment.EXPLORING: "wordt verkend",
}
MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)


def day_text(day: date) -> str:
    """`13 augustus 2026`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def amount_text(offer: Offer) -> str:
    """`12 plekken`, `ongeveer 6 tot 8 plekken in 3 woningen`, `4 woningen`, `plekken, aantal nog niet bekend`."""
    homes = _counted(offer.homes, "woning", "woningen")
    if offer.places is None:
        return homes or "plekken, aantal nog niet bekend"
    about = "ongeveer " if offer.approximate else ""
    upper = f" tot {offer.places_max}" if offer.places_max is not None else ""
    places = f"{about}{offer.places}{upper} {'plek' if offer.places == 1 and not upper else 'plekken'}"
    return f"{places} in {homes}" if homes else places


def offer_text(offer: Offer, gemeente: str = "") -> str:
    """One line that says all of an offer: amount, group, commitment, dates and location.

    Where the line stands under the name of its `gemeente`, a location that is no more than that name is left out.
    """
    text = f"{amount_text(offer)} voor {GROUPS[offer.group]} ({COMMITMENTS[offer.commitment]})"
    if offer.available_from:
        text += f", vanaf {day_text(offer.available_from)}"
    if offer.available_until:
        text += f", tot {day_text(offer.available_until)}"
    return text + (f", {offer.location}" if offer.location and not _is_name(offer.location, gemeente) else "")


def _is_name(location: str, gemeente: str) -> bool:
    name = gemeente.partition(" (")[0].casefold()
    words = location.casefold().strip(" .,")
    return bool(name) and words.removeprefix("in ").removeprefix("de ").removeprefix("gemeente ") == name


def quote(sentence: str) -> str:
    """A sentence of a sender on one line, cut off where it is very long."""
    line = " ".join(sentence.split())
    return line if len(line) <= LONGEST_QUOTE else line[:LONGEST_QUOTE].rstrip() + " …"


def days_left_text(today: date, last_day: date) -> str:
    """How long there still is, as a sentence; empty once it is over."""
    days = (last_day - today).days
    if days < 0:
        return ""
    if days == 0:
        return "Dat is vandaag."
    return "Dat is morgen." if days == 1 else f"U hebt nog {days} dagen."


def _counted(number: int | None, one: str, more: str) -> str:
    return "" if number is None else f"{number} {one if number == 1 else more}"
