"""Conversations: the use case behind every chat door (Telegram, the web, a terminal).

For who builds a door
- Hand in everything that a user does with `Conversations.receive`, one call for each input. When it returns, the input
  is stored and handled, and the replies are due rows of the outbox: channel and `recipient.address` are those of the
  conversation, `text` is plain text in paragraphs, `buttons` are rows of choices, `in_reply_to` is the `external_id`
  of the input, `kind` is `answer`. Deliver them with a `Carrier` for your channel (`intake.send.deliver_due`), or show
  them and settle them yourself.
- The same `(channel, external_id)` twice is handled once, so a door may hand in again what it is not sure of.
- A button comes back as `Input(kind=BUTTON, text=button.code)`. Codes are short (at most 64 bytes) and carry the
  number of the question that they belong to; an old button or a double tap changes nothing and is answered kindly.
  A typed label is the same as a tap.
- In a group hand in only what is addressed to the bot, with `group=True`.
- Call `resume` once at the start: it handles what a crash left stored and not handled.
- `receive` may be called from several threads. It raises `StorageError` only: then the input may not be stored, and
  the door must not confirm it to where it came from.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from domain.answers import Answerer, Question
from domain.campaign import Campaign
from domain.chat import Input, InputKind, Reply
from domain.chat_json import input_bytes, input_from_bytes
from domain.errors import StorageError
from domain.model import Address
from domain.outbox import Dispatch, OutKind
from domain.ports import Arrival, Clock, Reader
from domain.talking import Places, StoredChat, TalkingRecords

MOST_TRIES = 3
"""An input that the program stopped at so many times is set aside with an apology."""
SORRY = (
    "Sorry, hier ging bij ons iets mis. Uw bericht is bewaard en een medewerker kijkt ernaar. "
    "U kunt intussen gewoon verder typen."
)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Conversations:
    """What talking takes: the records, for which campaign, who reads and answers, and what is known of places."""

    records: TalkingRecords
    campaign: Campaign
    reader: Reader
    answerer: Answerer
    places: Places
    clock: Clock

    def receive(self, said: Input) -> None:
        """Store an input, then handle it: the new state and the replies are written in one transaction.

        Raises `StorageError` where the database fails.
        """
        self.handle(self.store(said))

    def handle(self, chat: int) -> None:
        """Handle what is stored and waits in this conversation. Raises `StorageError`."""
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
        """Only store an input, for a door that receives many at once; gives the conversation, to be handed to `handle`.

        Inside `write` several inputs are stored in one transaction. Raises `StorageError`.
        """
        now = self.clock()
        identity = f"chat|{said.conversation.channel}|{said.external_id}"
        arrival = Arrival(
            channel=said.conversation.channel,
            content_hash=hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest(),
            raw=input_bytes(said),
            received_at=now,
            external_id=said.external_id,
            sender=said.conversation.address,
        )
        with self.records.write():
            chat = self.records.chats.open(said.conversation, said.name, now, group=said.group)
            message, new = self.records.messages.store(arrival)
            if new:
                self.records.chats.link(chat.id, message)
                self.records.messages.claim([message])
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
            _log.exception("bericht %d in gesprek %d geeft een onverwachte fout", message, chat)
            self._set_aside(message, chat, f"Onverwachte fout in het gesprek: {type(error).__name__}.")

    def _handle(self, message: int, number: int) -> bool:
        """Handle one input; false where somebody else changed the conversation meanwhile, so that it is done again."""
        chat = self.records.chats.get(number)
        said = input_from_bytes(self.records.messages.raw(message))
        now = self.clock()
        replies = self._replies(said)
        with self.records.write():
            if self.records.messages.get(message).state != "received":
                return True
            if not self.records.chats.save(chat, chat.state, now):
                return False
            self._queue(chat, str(message), message, said.external_id, replies)
            self.records.chats.handled(message, now)
        return True

    def _replies(self, said: Input) -> Sequence[Reply]:
        if said.kind is InputKind.LEFT:
            return ()
        if said.kind is InputKind.OTHER:
            return (Reply("Ik lees alleen tekst. Kunt u het in een paar woorden typen?"),)
        answer = self.answerer.answer(Question(said.text, self.clock()))
        return (Reply(answer.text),)

    def _set_aside(self, message: int, number: int, reason: str) -> None:
        chat = self.records.chats.get(number)
        with self.records.write():
            self.records.messages.set_aside(message, reason, self.clock())
            self._queue(chat, f"{message}/sorry", message, "", (Reply(SORRY),))

    def _queue(self, chat: StoredChat, key: str, message: int, external_id: str, replies: Sequence[Reply]) -> None:
        """Write the replies as rows that are due. Inside `write`."""
        for position, reply in enumerate(replies):
            dispatch = Dispatch(
                key=f"{self.campaign.key}/gesprek/{key}/{position}",
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
            self.records.outbox.queue(self.campaign.key, dispatch)
