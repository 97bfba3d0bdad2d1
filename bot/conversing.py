"""The wiring of conversations: what every chat door of one process shares. Beside `bot.app`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from bot.app import build_reader, names, now, open_answerer
from bot.settings import Settings
from domain.answers import Answerer
from domain.campaign import Campaign
from domain.dossier import Offer
from domain.model import Message, Reading
from domain.ports import Reader
from intake.converse import Conversations
from intake.hearing import Hearing
from nlp.few_words import FewWords

if TYPE_CHECKING:
    from storage.records import Records


def open_conversations(
    settings: Settings,
    records: Records,
    campaign: Campaign,
    reader: Reader | None = None,
    answerer: Answerer | None = None,
) -> Conversations:
    """What a chat door needs; safe to share between threads.

    `reader` is one that nobody else uses, or one that is `OneAtATime`; without it one is built (about a second).
    Raises `CampaignError` with the faults in the answers.
    """
    shared = reader if isinstance(reader, OneAtATime) else OneAtATime(reader or build_reader())
    answerer = answerer or open_answerer(settings, campaign)
    return Conversations(Hearing(records, campaign, shared, answerer, FewWords(), names()), now)


@dataclass(frozen=True, slots=True)
class OneAtATime:
    """A reader that several threads share: the pipeline reads for one at a time."""

    reader: Reader
    _lock: Lock = field(default_factory=Lock)

    @property
    def version(self) -> str:
        """The version of the pipeline."""
        return self.reader.version

    def read(self, message: Message, thread: Sequence[str] = ()) -> Reading:
        """As the reader reads."""
        with self._lock:
            return self.reader.read(message, thread)

    def reply(self, message: Message, reading: Reading, standing: Sequence[Offer]) -> Reading:
        """As the reader reads a reply."""
        with self._lock:
            return self.reader.reply(message, reading, standing)
