"""The engine over the cards that ship, built once, and an invented letter to quote from."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.app import names
from bot.campaign_folder import load_campaign
from bot.settings_file import shipped_campaign
from domain.answers import Answer, Question
from nlp.answering import build_answerer

JULY = datetime(2026, 7, 1, 10, tzinfo=UTC)


class Desk:
    """Asks the engine; `at` is the moment of the question."""

    def __init__(self, answerer, campaign):
        self.answerer, self.campaign = answerer, campaign

    def ask(self, text, gemeente=None, *before, at=JULY, standing=None) -> Answer:
        return self.answerer.answer(Question(text, at, gemeente, before, standing))


@pytest.fixture(scope="session")
def campaign():
    return load_campaign(shipped_campaign(), names())


@pytest.fixture(scope="session")
def desk(campaign):
    return Desk(build_answerer(shipped_campaign() / "answers", campaign), campaign)
