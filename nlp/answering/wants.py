"""What exactly a question wants to have: a name, a mail address, an amount of money, a report, an outcome; or, more
roughly, which type of question ("wanneer", "hoeveel") a card is for.

A card about the very subject may still not tell that. What a card tells shows in its answer, or in that people ask it
for such a thing; the kinds and their words stand in `nlp/terms/answering.toml`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from domain.wording import MONTHS
from nlp.answering.cards import Card
from nlp.answering.words import plain, question_type, words
from nlp.terms import load

_DATE = re.compile(rf"(?:\b\d{{1,2}} )?\b(?:{'|'.join(MONTHS)})\b(?: 20\d\d)?|(?<![\d.])20[1-4]\d(?![\d.])")
_HOLDS = {
    "wanneer": re.compile(rf"\b(?:{'|'.join(MONTHS)}|20[1-4]\d)\b|deadline"),
    "hoeveel": re.compile(r"\d|\{(?:doel|bijdrage|alle_bijdragen|toegezegd)|\b(?:een paar|twee|drie|vijf|zeven)\b"),
    "waar": re.compile(r"@|\.nl\b|\{postbus\}|\bformulier\b"),
}
PARTY = "party "
FEWEST = 2
"""Variants of a card that want a thing before it counts as one that the card is for."""


@dataclass(frozen=True, slots=True)
class _Thing:
    asked: re.Pattern[str]
    told: re.Pattern[str] | None


@cache
def _things() -> Mapping[str, _Thing]:
    parties = (re.compile(rf"(?<![a-z0-9])(?:{one})(?![a-z0-9])") for one in load("answering")["parties"]["names"])
    return _kinds() | {f"{PARTY}{number}": _Thing(one, one) for number, one in enumerate(parties)}


def _kinds() -> dict[str, _Thing]:
    return {
        name: _Thing(
            re.compile(rf"(?<![a-z0-9])(?:{'|'.join(one['asked'])})(?![a-z0-9])"),
            re.compile(one["told"]) if "told" in one else None,
        )
        for name, one in load("answering")["wants"].items()
    }


@lru_cache(maxsize=4096)
def wants(text: str) -> frozenset[str]:
    """The kinds of things that `text` asks for."""
    said = " ".join(words(text))
    return frozenset(name for name, one in _things().items() if one.asked.search(said))


def kinds(wanted: Iterable[str]) -> frozenset[str]:
    """The same, all parties as one kind."""
    return frozenset(PARTY.strip() if one.startswith(PARTY) else one for one in wanted)


def tells(card: Card, variants: Sequence[str]) -> frozenset[str]:
    """The kinds of things that a card gives; `variants` are its questions."""
    answer = " ".join(card.wordings)
    asked = [wants(text) for text in variants]
    return frozenset(
        name
        for name, one in _things().items()
        if (one.told and one.told.search(plain(answer))) or sum(name in each for each in asked) >= FEWEST
    )


def types_of(card: Card) -> dict[str, float]:
    """How large a part of the variants of a card is of each type; its own list of types wins."""
    if card.types:
        return dict.fromkeys(card.types, 1.0)
    counts = Counter(question_type(text) for text in card.questions)
    return {name: count / len(card.questions) for name, count in counts.items()}


def covered(answer: str) -> frozenset[str]:
    """The types of question that something in an answer may be meant for: a day, a number, an address."""
    undated = _DATE.sub("", answer)
    return frozenset(
        name for name, pattern in _HOLDS.items() if pattern.search(undated if name == "hoeveel" else answer)
    )
