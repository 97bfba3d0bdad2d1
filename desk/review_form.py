"""The form of the page Nakijken: from a case to rows that can be changed, and from what was sent to a settlement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from desk.case import Case
from desk.finding import Finder
from desk.visit import Visit
from domain.decision import Choice
from domain.dossier import Offer
from domain.model import Commitment, Group, Intent
from domain.settling import Settlement, Wanted

NEW = "new"
PART = "deel-"
"""Begins the key of a row that is split off; the id of the pledge that it is a part of stands behind it."""
AMOUNTS = (("places", "Plekken"), ("places_max", "tot hoogstens"), ("homes", "Woningen"))
LARGEST = 100_000


@dataclass(frozen=True, slots=True)
class Row:
    """A pledge in the form, as text: what was recorded, or what the person filled in.

    `key` is its id, `new`, or that of a part.
    """

    key: str
    gemeente: str
    places: str = ""
    places_max: str = ""
    homes: str = ""
    commitment: str = Commitment.FIRM
    group: str = Group.STATUSHOUDERS
    available_from: str = ""
    keep: bool = True

    @property
    def whole(self) -> str:
        """The id of the pledge that this is a part of; empty where it is none."""
        return self.key.removeprefix(PART) if self.key.startswith(PART) else ""


@dataclass(slots=True)
class Filled:
    """What the person filled in. `faults` are sentences by the id of the field that is wrong."""

    rows: list[Row]
    bottlenecks: set[int]
    missed: set[str]
    relation: str = ""
    replaces: set[int] = field(default_factory=set)
    means: str = ""
    reason: str = ""
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def split(self) -> set[str]:
        """The ids of the pledges of which two are made."""
        return {row.whole for row in self.rows} - {""}


def recorded(case: Case, names: dict[str, str]) -> Filled:
    """The form as it stands when a case is opened."""
    rows = [
        replace(_row(str(p.id), p.offer), gemeente=names.get(p.gemeente or "", ""), keep=case.trusted(p))
        for p in case.pledges
    ]
    return Filled(rows, {b.id for b in case.bottlenecks}, set())


def _row(key: str, offer: Offer) -> Row:
    return Row(
        key=key,
        gemeente="",
        places=_text(offer.places),
        places_max=_text(offer.places_max),
        homes=_text(offer.homes),
        commitment=str(offer.commitment),
        group=str(offer.group),
        available_from=offer.available_from.isoformat() if offer.available_from else "",
    )


def filled_in(visit: Visit) -> Filled:
    """What was sent."""
    rows = [_sent_row(visit, key) for key in visit.texts("p")]
    return Filled(
        rows=[row for row in rows if row.key != NEW or row.places or row.homes],
        bottlenecks={int(value) for value in visit.texts("b") if value.isdecimal()},
        missed=set(visit.texts("missed")),
        relation=visit.text("relation"),
        replaces={int(value) for value in visit.texts("replaces") if value.isdecimal()},
        means=visit.text("means"),
        reason=visit.text("reason"),
    )


def _sent_row(visit: Visit, key: str) -> Row:
    return Row(
        key=key,
        gemeente=visit.text(f"gemeente-{key}"),
        places=visit.text(f"places-{key}"),
        places_max=visit.text(f"places_max-{key}"),
        homes=visit.text(f"homes-{key}"),
        commitment=visit.text(f"commitment-{key}"),
        group=visit.text(f"group-{key}"),
        available_from=visit.text(f"available_from-{key}"),
        keep=key == NEW or key.startswith(PART) or bool(visit.text(f"keep-{key}")),
    )


def split_up(filled: Filled, key: str) -> Filled:
    """The form with a second row behind the pledge with this id: the same, without figures; it is kept for sure."""
    rows = [replace(row, keep=True) if row.key == key else row for row in filled.rows]
    at = next((at for at, row in enumerate(rows) if row.key == key), None)
    if at is None or key in filled.split:
        return filled
    part = replace(rows[at], key=PART + key, places="", places_max="", homes="")
    return replace(filled, rows=[*rows[: at + 1], part, *rows[at + 1 :]])


def made_whole(filled: Filled, key: str) -> Filled:
    """The form without what was split off from the pledge with this id."""
    return replace(filled, rows=[row for row in filled.rows if row.key != PART + key])


def settlement(filled: Filled, case: Case, finder: Finder, types: set[str]) -> Settlement | None:
    """What the person says the message means; `None` where a field is wrong, with the sentences in `faults`."""
    before = {str(p.id): p.offer for p in case.pledges}
    wanted = []
    for row in filled.rows:
        if row.keep and (row.key == NEW or (row.whole or row.key) in before):
            offer = _offer(row, before.get(row.whole or row.key), filled)
            code = _gemeente(row, finder, filled)
            stored = int(row.key) if row.key in before else None
            wanted.append(Wanted(stored, code, offer, int(row.whole) if row.whole else None))
    known = {b.id for b in case.bottlenecks}
    main = next((w.gemeente for w in wanted if w.gemeente), next(iter(case.gemeenten), None))
    missed = tuple(sorted(filled.missed & types))
    if filled.faults:
        return None
    return Settlement(tuple(wanted), frozenset(filled.bottlenecks & known), missed, main)


def choice_of(filled: Filled, case: Case) -> Choice:
    """What the person chose about the pledges that were there already, and about what the message means."""
    intents = frozenset({Intent(filled.means)}) if filled.means in set(Intent) else None
    if filled.relation == "top":
        return Choice(frozenset(), intents)
    if filled.relation == "replace":
        earlier = {p.id for p in case.earlier}
        return Choice(frozenset(filled.replaces & earlier or earlier), intents)
    return Choice(None, intents)


def _offer(row: Row, before: Offer | None, filled: Filled) -> Offer:
    offer = before or Offer(None)
    amounts = dict(_amounts(row, filled))
    low, high = amounts["places"], amounts["places_max"]
    if low is not None and high is not None and high < low:
        filled.faults[f"places_max-{row.key}"] = "Hoogstens is minder dan het aantal zelf."
    if row.whole and (low or amounts["homes"]) is None:
        filled.faults.setdefault(f"places-{row.key}", "Vul in hoeveel plekken of woningen het tweede deel heeft.")
    same = (low, high) == (offer.places, offer.places_max)
    return replace(
        offer,
        places=low,
        places_max=high,
        homes=amounts["homes"],
        # A person who types a number means that number
        approximate=offer.approximate if same else False,
        commitment=Commitment(row.commitment) if row.commitment in set(Commitment) else offer.commitment,
        group=Group(row.group) if row.group in set(Group) else offer.group,
        available_from=_day(row, filled),
    )


def _amounts(row: Row, filled: Filled) -> Iterator[tuple[str, int | None]]:
    for name, words in AMOUNTS:
        typed = str(getattr(row, name)).replace(".", "").strip()
        number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else None  # noqa: PLR2004  # below LARGEST
        if typed and (number is None or number > LARGEST):
            filled.faults[f"{name}-{row.key}"] = f"{words}: vul een heel getal in, zoals 12."
        yield name, number


def _day(row: Row, filled: Filled) -> date | None:
    try:
        return date.fromisoformat(row.available_from) if row.available_from else None
    except ValueError:
        filled.faults[f"available_from-{row.key}"] = "Vul een datum in als jaar-maand-dag, zoals 2026-10-01."
        return None


def _gemeente(row: Row, finder: Finder, filled: Filled) -> str | None:
    if not row.gemeente:
        filled.faults[f"gemeente-{row.key}"] = "Kies de gemeente van deze toezegging."
        return None
    found = finder.only(row.gemeente)
    if found is not None:
        return found.code
    names = ", ".join(candidate.name for candidate in finder.find(row.gemeente)[:4])
    hint = f" Bedoelt u {names}?" if names else ""
    filled.faults[f"gemeente-{row.key}"] = f"'{row.gemeente}' is geen gemeente die wij kennen.{hint}"
    return None


def _text(value: int | None) -> str:
    return "" if value is None else str(value)
