"""Conversations: the use case behind every chat door (Telegram, the web, a terminal).

For who builds a door
- Hand in everything that a user does with `Conversations.receive`, one call for each input. When it returns, the input
  is stored and handled, and the replies are due rows of the outbox: channel and `recipient.address` are those of the
  conversation, `text` is plain text in paragraphs, `buttons` are rows of choices, `in_reply_to` is the `external_id`
  of the input, `kind` is `answer`. Deliver them with a `Carrier` for your channel (`intake.send.deliver_due`), or show
  them and settle them yourself.
- A door that must confirm before the work is done calls `store` (which may be one of several in a `write`), confirms,
  and then calls `handle`; `receive` is both.
- The same `(channel, external_id)` twice is handled once, so a door may hand in again what it is not sure of.
- A button comes back as `Input(kind=BUTTON, text=button.code)`. Codes are short (at most 64 bytes) and carry the
  number of the question that they belong to; an old button or a double tap changes nothing and is answered kindly.
  A typed label is the same as a tap.
- In a group hand in only what is addressed to the bot, with `group=True`.
- Call `resume` once at the start: it handles what a crash left stored and not handled.
- `receive` may be called from several threads. It raises `StorageError` only: then the input may not be stored, and
  the door must not confirm it to where it came from.
- While a person has taken the conversation over (`Chats.take_over`) there are no replies; what comes in then is a
  question for that person.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain import dialogue_texts as texts
from domain.chat import Input, InputKind, Reply
from domain.chat_json import input_bytes, input_from_bytes
from domain.dialogue import advance, after_recording
from domain.dialogue_json import state_from_text, state_text
from domain.dialogue_state import State
from domain.dialogue_talk import (
    Context,
    Effect,
    Erase,
    HandOn,
    MailCode,
    Prove,
    Record,
    Turn,
    Unasked,
    Vouch,
    WrongCode,
)
from domain.errors import StorageError
from domain.model import Address
from domain.outbox import Dispatch, OutKind
from domain.ports import Arrival, Clock
from domain.questions import NewQuestion, QuestionKind
from domain.talking import StoredChat, TalkingRecords
from intake.hearing import Hearing
from intake.record import Recording, record
from intake.verify import Verifying, mail_code

MOST_TRIES = 3
"""An input that the program stopped at so many times is set aside with an apology."""
SORRY = (
    "Sorry, hier ging bij ons iets mis. Uw bericht is bewaard en een medewerker kijkt ernaar. "
    "U kunt intussen gewoon verder typen."
)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Conversations:
    """What talking takes: hearing (records, campaign, reader, answerer, words) and the time.

    `at_once` is false for a door that writes once more (a claim) before anything leaves the house: then handling need
    not wait for the disk.
    """

    hearing: Hearing
    clock: Clock
    at_once: bool = True

    @property
    def records(self) -> TalkingRecords:
        """The records."""
        return self.hearing.records

    def receive(self, said: Input) -> None:
        """Store an input, then handle it: the new state, its effects and the replies are one transaction.

        Raises `StorageError` where the database fails.
        """
        self.handle(self.store(said))

    def handle(self, chat: int) -> None:
        """Handle what is stored of this conversation and was not handled, oldest first. Raises `StorageError`."""
        for message, _ in self.records.chats.waiting(chat):
            self._handle_safely(message, chat)

    def resume(self) -> int:
        """Handle what was stored and never handled, oldest first; gives how many. To be called at the start."""
        waiting = self.records.chats.waiting()
        for message, chat in waiting:
            with self.records.write():
                self.records.messages.claim([message])
            self._handle_safely(message, chat)
        return len(waiting)

    def store(self, said: Input) -> int:
        """Store an input before it is work; gives the number of its conversation, for `handle`.

        Inside a `records.write()` of the caller it is part of that transaction. Raises `StorageError`.
        """
        now, records = self.clock(), self.records
        identity = f"chat|{said.conversation.channel}|{said.external_id}"
        arrival = Arrival(
            channel=said.conversation.channel,
            content_hash=hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest(),
            raw=input_bytes(said),
            received_at=now,
            external_id=said.external_id,
            sender=said.conversation.address,
        )
        with records.write():
            chat = records.chats.open(said.conversation, said.name, now, group=said.group)
            message, new = records.messages.store(arrival)
            if new:
                records.chats.link(chat.id, message)
                records.messages.claim([message])
        return chat.id

    def _handle_safely(self, message: int, chat: int) -> None:
        """Handle one input; one that breaks something is set aside, and its sender hears so."""
        try:
            if self.records.messages.tries(message) > MOST_TRIES:
                self._set_aside(message, chat, "Het programma is bij dit bericht een paar keer gestopt.")
                return
            while not self._handle(message, chat):
                pass
        except StorageError:
            raise
        except Exception as error:  # noqa: BLE001  # one input must not stop the others: set aside, and said so
            _log.error("bericht %d in gesprek %d geeft een onverwachte fout", message, chat, exc_info=error)
            self._set_aside(message, chat, f"Onverwachte fout in het gesprek: {type(error).__name__}.")

    def _handle(self, message: int, number: int) -> bool:
        """Handle one input; false where somebody else changed the conversation meanwhile, so that it is done again."""
        records, now = self.records, self.clock()
        chat = records.chats.get(number)
        said = replace(input_from_bytes(records.messages.raw(message)), group=chat.group)
        state = state_from_text(chat.state)
        if chat.taken_by:
            turn, context = _silent(state or State(greeted=True), said), None
        else:
            context = self.hearing.context(chat, state or State(), said, now)
            turn = advance(state, said, context) if state else _anew()
        with records.write() if self.at_once else records.write_soon():
            if records.messages.get(message).state != "received":
                return True
            if not records.chats.begin_turn(chat, now):
                return False
            self._carry_out(chat, message, said, turn, context)
            records.chats.handled(message, now)
        return True

    def _carry_out(self, chat: StoredChat, message: int, said: Input, turn: Turn, context: Context | None) -> None:
        """Write the new state, the effects and the replies. Inside `write`."""
        records, now = self.records, self.clock()
        state, replies = turn.state, list(turn.replies)
        for effect in turn.effects:
            if isinstance(effect, Record) and context is not None:
                done = record(self._recording(), chat, effect, message, state.reference, now)
                state, more = after_recording(state, said, done, effect.draft, context)
                replies += more
            else:
                self._effect(chat, message, effect)
        self._queue(chat, str(message), message, said.external_id, replies)
        if any(isinstance(effect, Erase) for effect in turn.effects):
            records.chats.erase(chat.id, now)
        else:
            records.chats.put_state(chat.id, state_text(state))

    def _effect(self, chat: StoredChat, message: int, effect: Effect) -> None:
        records, now, campaign = self.records, self.clock(), self.hearing.campaign
        match effect:
            case MailCode():
                mail_code(Verifying(records, campaign, self.hearing.words), chat.id, effect, now)
            case WrongCode(code, end):
                records.spokespersons.count_try(code)
                if end:
                    records.spokespersons.end_code(code, used=False)
            case Prove(code, gemeente, address):
                if records.spokespersons.end_code(code, used=True):
                    records.spokespersons.prove(chat.id, campaign.key, gemeente, address, now)
            case Vouch(gemeente, address):
                records.spokespersons.prove(chat.id, campaign.key, gemeente, address, now)
            case HandOn():
                records.questions.add(campaign.key, _question(chat, message, effect, self.clock))
            case Unasked(wanted=True):
                records.contacts.write_again(chat.conversation.address)
            case Unasked():
                records.contacts.leave_alone(chat.conversation.address, "opted_out", now, f"gesprek {chat.id}")
            case _:
                pass

    def _recording(self) -> Recording:
        hearing = self.hearing
        return Recording(hearing.records, hearing.campaign, hearing.words, hearing.reader.version)

    def _set_aside(self, message: int, number: int, reason: str) -> None:
        records = self.records
        chat = records.chats.get(number)
        with records.write():
            records.messages.set_aside(message, reason, self.clock())
            self._queue(chat, f"{message}/sorry", message, "", (Reply(SORRY),))

    def _queue(self, chat: StoredChat, key: str, message: int, external_id: str, replies: Sequence[Reply]) -> None:
        """Write the replies as rows that are due. Inside `write`."""
        campaign = self.hearing.campaign.key
        for position, reply in enumerate(replies):
            dispatch = Dispatch(
                key=f"{campaign}/gesprek/{key}/{position}",
                kind=OutKind.ANSWER,
                channel=chat.conversation.channel,
                recipient=Address(chat.name, chat.conversation.address),
                subject="",
                text=reply.text,
                due_at=self.clock(),
                message_id="",
                answers=message,
                in_reply_to=external_id,
                buttons=reply.buttons,
            )
            self.records.outbox.queue(campaign, dispatch)


def _anew() -> Turn:
    """The state was written by a program that this one does not know."""
    return Turn(State(greeted=True), (Reply(texts.STARTED_ANEW),))


def _silent(state: State, said: Input) -> Turn:
    """A person has the conversation: nothing is answered, and what is said is put to that person."""
    if said.kind not in {InputKind.TEXT, InputKind.EDIT}:
        return Turn(state)
    return Turn(state, effects=(HandOn(QuestionKind.PERSON, said.text, state.gemeente),))


def _question(chat: StoredChat, message: int, effect: HandOn, clock: Clock) -> NewQuestion:
    return NewQuestion(
        kind=effect.kind,
        message=message,
        channel=chat.conversation.channel,
        asker=chat.conversation.address,
        asker_name=chat.name,
        text=effect.text,
        asked_at=clock(),
        chat=chat.id,
        gemeente=effect.gemeente,
    )
