"""Answer cards: markdown files with a TOML head, one or more cards a file. All faults are found at once.

```
+++
key = "deadline"
letters = ["U202600283"]          # newest first; the first is the source that is shown first
passage = ["formulier augustus"]  # for each letter words that stand together in the sentence to quote
types = ["wanneer"]               # question words it answers; empty: any
topic = "melden"                  # what "en wanneer?" goes on about
questions = [ ... ]               # many, as people ask them; the first is shown as "Bedoelt u"
shown = ["… van een {netwerk}-gemeente?"]   # what "Bedoelt u" shows where these can be filled
avoid = ["boete"]                 # words that show that something else is meant
+++
The answer in plain Dutch, with {placeholders}.
---
Another wording, for when a placeholder of the first cannot be filled.
```

`kind = "unknown"` makes a negative card: a question near the letters that they do not answer. `kind = "talk"` is for
thanks, greetings and abuse.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

LONGEST_LINE = 600
FEWEST_QUESTIONS = 3
_FENCE = re.compile(r"^\+\+\+\s*$", re.MULTILINE)
_OTHER_WORDING = re.compile(r"^---\s*$", re.MULTILINE)
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_KEY = re.compile(r"[a-z0-9][a-z0-9-]*")


class Kind(StrEnum):
    """What a card is for."""

    ANSWER = "answer"
    UNKNOWN = "unknown"
    TALK = "talk"


@dataclass(frozen=True, slots=True)
class Card:
    """One card. `wordings` are tried in order: the first whose placeholders can all be filled is the answer."""

    key: str
    kind: Kind
    wordings: tuple[str, ...]
    questions: tuple[str, ...]
    letters: tuple[str, ...] = ()
    passage: tuple[str, ...] = ()
    types: frozenset[str] = frozenset()
    topic: str = ""
    avoid: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    """The questions that stand for this card in "Bedoelt u…?": the first whose placeholders can all be filled."""


@dataclass(slots=True)
class CardSet:
    """The cards of a folder with all that is wrong with them; a card with a fault is left out."""

    cards: list[Card] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


_LISTS = ("letters", "passage", "types", "questions", "shown", "avoid")
_TEXTS = ("key", "kind", "topic")


def read_cards(folder: Path, letters: Iterable[str], placeholders: Iterable[str]) -> CardSet:
    """The cards of every `.md` in `folder`, by name of the file. `letters` and `placeholders` are those that exist."""
    found, seen = CardSet(), dict[str, str]()
    known_letters, known_placeholders = set(letters), set(placeholders)
    for file in sorted(folder.glob("*.md")):
        if file.stem == "README":
            continue
        for line, head, body in _blocks(file, found.faults):
            place = f"{file}, regel {line}"
            card, faults = _card(head, body)
            if card:
                faults += _unknown_names(card, known_letters, known_placeholders)
                if card.key in seen:
                    faults.append(f"key '{card.key}' bestaat al ({seen[card.key]}).")
                seen.setdefault(card.key, place)
            found.faults += [f"{place}: {fault}" for fault in faults]
            if card and not faults:
                found.cards.append(card)
    return found


def _blocks(file: Path, faults: list[str]) -> Iterator[tuple[int, dict[str, Any], str]]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        faults.append(f"{file}: dit bestand is geen UTF-8.")
        return
    pieces = _FENCE.split(text)
    if len(pieces) < 3 or len(pieces) % 2 == 0:  # noqa: PLR2004  # before, head, body
        faults.append(f"{file}: een kaart begint met een kop tussen twee regels +++.")
        return
    line = pieces[0].count("\n") + 1
    for head, body in zip(pieces[1::2], pieces[2::2], strict=True):
        try:
            yield line, tomllib.loads(head), body.strip()
        except tomllib.TOMLDecodeError as error:
            faults.append(f"{file}, regel {line}: de kop is geen geldige TOML ({error}).")
        line += head.count("\n") + body.count("\n")


def _card(head: dict[str, Any], body: str) -> tuple[Card | None, list[str]]:
    faults = [f"onbekende sleutel '{key}'." for key in head if key not in (*_LISTS, *_TEXTS)]
    faults += [f"{key} moet tekst zijn." for key in _TEXTS if not isinstance(head.get(key, ""), str)]
    for key in _LISTS:
        value = head.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            faults.append(f"{key} moet een lijst van teksten zijn.")
    if not faults and head.get("kind", "answer") not in set(Kind):
        faults.append(f"kind moet een van {', '.join(Kind)} zijn.")
    if faults:
        return None, faults
    lists = {key: tuple(head.get(key, [])) for key in _LISTS}
    card = Card(
        key=head.get("key", ""),
        kind=Kind(head.get("kind", "answer")),
        wordings=tuple(part.strip() for part in _OTHER_WORDING.split(body) if part.strip()),
        questions=lists["questions"],
        letters=lists["letters"],
        passage=lists["passage"],
        types=frozenset(lists["types"]),
        topic=head.get("topic", ""),
        avoid=lists["avoid"],
        shown=(*lists["shown"], *lists["questions"][:1]),
    )
    return card, list(_faults(card))


def _faults(card: Card) -> Iterator[str]:
    if not _KEY.fullmatch(card.key):
        yield "key ontbreekt, of bevat iets anders dan kleine letters, cijfers en streepjes."
    if len(card.questions) < FEWEST_QUESTIONS:
        yield f"kaart '{card.key}' heeft minder dan {FEWEST_QUESTIONS} vragen."
    if not card.wordings and card.kind is not Kind.UNKNOWN:
        yield f"kaart '{card.key}' heeft geen antwoord."
    if card.kind is Kind.ANSWER and not card.letters:
        yield f"kaart '{card.key}' noemt geen brief als bron."
    if len(card.passage) > len(card.letters):
        yield f"kaart '{card.key}' heeft meer passages dan brieven."
    twice = sorted({one for one in card.questions if card.questions.count(one) > 1})
    if twice:
        yield f"kaart '{card.key}' noemt een vraag twee keer: {twice[0]}"
    for line in "\n".join(card.wordings).splitlines():
        if len(line) > LONGEST_LINE:
            yield f"kaart '{card.key}' heeft een regel van {len(line)} tekens; hoogstens {LONGEST_LINE}."


def _unknown_names(card: Card, letters: set[str], placeholders: set[str]) -> list[str]:
    used = {name for wording in (*card.wordings, *card.shown) for name in PLACEHOLDER.findall(wording)}
    return [
        *(f"kaart '{card.key}' noemt een onbekende brief: {one}." for one in card.letters if one not in letters),
        *(f"kaart '{card.key}' heeft een onbekende plek: {{{name}}}." for name in sorted(used - placeholders)),
    ]
