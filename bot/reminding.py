"""What `plaatsmaker remind` shows and does: who gets what, a wave approved, a gemeente left out, a trial."""

from __future__ import annotations

import getpass
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, time

from bot.app import now as real_now
from domain.campaign import AMSTERDAM
from domain.errors import DecisionError
from domain.labels import SITUATIONS
from domain.reminders import Reminder, Situation
from domain.working_days import WorkingDays
from intake.mail.compose import is_address
from intake.remind import Reminding, due_now, preview, tick, trial_dispatch


def moment_of(on: datetime | None, days: WorkingDays) -> datetime:
    """The instant (UTC) that is meant: now, the opening hour of a day, or the time that was given."""
    if on is None:
        return real_now()
    if on.time() == time(0):
        return days.opening(on.date())
    return on.replace(tzinfo=AMSTERDAM).astimezone(UTC)


def listing(reminding: Reminding, now: datetime, *, texts: bool, without: Collection[str] = ()) -> Iterator[str]:
    """A line for each reminder that is due at `now`, with the mail itself where `texts`."""
    newest = reminding.ladder.newest_due(now)
    if newest is None:
        yield f"Op {_day(now)} is er geen stap aan de beurt. {_next_step(reminding, now)}"
        return
    yield f"Stap: {newest[1].title}."
    count = 0
    for reminder, mail in preview(reminding, now):
        if reminder.gemeente in without:
            continue
        count += 1
        yield f"{reminding.names[reminder.gemeente]}: {reminder.recipient.address} ({SITUATIONS[reminder.situation]})"
        if texts:
            yield f"\nOnderwerp: {mail.subject}\n\n{mail.text}"
    yield f"{count} {'herinnering' if count == 1 else 'herinneringen'}."
    nobody = due_now(reminding, now)[1]
    if nobody:
        listed = ", ".join(sorted(reminding.names[code] for code in nobody))
        yield f"{len(nobody)} gemeenten kunnen wij niet aanschrijven, want er is geen bereikbaar contact: {listed}."


def decide_wave(reminding: Reminding, now: datetime, state: str, excluded: Collection[str], who: str) -> None:
    """Leave gemeenten out of the wave of this step, and approve or dismiss it (`state`). Inside `write`."""
    newest = reminding.ladder.newest_due(now)
    if newest is None or not (state or excluded):
        return
    waves, name = reminding.records.reminders, who.strip() or getpass.getuser()
    day = reminding.ladder.deadline.last_day
    # Made waiting even where no approval is asked: what is decided here comes before anything is queued
    wave = waves.wave(reminding.campaign.key, newest[1].key, day, now, approved=False)
    for code in excluded:
        waves.exclude(wave.id, code, name, now)
    if not reminding.approval and state == "":
        state = "approved"
    if state and not waves.decide(wave.id, state, name, now) and wave.state != state:
        words = "goedgekeurd" if wave.state == "approved" else "overgeslagen"
        raise DecisionError(f"De stap '{newest[1].title}' is al {words}.")


def tick_lines(reminding: Reminding, now: datetime) -> Iterator[str]:
    """Queue what is due, and say what came of it."""
    done = tick(reminding, now)
    if done.cancelled:
        yield f"{reminders_text(done.cancelled)} ingetrokken: de uiterste datum is verschoven."
    if done.queued:
        yield f"{reminders_text(done.queued)} klaargezet. Versturen: plaatsmaker send, of vanzelf als de dienst draait."
    elif done.waiting:
        verb = "wacht" if done.waiting == 1 else "wachten"
        yield f"{reminders_text(done.waiting)} {verb} op uw goedkeuring: plaatsmaker remind --approve"
    else:
        yield "Er is niets klaargezet."


def reminders_text(number: int) -> str:
    """`1 herinnering`, `12 herinneringen`."""
    return f"{number} {'herinnering' if number == 1 else 'herinneringen'}"


def queue_trial(reminding: Reminding, to: str, now: datetime) -> int:
    """Queue one mail of each kind to an address of our own; gives how many."""
    if not is_address(to):
        raise DecisionError(f"'{to}' is geen e-mailadres.")
    kinds: dict[Situation, Reminder] = {}
    for reminder in due_now(reminding, now)[0]:
        kinds.setdefault(reminder.situation, reminder)
    moment = real_now()
    with reminding.records.write():
        for reminder in kinds.values():
            reminding.records.outbox.queue(reminding.campaign.key, trial_dispatch(reminding, reminder, to, moment))
    return len(kinds)


def _next_step(reminding: Reminding, now: datetime) -> str:
    coming = [(at, step) for at, step in reminding.ladder.instants() if at > now]
    return f"De volgende is op {_day(coming[0][0])}: {coming[0][1].title}." if coming else "Er komt er geen meer."


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(AMSTERDAM):%d-%m-%Y}"
