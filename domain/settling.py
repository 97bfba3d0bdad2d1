"""A person's verdict on a whole message at once: everything that it promises and that holds the gemeente up.

Correcting then costs no more than agreeing, and one decision holds all of it, so that one step back undoes it. Pure,
like `review`, whose rules it uses for the parts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from domain import review
from domain.changes import BottleneckSet, Change, EntrySet, PledgeMoved, PledgeSet
from domain.decision import Choice
from domain.dossier import Bottleneck, Dossier, EntryState, Offer, Pledge, State
from domain.errors import DecisionError
from domain.said import Said

ALIVE = frozenset({State.PROPOSED, State.CONFIRMED})


@dataclass(frozen=True, slots=True)
class Wanted:
    """One pledge as the person wants it; `pledge` is the id of the stored one, `None` for one that was missed.

    `part_of` is the stored one that a new one is split off from.
    """

    pledge: int | None
    gemeente: str | None
    offer: Offer
    part_of: int | None = None


@dataclass(frozen=True, slots=True)
class Settlement:
    """What the message says according to the person.

    `bottlenecks` are ids of stored ones that are right, `missed` the types that the reading missed, for `gemeente`.
    """

    pledges: tuple[Wanted, ...] = ()
    bottlenecks: frozenset[int] = frozenset()
    missed: tuple[str, ...] = ()
    gemeente: str | None = None


def alive_pledges(stored: Dossier) -> list[Pledge]:
    """The pledges of a message that wait or count."""
    return [pledge for pledge in stored.pledges if pledge.state in ALIVE]


def alive_bottlenecks(stored: Dossier) -> list[Bottleneck]:
    """The bottlenecks of a message that wait or count."""
    return [bottleneck for bottleneck in stored.bottlenecks if bottleneck.state in ALIVE]


def splits(wanted: Settlement) -> bool:
    """Whether the person makes two pledges of one."""
    return any(w.part_of is not None for w in wanted.pledges)


def agrees(stored: Dossier, wanted: Settlement) -> bool:
    """Whether the person changes nothing."""
    same = {p.id: (p.gemeente, p.offer) for p in alive_pledges(stored)}
    return (
        same == {w.pledge: (w.gemeente, w.offer) for w in wanted.pledges}
        and {b.id for b in alive_bottlenecks(stored)} == wanted.bottlenecks
        and not wanted.missed
    )


def settle(
    said: Said, stored: Dossier, dossiers: Mapping[str, Dossier], wanted: Settlement, choice: Choice, *, waits: bool
) -> list[Change]:
    """What changes when the message means what the person says.

    `stored` is all that was recorded of the message, `dossiers` holds those of all gemeenten that are named in it or
    by the person. Raises `DecisionError` where a gemeente or a choice is lacking.
    """
    if any(w.gemeente is None for w in wanted.pledges):
        raise DecisionError("Kies eerst de gemeente van deze toezegging.")
    kept = {w.pledge for w in wanted.pledges}
    by_id = {p.id: p for p in alive_pledges(stored)}
    amended = [w for w in wanted.pledges if w.pledge in by_id and _differs(by_id[w.pledge], w)]
    gone = [p for p in by_id.values() if p.id not in kept]
    wrong = [b for b in alive_bottlenecks(stored) if b.id not in wanted.bottlenecks]
    touched = {p.id for p in gone} | {w.pledge for w in amended}
    rest = replace(
        stored,
        pledges=tuple(p for p in stored.pledges if p.id not in touched),
        bottlenecks=tuple(b for b in stored.bottlenecks if b not in wrong),
    )
    others = {code: dossier.without(said.message) for code, dossier in dossiers.items()}
    # Where the person put right all that there was, nothing is left to agree with
    left = said.waiting_part(rest).gemeenten or not (touched or wrong or wanted.missed)
    return [
        *(review.accept(said, rest, others, choice) if waits and left else []),
        *(PledgeMoved(pledge.id, State.REJECTED, "Staat niet in het bericht.") for pledge in gone),
        *(BottleneckSet(b.position, b.gemeente, b.type, State.REJECTED) for b in wrong),
        *_amendments(amended, by_id, stored, dossiers, choice),
        *_missed_pledges(wanted, stored),
        *_missed_bottlenecks(wanted, stored),
    ]


def reassign(said: Said, stored: Dossier, gemeente: str, *, waits: bool) -> list[Change]:
    """The person says which gemeente the whole message is from, whatever was read.

    What waits keeps waiting, what counts goes on counting, there.
    """
    changes: list[Change] = []
    for pledge in alive_pledges(stored):
        if pledge.gemeente == gemeente:
            continue
        if pledge.state is State.PROPOSED:
            changes.append(PledgeMoved(pledge.id, State.PROPOSED, "Gemeente toegewezen.", gemeente))
        else:
            changes.append(PledgeSet(pledge.position, gemeente, pledge.offer, State.CONFIRMED, replaces=(pledge.id,)))
    changes += [BottleneckSet(b.position, gemeente, b.type, b.state) for b in alive_bottlenecks(stored)]
    changes += [EntrySet(e.gemeente, e.intents, EntryState.IGNORED) for e in stored.entries if e.gemeente != gemeente]
    return [*changes, EntrySet(gemeente, said.intents, EntryState.WAITING if waits else EntryState.COUNTED)]


def _differs(pledge: Pledge, wanted: Wanted) -> bool:
    return (pledge.gemeente, pledge.offer) != (wanted.gemeente, wanted.offer)


def _amendments(
    amended: list[Wanted],
    by_id: Mapping[int, Pledge],
    stored: Dossier,
    dossiers: Mapping[str, Dossier],
    choice: Choice,
) -> list[Change]:
    """What a person chose to replace is replaced once: by the first pledge that is put right."""
    changes: list[Change] = []
    for at, wanted in enumerate(amended):
        pledge = by_id[wanted.pledge or 0]
        # Other pledges of this message are settled beside it: they are no reason to ask
        dossier = dossiers[wanted.gemeente or ""].without(pledge.message)
        left = choice if at == 0 else replace(choice, replaces=choice.replaces and frozenset())
        changes += review.correct(pledge, wanted.offer, dossier, stored, left)
    return changes


def _missed_pledges(wanted: Settlement, stored: Dossier) -> list[Change]:
    position = 1 + max((pledge.position for pledge in stored.pledges), default=-1)
    changes: list[Change] = []
    for missed in (w for w in wanted.pledges if w.pledge is None):
        first, counted = review.add(missed.offer, missed.gemeente or "", stored)
        assert isinstance(first, PledgeSet)  # noqa: S101  # what `add` gives; tells mypy so
        changes += [replace(first, position=position, part_of=missed.part_of), counted]
        position += 1
    return changes


def _missed_bottlenecks(wanted: Settlement, stored: Dossier) -> list[Change]:
    nobody_s = [b for b in alive_bottlenecks(stored) if b.id in wanted.bottlenecks and b.gemeente is None]
    if (wanted.missed or nobody_s) and wanted.gemeente is None:
        raise DecisionError("Kies eerst de gemeente van dit knelpunt.")
    start = 1 + max((bottleneck.position for bottleneck in stored.bottlenecks), default=-1)
    return [
        *(BottleneckSet(b.position, wanted.gemeente, b.type, State.CONFIRMED) for b in nobody_s),
        *(BottleneckSet(start + at, wanted.gemeente, t, State.CONFIRMED) for at, t in enumerate(wanted.missed)),
    ]
