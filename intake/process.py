"""From a stored message to its place in the dossiers.

A batch is read first (`intake.drafts`), outside any transaction, so that others can write meanwhile; then all of it is
stored in one transaction with a savepoint for each message. Waiting for the disk is what costs time, and this waits
once for a batch instead of once for a message; the savepoint makes that a message that fails takes nothing of itself
along and leaves the others alone. After a crash before the end of the transaction the whole batch is done again.

Messages are handled strictly in the order in which they came in, whatever the batches, so that a run that was killed
and started again ends with the same records.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.campaign import Campaign
from domain.changes import Cause, Change, ReviewOpened, Verdict
from domain.decision import decide
from domain.errors import MessageError, RecordError, StorageError
from domain.model import Kind, Message, Reading
from domain.ports import Clock, Parse, Reader, Records, StoredMessage
from domain.said import Said
from intake.ahead import Ahead
from intake.drafts import Draft, Drafts


class Follow(Protocol):
    """What else follows from a message, in the same transaction: an acknowledgement, what it tells about contacts."""

    def by_rule(self, number: int, message: Message, reading: Reading, changes: Sequence[Change]) -> None:
        """Called after a message was handled by the rules."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What handling messages takes: the records, how to parse and to read, for which campaign, and the time.

    `helper` is the command of a process that reads along (`intake.ahead`) when much mail is waiting; it has a parser
    and a reader like these.
    """

    records: Records
    parse: Parse
    reader: Reader
    campaign: Campaign
    clock: Clock
    follow: Follow | None = None
    helper: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Handled:
    """What became of one message. With `problem` it was set aside, and there is no reading.

    `waits_for` says why it waits for a person; empty where it does not.
    """

    id: int
    message: Message | None = None
    reading: Reading | None = None
    waits_for: tuple[str, ...] = ()
    problem: str = ""


def process(intake: Intake, ahead: Ahead | None = None) -> Iterator[Handled]:
    """Handle all messages that nobody has read, oldest first; yields each after it is stored.

    `ahead` is a helper that runs already; without it one is started where that is worth it.
    A message that cannot be read, or that breaks something, is set aside with the reason and never stops the others.
    Raises `StorageError` where the database itself fails, and `ReaderError` where no message can be read any more.
    """
    with Ahead(intake.helper) as own, Drafts(intake, ahead or own) as drafts:
        yield from handle_waiting(intake, drafts)


def handle_waiting(intake: Intake, drafts: Drafts, *, leave: int = 0) -> Iterator[Handled]:
    """The same with messages in hand; so many may be left there, to be read on while more is fetched."""
    with intake.records.write():
        drafts.claim()
    while len(drafts) > leave:
        batch = drafts.oldest()
        with intake.records.write():
            done = [handled for draft in batch if (handled := _store(intake, drafts, draft)) is not None]
            drafts.done(batch)
        drafts.hand_out()
        yield from done
    drafts.hand_out()


def _store(intake: Intake, drafts: Drafts, draft: Draft) -> Handled | None:
    """Store one message with everything that follows from it; `None` where another thread was first."""
    records = intake.records
    if records.messages.get(draft.id).state != "received":
        return None
    problem = draft.problem
    if not problem:
        try:
            with records.savepoint():
                return _handle(intake, draft)
        except RecordError as error:
            problem = str(error)
        except StorageError:
            raise
        except Exception as error:  # noqa: BLE001  # one bad message must not stop the others: set aside with its reason
            problem = drafts.problem(draft.id, error)
    records.messages.set_aside(draft.id, problem, intake.clock())
    return Handled(draft.id, problem=problem)


def _handle(intake: Intake, draft: Draft) -> Handled:
    message, reading = draft.message, draft.reading
    if message is None or reading is None:
        raise MessageError("Dit bericht is niet gelezen.")
    thread = intake.records.messages.gemeenten_of_thread(message)
    if thread != draft.thread:
        # A message just before it in this batch has put the thread in a dossier.
        reading = intake.reader.read(message, thread)
    return handle(intake, draft.id, message, as_reply(intake, message, reading))


def handle(intake: Intake, message_id: int, message: Message, reading: Reading) -> Handled:
    """Store what a message says and everything that follows from it. Inside `write`.

    For mail after it was read, and for a door where the sender says in so many words what is meant.
    """
    now = intake.clock()
    stored = intake.records.messages.handled(message_id, message, now, broadcast=is_broadcast(intake.campaign, message))
    number = intake.records.readings.store(
        message_id, intake.campaign.key, intake.reader.version, message, reading, now
    )
    said = said_of(intake.campaign, stored, message, reading)
    changes = decide(said, intake.records.dossiers.brief(intake.campaign.key, said.gemeenten))
    reasons = reasons_of(changes)
    cause = Cause(
        campaign=intake.campaign.key,
        message=message_id,
        reading=number,
        said_at=stored.said_at,
        at=now,
        verdict=Verdict.HELD if reasons else Verdict.LET_THROUGH,
    )
    intake.records.dossiers.apply(changes, cause)
    if intake.follow is not None:
        intake.follow.by_rule(message_id, message, reading, changes)
    return Handled(message_id, message, reading, reasons)


def as_reply(intake: Intake, message: Message, reading: Reading) -> Reading:
    """The reading as that of a reply, where the message answers an acknowledgement about one gemeente."""
    if message.kind is not Kind.PERSONAL or len(reading.gemeenten) != 1:
        return reading
    if not intake.records.messages.answers_acknowledgement(message):
        return reading
    (dossier,) = intake.records.dossiers.brief(intake.campaign.key, [reading.gemeenten[0].code]).values()
    return intake.reader.reply(message, reading, [pledge.offer for pledge in dossier.active])


def said_of(campaign: Campaign, stored: StoredMessage, message: Message, reading: Reading) -> Said:
    """What a message says. A mail that the VNG forwards is not its own."""
    return Said.of(
        reading,
        message=stored.id,
        thread=stored.thread or stored.id,
        said_at=stored.said_at,
        kind=message.kind,
        ours=message.sender.domain in campaign.own_domains and message.forwarded_from is None,
    )


def reasons_of(changes: Sequence[Change]) -> tuple[str, ...]:
    """Why these changes make a message wait for a person; empty where they do not."""
    return tuple(reason for change in changes if isinstance(change, ReviewOpened) for reason in change.reasons)


def is_broadcast(campaign: Campaign, message: Message) -> bool:
    """Whether many answer to this mail, so that it says nothing about which answers belong together."""
    ours = message.sender.domain in campaign.own_domains
    return message.kind is Kind.LIST or (ours and not message.in_reply_to)
