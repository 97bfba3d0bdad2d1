"""What `plaatsmaker send` does and says: what became of each mail, and what a person has to decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from bot.app import now
from bot.outgoing import Out
from domain.campaign import AMSTERDAM
from domain.errors import DecisionError, SourceError
from domain.labels import OUT_KINDS, OUT_STATES
from domain.outbox import Claim, OutKind, OutState, Verdict
from intake.remind import tick
from intake.send import PAUSED, Sending, deliver_due, look_up_unknown, recover
from storage.records import Records
from storage.times import moment

STATES = OUT_STATES | {OutState.DUE: "wordt later opnieuw geprobeerd"}


def deliver_lines(out: Out) -> Iterator[str]:
    """Deliver everything that is due now; a line for each mail, and one for all of them."""
    records = out.sending.records
    if records.setting(PAUSED) is not None:
        yield "Versturen staat uit na het terugzetten van een kopie. Weer aanzetten: plaatsmaker send --resume"
        return
    recover(out.sending)
    yield from look_up_lines(out)
    counts: Counter[OutState] = Counter()
    for claim, verdict in _each_channel(out.sending):
        counts[verdict.state] += 1
        yield outcome_line(claim, verdict)
    listed = ", ".join(f"{count} {STATES[state]}" for state, count in counts.items())
    total = counts.total()
    yield f"{total} {'mail' if total == 1 else 'mails'} behandeld: {listed}." if counts else "Er stond niets klaar."


def _each_channel(sending: Sending) -> Iterator[tuple[Claim, Verdict]]:
    """One channel after another: a mail server that is away does not keep chat messages waiting."""
    for channel, carrier in sending.carriers.items():
        yield from deliver_due(replace(sending, carriers={channel: carrier}))


def look_up_lines(out: Out) -> Iterator[str]:
    """Look up what became of uncertain mail, where that can be looked up."""
    if out.sent is None:
        return
    try:
        arrived, again = look_up_unknown(out.sending, out.sent)
    except SourceError as error:
        yield f"Onzekere mail kan nu niet worden nagezocht: {error}"
        return
    if arrived or again:
        yield f"Onzekere mail nagezocht: {arrived} aangekomen, {again} {'gaat' if again == 1 else 'gaan'} opnieuw uit."


def outcome_line(claim: Claim, verdict: Verdict) -> str:
    """What became of one mail."""
    what = OUT_KINDS[claim.dispatch.kind]
    why = f" ({verdict.error})" if verdict.error else ""
    return f"{claim.id}. {what} aan {claim.dispatch.recipient.address}: {STATES[verdict.state]}{why}"


def unknown_lines(records: Records) -> Iterator[str]:
    """The mails of which a person has to say whether they arrived."""
    rows = records.outbox.in_state(OutState.UNKNOWN)
    for row in rows:
        at = f"{moment(row['claimed_at']).astimezone(AMSTERDAM):%d-%m-%Y %H:%M}"
        what = f"{OUT_KINDS[OutKind(row['kind'])]} aan {row['recipient']}"
        yield f"Onzeker {row['id']}: {what}, '{row['subject']}' ({at})"
    if rows:
        yield "Kwam een mail aan? plaatsmaker send --decide NUMMER sent. Opnieuw sturen? --decide NUMMER again"


def decide_unknown(out: Out, number: int, *, arrived: bool) -> str:
    """Write down what a person says of an uncertain mail."""
    records = out.sending.records
    how = "volgens een medewerker aangekomen" if arrived else "een medewerker laat hem opnieuw sturen"
    with records.write():
        records.outbox.recover(now(), out.sending.owner)
        if not records.outbox.resolve(number, arrived=arrived, now=now(), how=how):
            raise DecisionError(f"Mail {number} is niet onzeker.")
    return f"Mail {number}: {'aangekomen' if arrived else 'gaat opnieuw uit'}."


def resume_sending(out: Out, records: Records) -> str:
    """Let sending go on after a restore.

    What the copy had still to send, and the step that is due now, may have gone out after the copy was made: all of
    that is uncertain, and looked up or decided by a person like any other uncertain mail.
    """
    with records.write():
        if not records.clear_setting(PAUSED):
            return "Versturen stond al aan."
        if out.reminding is not None:
            tick(out.reminding, now())
        doubted = records.outbox.doubt_open("misschien al verzonden voordat de kopie is teruggezet", now())
    if not doubted:
        return "Versturen staat weer aan."
    mails = (
        "1 mail is niet zeker of die al verstuurd is"
        if doubted == 1
        else f"{doubted} mails is niet zeker of zij al verstuurd zijn"
    )
    return f"Versturen staat weer aan. Van {mails}."
