"""A Bot API server for each test."""

import os

import pytest

from tests.telegram.server import telegram_server
from tests.telegram.state import Telegram

# The type that python-telegram-bot is moving to; without it each 429 is a warning
os.environ["PTB_TIMEDELTA"] = "true"


@pytest.fixture
def telegram():
    with telegram_server(Telegram()) as running:
        yield running
