"""What a person decides about a message that waits, or about a pledge that was read wrongly. Pure, like `decision`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from domain.changes import BottleneckSet, Change, EntrySet, PledgeMoved, PledgeSet, ReviewClosed
from domain.decision import ADD_OR_REPLACE, Choice, decide
from domain.dossier import REFUSALS, Bottleneck, Dossier, EntryState, Offer, Pledge, State
from domain.errors import DecisionError
from domain.model import Intent, Kind
from domain.said import Said

CHOOSE_GEMEENTE = "Kies eerst de gemeente waar dit bericht over gaat."


def accept(said: Said, stored: Dossier, dossiers: Mapping[str, Dossier], choice: Choice) -> list[Change]:
    """The person agrees with what waits in this message.

    `stored` is all that was recorded of it. Raises `DecisionError` where a gemeente or a choice is lacking.
    """
    waiting = said.waiting_part(stored)
    if not waiting.gemeenten and said.consequential and said.kind is Kind.PERSONAL:
        raise DecisionError(CHOOSE_GEMEENTE)
    return decide(replace(waiting, needs_review=False), dossiers, choice)


def correct(pledge: Pledge, offer: Offer, dossier: Dossier, stored: Dossier, choice: Choice) -> list[Change]:
    """The person puts other figures, or another gemeente, in the place of a pledge.

    `dossier` is that of the gemeente that the person names, `stored` all that was recorded of the message. What the
    pledge was stays in the history. Raises `DecisionError` where a choice is lacking or the pledge counts no more.
    """
    _must_stand(pledge)
    others = [p.id for p in dossier.active if p.id != pledge.id]
    if pledge.state is State.PROPOSED and others and choice.replaces is None:
        raise DecisionError(ADD_OR_REPLACE)
    replaced = tuple(p for p in others if p in (choice.replaces or ()))
    return [
        PledgeSet(pledge.position, dossier.gemeente, offer, State.CONFIRMED, replaces=(pledge.id, *replaced)),
        _counted(dossier.gemeente, stored),
        *_left_behind(pledge, dossier.gemeente, stored),
    ]


def add(offer: Offer, gemeente: str, stored: Dossier) -> list[Change]:
    """The person records a pledge that the reading has missed, beside what is there. `stored` is of the message."""
    position = 1 + max((pledge.position for pledge in stored.pledges), default=-1)
    return [PledgeSet(position, gemeente, offer, State.CONFIRMED), _counted(gemeente, stored)]


def reject_pledge(pledge: Pledge, reason: str) -> list[Change]:
    """The person says that the message does not promise this."""
    _must_stand(pledge)
    return [PledgeMoved(pledge.id, State.REJECTED, reason)]


def reject(stored: Dossier, reason: str) -> list[Change]:
    """The person says that what waits in this message means nothing for the dossiers."""
    waiting = [entry for entry in stored.entries if entry.state is EntryState.WAITING]
    return [
        *(PledgeMoved(pledge.id, State.REJECTED, reason) for pledge in stored.proposed),
        *(BottleneckSet(b.position, b.gemeente, b.type, State.REJECTED) for b in _proposed(stored)),
        *(EntrySet(entry.gemeente, entry.intents, EntryState.IGNORED) for entry in waiting),
        ReviewClosed(),
    ]


def assign(said: Said, stored: Dossier, gemeente: str) -> list[Change]:
    """The person says which gemeente it is; the figures keep waiting until they are accepted."""
    unknown = [pledge for pledge in stored.proposed if not pledge.gemeente]
    hindered = [bottleneck for bottleneck in _proposed(stored) if not bottleneck.gemeente]
    return [
        *(PledgeMoved(pledge.id, State.PROPOSED, "Gemeente toegewezen.", gemeente) for pledge in unknown),
        *(BottleneckSet(b.position, gemeente, b.type, State.PROPOSED) for b in hindered),
        EntrySet(gemeente, said.intents, EntryState.WAITING),
    ]


def leftover(stored: Dossier) -> list[Change]:
    """What follows from a decision for the rest of its message; `stored` is of the message, as it is afterwards.

    An entry waits as long as something of its gemeente does, or while it holds a refusal that nobody has accepted.
    When nothing waits, the review closes.
    """
    open_codes = {p.gemeente for p in stored.proposed} | {b.gemeente for b in _proposed(stored)}
    waiting = [entry for entry in stored.entries if entry.state is EntryState.WAITING]
    done = [e for e in waiting if e.gemeente not in open_codes and not e.intents & REFUSALS]
    changes: list[Change] = [EntrySet(e.gemeente, e.intents, EntryState.COUNTED) for e in done]
    return changes if open_codes or len(done) < len(waiting) else [*changes, ReviewClosed()]


def _must_stand(pledge: Pledge) -> None:
    if pledge.state not in (State.PROPOSED, State.CONFIRMED):
        raise DecisionError("Deze toezegging telt al niet meer mee.")


def _proposed(stored: Dossier) -> list[Bottleneck]:
    return [bottleneck for bottleneck in stored.bottlenecks if bottleneck.state is State.PROPOSED]


def _counted(gemeente: str, stored: Dossier) -> EntrySet:
    """The message counts for this gemeente, as one with a pledge, beside what it was already."""
    before = next((entry.intents for entry in stored.entries if entry.gemeente == gemeente), frozenset())
    return EntrySet(gemeente, before - REFUSALS | {Intent.PLEDGE}, EntryState.COUNTED)


def _left_behind(pledge: Pledge, gemeente: str, stored: Dossier) -> list[Change]:
    """A gemeente that turns out not to have said this, and said nothing else in the message, is let go."""
    if pledge.gemeente in (None, gemeente):
        return []
    others = [p for p in stored.pledges if p.gemeente == pledge.gemeente and p.id != pledge.id]
    entries = [e for e in stored.entries if e.gemeente == pledge.gemeente and not others]
    return [EntrySet(entry.gemeente, entry.intents, EntryState.IGNORED) for entry in entries]
