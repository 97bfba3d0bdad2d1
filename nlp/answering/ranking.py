"""Which cards fit a question: character n-grams and words with their concepts, over all variants of all cards."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from nlp.answering.cards import Card, Kind
from nlp.answering.index import Index, Scores, grams
from nlp.answering.spelling import Speller
from nlp.answering.words import concepts, is_common, is_denial, question_type, split_compound, stem, words

CONCEPT = "#"
PART, CONCEPT_WEIGHT, COMMON = 0.6, 0.8, 0.35
LETTERS_SHARE = 0.6
CONSIDERED = 12
MOST_LIKE = 4
MOST_STRANGE = 3
CLOSE = 0.75


@dataclass(frozen=True, slots=True)
class Candidate:
    """A card with what speaks for and against it.

    `best` and `mean` are the likeness of its most like and its average variant; `letters` and `words` what each measure
    alone says; `type` is how many of its variants ask for such an answer, `mismatch` is 1 where none does; `foreign` is
    the share of the question that this card does not know and `strangers` the number of these words, `unknown` and
    `aliens` the same for all cards together; `short` is high for short questions; `denial` is how much less it is like
    the question when "niet" and "geen" are taken seriously; `close` is how much its likeness is out of the ordinary.
    """

    card: Card
    features: Mapping[str, float]


class Ranking:
    """All cards, ready to be asked. `mask` puts a fixed word for what variants name by way of example."""

    def __init__(self, cards: Sequence[Card], mask: Callable[[str], str]) -> None:
        self.cards = tuple(cards)
        self.texts = [(number, mask(text)) for number, card in enumerate(cards) for text in card.questions]
        owners = [number for number, _ in self.texts]
        self._owners = owners
        self._table = _table(owners, len(self.cards))
        self._counted = np.minimum((self._table < len(owners)).sum(axis=1), MOST_LIKE)
        self._answers = [" ".join(card.wordings) for card in cards]
        used = [word for text in (*(text for _, text in self.texts), *self._answers) for word in words(text)]
        self._speller = Speller(used)
        self.known = frozenset(stem(word) for word in used if not is_common(word))
        self._letters = Index([self._grams(text) for _, text in self.texts], owners)
        bags = [self.bag(text) for _, text in self.texts]
        self._words = Index(bags, owners)
        self._bags = [frozenset(bag) for bag in bags]
        self._vocabulary = [Counter(self.bag(text).keys()) for text in self._answers]
        for owner, told in zip(owners, self._bags, strict=True):
            self._vocabulary[owner].update(told)
        self._everywhere = Counter[str]()
        for vocabulary in self._vocabulary:
            self._everywhere.update(vocabulary)
        self._denying = np.array([is_denial(text) for _, text in self.texts], dtype=bool)
        self._types = [_shares(card) for card in cards]
        self._told = lru_cache(maxsize=8192)(self._telling)

    @staticmethod
    def _grams(text: str) -> dict[str, float]:
        """Words that any question may hold count for less, so that "wat is de" does not decide."""
        told, common = list[str](), list[str]()
        for word in words(text):
            (common if is_common(word) else told).append(word)
        bag = {gram: COMMON * count for gram, count in grams(common).items()}
        for gram, count in grams(told).items():
            bag[gram] = bag.get(gram, 0.0) + count
        return bag

    def bag(self, text: str) -> dict[str, float]:
        """Stems, the parts of compounds, and concepts, with their weights."""
        found: dict[str, float] = {}
        for word in dict.fromkeys(words(text)):
            one = stem(word)
            parts = split_compound(one, self.known)
            weighted = [(one, COMMON if is_common(word) else 1.0), *((part, PART) for part in parts)]
            weighted += [(CONCEPT + concepts()[each], CONCEPT_WEIGHT) for each in (one, *parts) if each in concepts()]
            for feature, weight in weighted:
                found[feature] = max(weight, found.get(feature, 0.0))
        return found

    def candidates(self, text: str, asked: str = "", *, without: frozenset[int] = frozenset()) -> list[Candidate]:
        """The cards that fit best, best first by plain likeness. `asked` is the type of question.

        `without` is there for training: numbers of variants that are taken away from the cards.
        """
        right = self._speller.corrected(text)
        letters, by_words = self._letters.cosine(self._grams(right)), self._words.cosine(self.bag(right))
        for number in without:
            letters[number] = by_words[number] = 0.0
        both = LETTERS_SHARE * letters + (1 - LETTERS_SHARE) * by_words
        best, mean = self._best(both), self._mean(both)
        order = np.argsort(-(best + mean), kind="stable")[:CONSIDERED]
        denied = self._best(both * (self._denying == is_denial(text)))
        strange = self._strange(right, order, without)
        short = 1 / (1 + sum(not is_common(word) for word in words(right)))
        best_letters, best_words = self._best(letters), self._best(by_words)
        return [
            Candidate(
                self.cards[n],
                {
                    "best": float(best[n]),
                    "mean": float(mean[n]),
                    "letters": float(best_letters[n]),
                    "words": float(best_words[n]),
                    "type": self._types[n].get(asked, 0.0) if asked else 0.0,
                    "mismatch": float(bool(asked) and asked not in self._types[n]),
                    "denial": float(best[n] - denied[n]),
                    "close": max(0.0, float(best[n]) - CLOSE),
                    **strange[place],
                    "negative": float(self.cards[n].kind is Kind.UNKNOWN),
                    "short": short,
                    "bias": 1.0,
                },
            )
            for place, n in enumerate(order)
        ]

    def _by_card(self, scores: Scores) -> Scores:
        """The scores of the variants of each card in a row, filled up with zeros."""
        return np.append(scores, 0.0)[self._table]

    def _best(self, scores: Scores) -> Scores:
        found: Scores = self._by_card(scores).max(axis=1, initial=0.0)
        return found

    def _mean(self, scores: Scores) -> Scores:
        """The mean of the most like variants of each card: cards with many variants are no worse for it."""
        highest = np.partition(self._by_card(scores), -MOST_LIKE, axis=1)[:, -MOST_LIKE:]
        found: Scores = highest.sum(axis=1) / np.maximum(self._counted, 1)
        return found

    def _telling(self, word: str) -> tuple[frozenset[str], float]:
        """What may stand for a word, and how telling it is at least."""
        bag = self.bag(word)
        return frozenset(bag), min(self._words.idf(one) for one in bag)

    def _strange(self, text: str, order: npt.NDArray[np.intp], without: frozenset[int]) -> list[dict[str, float]]:
        """For each card how much of the question it does not know, and how much of it no card knows.

        A word counts by how telling it is; the parts of a compound and its concept stand in for it.
        """
        told = [self._told(word) for word in dict.fromkeys(words(text)) if not is_common(word)]
        if not told:
            return [{"foreign": 1.0, "unknown": 1.0, "strangers": 0.0, "aliens": 0.0}] * len(order)
        total = math.fsum(weight for _, weight in told)
        gone = Counter(feature for number in without for feature in self._bags[number])
        nowhere = [weight for bag, weight in told if not _knows(self._everywhere, bag, gone)]
        found = []
        for number in order:
            own = Counter(one for each in without if self._owners[each] == number for one in self._bags[each])
            missing = [weight for bag, weight in told if not _knows(self._vocabulary[number], bag, own)]
            found.append(
                {
                    "foreign": math.fsum(missing) / total,
                    "unknown": math.fsum(nowhere) / total,
                    "strangers": float(min(MOST_STRANGE, len(missing))),
                    "aliens": float(min(MOST_STRANGE, len(nowhere))),
                }
            )
        return found


def _shares(card: Card) -> dict[str, float]:
    """How large a part of the variants of a card is of each type; its own list of types wins."""
    if card.types:
        return dict.fromkeys(card.types, 1.0)
    counts = Counter(question_type(text) for text in card.questions)
    return {name: count / len(card.questions) for name, count in counts.items()}


def _table(owners: Sequence[int], cards: int) -> npt.NDArray[np.intp]:
    """For each card the numbers of its variants, filled up with a number that no variant has."""
    rows = [list[int]() for _ in range(cards)]
    for number, owner in enumerate(owners):
        rows[owner].append(number)
    wide = max(MOST_LIKE, *map(len, rows)) if rows else MOST_LIKE
    return np.array([row + [len(owners)] * (wide - len(row)) for row in rows], dtype=np.intp).reshape(cards, wide)


def _knows(vocabulary: Counter[str], bag: frozenset[str], gone: Counter[str]) -> bool:
    return any(vocabulary[one] > gone[one] for one in bag if one in vocabulary)
