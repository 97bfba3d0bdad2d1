"""The smallest conversation: it says back what it hears, in order and through the same rows as the real one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from domain.chat import Button, Input, InputKind
from domain.chat_json import input_bytes, input_from_bytes
from domain.model import Address
from domain.outbox import Dispatch, OutKind
from domain.ports import Arrival, Clock
from storage.records import Records
from tests.cast.people import CAMPAIGN

MEANT = {InputKind.OTHER: "Ik lees alleen tekst.", InputKind.EDIT: "Veranderd: "}


@dataclass
class Echo:
    """Offers `bot.telegram.reception.Talking`. `knop A B` is answered with two buttons, `lang 3` with so many words."""

    records: Records
    clock: Clock
    heard: list[Input] = field(default_factory=list)

    def store(self, said: Input) -> int:
        now, raw = self.clock(), input_bytes(said)
        identity = hashlib.sha256(f"{said.conversation.channel}|{said.external_id}".encode()).hexdigest()
        arrival = Arrival(said.conversation.channel, identity, raw, now, external_id=said.external_id)
        with self.records.write():
            chat = self.records.chats.open(said.conversation, said.name, now, group=said.group)
            message, _ = self.records.messages.store(arrival)
            self.records.chats.link(chat.id, message)
        return chat.id

    def handle(self, chat: int) -> None:
        for message, _ in self.records.chats.waiting(chat):
            said = input_from_bytes(self.records.messages.raw(message))
            self.heard.append(said)
            address = Address(said.name, self.records.chats.get(chat).conversation.address)
            with self.records.write():
                if said.kind is not InputKind.LEFT:
                    self.records.outbox.queue(CAMPAIGN.key, self.reply(said, message, address))
                self.records.chats.handled(message, self.clock())

    def resume(self) -> int:
        waiting = self.records.chats.waiting()
        for _, chat in waiting:
            self.handle(chat)
        return len(waiting)

    def reply(self, said: Input, message: int, to: Address) -> Dispatch:
        word, _, rest = said.text.partition(" ")
        buttons = tuple((Button(label, f"tik:{label}"),) for label in rest.split()) if word == "knop" else ()
        text = "woord " * int(rest) if word == "lang" else MEANT.get(said.kind, "") + said.text
        return Dispatch(
            f"echo/{message}", OutKind.ANSWER, said.conversation.channel, to, "", text, self.clock(), "",
            answers=message, in_reply_to=said.external_id, buttons=buttons,
        )  # fmt: skip
