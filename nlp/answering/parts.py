"""Two questions in one message, follow-ups, and what is no question but an order to the machine."""

from __future__ import annotations

import re
from functools import cache

from nlp.answering.words import is_common, plain, words
from nlp.terms import load

MOST_PARTS = 3
FEW_WORDS = 2
SOME_WORDS = 4
_SENTENCE = re.compile(r"(?<=[.!?:])\s+(?=\S)")


@cache
def _pattern(name: str) -> re.Pattern[str]:
    phrases = load("answering")["phrases"][name]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(str, phrases))})(?![\w-])")


def is_order(text: str) -> bool:
    """Whether it tells the machine what to be, to forget or to say: that is never obeyed."""
    return bool(_pattern("orders").search(plain(text)))


def is_own_case(text: str) -> bool:
    """Whether somebody asks for themselves or their family: no letter to gemeenten answers that."""
    return bool(_pattern("own_case").search(plain(text)))


def is_doubt(text: str) -> bool:
    """Whether it asks if something is remembered rightly: then another day or year in it is to be put right."""
    return bool(_pattern("doubts").search(plain(text)))


def parts(text: str) -> list[str]:
    """The questions in a message, at most three; what stands before a question stays with it."""
    pieces = [piece.strip() for piece in re.split(r"(?<=\?)\s+", text.strip()) if piece.strip()]
    found: list[str] = []
    for piece in pieces:
        if found and "?" not in piece and not _pattern("begins").match(plain(piece)):
            found[-1] += f" {piece}"
        else:
            found += _joined(piece)
    return found if 1 < len(found) <= MOST_PARTS else [text.strip()]


def _joined(text: str) -> list[str]:
    """`Hoeveel is het en wanneer moet het?` falls apart before its second question word."""
    match = re.search(r"(?:,?\s+(?:en|and)|,)\s+(?=(\S.*))", text, re.IGNORECASE | re.DOTALL)
    start = 0
    while match:
        head, tail = text[: match.start()], text[match.end() :]
        if _pattern("begins").match(plain(tail)) and _says_something(head):
            return [f"{head.rstrip(' ?')}?", *_joined(tail)]
        start = match.end()
        match = re.compile(r"(?:,?\s+(?:en|and)|,)\s+", re.IGNORECASE).search(text, start)
    return [text]


def asking(text: str) -> str:
    """The sentences that ask, without the background around them; the whole text where all of it asks.

    Without a question mark the last sentence is taken to ask: people tell first what it is about.
    """
    sentences = [piece for piece in _SENTENCE.split(text.strip()) if piece]
    if len(sentences) == 1:
        return text
    asks = [piece for piece in sentences if "?" in piece] or sentences[-1:]
    return text if len(asks) == len(sentences) else " ".join(asks)


def _says_something(text: str) -> bool:
    said = words(text)
    return len(said) > (FEW_WORDS if any(not is_common(word) for word in said) else FEW_WORDS + 1)


def follows_up(text: str) -> bool:
    """Whether a question leans on the one before: hardly any subject of its own, or a word that points back."""
    told = sum(not is_common(word) for word in words(text))
    if told <= FEW_WORDS and (told == 0 or len(words(text)) <= 2 * SOME_WORDS):
        return True
    leans = _pattern("leaning").search(plain(text)) or re.match(r"\s*(?:en|and|maar|dus)\b", text, re.IGNORECASE)
    return bool(leans) and told <= SOME_WORDS
