"""Erasing a person: what the gemeente said stays, who said it goes. Pure: what becomes of a text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

GONE = "…"
KEPT_PARTS = ("subject", "body", "attachment:")
"""Evidence in these parts is a sentence about the gemeente; elsewhere (sender, signature) it is about the person."""
SHORTEST_NAME = 3
_ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w.])\+?\d(?:[ ./()-]{0,2}\d){8,14}(?![\w])")
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_PARTICLES = frozenset({"van", "der", "den", "ter", "ten", "het", "gemeente", "team", "namens", "afdeling"})


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many rows were about the person. `waiting` are messages that must be handled first; then nothing is erased.

    `sent` are the Message-IDs of what was queued for the person: copies in files are named after them.
    """

    messages: int = 0
    sent: tuple[str, ...] = ()
    contacts: int = 0
    chats: int = 0
    waiting: tuple[int, ...] = ()
    forms: int = 0
    """Filled in, and not confirmed."""

    @property
    def nothing(self) -> bool:
        """Whether nobody was known by this address."""
        return not (self.messages or self.sent or self.contacts or self.chats or self.forms)


def names_in(names: Iterable[str]) -> frozenset[str]:
    """The words in these names that would point to the person."""
    words = (word.lower() for name in names for word in _WORD.findall(name))
    return frozenset(word for word in words if len(word) >= SHORTEST_NAME and word not in _PARTICLES)


def without_person(text: str, names: frozenset[str]) -> str:
    """`text` without addresses, telephone numbers and these names."""
    text = _PHONE.sub(GONE, _ADDRESS.sub(GONE, text))
    return _WORD.sub(lambda found: GONE if found[0].lower() in names else found[0], text)


def scrubbed(value: Any, names: frozenset[str]) -> Any:  # noqa: ANN401  # any JSON
    """A reading, or its evidence, as JSON: figures as they were, sentences without the person."""
    if isinstance(value, list):
        return [scrubbed(item, names) for item in value]
    if not isinstance(value, dict):
        return value
    if {"part", "text"} <= value.keys():
        kept = str(value["part"]).startswith(KEPT_PARTS)
        return value | {"text": without_person(str(value["text"]), names) if kept else ""}
    return {key: _scrubbed_field(key, item, names) for key, item in value.items()}


def _scrubbed_field(key: str, value: Any, names: frozenset[str]) -> Any:  # noqa: ANN401  # any JSON
    if key == "personal_data":
        return []
    if key in {"condition", "reason"} and isinstance(value, str):
        return without_person(value, names)
    return scrubbed(value, names)
