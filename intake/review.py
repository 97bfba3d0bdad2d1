"""What a person does with a message that waits, or with a pledge that was read wrongly. Each is one decision, with
who and when, and each can be undone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from domain import review as rules
from domain.campaign import Campaign
from domain.changes import Cause, Change, Maker, Verdict
from domain.decision import Choice
from domain.dossier import Dossier, Offer
from domain.errors import DecisionError, Overtaken
from domain.ports import Clock, Records
from domain.said import Said
from domain.settling import Settlement, agrees, reassign, settle, splits


class Follow(Protocol):
    """What else follows from a person's decision, in the same transaction."""

    def by_person(self, number: int, changes: Sequence[Change]) -> None:
        """Called after a person decided about a message."""


@dataclass(frozen=True, slots=True)
class Reviewer:
    """One person at the desk. `who` is the name that stands in the history; it is never empty."""

    records: Records
    campaign: Campaign
    who: str
    clock: Clock
    follow: Follow | None = None

    def accept(self, message: int, choice: Choice | None = None, gemeente: str | None = None) -> int:
        """Agree with everything that waits in a message, or with what waits of one gemeente.

        Gives the id of the decision. Raises `DecisionError`, with the question, where a choice is lacking.
        """

        def changes(case: _Case) -> list[Change]:
            if not case.waits:
                raise DecisionError("Dit bericht wacht niet op beoordeling.")
            stored = case.stored if gemeente is None else _only(case.stored, gemeente)
            codes = case.said.waiting_part(stored).gemeenten
            dossiers = self.records.dossiers.get(self.campaign.key, codes)
            others = {code: dossier.without(message) for code, dossier in dossiers.items()}
            return rules.accept(case.said, stored, others, choice or Choice())

        return self._decide(message, Verdict.ACCEPTED, changes)

    def correct(
        self, pledge: int, offer: Offer, gemeente: str | None = None, choice: Choice | None = None, reason: str = ""
    ) -> int:
        """Put other figures, or another gemeente, in the place of a pledge that waits or counts."""
        old = self.records.dossiers.pledge(pledge)
        code = gemeente or old.gemeente
        if code is None:
            raise DecisionError("Kies eerst de gemeente van deze toezegging.")

        def changes(case: _Case) -> list[Change]:
            dossier = self.records.dossiers.get(self.campaign.key, [code])[code]
            current = self.records.dossiers.pledge(pledge)
            return rules.correct(current, offer, dossier, case.stored, choice or Choice())

        return self._decide(old.message, Verdict.CORRECTED, changes, reason)

    def add(self, message: int, gemeente: str, offer: Offer, reason: str = "") -> int:
        """Record a pledge that the reading of this message has missed; it comes on top of what is there."""
        return self._decide(message, Verdict.ADDED, lambda case: rules.add(offer, gemeente, case.stored), reason)

    def reject_pledge(self, pledge: int, reason: str = "") -> int:
        """Say that the message does not promise this."""
        message = self.records.dossiers.pledge(pledge).message
        return self._decide(
            message,
            Verdict.REJECTED,
            lambda _: rules.reject_pledge(self.records.dossiers.pledge(pledge), reason),
            reason,
        )

    def reject(self, message: int, reason: str = "") -> int:
        """Say that what waits in this message means nothing for the dossiers."""
        return self._decide(message, Verdict.REJECTED, lambda case: rules.reject(case.stored, reason), reason)

    def assign(self, message: int, gemeente: str) -> int:
        """Say which gemeente a message is from that names none; its figures keep waiting until they are accepted."""
        return self._decide(
            message, Verdict.ASSIGNED, lambda case: rules.assign(case.said, case.stored, gemeente), follow_up=False
        )

    def settle(self, message: int, wanted: Settlement, choice: Choice | None = None, reason: str = "") -> int:
        """Say what a message means as a whole: agree, put right, add and take away in one decision."""
        records = self.records

        def changes(case: _Case) -> list[Change]:
            named = {e.gemeente for e in case.stored.entries} | {w.gemeente for w in wanted.pledges}
            codes = [*case.said.waiting_part(case.stored).gemeenten, *sorted(code for code in named if code)]
            dossiers = records.dossiers.get(self.campaign.key, dict.fromkeys(codes))
            return settle(case.said, case.stored, dossiers, wanted, choice or Choice(), waits=case.waits)

        same = agrees(records.dossiers.of_message(message), wanted)
        verdict = Verdict.SPLIT if splits(wanted) else Verdict.ACCEPTED if same else Verdict.CORRECTED
        return self._decide(message, verdict, changes, reason)

    def reassign(self, message: int, gemeente: str) -> int:
        """Say that the whole message is from this gemeente, whatever was read."""
        return self._decide(
            message,
            Verdict.ASSIGNED,
            lambda case: reassign(case.said, case.stored, gemeente, waits=case.waits),
            follow_up=False,
        )

    def unchanged_since(self, message: int, version: int) -> None:
        """Raises `Overtaken` where somebody decided after `version`, the newest decision that the person saw."""
        if self.records.dossiers.newest_decision(message) != version:
            raise Overtaken("Iemand anders heeft dit bericht intussen beoordeeld.")

    def undo(self, decision: int) -> int:
        """Take back a person's decision. Raises `DecisionError` where something changed since."""
        message = self.records.dossiers.message_of_decision(decision)
        with self.records.write():
            case = self._case(message)
            return self.records.dossiers.undo(decision, self._cause(case, Verdict.UNDONE, ""))

    def _decide(
        self,
        message: int,
        verdict: Verdict,
        changes: Callable[[_Case], Sequence[Change]],
        reason: str = "",
        *,
        follow_up: bool = True,
    ) -> int:
        """One decision in one transaction: what the person asked for, and what follows for the rest of the message."""
        with self.records.write():
            case = self._case(message)
            cause = self._cause(case, verdict, reason)
            decided = changes(case)
            decision = self.records.dossiers.apply(decided, cause)
            if self.follow is not None:
                self.follow.by_person(message, decided)
            if follow_up:
                rest = rules.leftover(self.records.dossiers.of_message(message))
                self.records.dossiers.apply(rest, cause, decision)
            return decision

    def _case(self, message: int) -> _Case:
        if not self.who:
            raise DecisionError("Een besluit heeft een naam nodig.")
        stored = self.records.messages.get(message)
        reading = self.records.readings.get(self.records.dossiers.reading_behind(message))
        said = Said.of(
            reading.reading,
            message=message,
            thread=stored.thread or message,
            said_at=stored.said_at,
            kind=reading.kind,
        )
        waits = self.records.dossiers.open_review(message) is not None
        return _Case(said, self.records.dossiers.of_message(message), reading.id, stored.said_at, waits)

    def _cause(self, case: _Case, verdict: Verdict, reason: str) -> Cause:
        return Cause(
            campaign=self.campaign.key,
            message=case.said.message,
            reading=case.reading,
            said_at=case.said_at,
            at=self.clock(),
            verdict=verdict,
            maker=Maker.PERSON,
            who=self.who,
            reason=reason,
        )


@dataclass(frozen=True, slots=True)
class _Case:
    """A message as a person decides about it: what was read, and everything that is recorded of it."""

    said: Said
    stored: Dossier
    reading: int
    said_at: datetime
    waits: bool


def _only(stored: Dossier, gemeente: str) -> Dossier:
    """The part that is about one gemeente."""
    return replace(
        stored,
        pledges=tuple(p for p in stored.pledges if p.gemeente == gemeente),
        bottlenecks=tuple(b for b in stored.bottlenecks if b.gemeente == gemeente),
        entries=tuple(e for e in stored.entries if e.gemeente == gemeente),
    )
