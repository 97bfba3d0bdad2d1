"""A chat message that is too long for its channel, in parts: at paragraphs where that can be, else at lines or words.

Parts are made when a message is queued, so that each is a row of its own: a crash between two of them repeats none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from domain.model import Channel
from domain.outbox import ONCE_MORE, Dispatch

MOST = {Channel.TELEGRAM: 4096 - len(f"\n\n{ONCE_MORE}")}
"""The longest message of a channel, counted as that channel counts: in UTF-16 code units. Room is left for the line of
a message that is sent once more."""
BREAKS = ("\n\n", "\n", " ")


def parts(dispatch: Dispatch) -> list[Dispatch]:
    """The dispatch itself where it fits, else several with keys of their own; the buttons stand under the last."""
    most = MOST.get(dispatch.channel)
    if most is None or length(dispatch.text) <= most:
        return [dispatch]
    texts = list(split(dispatch.text, most)) or [""]
    later = [replace(dispatch, key=f"{dispatch.key}/deel-{n}", text=text) for n, text in enumerate(texts[1:], 2)]
    found = [replace(dispatch, text=texts[0]), *later]
    return [*(replace(part, buttons=()) for part in found[:-1]), found[-1]]


def split(text: str, most: int) -> Iterator[str]:
    """Pieces of at most `most` UTF-16 code units; nothing but white space at the breaks is lost."""
    rest = text.strip()
    while length(rest) > most:
        head = _head(rest, most)
        at = next((at for mark in BREAKS if (at := head.rfind(mark)) > len(head) // 4), len(head))
        yield rest[:at].rstrip()
        rest = rest[at:].lstrip()
    if rest:
        yield rest


def length(text: str) -> int:
    """UTF-16 code units: a letter is one, most pictures are two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _head(text: str, most: int) -> str:
    """As many whole characters from the start as fit."""
    head = text[:most]
    while length(head) > most:
        head = head[: len(head) - (length(head) - most + 1) // 2]
    return head
