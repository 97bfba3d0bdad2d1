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
    return frozenset(name for name, one in _things().items() if one.asked.search(said)) | _named(said)


@cache
def _parties() -> re.Pattern[str]:
    """One pattern with a group for each party: all cards are looked at by it, and one by one that takes long."""
    groups = "|".join(f"({one})" for one in load("answering")["parties"]["names"])
    return re.compile(rf"(?<![a-z0-9])(?:{groups})(?![a-z0-9])")


def _named(said: str) -> frozenset[str]:
    return frozenset(f"{PARTY}{found.lastindex}" for found in _parties().finditer(said))


def kinds(wanted: Iterable[str]) -> frozenset[str]:
    """The same, all parties as one kind."""
    return frozenset(PARTY.strip() if one.startswith(PARTY) else one for one in wanted)


def tells(card: Card, variants: Sequence[str]) -> frozenset[str]:
    """The kinds of things that a card gives; `variants` are its questions."""
    answer = plain(" ".join(card.wordings))
    often = Counter(name for text in variants for name in wants(text))
    held = {name for name, one in _things().items() if one.told and one.told.search(answer)}
    return frozenset(held | _named(answer) | {name for name, count in often.items() if count >= FEWEST})


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
