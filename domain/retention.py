"""What is wiped once it has been kept long enough, and how that is told. Pure.

Figures and records stay, each with the sentence that it came from, without the person who wrote it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from domain.campaign import AMSTERDAM, Campaign
from domain.keeping import Limits, last_day_text, span_text
from domain.wording import day_text


@dataclass(frozen=True, slots=True)
class Wiped:
    """How many rows of each. `waiting` are messages, conversations and casussen that a person has to handle first."""

    messages: int = 0
    sent: int = 0
    conversations: int = 0
    contacts: int = 0
    notes: int = 0
    lines: int = 0
    waiting: int = 0

    def __add__(self, other: Wiped) -> Wiped:
        return Wiped(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to wipe."""
        return self == Wiped(waiting=self.waiting)

    @property
    def words(self) -> str:
        """`12 ontvangen berichten, 9 verzonden mails en 140 regels van het logboek`; `niets`."""
        counts = [(getattr(self, name), *words) for name, words in COUNTED.items()]
        parts = [f"{_number(count)} {one if count == 1 else more}" for count, one, more in counts if count]
        return " en ".join(filter(None, (", ".join(parts[:-1]), parts[-1]))) if parts else "niets"


COUNTED = {
    "messages": ("ontvangen bericht", "ontvangen berichten"),
    "sent": ("verzonden mail", "verzonden mails"),
    "conversations": ("gesprek", "gesprekken"),
    "contacts": ("contact", "contacten"),
    "notes": ("notitie of casus", "notities en casussen"),
    "lines": ("regel van het logboek", "regels van het logboek"),
}
"""How each is counted, one and more."""
KINDS = {
    "messages": "Mail en formulieren: tekst, bijlagen, afzender en wat wij terugstuurden",
    "conversations": "Gesprekken in de chat: tekst en met wie",
    "contacts": "Contacten: naam en adres",
    "notes": "Notities en casussen",
    "trail": "Dit logboek",
}
"""What each term is about, as people read it."""
BY_HAND = "tot u het wist: de bewaartermijn staat uit"


@dataclass(frozen=True, slots=True)
class Keeping:
    """One kind for people: what it is, for how long it is kept, from which day it goes and what goes on that day."""

    what: str
    how_long: str
    goes_on: str = ""
    goes: str = ""


def first_limits(campaign: Campaign, now: datetime) -> Limits:
    """What goes on the first day on which anything of its kind goes: all that came in until the end."""
    days = {field.name: getattr(campaign.terms, field.name) for field in fields(Limits)}
    end = campaign.end + timedelta(seconds=1)
    return Limits(**{name: max(end, now - timedelta(days=n)) for name, n in days.items() if n is not None})


def keepings(campaign: Campaign, now: datetime, said: datetime | None, first: Wiped) -> Iterator[Keeping]:
    """Each kind; `said` is when the service first said that it wipes, `first` what `first_limits` finds."""
    for name, what in KINDS.items():
        days = getattr(campaign.terms, name)
        if days is None:
            yield Keeping(what, BY_HAND)
            continue
        starts = campaign.terms.starts(days, campaign.end, now, said)
        goes_on = "iedere dag" if starts <= now else f"vanaf {_day_after(starts)}"
        goes = Wiped(**{counted: getattr(first, counted) for counted in GOES[name]})
        yield Keeping(what, f"{span_text(days)} na het einde van de campagne", goes_on, goes.words)


GOES = {
    "messages": ("messages", "sent"),
    "conversations": ("conversations",),
    "contacts": ("contacts",),
    "notes": ("notes",),
    "trail": ("lines",),
}
"""What is counted of each kind."""


def terms_in_words(campaign: Campaign) -> Iterator[tuple[str, str]]:
    """Each kind with how long it is kept, for people."""
    for name, what in KINDS.items():
        days = getattr(campaign.terms, name)
        if days is None:
            yield what, BY_HAND
            continue
        last = last_day_text(days, campaign.end, AMSTERDAM)
        yield (
            what,
            f"{span_text(days)} na het einde van de campagne, tot en met {last}; wat later komt {span_text(days)}",
        )


def keeping_text(campaign: Campaign, now: datetime, said: datetime | None = None) -> str:
    """One sentence for who starts the service: what is wiped by itself, and from when."""
    terms = campaign.terms
    known = [days for days in (getattr(terms, name) for name in KINDS) if days is not None]
    if not known:
        return "Er wordt niets vanzelf gewist: de bewaartermijn staat uit."
    ended = campaign.end.astimezone(AMSTERDAM).date()
    starts = terms.starts(min(known), campaign.end, now, said)
    when = "nu iedere dag" if starts <= now else f"vanaf {_day_after(starts)}"
    return (
        f"Bewaren: teksten en personen worden {when} gewist, {span_text(min(known))} na het einde van "
        f"de campagne ({day_text(ended)}); de cijfers blijven. Anders of niet: [retention] in plaatsmaker.toml."
    )


def _day_after(instant: datetime) -> str:
    return day_text(instant.astimezone(AMSTERDAM).date() + timedelta(days=1))


def _number(count: int) -> str:
    return f"{count:,}".replace(",", ".")
