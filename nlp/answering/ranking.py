"""Which cards fit a question: n-grams, words and concepts over all variants of all cards, and the classifier."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from nlp.answering.cards import Card, Kind
from nlp.answering.classifier import Classifier
from nlp.answering.facets import GEMEENTE, NETWORK
from nlp.answering.index import Index, Scores, grams
from nlp.answering.spelling import Speller
from nlp.answering.wants import covered, kinds, tells, types_of, wants
from nlp.answering.words import concepts, is_common, is_denial, split_compound, stem, words
from nlp.vocabulary import of_word

CONCEPT = "#"
CLASS, CLASS_WEIGHT = "~", 0.5
PART, CONCEPT_WEIGHT, COMMON = 0.6, 0.8, 0.35
LETTERS_SHARE = 0.6
MOST_ALIKE, MOST_TOLD, MOST_APART = 10, 5, 3
MOST_LIKE = 4
MOST_STRANGE = 3
CLOSE = 0.75
LEAST = 1e-4
FAR = 30.0
LONG = 5
LONGEST = 40
Logits: TypeAlias = tuple[npt.NDArray[np.float32], npt.NDArray[np.float32], float]
_MASKS = frozenset((*words(NETWORK), *words(GEMEENTE)))
_PURPOSE = re.compile(
    r"\b(?:voor|over|inzake|for|about|foar|oer|veur|aan|mijn|my|hoeveel|hoefolle|how many) "
    r"(?:(?:de|het|een|onze|ons|uw|wet|nieuwe|the|our|vng|campagne) ){0,3}([a-z]{5,})\b"
)
_COUNTED = re.compile(r"\b(?:hoeveel|hoefolle|how many) ([a-z]{5,})\b")
_WITH = re.compile(r"\bmet (?:een |de |het )?([a-z]{5,})\b")
TOLD_BY_TYPE = frozenset({"wanneer", "hoeveel", "wie"})
"""Who asks for a number, a day or a person is seldom helped by an answer that nobody ever asked that of."""
ASKED = ("wanneer", "hoeveel", "wie", "waar", "waarom", "wat")
THINGS = (
    *("name", "mail", "money", "paper", "outcome", "list", "count", "future"),
    *("own", "leave", "change", "exception", "number", "party"),
)
"""What a question may want that gets a feature of its own where a card lacks it."""
HEARD = ("deep_chance", "deep_against", "deep_lead", "serves")
APART = ("best", "mean", "mismatch", "foreign", "strangers", "unknown", "aliens", "chance", "against", "lead", *HEARD)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A card with what speaks for and against it.

    `best` and `mean` are the likeness of its most like and its average variant; `letters` and `words` what each measure
    alone says; `type` is how many of its variants ask for such an answer, `covers` is 1 where its answer holds such a
    thing, `mismatch` where neither is so; `foreign` is the share of the question that this card does not know and
    `strangers` the number of these words, `unknown` and `aliens` the same for all cards together; `short` is high for
    short questions; `denial` is how much less it is like the question when "niet" and "geen" are taken seriously;
    `close` is how much its likeness is out of the ordinary. `chance` and `against` are the logarithms of what the
    classifier gives to this card and to all cards without an answer; `logit` is the same before it is weighed against
    the others and `lead` how far it is before the best other answer. `apart_` stands before what holds for the asking
    sentence by itself. `surest` is `chance` less `against`, of the sentence or of the whole, whichever is more.
    `elsewhere` is 1 where the question says what it is for or about and no answer knows that; `unheard` where the
    sentence that asks holds any word that no answer knows. `untold` is 1 where a day, a number or a person is asked for
    that the card does not give; `asks_` stands before each type of question; `marked` is 1 for a question mark at the
    end; `wanting` counts the kinds of things that are asked for, `lacking` those of them that the card does not give,
    and `lacks_` stands before some of these; `length` counts the words. `answerable` are the log-odds that the letters
    answer this at all. `deep_` stands before what the second opinion gives; `serves` is the logarithm of how probable
    both together make it that what this card says is right, whichever card is meant.
    """

    card: Card
    features: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a classifier makes of a question: the logarithm of each chance, and of that of all that is no answer."""

    logits: npt.NDArray[np.float32]
    shares: Scores
    chance: Scores
    against: float


@dataclass(frozen=True, slots=True)
class View:
    """A question against all cards; each array has one value a card."""

    text: str
    asked: str
    best: Scores
    mean: Scores
    letters: Scores
    words: Scores
    denial: Scores
    first: Opinion
    deep: Opinion
    serves: Scores
    answerable: float


class Ranking:
    """All cards, ready to be asked. `mask` puts a fixed word for what variants name by way of example."""

    def __init__(self, cards: Sequence[Card], mask: Callable[[str], str], classifier: Classifier | None = None) -> None:
        self.cards = tuple(cards)
        self.classifier = classifier
        self.texts = [(number, mask(text)) for number, card in enumerate(cards) for text in card.questions]
        owners = [number for number, _ in self.texts]
        self._table = _table(owners, len(self.cards))
        self._counted = np.minimum((self._table < len(owners)).sum(axis=1), MOST_LIKE)
        answers = [" ".join(card.wordings) for card in cards]
        used = [word for text in (*(text for _, text in self.texts), *answers) for word in words(text)]
        self._speller = Speller(used)
        self.known = frozenset(stem(word) for word in used if not is_common(word))
        self._letters = Index([self._grams(text) for _, text in self.texts], owners)
        bags = [self.bag(text) for _, text in self.texts]
        self._words = Index([self.told_bag(text) for _, text in self.texts], owners)
        self._vocabulary = [set(self.bag(text)) for text in answers]
        for owner, told in zip(owners, bags, strict=True):
            self._vocabulary[owner].update(told)
        self._everywhere = frozenset[str]().union(*self._vocabulary)
        self._denying = np.array([is_denial(text) for _, text in self.texts], dtype=bool)
        self._types = [types_of(card) for card in cards]
        self._covers = [covered(text) for text in answers]
        self._answering = np.array([card.kind is Kind.ANSWER for card in cards], dtype=bool)
        self._answered = frozenset[str]().union(
            *(told for told, card in zip(self._vocabulary, cards, strict=True) if card.kind is Kind.ANSWER)
        )
        self._told = lru_cache(maxsize=8192)(self._telling)
        self._given = lru_cache(maxsize=None)(self._gives)
        self._stands_in = classifier.standing_in([card.key for card in cards]) if classifier else np.eye(len(cards))

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

    def told_bag(self, text: str) -> dict[str, float]:
        """The same with the classes that the words belong to."""
        found = self.bag(text)
        for word in words(text):
            if not is_common(word) and word not in _MASKS:
                for name in of_word(word):
                    found.setdefault(CLASS + name, CLASS_WEIGHT)
        return found

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

    def bags(self, text: str) -> tuple[dict[str, float], dict[str, float]]:
        """N-grams and words of a question, its typing errors corrected: what the classifier looks at."""
        right = self._speller.corrected(text)
        return self._grams(right), self.told_bag(right)

    def candidates(self, text: str, asked: str = "", apart: str = "") -> list[Candidate]:
        """The cards that may fit, best first by plain likeness. `asked` is the type of question.

        `apart` is the sentence that asks, where it stands among others.
        """
        whole = self._view(text, asked)
        asking = self._view(apart, asked) if apart else whole
        order = self._order(whole, asking)
        strange = self._strange(whole.text, order)
        strange_apart = self._strange(asking.text, order) if apart else strange
        short = 1 / (1 + sum(not is_common(word) for word in words(whole.text)))
        length = float(min(LONGEST, len(text.split())))
        elsewhere, unheard = float(self.is_elsewhere(asking.text)), float(self._is_unheard(asking.text))
        wanted = wants(asking.text)
        found = []
        for place, n in enumerate(order):
            own = self._features(whole, n) | strange[place]
            other = self._features(asking, n) | strange_apart[place] if apart else own
            fixed = {"negative": float(self.cards[n].kind is Kind.UNKNOWN), "short": short, "bias": 1.0}
            fixed |= {"elsewhere": max(elsewhere, float(self._counts_other(asking, n))), "unheard": unheard}
            fixed |= {f"apart_{name}": other[name] for name in APART}
            fixed["untold"] = own["mismatch"] if asked in TOLD_BY_TYPE else 0.0
            fixed["marked"] = float(text.rstrip().endswith("?"))
            lacking = kinds(wanted - self._given(n))
            fixed |= {"wanting": float(len(wanted)), "lacking": float(len(lacking))}
            fixed |= {f"lacks_{name}": float(name in lacking) for name in THINGS}
            fixed |= {"length": length, "answerable": whole.answerable, "apart_answerable": asking.answerable}
            fixed |= {f"asks_{name}": float(name == asked) for name in ASKED}
            fixed["surest"] = max(own["chance"] - own["against"], other["chance"] - other["against"])
            found.append(Candidate(self.cards[n], own | fixed))
        return found

    def _view(self, text: str, asked: str) -> View:
        right = self._speller.corrected(text)
        letters_bag, words_bag = self._grams(right), self.told_bag(right)
        letters, by_words = self._letters.cosine(letters_bag), self._words.cosine(words_bag)
        both = LETTERS_SHARE * letters + (1 - LETTERS_SHARE) * by_words
        best, mean = self._best(both), self._mean(both)
        logits, deep, answerable = self._logits(letters_bag, words_bag, mean)
        first, second = self.opinion(logits), self.opinion(deep)
        return View(
            text=right,
            asked=asked,
            best=best,
            mean=mean,
            letters=self._best(letters),
            words=self._best(by_words),
            denial=best - self._best(both * (self._denying == is_denial(text))),
            first=first,
            deep=second,
            serves=self.serves(first, second),
            answerable=answerable,
        )

    def _logits(self, letters: Mapping[str, float], by_words: Mapping[str, float], likeness: Scores) -> Logits:
        if self.classifier is None:
            return np.zeros(len(self.cards), dtype=np.float32), np.zeros(len(self.cards), dtype=np.float32), 0.0
        keys = [card.key for card in self.cards]
        logits, answerable, deep = self.classifier.heard(letters, by_words)
        told = self.classifier.for_cards(keys, likeness, logits)
        return told, told if deep is None else self.classifier.for_cards(keys, likeness, deep), answerable

    def opinion(self, logits: npt.NDArray[np.float32]) -> Opinion:
        """These logits as chances."""
        shares = np.exp(logits - logits.max(initial=-FAR))
        chances = (shares / shares.sum()).astype(np.float64)
        against = math.log(float(chances[~self._answering].sum()) + LEAST)
        return Opinion(logits, chances, np.log(chances + LEAST), against)

    def serves(self, first: Opinion, second: Opinion) -> Scores:
        """How probable it is, by both, that the answer of each card is right, as a logarithm."""
        found: Scores = np.log(self._stands_in @ ((first.shares + second.shares) / 2) + LEAST)
        return found

    @staticmethod
    def _order(whole: View, apart: View) -> list[int]:
        """What is most like, and what the classifier thinks of first."""
        alike = np.argsort(-(whole.best + whole.mean), kind="stable")[:MOST_ALIKE].tolist()
        told = np.argsort(-(whole.first.chance + whole.deep.chance), kind="stable")[:MOST_TOLD].tolist()
        said = np.argsort(-(apart.first.chance + apart.deep.chance), kind="stable")[:MOST_APART].tolist()
        return list(dict.fromkeys((*alike, *told, *said)))

    def _features(self, view: View, n: int) -> dict[str, float]:
        covers = view.asked in self._covers[n]
        others = self._answering.copy()
        others[n] = False
        return {
            "best": float(view.best[n]),
            "mean": float(view.mean[n]),
            "letters": float(view.letters[n]),
            "words": float(view.words[n]),
            "type": self._types[n].get(view.asked, 0.0) if view.asked else 0.0,
            "covers": float(covers),
            "mismatch": float(bool(view.asked) and view.asked not in self._types[n] and not covers),
            "denial": float(view.denial[n]),
            "close": max(0.0, float(view.best[n]) - CLOSE),
            "logit": float(view.first.logits[n]),
            "lead": float(view.first.logits[n] - view.first.logits[others].max(initial=-FAR)),
            "chance": float(view.first.chance[n]),
            "against": view.first.against,
            "deep_chance": float(view.deep.chance[n]),
            "deep_against": view.deep.against,
            "deep_lead": float(view.deep.chance[n] - view.deep.chance[others].max(initial=-FAR)),
            "serves": float(view.serves[n]),
        }

    def is_elsewhere(self, text: str) -> bool:
        """Whether "for", "about", "my" or "how many" is followed by a word that no answer knows: "voor dagbesteding".

        The rest of such a question may be word for word one that has an answer.
        """
        return any(not self._is_answered(word) for word in _PURPOSE.findall(" ".join(words(text))))

    def _counts_other(self, view: View, n: int) -> bool:
        """Whether it asks how many there are of something, or with something, that this card never mentions."""
        said = " ".join(words(view.text))
        found = [*_COUNTED.findall(said), *(_WITH.findall(said) if view.asked == "hoeveel" else ())]
        return any(not is_common(word) and self._vocabulary[n].isdisjoint(self.bag(word)) for word in found)

    def _is_unheard(self, text: str) -> bool:
        told = (word for word in words(text) if len(word) >= LONG and word.isalpha() and word not in _MASKS)
        return not all(map(self._is_answered, told))

    def _is_answered(self, word: str) -> bool:
        one = stem(word)
        parts = split_compound(one, self._answered)
        known = word in concepts() or one in concepts() or is_common(word) or one in self._answered
        return known or (bool(parts) and all(part in self._answered for part in parts))

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

    def _gives(self, n: int) -> frozenset[str]:
        """What kinds of things a card gives; most cards are never looked at, so that this waits until one is."""
        return tells(self.cards[n], [text for owner, text in self.texts if owner == n])

    def _telling(self, word: str) -> tuple[frozenset[str], float]:
        """What may stand for a word, and how telling it is at least."""
        bag = self.bag(word)
        return frozenset(bag), min(self._words.idf(one) for one in bag)

    def _strange(self, text: str, order: Sequence[int]) -> list[dict[str, float]]:
        """For each card how much of the question it does not know, and how much of it no card knows.

        A word counts by how telling it is; the parts of a compound and its concept stand in for it.
        """
        told = [self._told(word) for word in dict.fromkeys(words(text)) if not is_common(word)]
        if not told:
            return [{"foreign": 1.0, "unknown": 1.0, "strangers": 0.0, "aliens": 0.0}] * len(order)
        total = math.fsum(weight for _, weight in told)
        nowhere = [weight for bag, weight in told if self._everywhere.isdisjoint(bag)]
        found = []
        for number in order:
            missing = [weight for bag, weight in told if self._vocabulary[number].isdisjoint(bag)]
            found.append(
                {
                    "foreign": math.fsum(missing) / total,
                    "unknown": math.fsum(nowhere) / total,
                    "strangers": float(min(MOST_STRANGE, len(missing))),
                    "aliens": float(min(MOST_STRANGE, len(nowhere))),
                }
            )
        return found


def _table(owners: Sequence[int], cards: int) -> npt.NDArray[np.intp]:
    """For each card the numbers of its variants, filled up with a number that no variant has."""
    rows = [list[int]() for _ in range(cards)]
    for number, owner in enumerate(owners):
        rows[owner].append(number)
    wide = max(MOST_LIKE, *map(len, rows)) if rows else MOST_LIKE
    return np.array([row + [len(owners)] * (wide - len(row)) for row in rows], dtype=np.intp).reshape(cards, wide)
