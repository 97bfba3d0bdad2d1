"""Telling in a conversation what a person decided about a report that was made there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain import dialogue_texts as texts
from domain.campaign import Campaign
from domain.changes import BottleneckSet, Change, EntrySet, PledgeMoved, PledgeSet
from domain.dossier import EntryState, State
from domain.model import Address, Message, Reading
from domain.outbox import Dispatch, OutKind
from domain.talking import TalkingRecords
from intake.acknowledge import Recorded, lines_of

FINAL = frozenset({State.CONFIRMED, State.REJECTED, State.WITHDRAWN})


def tell_decided(
    records: TalkingRecords,
    campaign: Campaign,
    number: int,
    reading: Reading,
    changes: Sequence[Change],
    now: datetime,
) -> bool:
    """Queue one line for the conversation that message `number` came from; gives whether it did. Inside `write`.

    Nothing is said of a step on the way, such as a gemeente that was chosen.
    """
    chat = records.chats.of_message(number)
    if chat is None or not chat.conversation.address or not any(_final(change) for change in changes):
        return False
    records.questions.settle_report(number, "beoordeling", now)
    recorded = Recorded(number, Message(), reading, changes, waits=False, by_person=True)
    lines = [line["tekst"] for line in lines_of(campaign, recorded)]
    dispatch = Dispatch(
        key=f"{campaign.key}/gesprek/besluit/{number}/{now:%Y%m%d%H%M%S}",
        kind=OutKind.ANSWER,
        channel=chat.conversation.channel,
        recipient=Address(chat.name, chat.conversation.address),
        subject="",
        text=texts.decided(number, lines),
        due_at=now,
        message_id="",
        answers=number,
    )
    return records.outbox.queue(campaign.key, dispatch)


def _final(change: Change) -> bool:
    if isinstance(change, PledgeSet | PledgeMoved | BottleneckSet):
        return change.state in FINAL
    return isinstance(change, EntrySet) and change.state is not EntryState.WAITING
