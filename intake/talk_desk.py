"""A person of the VNG in a conversation: takes it over from the assistant, writes in it, gives it back or closes it.

What is said goes through the outbox like every reply, so it reaches Telegram, the web and a terminal alike.
"""

from __future__ import annotations

from dataclasses import dataclass

from domain import dialogue_texts as texts
from domain.campaign import Campaign
from domain.errors import DecisionError
from domain.model import Address
from domain.outbox import Dispatch, OutKind
from domain.ports import Clock
from domain.questions import QuestionKind, QuestionStatus, StoredQuestion
from domain.talking import StoredChat, TalkingRecords

LONGEST = 3500
"""Telegram takes 4096 characters, and ours stand before them."""
TAKEN = "U praat nu met een medewerker van de VNG. De assistent antwoordt even niet."
GIVEN_BACK = "U praat nu weer met de assistent, een computerprogramma."
CLOSED = (
    "De medewerker sluit dit gesprek af. Hebt u nog een vraag? De assistent, een computerprogramma, antwoordt weer."
)
BY_PERSON = "medewerker"
"""Stands in the key of what a person wrote."""


@dataclass(frozen=True, slots=True)
class TalkDesk:
    """One person who talks. `who` is the name that is kept with each step; users do not see it."""

    records: TalkingRecords
    campaign: Campaign
    who: str
    clock: Clock

    def take_over(self, chat: int) -> bool:
        """From now on this person answers in the conversation and the assistant keeps silent; false where it was so."""
        return self._hand(chat, self.who, TAKEN)

    def hand_back(self, chat: int) -> bool:
        """The assistant answers again; false where it did already."""
        return self._hand(chat, "", GIVEN_BACK)

    def write(self, chat: int, text: str, once: str) -> bool:
        """Say something; the user reads that a person writes. What was asked here is answered with it.

        `once` names this message: with the same name it is said once, and then false is given. Raises `DecisionError`
        where this person has not taken the conversation over, or the text is empty or too long.
        """
        stored, words = self._mine(chat), text.strip()
        if not words:
            raise DecisionError("Schrijf eerst een bericht.")
        if len(words) > LONGEST:
            raise DecisionError(f"Uw bericht is te lang: {len(words)} tekens. Houd het onder {LONGEST}.")
        with self.records.write():
            key = f"{BY_PERSON}/{once}"
            said = self._say(stored, texts.from_person("", words), key)
            if said:
                self._settle(chat, QuestionStatus.ANSWERED, words, self._key(stored, key))
        return said

    def close(self, chat: int) -> None:
        """End it: its questions are closed, the user hears so, and the assistant answers again.

        Raises `DecisionError` where this person has not taken the conversation over.
        """
        stored = self._mine(chat)
        with self.records.write():
            self._settle(chat, QuestionStatus.CLOSED, "", "")
            self.records.chats.take_over(chat, "", self.clock())
            self._say(stored, CLOSED, f"afgesloten-{stored.version}")

    def open_questions(self, chat: int) -> list[StoredQuestion]:
        """What was asked here and waits for a person; a report that waits for review is not among them."""
        found = self.records.questions.all(self.campaign.key, QuestionStatus.OPEN)
        return [q for q in found if q.question.chat == chat and q.question.kind is not QuestionKind.UNVERIFIED]

    def _mine(self, chat: int) -> StoredChat:
        stored = self.records.chats.get(chat)
        if not self.who or stored.taken_by != self.who:
            whose = f"{stored.taken_by} heeft het gesprek nu" if stored.taken_by else "de assistent antwoordt hier nu"
            raise DecisionError(f"Neem het gesprek eerst over; {whose}.")
        return stored

    def _hand(self, chat: int, who: str, notice: str) -> bool:
        stored = self.records.chats.get(chat)
        if stored.erased:
            raise DecisionError("Dit gesprek is gewist; er is niemand meer om aan te schrijven.")
        with self.records.write():
            changed = self.records.chats.take_over(chat, who, self.clock())
            if changed:
                self._say(stored, notice, f"overdracht-{stored.version}")
        return changed

    def _settle(self, chat: int, status: QuestionStatus, answer: str, key: str) -> None:
        for question in self.open_questions(chat):
            self.records.questions.settle(question.id, status, answer, self.who, self.clock(), key)

    def _say(self, chat: StoredChat, text: str, why: str) -> bool:
        dispatch = Dispatch(
            key=self._key(chat, why),
            kind=OutKind.ANSWER,
            channel=chat.conversation.channel,
            recipient=Address(chat.name, chat.conversation.address),
            subject="",
            text=text,
            due_at=self.clock(),
            message_id="",
        )
        return self.records.outbox.queue(self.campaign.key, dispatch)

    def _key(self, chat: StoredChat, why: str) -> str:
        return f"{self.campaign.key}/gesprek-{chat.id}/{why}"
