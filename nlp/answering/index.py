"""An inverted index of weighted features over short texts, with cosine and BM25 scores as dense arrays."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Scores: TypeAlias = npt.NDArray[np.float32]
GRAMS = (3, 4, 5)


def grams(tokens: Iterable[str]) -> Counter[str]:
    """Character 3- to 5-grams of each word with its edges; a word edge counts as a character."""
    found: Counter[str] = Counter()
    for token in tokens:
        padded = f" {token} "
        for size in GRAMS:
            found.update(padded[start : start + size] for start in range(max(1, len(padded) - size + 1)))
    return found


class Index:
    """Texts as bags of features. `scores` of a query against each text, between 0 and about 1."""

    def __init__(self, bags: Sequence[Mapping[str, float]], owners: Sequence[int]) -> None:
        self._size = len(bags)
        self._idf = _idf(bags, owners)
        rows: dict[str, tuple[list[int], list[float]]] = {}
        for row, bag in enumerate(bags):
            weights = {feature: _damped(count) * self._idf[feature] for feature, count in bag.items()}
            norm = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
            for feature, weight in weights.items():
                places, values = rows.setdefault(feature, ([], []))
                places.append(row)
                values.append(weight / norm)
        self._rows = {
            feature: (np.array(places, dtype=np.int32), np.array(values, dtype=np.float32))
            for feature, (places, values) in rows.items()
        }
        self._unseen = max(self._idf.values(), default=1.0)

    def idf(self, feature: str) -> float:
        """How telling a feature is; one that no text holds is the most telling."""
        return self._idf.get(feature, self._unseen)

    def cosine(self, bag: Mapping[str, float]) -> Scores:
        """Cosine of the tf-idf weights with every text. What no text holds counts in the length of the query."""
        scores = np.zeros(self._size, dtype=np.float32)
        weights = {feature: _damped(count) * self.idf(feature) for feature, count in bag.items()}
        norm = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        for feature, weight in weights.items():
            found = self._rows.get(feature)
            if found is not None:
                scores[found[0]] += found[1] * np.float32(weight / norm)
        return scores


def _damped(count: float) -> float:
    return 1.0 + math.log(count) if count > 1 else count


def _idf(bags: Sequence[Mapping[str, float]], owners: Sequence[int]) -> dict[str, float]:
    """By owner, not by text: a word in all variants of one card is telling for that card."""
    seen: dict[str, set[int]] = {}
    for bag, owner in zip(bags, owners, strict=True):
        for feature in bag:
            seen.setdefault(feature, set()).add(owner)
    total = len(set(owners))
    return {feature: math.log(1.0 + total / len(found)) for feature, found in seen.items()}
