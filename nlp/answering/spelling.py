"""Typing errors in a question: an unknown word becomes the one word of the cards that it is most like."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from nlp.answering.words import concepts, is_common, stem, words

SHORTEST = 5
LIKE = 0.78


class Speller:
    """Knows the words of the cards and of the lists of concepts."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = frozenset(known)
        self._long = sorted(word for word in self._known if len(word) >= SHORTEST and word.isalpha())
        self._closest = lru_cache(maxsize=4096)(self._search)

    def corrected(self, text: str) -> str:
        """`text` in words, those that are unknown and like exactly one known word replaced by that."""
        return " ".join(self._closest(word) for word in words(text))

    def _search(self, word: str) -> str:
        known = word in self._known or is_common(word) or stem(word) in concepts()
        if known or len(word) < SHORTEST or not word.isalpha():
            return word
        found = process.extractOne(word, self._long, scorer=OSA.normalized_similarity, score_cutoff=LIKE)
        return str(found[0]) if found else word
