"""Reading stored mail again with today's pipeline: what would change, and changing what no person decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from domain.changes import Cause, Verdict
from domain.decision import decide
from domain.difference import Difference, differences
from domain.errors import DecisionError, MessageError, RecordError
from domain.model import Channel, Message, Reading
from domain.ports import StoredReading
from intake.process import Intake, is_broadcast, process, reasons_of, said_of

DECIDED = "Een mens heeft over dit bericht beslist."


@dataclass(frozen=True, slots=True)
class Replayed:
    """One message that reads differently now.

    `applied` says whether the dossiers follow the new reading; if they could have and do not, `kept` says why.
    `problem` is set where the message could be read before and cannot be now.
    """

    message: int
    differences: tuple[Difference, ...] = ()
    applied: bool = False
    kept: str = ""
    problem: str = ""


def replay(intake: Intake, since: datetime | None = None, *, apply: bool = False) -> Iterator[Replayed]:
    """Read the mail that came in at or after `since` again; yields what differs, and with `apply` stores it.

    With `apply`, mail that could not be read is tried again too, and is handled as if it had just come in.
    """
    if apply:
        with intake.records.write():
            intake.records.messages.try_again()
        for _ in process(intake):
            pass
    for number in intake.records.messages.handled_since(since):
        replayed = _one(intake, number, apply=apply)
        if replayed is not None:
            yield replayed


def _one(intake: Intake, number: int, *, apply: bool) -> Replayed | None:
    before = intake.records.readings.latest(number)
    if before is None or intake.records.messages.get(number).channel is not Channel.EMAIL:
        # What was filled in or agreed to in a chat was not read by the pipeline, but said in so many words
        return None
    try:
        message = intake.parse(intake.records.messages.raw(number))
    except MessageError as error:
        return Replayed(number, problem=str(error))
    if intake.records.messages.answers_acknowledgement(message):
        # What a reply means depends on what stood there when it came in
        return None
    reading = intake.reader.read(message, intake.records.messages.gemeenten_of_thread(message, before=number))
    found = tuple(differences(before.reading, before.kind, reading, message.kind))
    decided = intake.records.dossiers.decided_by_person(number)
    if apply and (found or before.version != intake.reader.version):
        return _apply(intake, before, message, reading, found, decided=decided)
    return Replayed(number, found, kept=DECIDED if decided else "") if found else None


def _apply(
    intake: Intake,
    before: StoredReading,
    message: Message,
    reading: Reading,
    found: tuple[Difference, ...],
    *,
    decided: bool,
) -> Replayed | None:
    """Store the new reading, and bring the dossiers in line with it unless somebody or something decided since."""
    records, kept = intake.records, DECIDED if decided else ""
    with records.write():
        number = records.readings.store(
            before.message, intake.campaign.key, intake.reader.version, message, reading, intake.clock()
        )
        if found and not decided:
            try:
                with records.savepoint():
                    _decide_again(intake, before.message, number, message, reading)
            except (DecisionError, RecordError) as error:
                kept = str(error)
    return Replayed(before.message, found, applied=not kept, kept=kept) if found else None


def _decide_again(intake: Intake, number: int, reading_id: int, message: Message, reading: Reading) -> None:
    """Take back what the rule decided on the old reading, and decide on the new one."""
    records, now = intake.records, intake.clock()
    stored = records.messages.get(number)
    cause = Cause(
        campaign=intake.campaign.key,
        message=number,
        reading=records.dossiers.reading_behind(number),
        said_at=stored.said_at,
        at=now,
        verdict=Verdict.REREAD,
        reason=f"Opnieuw gelezen met versie {intake.reader.version}.",
    )
    records.dossiers.take_back_rule(cause)
    stored = records.messages.handled(number, message, now, broadcast=is_broadcast(intake.campaign, message))
    said = said_of(intake.campaign, stored, message, reading)
    dossiers = records.dossiers.get(intake.campaign.key, said.gemeenten)
    changes = decide(said, {code: dossier.without(number) for code, dossier in dossiers.items()})
    verdict = Verdict.HELD if reasons_of(changes) else Verdict.LET_THROUGH
    fresh = replace(cause, reading=reading_id, said_at=stored.said_at, verdict=verdict, reason="")
    records.dossiers.apply(changes, fresh)
