"""Writing a report from a chat down: a message with the user's own words, its reading, and what changes by it.

It takes the same road as a mail: message, reading, decision, dossier, each with its history. Evidence points into the
words that were typed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain import dialogue_texts as texts
from domain.campaign import Campaign
from domain.changes import Cause, Change, Verdict
from domain.decision import MOST_PLACES, Choice, decide
from domain.dialogue import Recorded
from domain.dialogue_report import lines_of, reading_of
from domain.dialogue_talk import Record
from domain.errors import DecisionError
from domain.model import Address, Channel, Kind, Message
from domain.outbox import Dispatch, OutKind
from domain.ports import Arrival
from domain.questions import NewQuestion, QuestionKind
from domain.said import Said
from domain.talking import StoredChat, TalkingRecords, Words
from intake.process import reasons_of
from intake.remind import message_id

NOT_PROVEN = "De afzender heeft niet laten zien dat hij namens deze gemeente spreekt."
NOTICE = """\
In een gesprek is iets gemeld door iemand die niet liet zien dat hij namens de gemeente spreekt. Het telt niet mee.

Gemeente: {gemeente}
{lines}

Kenmerk: PM-{number}. Vraag het na bij de gemeente. Klopt het, dan kunt u het laten meetellen:
  plaatsmaker review assign {number} {code}
  plaatsmaker review accept {number}
"""


@dataclass(frozen=True, slots=True)
class Recording:
    """What recording takes. `version` is that of the reader."""

    records: TalkingRecords
    campaign: Campaign
    words: Words
    version: str


def record(
    recording: Recording, chat: StoredChat, effect: Record, cause: int, previous: int, now: datetime
) -> Recorded:
    """Write the report down. `cause` is the input that confirmed it, `previous` the message before it. Inside `write`.

    Recording the same report for the same input twice is impossible: both share one identity.
    """
    message, number = _message(recording, chat, effect, cause, previous, now)
    stored = recording.records.messages.handled(number, message, now, broadcast=False)
    name = recording.words.name(effect.draft.gemeente) if effect.draft.gemeente else ""
    reading = reading_of(effect.draft, effect.report, name)
    if not effect.proven:
        reading = replace(reading, needs_review=True, review_reasons=(NOT_PROVEN,))
    read = recording.records.readings.store(
        number, recording.campaign.key, f"{recording.version}/gesprek", message, reading, now
    )
    said = Said.of(reading, message=number, thread=stored.thread or number, said_at=stored.said_at, kind=Kind.PERSONAL)
    changes = _changes(recording, said, effect)
    reasons = reasons_of(changes)
    recording.records.dossiers.apply(
        changes,
        Cause(
            campaign=recording.campaign.key,
            message=number,
            reading=read,
            said_at=stored.said_at,
            at=now,
            verdict=Verdict.HELD if reasons else Verdict.LET_THROUGH,
            reason="Gemeld in een gesprek en door de afzender bevestigd." if effect.proven else "",
        ),
    )
    if not effect.proven:
        _ask_ourselves(recording, chat, effect, number, name, now)
    return Recorded(
        number,
        effect.proven,
        waits=bool(reasons),
        gemeente=effect.draft.gemeente or "",
        places=bool(effect.report.pledges),
    )


def _message(
    recording: Recording, chat: StoredChat, effect: Record, cause: int, previous: int, now: datetime
) -> tuple[Message, int]:
    proof = recording.records.spokespersons.of(chat.id, recording.campaign.key).get(effect.draft.gemeente or "")
    address = proof if effect.proven and proof else chat.conversation.address
    body = effect.report.body
    arrival = Arrival(
        channel=chat.conversation.channel,
        content_hash=hashlib.sha256(f"report|{chat.id}|{cause}".encode()).hexdigest(),
        raw=body.encode("utf-8", "replace"),
        received_at=now,
        sender=address,
    )
    number, _ = recording.records.messages.store(arrival)
    recording.records.chats.link(chat.id, number)
    message = Message(
        channel=chat.conversation.channel,
        message_id=_identifier(number),
        date=now,
        sender=Address(chat.name, address),
        subject=f"Melding in een gesprek (PM-{number})",
        body=body,
        in_reply_to=_identifier(previous) if previous else "",
    )
    return message, number


def _identifier(number: int) -> str:
    return f"<pm-{number}@gesprek.plaatsmaker>"


def _changes(recording: Recording, said: Said, effect: Record) -> Sequence[Change]:
    """What follows for the dossier; all of it waits where nobody proved it, or where it is very much."""
    if not effect.proven:
        return decide(_nobodys(said), {})
    dossiers = recording.records.dossiers.get(recording.campaign.key, said.gemeenten)
    many = any((pledge.places or 0) > MOST_PLACES for pledge in effect.report.pledges)
    replaces = effect.draft.replaces
    choice = Choice(None if replaces is None else frozenset(replaces))
    try:
        return decide(said, dossiers, None if many else choice)
    except DecisionError:
        return decide(said, dossiers)


def _nobodys(said: Said) -> Said:
    """The same as said by nobody in particular: it may not touch the dossier of a gemeente before a person agrees."""
    return replace(
        said,
        gemeenten=(),
        pledges=tuple((at, replace(pledge, gemeente=None)) for at, pledge in said.pledges),
        bottlenecks=tuple((at, replace(one, gemeente=None)) for at, one in said.bottlenecks),
        needs_review=True,
        reasons=(NOT_PROVEN,),
    )


def _ask_ourselves(
    recording: Recording, chat: StoredChat, effect: Record, number: int, name: str, now: datetime
) -> None:
    """A row for a person, and a mail to our own mailbox so that somebody looks."""
    campaign = recording.campaign
    lines = "\n".join(lines_of(effect.draft, effect.report, (), campaign)) or texts.HELD
    recording.records.questions.add(
        campaign.key,
        NewQuestion(
            kind=QuestionKind.UNVERIFIED,
            message=number,
            channel=chat.conversation.channel,
            asker=chat.conversation.address,
            asker_name=chat.name,
            text=f"Klopt het dat {name or 'deze gemeente'} dit meldt? {lines}",
            asked_at=now,
            chat=chat.id,
            gemeente=effect.draft.gemeente,
        ),
    )
    if not campaign.mailbox:
        return
    key = f"{campaign.key}/navragen/{number}"
    recording.records.outbox.queue(
        campaign.key,
        Dispatch(
            key=key,
            kind=OutKind.NOTICE,
            channel=Channel.EMAIL,
            recipient=Address(address=campaign.mailbox),
            subject=f"Na te vragen: een melding voor {name or 'een gemeente'} (PM-{number})",
            text=NOTICE.format(gemeente=name, code=effect.draft.gemeente, lines=lines, number=number),
            due_at=now,
            message_id=message_id(key, campaign),
            answers=number,
        ),
    )
