"""The recipe for the second opinion on which card is meant: a net with one hidden layer, trained by Adam.

Now and then a feature or a unit is left out, so that none of them is leant on alone; each question also counts a little
for every other card, which keeps the net from being sure of what it was told once. scikit-learn's net knows neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from nlp.answering.classifier import Layers

Array: TypeAlias = npt.NDArray[np.float32]
UNITS, ROUNDS, BATCH = 128, 16, 64
RATE, FIRST, SECOND, SMALL = 3e-3, 0.9, 0.999, 1e-8
"""The step of Adam, how long it remembers the slope and its square, and what keeps it from dividing by nothing."""
FEATURES_OUT, UNITS_OUT = 0.2, 0.3
FINEST = 31
"""Steps between no weight and the largest: finer ones cost room and tell nothing more."""
SOFT = 0.1
WIDE = 0.1
SEED = 1


def layered(matrix: csr_matrix, labels: Sequence[int], cards: int) -> Layers:
    """Train on the rows of `matrix`, each with the number of its card."""
    chance = np.random.default_rng(SEED)
    net = _Net.fresh(chance, matrix.shape[1], cards)
    own = np.asarray(labels)
    for round_ in range(ROUNDS):
        order = chance.permutation(len(own))
        rate = RATE * (1 - round_ / ROUNDS)
        for start in range(0, len(own), BATCH):
            rows = order[start : start + BATCH]
            net.learn(_thinned(matrix[rows], chance), own[rows], rate, chance)
    return net.kept()


def _thinned(rows: csr_matrix, chance: np.random.Generator) -> csr_matrix:
    left = (chance.random(len(rows.data)) > FEATURES_OUT) / (1 - FEATURES_OUT)
    return csr_matrix(((rows.data * left).astype(np.float32), rows.indices, rows.indptr), shape=rows.shape)


@dataclass(slots=True)
class _Weights:
    """An array with what Adam remembers of its slope."""

    now: Array
    slope: Array
    square: Array

    @classmethod
    def of(cls, start: Array) -> _Weights:
        return cls(start, np.zeros_like(start), np.zeros_like(start))

    def step(self, slope: Array, rate: float, step: int, rows: npt.NDArray[np.intp] | slice = slice(None)) -> None:
        """One step down; only `rows` where the others have no slope."""
        self.slope[rows] = FIRST * self.slope[rows] + (1 - FIRST) * slope
        self.square[rows] = SECOND * self.square[rows] + (1 - SECOND) * slope**2
        even, level = 1 - FIRST**step, 1 - SECOND**step
        self.now[rows] -= rate * (self.slope[rows] / even) / (np.sqrt(self.square[rows] / level) + SMALL)


@dataclass(slots=True)
class _Net:
    hidden: _Weights
    bias: _Weights
    out: _Weights
    term: _Weights
    steps: int = 0

    @classmethod
    def fresh(cls, chance: np.random.Generator, features: int, cards: int) -> _Net:
        hidden = WIDE * chance.standard_normal((features, UNITS), dtype=np.float32)
        out = chance.standard_normal((UNITS, cards), dtype=np.float32) / np.sqrt(np.float32(UNITS))
        empty = (np.zeros(UNITS, np.float32), np.zeros(cards, np.float32))
        return cls(_Weights.of(hidden), _Weights.of(empty[0]), _Weights.of(out), _Weights.of(empty[1]))

    def learn(self, rows: csr_matrix, labels: npt.NDArray[np.intp], rate: float, chance: np.random.Generator) -> None:
        """Go one step towards the right cards of `rows`."""
        self.steps += 1
        told = np.asarray(rows @ self.hidden.now) + self.bias.now
        left = ((chance.random(told.shape) > UNITS_OUT) / (1 - UNITS_OUT)).astype(np.float32)
        heard = np.maximum(told, 0) * left
        wrong = _shares(heard @ self.out.now + self.term.now)
        wrong -= SOFT / wrong.shape[1]
        wrong[np.arange(len(labels)), labels] -= 1 - SOFT
        wrong /= len(labels)
        back = (wrong @ self.out.now.T) * left * (told > 0)
        used = np.unique(rows.indices)
        self.hidden.step(np.asarray(rows[:, used].T @ back), rate, self.steps, used)
        self.bias.step(back.sum(axis=0), rate, self.steps)
        self.out.step(heard.T @ wrong, rate, self.steps)
        self.term.step(wrong.sum(axis=0), rate, self.steps)

    def kept(self) -> Layers:
        """The weights, those of the features rounded to one byte each."""
        scale = float(np.abs(self.hidden.now).max()) / FINEST
        rounded = np.round(self.hidden.now / scale).astype(np.int8)
        return Layers(rounded, scale, self.bias.now, self.out.now, self.term.now)


def _shares(logits: Array) -> Array:
    found: Array = np.exp(logits - logits.max(axis=1, keepdims=True))
    found /= found.sum(axis=1, keepdims=True)
    return found
