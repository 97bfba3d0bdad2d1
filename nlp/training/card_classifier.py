"""The recipe for the classifier of answer cards: multinomial logistic regression over n-grams and words."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from nlp.answering.classifier import LETTERS, STEPS, WORDS, Classifier, Vocabulary
from nlp.training.card_layers import layered

STRENGTH = 60.0
ROUNDS = 40
ANSWERABLE_STRENGTH, ENOUGH = 10.0, 200
FEWEST = 2
"""A feature that one example holds teaches nothing about other questions."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question as two bags with the key of the card that it is about.

    `answered`: whether that card answers it; None where nothing is asked (small talk).
    """

    letters: Mapping[str, float]
    words: Mapping[str, float]
    key: str
    answered: bool | None = None


def fitted(
    examples: Sequence[Example],
    fallback: tuple[float, float] = (0.0, 0.0),
    standing_in: Callable[[Sequence[str]], npt.NDArray[np.float32]] | None = None,
) -> Classifier:
    """Train on `examples`. The weights are rounded to one byte each, which costs no accuracy.

    `standing_in` gives for the keys of all cards how often each is right where another was meant.
    """
    letters = _vocabulary([one.letters for one in examples], [one.key for one in examples])
    words = _vocabulary([one.words for one in examples], [one.key for one in examples])
    matrix = _matrix(examples, letters, words)
    model = LogisticRegression(C=STRENGTH, max_iter=ROUNDS, tol=1e-3)
    with warnings.catch_warnings():
        # It stops before the end on purpose: the last rounds teach it the examples by heart
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(matrix, [one.key for one in examples])
    weights = model.coef_.T
    scale = float(np.abs(weights).max()) / STEPS
    keys = tuple(map(str, model.classes_))
    place = {key: number for number, key in enumerate(keys)}
    return Classifier(
        keys=keys,
        letters=letters,
        words=words,
        weights=np.round(weights / scale).astype(np.int8),
        scale=scale,
        bias=model.intercept_.astype(np.float32),
        fallback=fallback,
        answerable=_answerable([one.answered for one in examples], matrix),
        layers=layered(matrix, [place[one.key] for one in examples], len(keys)),
        stand_in=standing_in(keys) if standing_in else None,
    )


def _answerable(answered: Sequence[bool | None], matrix: csr_matrix) -> npt.NDArray[np.float32] | None:
    """The weights and the term that tell what is answered from what is not, of equal weight though it is asked less."""
    asked = [number for number, one in enumerate(answered) if one is not None]
    labels = [bool(answered[number]) for number in asked]
    if len(set(labels)) < len((False, True)):
        return None
    model = LogisticRegression(C=ANSWERABLE_STRENGTH, max_iter=ENOUGH, class_weight="balanced")
    model.fit(matrix[asked], labels)
    return np.append(model.coef_[0], model.intercept_).astype(np.float32)


def _vocabulary(bags: Sequence[Mapping[str, float]], keys: Sequence[str]) -> Vocabulary:
    often = Counter(name for bag in bags for name in bag)
    cards: dict[str, set[str]] = {}
    for bag, key in zip(bags, keys, strict=True):
        for name in bag:
            if often[name] >= FEWEST:
                cards.setdefault(name, set()).add(key)
    numbers = {name: number for number, name in enumerate(cards)}
    share = len(set(keys)) / np.array([len(cards[name]) for name in numbers], dtype=np.float32)
    return Vocabulary(numbers, np.log(1.0 + share).astype(np.float32))


def _matrix(examples: Sequence[Example], letters: Vocabulary, words: Vocabulary) -> csr_matrix:
    places, values, ends = list[npt.NDArray[np.intp]](), list[npt.NDArray[np.float32]](), [0]
    for one in examples:
        first, weights = letters.weighed(one.letters, LETTERS)
        second, others = words.weighed(one.words, WORDS)
        places += [first, second + len(letters.numbers)]
        values += [weights, others]
        ends.append(ends[-1] + len(first) + len(second))
    shape = (len(examples), len(letters.numbers) + len(words.numbers))
    return csr_matrix((np.concatenate(values), np.concatenate(places), ends), shape=shape)
