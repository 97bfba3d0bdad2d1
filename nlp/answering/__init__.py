"""Questions to answers, from the cards of a campaign and the letters that somebody imported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from domain.answers import Answerer
from domain.campaign import Campaign
from domain.errors import CampaignError
from domain.letters import Letter
from nlp.answering.cards import CardSet, read_cards
from nlp.answering.engine import Engine
from nlp.answering.placeholders import PLACEHOLDERS


def checked_cards(folder: Path, letters: Iterable[str]) -> CardSet:
    """The cards in `folder` with every fault in them; `letters` are the ids that they may name."""
    return read_cards(folder, letters, PLACEHOLDERS)


def build_answerer(folder: Path, campaign: Campaign, letters: Sequence[Letter] = ()) -> Answerer:
    """The engine over the cards in `folder`; `letters` are those with a text, to quote from.

    Raises `CampaignError` with all faults in the cards.
    """
    found = checked_cards(folder, (letter.id for letter in campaign.letters))
    if found.faults:
        raise CampaignError(found.faults)
    return Engine(found.cards, campaign, letters)
