"""What one message says, taken apart by gemeente: the input of every decision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from domain.dossier import Dossier, EntryState, Offer, State
from domain.model import BottleneckReading, Intent, Kind, PledgeReading, Reading

STANCES = frozenset({Intent.DECLINE, Intent.WITHDRAWAL, Intent.DEFERRAL, Intent.CORRECTION})
"""Intents that speak about a gemeente as a whole, and that a reading does not tie to one."""

_CONSEQUENTIAL = STANCES | {Intent.PLEDGE, Intent.BOTTLENECK}


@dataclass(frozen=True, slots=True)
class Said:
    """A message and what was read in it.

    Pledges and bottlenecks stand beside their position in the reading, because a decision may be about a part of
    them only. `said_at` is when it was said, which need not be when it came in. `several` means that the message
    names more than one gemeente, also where this is only the part about one of them; `ours` that the VNG itself wrote
    it, about a gemeente and not for it.
    """

    message: int
    thread: int
    said_at: datetime
    kind: Kind
    intents: frozenset[Intent]
    gemeenten: tuple[str, ...]
    pledges: tuple[tuple[int, PledgeReading], ...] = ()
    bottlenecks: tuple[tuple[int, BottleneckReading], ...] = ()
    needs_review: bool = False
    reasons: tuple[str, ...] = ()
    several: bool = False
    ours: bool = False

    @classmethod
    def of(
        cls, reading: Reading, *, message: int, thread: int, said_at: datetime, kind: Kind, ours: bool = False
    ) -> Said:
        """The whole of a reading. A bottleneck without a gemeente is of the only gemeente that is named."""
        named = tuple(g.code for g in reading.gemeenten)
        bottlenecks = (
            replace(b, gemeente=named[0]) if b.gemeente is None and len(named) == 1 else b for b in reading.bottlenecks
        )
        gemeenten = _all_named(named, reading)
        return cls(
            message=message,
            thread=thread,
            said_at=said_at,
            kind=kind,
            intents=frozenset(reading.intents),
            gemeenten=gemeenten,
            pledges=tuple(enumerate(reading.pledges)),
            bottlenecks=tuple(enumerate(bottlenecks)),
            needs_review=reading.needs_review,
            reasons=reading.review_reasons,
            several=len(gemeenten) > 1,
            ours=ours,
        )

    @property
    def consequential(self) -> bool:
        """Whether it says something that belongs in the dossier of a gemeente."""
        return bool(self.intents & _CONSEQUENTIAL or self.pledges or self.bottlenecks)

    def pledges_of(self, gemeente: str | None) -> list[tuple[int, PledgeReading]]:
        """The pledges of one gemeente, or those of an unknown one."""
        return [(position, pledge) for position, pledge in self.pledges if pledge.gemeente == gemeente]

    def intents_of(self, gemeente: str) -> frozenset[Intent] | None:
        """The intents that concern this gemeente; `None` where several are named and it is not clear whose is what.

        A refusal beside a pledge is the refusal of those who pledge nothing ("Uitgeest zes, Heiloo doet niet mee").
        """
        if not self.several:
            return self.intents
        pledging = {pledge.gemeente for _, pledge in self.pledges}
        if gemeente in pledging:
            return self.intents - STANCES | (self.intents & {Intent.CORRECTION})
        rest = self.intents - {Intent.PLEDGE}
        stances = rest & STANCES
        return None if len(stances) > 1 or Intent.WITHDRAWAL in stances else rest

    def waiting_part(self, stored: Dossier) -> Said:
        """What still waits for a person, with the gemeenten that a person may have given it since.

        `stored` is everything that was recorded of this message.
        """
        pledges = {p.position: p.gemeente for p in stored.pledges if p.state is State.PROPOSED}
        bottlenecks = {b.position: b.gemeente for b in stored.bottlenecks if b.state is State.PROPOSED}
        waiting = [e.gemeente for e in stored.entries if e.state is EntryState.WAITING]
        codes = tuple(dict.fromkeys(c for c in (*waiting, *pledges.values(), *bottlenecks.values()) if c))
        return replace(
            self,
            gemeenten=codes,
            several=self.several or len(codes) > 1,
            pledges=tuple((i, replace(p, gemeente=pledges[i])) for i, p in self.pledges if i in pledges),
            bottlenecks=tuple(
                (i, replace(b, gemeente=bottlenecks[i])) for i, b in self.bottlenecks if i in bottlenecks
            ),
        )


def offer_of(pledge: PledgeReading) -> Offer:
    """The figures of a pledge as it was read; the lower end of a range comes first, however it was written."""
    low, high = pledge.places, pledge.places_max
    if low is not None and high is not None and high < low:
        low, high = high, low
    return Offer(
        places=low,
        places_max=high,
        homes=pledge.homes,
        approximate=pledge.approximate,
        group=pledge.group,
        commitment=pledge.commitment,
        available_from=pledge.available_from,
        available_until=pledge.available_until,
        location=pledge.location,
        condition=pledge.condition,
    )


def _all_named(named: Iterable[str], reading: Reading) -> tuple[str, ...]:
    pledging = (pledge.gemeente for pledge in reading.pledges)
    hindered = (bottleneck.gemeente for bottleneck in reading.bottlenecks)
    return tuple(dict.fromkeys(code for code in (*named, *pledging, *hindered) if code))
