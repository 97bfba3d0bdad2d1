"""Somebody with a telephone: types, taps and edits, and reads what comes back. The reader and the words are real."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from domain.answers import Answer, Question
from domain.chat import Conversation, Input, InputKind
from domain.model import Channel
from domain.ports import Reader
from intake.converse import Conversations
from intake.hearing import Hearing
from nlp.few_words import FewWords
from nlp.reader import build_reader
from storage.records import Records
from tests.cast.people import CAMPAIGN, START

WORDS = FewWords()
NAMES = {
    "GM0307": "Amersfoort",
    "GM1948": "Meierijstad",
    "GM0184": "Urk",
    "GM0373": "Bergen (NH)",
    "GM0893": "Bergen (L)",
}


@cache
def reader() -> Reader:
    """Built once: it costs a second."""
    return build_reader()


class Librarian:
    """Knows one thing, is in doubt about another, and knows how to greet."""

    version = "1"

    def answer(self, question: Question) -> Answer:
        words = question.text.lower()
        if "deadline" in words:
            return Answer("Tot en met 13 augustus 2026.", known=True, confidence=0.9)
        if "bonus" in words:
            return Answer(
                "Bedoelt u:", known=False, confidence=0.4, suggestions=("Wat is de deadline?", "Wie betaalt?")
            )
        if words.startswith(("hallo", "dank")):
            return Answer("Graag gedaan.", known=True, confidence=1.0, small_talk=True)
        return Answer("Dat weet ik niet.", known=False, confidence=0.1)


@dataclass
class Watch:
    """A clock that goes when it is told to."""

    at: datetime = START

    def __call__(self) -> datetime:
        return self.at

    def later(self, **span: float) -> None:
        self.at += timedelta(**span)


@dataclass
class Phone:
    """One conversation. Every method gives what was said back."""

    records: Records
    watch: Watch = field(default_factory=Watch)
    address: str = "42"
    group: bool = False
    names: Mapping[str, str] = field(default_factory=lambda: NAMES)
    last: Input | None = None
    buttons: dict[str, str] = field(default_factory=dict)
    _count: int = 0

    @property
    def conversations(self) -> Conversations:
        hearing = Hearing(self.records, CAMPAIGN, reader(), Librarian(), WORDS, self.names)
        return Conversations(hearing, self.watch)

    def type(self, *texts: str) -> str:
        """Type one thing after the other; gives what came back on the last."""
        for text in texts:
            back = self.hand_in(self.input(InputKind.TEXT, text))
        return back

    def tap(self, label: str) -> str:
        return self.hand_in(self.input(InputKind.BUTTON, self.buttons[label]))

    def edit(self, about: Input, text: str) -> str:
        return self.hand_in(self.input(InputKind.EDIT, text, about=about.external_id))

    def photo(self) -> str:
        return self.hand_in(self.input(InputKind.OTHER, ""))

    def again(self) -> str:
        """The very same input once more, as after a connection that broke."""
        assert self.last is not None
        return self.hand_in(self.last)

    def input(self, kind: InputKind, text: str, about: str = "") -> Input:
        self._count += 1
        conversation = Conversation(Channel.TELEGRAM, self.address)
        number = f"{self.address}-{self._count}"
        return Input(conversation, number, kind, text, self.watch(), "Jan", about, self.group)

    def hand_in(self, said: Input) -> str:
        before = len(self.sent())
        self.last = said
        self.conversations.receive(said)
        replies = self.sent()[before:]
        for row in replies:
            pairs = [pair for line in json.loads(row["buttons"]) for pair in line]
            self.buttons = dict(pairs) if pairs else self.buttons
        return "\n\n".join(row["text"] for row in replies)

    def sent(self, kind: str = "answer") -> list[Mapping[str, Any]]:
        return [row for row in self.records.outbox.rows() if row["kind"] == kind]

    def code(self) -> str:
        """The code in the newest mail."""
        found = re.search(r"\b\d{6}\b", self.sent("code")[-1]["text"])
        assert found is not None
        return found[0]

    def prove(self, address: str = "jan@amersfoort.nl") -> str:
        self.type(address)
        return self.type(self.code())

    def pledge(self, text: str = "Namens Amersfoort: 12 plekken voor statushouders, toegezegd, per 1 september") -> str:
        """A whole report, with proof."""
        self.type(text, "klopt")
        return self.prove()

    def places(self) -> list[int]:
        """The places that count now."""
        rows = self.records.view("v_pledges", CAMPAIGN.key)
        return [row["places"] for row in rows if row["state"] == "confirmed"]
