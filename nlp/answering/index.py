"""An inverted index of weighted features over short texts, with cosine scores as one array.

Everything is held in three flat arrays by feature, so that neither making it nor asking it loops over texts in Python.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Scores: TypeAlias = npt.NDArray[np.float64]
GRAMS = (3, 4, 5)


def grams(tokens: Iterable[str]) -> Counter[str]:
    """Character 3- to 5-grams of each word with its edges; a word edge counts as a character."""
    found: Counter[str] = Counter()
    for token in tokens:
        found.update(_of_word(token))
    return found


@lru_cache(maxsize=16384)
def _of_word(token: str) -> tuple[str, ...]:
    padded = f" {token} "
    return tuple(padded[start : start + size] for size in GRAMS for start in range(max(1, len(padded) - size + 1)))


class Index:
    """Texts as bags of features. `cosine` of a query with each text is between 0 and about 1."""

    def __init__(self, bags: Sequence[Mapping[str, float]], owners: Sequence[int]) -> None:
        self._size = len(bags)
        names: dict[str, int] = {}
        column = np.array([names.setdefault(one, len(names)) for bag in bags for one in bag], dtype=np.intp)
        counts = np.array([count for bag in bags for count in bag.values()], dtype=np.float64)
        row = np.repeat(np.arange(self._size), [len(bag) for bag in bags])
        idf = _idf(column, np.asarray(owners, dtype=np.intp)[row], len(names))
        weight = np.where(counts > 1, 1 + np.log(np.maximum(counts, 1)), counts) * idf[column]
        norm = np.sqrt(np.bincount(row, weight * weight, minlength=self._size))
        by_column = np.argsort(column, kind="stable")
        self._places = row[by_column]
        self._values = (weight / norm[row])[by_column]
        ends = np.cumsum(np.bincount(column, minlength=len(names))).tolist()
        self._spans = dict(zip(names, zip([0, *ends], ends, strict=False), strict=True))
        self._idf: dict[str, float] = dict(zip(names, idf.tolist(), strict=True))
        self._unseen = max(self._idf.values(), default=1.0)

    def idf(self, feature: str) -> float:
        """How telling a feature is; one that no text holds is the most telling."""
        return self._idf.get(feature, self._unseen)

    def cosine(self, bag: Mapping[str, float]) -> Scores:
        """Cosine of the tf-idf weights with every text. What no text holds counts in the length of the query."""
        weights = {feature: _damped(count) * self.idf(feature) for feature, count in bag.items()}
        norm = math.sqrt(math.fsum(weight * weight for weight in weights.values())) or 1.0
        known = [(self._spans[feature], weight / norm) for feature, weight in weights.items() if feature in self._spans]
        if not known:
            return np.zeros(self._size)
        places = np.concatenate([self._places[start:end] for (start, end), _ in known])
        values = np.concatenate([self._values[start:end] * weight for (start, end), weight in known])
        found: Scores = np.bincount(places, values, minlength=self._size).astype(np.float64, copy=False)
        return found


def _damped(count: float) -> float:
    return 1.0 + math.log(count) if count > 1 else count


def _idf(columns: npt.NDArray[np.intp], owners: npt.NDArray[np.intp], features: int) -> npt.NDArray[np.float64]:
    """By owner, not by text: a word in all variants of one card is telling for that card."""
    total = len(np.unique(owners))
    pairs = np.unique(columns * (int(owners.max(initial=0)) + 1) + owners)
    found = np.bincount(pairs // (int(owners.max(initial=0)) + 1), minlength=features)
    return np.log(1.0 + total / found)
