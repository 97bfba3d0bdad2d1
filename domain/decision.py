"""What a message changes in the dossiers. Pure: a message and the dossiers as they are in, a list of changes out.

Where the reading is certain and its place in the dossier is clear, the rule decides; in every other case the message
waits for a person, with the reason, and the figures stay as they were. A person's decision takes the same road: the
doubts are then answered by a `Choice`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from domain.changes import BottleneckSet, Change, EntrySet, PledgeMoved, PledgeRepeated, PledgeSet, ReviewOpened
from domain.dossier import REFUSALS, Dossier, EntryState, Pledge, State
from domain.errors import DecisionError
from domain.model import Intent, Kind, PledgeReading
from domain.said import Said, offer_of

NO_GEMEENTE = "Het is niet duidelijk namens welke gemeente dit bericht spreekt."
NO_GEMEENTE_OF_PLEDGE = "Het is niet duidelijk van welke gemeente deze toezegging is."
NOT_CERTAIN = "De lezing van dit bericht is niet zeker genoeg."
SEVERAL_GEMEENTEN = "Het bericht gaat over meer gemeenten; het is niet duidelijk voor welke dit geldt."
ADD_OR_REPLACE = "Deze gemeente heeft al een toezegging: komt dit erbij of in plaats daarvan?"
WHICH_CORRECTED = "Het is niet duidelijk welke toezegging hiermee verandert."
CORRECTS_WAITING = "Dit verandert een toezegging die zelf nog wacht op beoordeling."
CORRECTS_WITHOUT_FIGURE = "Dit verandert iets, maar noemt geen nieuw aantal."
WHICH_WITHDRAWN = "Deze gemeente heeft meer toezeggingen: welke wordt ingetrokken?"
WITHDRAWS_WAITING = "Dit trekt een toezegging in die zelf nog wacht op beoordeling."
WITHDRAWS_UNKNOWN = "Dit trekt een toezegging in die niet bekend is."
DECLINES_AFTER_PLEDGE = "Deze gemeente heeft een toezegging, maar ziet nu geen mogelijkheden: vervalt de toezegging?"
OLDER = "Dit bericht is ouder dan wat er al staat."
FROM_OURSELVES = "Dit bericht komt van de VNG zelf."
VERY_MANY = "Dit zijn wel erg veel plekken in een keer: klopt het getal?"

MOST_PLACES = 500
"""More than this in one pledge is looked at by a person: a misread number would swamp the total of the campaign."""

COMES_ON_TOP = "Antwoord op onze bevestiging: dit komt erbij."
"""The reason of a pledge that was read in such an answer."""
ON_TOP = re.compile(
    r"\b(?:doe|zet|reken|schrijf|tel|komen)\b[^.\n]{0,40}\d+[^.\n]{0,20}\bbij(?:\s+komen)?(?=\s*(?:[,.;!]|$))"
    r"|\b(?:boven\s?op|naast|(?:in\s+aanvulling|aanvullend)\s+op)\s+(?:de|die|het|onze|wat)\s+(?:\w+\s+){0,2}?"
    r"(?:eerder\w*|toezegging\w*|toegezegd\w*|genoemd\w*|\d+)\b|\bdaarbovenop\b",
    re.IGNORECASE,
)
"""Words that make a figure come on top of what stands: "doe er 3 bij", "naast die twaalf"."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A person vouches for the reading.

    `replaces` are the active pledges that it takes the place of, or that lapse with it. Empty means that it comes on
    top; `None` that the person did not say, which will do where there is no doubt. `intents` says what the message
    means for the gemeente where that was not clear, or was read wrongly.
    """

    replaces: frozenset[int] | None = None
    intents: frozenset[Intent] | None = None


@dataclass(slots=True)
class _Part:
    """What the message changes for one gemeente; with a reason, its entry waits for a person."""

    changes: list[Change] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


def decide(said: Said, dossiers: Mapping[str, Dossier], choice: Choice | None = None) -> list[Change]:
    """The changes that follow from a message.

    `dossiers` holds those of all gemeenten that `said` names, as they are without this message. Raises
    `DecisionError` where a person's choice leaves a doubt open.
    """
    if said.kind is not Kind.PERSONAL or (said.ours and not said.consequential):
        return _machine(said)
    parts = [_nobody_s(said), *(_gemeente(said, dossiers[code], choice) for code in said.gemeenten)]
    doubts = tuple(dict.fromkeys(reason for part in parts for reason in part.reasons))
    if choice is not None:
        if doubts:
            raise DecisionError(" ".join(doubts))
    elif said.needs_review or said.ours:
        return _hold(said, (*_reasons(said), *doubts))
    elif not said.gemeenten:
        return _hold(said, (NO_GEMEENTE,)) if said.consequential else []
    elif _corrects_several(said, dossiers):
        return _hold(said, (SEVERAL_GEMEENTEN,))
    elif any((pledge.places or 0) > MOST_PLACES for _, pledge in said.pledges):
        return _hold(said, (VERY_MANY, *doubts))
    changes = [change for part in parts for change in part.changes]
    return [*changes, ReviewOpened(doubts)] if doubts else changes


def _reasons(said: Said) -> tuple[str, ...]:
    ours = (FROM_OURSELVES,) if said.ours else ()
    return (*ours, *said.reasons) or (NOT_CERTAIN,)


def _machine(said: Said) -> list[Change]:
    """An automatic answer, a bounce, a list, an empty mail or one of our own is seen in the dossier, no more."""
    entries: list[Change] = [EntrySet(code, said.intents, EntryState.IGNORED) for code in said.gemeenten]
    return [*entries, ReviewOpened(_reasons(said))] if said.needs_review else entries


def _hold(said: Said, reasons: Iterable[str]) -> list[Change]:
    """Everything waits: the dossiers show it, nothing counts."""
    return [
        *(_pledge(position, pledge, State.PROPOSED) for position, pledge in said.pledges),
        *_bottlenecks(said, None, State.PROPOSED, everyone=True),
        *(EntrySet(code, said.intents, EntryState.WAITING) for code in said.gemeenten),
        ReviewOpened(tuple(reasons)),
    ]


def _nobody_s(said: Said) -> _Part:
    """What belongs to a gemeente that is not known, or to several together, waits and is never divided."""
    part = _Part()
    part.changes += [_pledge(position, pledge, State.PROPOSED) for position, pledge in said.pledges_of(None)]
    part.changes += _bottlenecks(said, None, State.PROPOSED)
    if part.changes:
        part.reasons.append(NO_GEMEENTE_OF_PLEDGE)
    return part


def _gemeente(said: Said, dossier: Dossier, choice: Choice | None) -> _Part:
    intents = said.intents_of(dossier.gemeente)
    if choice is not None and choice.intents is not None:
        intents = choice.intents
    offers = said.pledges_of(dossier.gemeente)
    unclear = _Part(reasons=[SEVERAL_GEMEENTEN])
    part = unclear if intents is None else _stance(said, dossier, intents, offers, choice)
    undivided = bool(said.pledges_of(None)) and not offers
    waits = EntryState.WAITING if part.reasons or undivided else EntryState.COUNTED
    part.changes += _bottlenecks(said, dossier.gemeente, State.CONFIRMED)
    part.changes.append(EntrySet(dossier.gemeente, said.intents if intents is None else intents, waits))
    return part


def _corrects_several(said: Said, dossiers: Mapping[str, Dossier]) -> bool:
    """Whether a correction could be about the pledges of more than one gemeente."""
    pledging = {pledge.gemeente for _, pledge in said.pledges if pledge.gemeente}
    return Intent.CORRECTION in said.intents and sum(bool(dossiers[code].active) for code in pledging) > 1


def _stance(
    said: Said,
    dossier: Dossier,
    intents: frozenset[Intent],
    offers: list[tuple[int, PledgeReading]],
    choice: Choice | None,
) -> _Part:
    if offers:
        return _offers(said, dossier, offers, choice, corrects=bool(intents & {Intent.CORRECTION, Intent.WITHDRAWAL}))
    if Intent.WITHDRAWAL in intents:
        return _withdraw(said, dossier, choice)
    if Intent.DECLINE in intents:
        return _decline(said, dossier, choice)
    if Intent.CORRECTION in intents and dossier.active and choice is None:
        return _Part(reasons=[CORRECTS_WITHOUT_FIGURE])
    return _Part()


def _offers(
    said: Said,
    dossier: Dossier,
    offers: Sequence[tuple[int, PledgeReading]],
    choice: Choice | None,
    *,
    corrects: bool,
) -> _Part:
    """Pledges of one gemeente: said before, new, or in the place of others."""
    part = _Part()
    if choice is not None and choice.replaces is not None:
        chosen = [_chosen(choice, dossier), *(() for _ in offers[1:])]
        part.changes += [_pledge(*offer, State.CONFIRMED, chosen[at]) for at, offer in enumerate(offers)]
        return part
    new, standing = _take_out_repeated(offers, dossier.active, part)
    if not new:
        return part
    replaces, reason = _place(said, dossier, new, standing, choice, corrects=corrects)
    state = State.PROPOSED if reason else State.CONFIRMED
    for at, (position, pledge) in enumerate(new):
        part.changes.append(_pledge(position, pledge, state, () if reason else replaces[at]))
    if reason:
        part.reasons.append(reason)
    return part


def _take_out_repeated(
    offers: Sequence[tuple[int, PledgeReading]], active: Iterable[Pledge], part: _Part
) -> tuple[list[tuple[int, PledgeReading]], list[Pledge]]:
    """Each active pledge can be repeated once; gives what is new, and the active pledges that were not repeated."""
    new, standing = [], list(active)
    for position, pledge in offers:
        repeated = next((old for old in standing if offer_of(pledge).repeats(old.offer)), None)
        if repeated is None:
            new.append((position, pledge))
        else:
            standing.remove(repeated)
            part.changes.append(PledgeRepeated(repeated.id, position))
    return new, standing


def _place(
    said: Said,
    dossier: Dossier,
    new: Sequence[tuple[int, PledgeReading]],
    standing: Sequence[Pledge],
    choice: Choice | None,
    *,
    corrects: bool,
) -> tuple[list[tuple[int, ...]], str]:
    """Which pledges each new one replaces, and the reason why a person must say so (empty where it is clear)."""
    on_top: list[tuple[int, ...]] = [() for _ in new]
    if not dossier.active:
        return on_top, _doubt_about_first(said, dossier, choice, corrects=corrects)
    if not corrects and choice is None and _adds(said, new, dossier.active):
        return on_top, ""
    if not corrects:
        older = choice is None and all(pledge.said_at > said.said_at for pledge in dossier.active)
        return on_top, OLDER if older else ADD_OR_REPLACE
    targets = _targets([pledge for _, pledge in new], standing, said.thread)
    if targets is None:
        return on_top, WHICH_CORRECTED
    if choice is None and any(target.said_at > said.said_at for target in targets):
        return on_top, OLDER
    return [(target.id,) for target in targets], ""


def _adds(said: Said, new: Sequence[tuple[int, PledgeReading]], active: Iterable[Pledge]) -> bool:
    """Whether the sentences themselves say that everything new comes on top of what was said before."""
    said_later = all(pledge.said_at <= said.said_at for pledge in active)
    return said_later and all(pledge.reason == COMES_ON_TOP or _says_on_top(pledge) for _, pledge in new)


def _says_on_top(pledge: PledgeReading) -> bool:
    return bool(pledge.evidence) and ON_TOP.search(pledge.evidence[0].text) is not None


def _doubt_about_first(said: Said, dossier: Dossier, choice: Choice | None, *, corrects: bool) -> str:
    if choice is not None:
        return ""
    if corrects and any(pledge.message != said.message for pledge in dossier.proposed):
        return CORRECTS_WAITING
    return OLDER if _refused_since(said, dossier) else ""


def _targets(new: Sequence[PledgeReading], standing: Sequence[Pledge], thread: int) -> list[Pledge] | None:
    """The pledge that each new figure replaces: in the same thread, then of the same group, then the only one.

    Several new figures may replace one pledge together (it was split). `None` where it is not clear.
    """
    in_thread = [pledge for pledge in standing if pledge.thread == thread]
    targets = [_target(pledge, in_thread or standing, standing) for pledge in new]
    clear = [target for target in targets if target is not None]
    return clear if len(clear) == len(targets) else None


def _target(new: PledgeReading, nearest: Sequence[Pledge], standing: Sequence[Pledge]) -> Pledge | None:
    same_group = [pledge for pledge in nearest if pledge.offer.group is new.group]
    if len(same_group) == 1:
        return same_group[0]
    # One pledge of another group will do only if no pledge of this group stands anywhere else.
    others = any(pledge.offer.group is new.group for pledge in standing)
    return nearest[0] if len(nearest) == 1 and not others else None


def _withdraw(said: Said, dossier: Dossier, choice: Choice | None) -> _Part:
    """All back: what stands in this thread, or everything where the thread holds nothing else."""
    if choice is not None and choice.replaces is not None:
        return _moved(_chosen(choice, dossier), "De gemeente heeft dit ingetrokken.")
    in_thread = [pledge for pledge in dossier.active if pledge.thread == said.thread]
    if in_thread and len(in_thread) < len(dossier.active):
        return _Part(reasons=[WHICH_WITHDRAWN])
    reason = "" if choice is not None else _doubt_about_withdrawal(said, dossier)
    if reason:
        return _Part(reasons=[reason])
    return _moved((pledge.id for pledge in dossier.active), "De gemeente heeft dit ingetrokken.")


def _doubt_about_withdrawal(said: Said, dossier: Dossier) -> str:
    if any(pledge.message != said.message for pledge in dossier.proposed):
        return WITHDRAWS_WAITING
    if not any(pledge.state in (State.CONFIRMED, State.WITHDRAWN) for pledge in dossier.pledges):
        return WITHDRAWS_UNKNOWN
    return OLDER if any(pledge.said_at > said.said_at for pledge in dossier.active) else ""


def _decline(said: Said, dossier: Dossier, choice: Choice | None) -> _Part:
    """A refusal beside a pledge: an older one was overtaken by the pledge, a newer one is a question."""
    if choice is not None and choice.replaces is not None:
        return _moved(_chosen(choice, dossier), "De gemeente ziet geen mogelijkheden meer.")
    newest = max((pledge.said_at for pledge in dossier.active), default=None)
    if newest is None or newest > said.said_at:
        return _Part()
    return _Part(reasons=[DECLINES_AFTER_PLEDGE])


def _refused_since(said: Said, dossier: Dossier) -> bool:
    return any(
        entry.said_at > said.said_at and entry.intents & REFUSALS
        for entry in dossier.entries
        if entry.state is EntryState.COUNTED
    )


def _chosen(choice: Choice, dossier: Dossier) -> tuple[int, ...]:
    return tuple(pledge.id for pledge in dossier.active if pledge.id in (choice.replaces or ()))


def _moved(pledges: Iterable[int], reason: str) -> _Part:
    return _Part(changes=[PledgeMoved(pledge, State.WITHDRAWN, reason) for pledge in pledges])


def _pledge(position: int, pledge: PledgeReading, state: State, replaces: tuple[int, ...] = ()) -> PledgeSet:
    return PledgeSet(
        position=position,
        gemeente=pledge.gemeente,
        offer=offer_of(pledge),
        state=state,
        confidence=pledge.confidence,
        evidence=pledge.evidence,
        reason=pledge.reason,
        replaces=replaces,
    )


def _bottlenecks(said: Said, gemeente: str | None, state: State, *, everyone: bool = False) -> list[Change]:
    return [
        BottleneckSet(position, bottleneck.gemeente, bottleneck.type, state, bottleneck.confidence, bottleneck.evidence)
        for position, bottleneck in said.bottlenecks
        if everyone or bottleneck.gemeente == gemeente
    ]
