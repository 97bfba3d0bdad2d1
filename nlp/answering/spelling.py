"""Typing errors in a question: an unknown word becomes the known one that sounds the same, or is most like it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from nlp.answering.words import concepts, is_common, stem, words

SHORTEST = 5
SHORTEST_SOUND = 4
LIKE = 0.78
_SOUNDS = [
    (re.compile(spelled), said)
    for spelled, said in (
        (r"ij|y", "ei"),
        (r"au", "ou"),
        (r"sch", "sg"),
        (r"ch", "g"),
        (r"c(?=[ei])|z", "s"),
        (r"ph|v", "f"),
        (r"qu", "kw"),
        (r"x", "ks"),
        (r"c", "k"),
        (r"th|dt$|d$|d(?=s)", "t"),
        (r"tie$", "sie"),
        (r"b$", "p"),
        (r"(.)\1+", r"\1"),
    )
]


def sounded(word: str) -> str:
    """How a Dutch word sounds, roughly: `aziel` and `asiel`, `vergoet` and `vergoed` are the same."""
    for spelled, said in _SOUNDS:
        word = spelled.sub(said, word)
    return word


class Speller:
    """Knows the words of the cards and of the lists of concepts."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = frozenset(known)
        self._sounds: dict[str, str] = {}
        for word in sorted(self._known):
            if len(word) >= SHORTEST_SOUND and word.isalpha():
                self._sounds.setdefault(sounded(word), word)
        self._long = sorted(word for word in self._known if len(word) >= SHORTEST and word.isalpha())
        self._closest = lru_cache(maxsize=4096)(self._search)

    def corrected(self, text: str) -> str:
        """`text` in words, those that are unknown and like exactly one known word replaced by that."""
        return " ".join(self._closest(word) for word in words(text))

    def _search(self, word: str) -> str:
        known = word in self._known or is_common(word) or stem(word) in concepts()
        if known or len(word) < SHORTEST_SOUND or not word.isalpha():
            return word
        same = self._sounds.get(sounded(word))
        if same or len(word) < SHORTEST:
            return same or word
        found = process.extractOne(word, self._long, scorer=OSA.normalized_similarity, score_cutoff=LIKE)
        return str(found[0]) if found else word
