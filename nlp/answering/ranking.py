"""Which card fits a question: character n-grams and words with their concepts, over all variants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nlp.answering.cards import Card
from nlp.answering.index import Index, Scores, grams
from nlp.answering.words import concepts, content, is_common, split_compound, stem, words

CONCEPT = "#"
_PART_WEIGHT, _CONCEPT_WEIGHT, _COMMON_WEIGHT = 0.6, 0.7, 0.15


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a card fits: `score` is the two measures together."""

    card: Card
    score: float
    letters: float
    words: float


class Ranking:
    """All cards, ready to be asked."""

    def __init__(self, cards: Sequence[Card]) -> None:
        self.cards = tuple(cards)
        texts = [(number, text) for number, card in enumerate(cards) for text in card.questions]
        self._owners = np.array([number for number, _ in texts], dtype=np.int32)
        owners = [number for number, _ in texts]
        self.known = frozenset(one for _, text in texts for one in content(text))
        self._letters = Index([grams(words(text)) for _, text in texts], owners)
        self._words = Index([self.bag(text) for _, text in texts], owners)

    def bag(self, text: str) -> dict[str, float]:
        """Stems, the parts of compounds, and concepts, with their weights."""
        found: dict[str, float] = {}
        for word in dict.fromkeys(words(text)):
            one = stem(word)
            weighted = [(one, _COMMON_WEIGHT if is_common(word) else 1.0)]
            parts = split_compound(one, self.known)
            weighted += [(part, _PART_WEIGHT) for part in parts]
            for each in (one, *parts):
                if each in concepts():
                    weighted.append((CONCEPT + concepts()[each], _CONCEPT_WEIGHT))
            for feature, weight in weighted:
                found[feature] = max(weight, found.get(feature, 0.0))
        return found

    def fits(self, text: str) -> list[Fit]:
        """Every card with its score, the best first."""
        by_letters = self._best(self._letters.cosine(grams(words(text))))
        by_words = self._best(self._words.cosine(self.bag(text)))
        together = 0.5 * by_letters + 0.5 * by_words
        order = np.argsort(-together, kind="stable")
        return [Fit(self.cards[n], float(together[n]), float(by_letters[n]), float(by_words[n])) for n in order]

    def _best(self, scores: Scores) -> Scores:
        best = np.zeros(len(self.cards), dtype=np.float32)
        np.maximum.at(best, self._owners, scores)
        return best
