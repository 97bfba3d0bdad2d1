"""A conversation that stands open asks for what was added: soon after something was, and less and less often."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain.chat_lines import ChatLine

FIRST, LAST = 2, 15
"""Seconds until the next question."""
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Added:
    """Lines that a page does not show yet, and what it tells us when it asks again after `wait` seconds.

    `newest` changes when something is added; `known` are the newest input and the newest reply on the page: `12.34`.
    """

    lines: Sequence[ChatLine]
    newest: int
    known: str
    wait: int = FIRST


def opened(newest: int, lines: Sequence[ChatLine], known: str = "") -> Added:
    """A page that is made now. Lines are known by number and not by place: a reply may come in between two inputs."""
    heard, said = _known(known)
    fresh = [line for line in lines if line.mark > (heard if line.mine else said)]
    heard = max([heard, *(line.mark for line in fresh if line.mine)])
    said = max([said, *(line.mark for line in fresh if not line.mine)])
    return Added(fresh, newest, f"{heard}.{said}")


def added(newest: int, seen: str, known: str, waited: str, lines: Callable[[], Sequence[ChatLine]]) -> Added:
    """What was added to the conversation; `seen`, `known` and `waited` are what the page says of itself."""
    if str(newest) == seen:
        return Added((), newest, known, min(LAST, max(FIRST, _number(waited) + 1)))
    return opened(newest, lines(), known)


def _known(text: str) -> tuple[int, int]:
    heard, _, said = text.partition(".")
    return _number(heard), _number(said)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < _DIGITS else 0
