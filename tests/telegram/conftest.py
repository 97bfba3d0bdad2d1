"""A Bot API server for each test, and a door that stands open on it with a real database behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event

import pytest

from bot.app import now
from bot.telegram.client import open_bot
from bot.telegram.door import Door
from domain.model import Channel
from intake.send import Pace, Sending
from storage.records import Records
from tests.cast.people import CAMPAIGN, new_records
from tests.cast.sending import Told
from tests.telegram.echo import Echo
from tests.telegram.server import telegram_server
from tests.telegram.state import Telegram


@dataclass
class Open:
    """A door that stands open, with what it told whoever runs the program."""

    door: Door
    records: Records
    echo: Echo
    told: list[str]

    def states(self) -> list[str]:
        """Where each row of the outbox stands."""
        return [row["state"] for row in self.records.outbox.rows()]


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    with telegram_server(Telegram()) as running:
        yield running


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    with new_records(tmp_path) as opened:
        yield opened


@pytest.fixture
def opened(telegram: Telegram, records: Records) -> Callable[..., object]:
    """Opens a door; as often as wanted, on the same database."""

    @contextmanager
    def opening(**more: object) -> Iterator[Open]:
        told: list[str] = []
        echo = Echo(records, now)
        sending = Sending(records, {Channel.TELEGRAM: Told()}, CAMPAIGN, now, "proef", Pace(60_000))
        bot = partial(open_bot, telegram.token, telegram.api_url)
        door = Door(bot, echo, sending, told.append, Event(), again=0.5, **more)
        door.start()
        try:
            yield Open(door, records, echo, told)
        finally:
            door.close()
        assert door.failure is None

    return opening


@pytest.fixture
def door(opened: Callable[..., object]) -> Iterator[Open]:
    with opened() as standing:
        yield standing
