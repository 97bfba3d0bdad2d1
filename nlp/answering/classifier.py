"""Which card a question is about, by all that all variants of all cards taught: one weight for each feature and card.

A likeness looks at the most like variants of a card; this looks at what sets a card apart from all others, so that two
words that no single variant holds together still tell. Trained (`nlp.training.card_classifier`), kept in
`nlp/weights/answers.npz`. A card that was not there when it was trained is judged by its likeness alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

WEIGHTS = Path(__file__).parents[1] / "weights" / "answers.npz"
Array = npt.NDArray[np.float32]
LETTERS, WORDS = 0.6, 0.4
"""How much of the length of a question its character n-grams and its words are."""
STEPS = 127


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Features with how telling each is."""

    numbers: Mapping[str, int]
    idf: Array

    def weighed(self, bag: Mapping[str, float], share: float) -> tuple[npt.NDArray[np.intp], Array]:
        """Numbers and weights of the known features of `bag`; together they have the length sqrt(`share`)."""
        known = [(self.numbers[name], count) for name, count in bag.items() if name in self.numbers]
        if not known:
            return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.float32)
        places = np.array([place for place, _ in known], dtype=np.intp)
        counts = np.array([count for _, count in known], dtype=np.float32)
        weights = np.where(counts > 1, 1 + np.log(np.maximum(counts, 1)), counts) * self.idf[places]
        return places, (weights * np.sqrt(share / np.dot(weights, weights))).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Layers:
    """A second opinion: a net with one hidden layer over the same features, and a column for each card.

    What no single feature tells, a few of them together may ("who" and "mail"). `hidden` (features x units) are whole
    numbers to be taken times `scale`.
    """

    hidden: npt.NDArray[np.int8]
    scale: float
    bias: Array
    out: Array
    term: Array

    def logits(self, places: npt.NDArray[np.intp], values: Array) -> Array:
        """One logit for each card."""
        told = np.maximum(np.float32(self.scale) * (values @ self.hidden[places]) + self.bias, 0)
        found: Array = told @ self.out + self.term
        return found


@dataclass(frozen=True, slots=True)
class Classifier:
    """`weights` has a row for each feature (n-grams first, then words) and a column for each card in `keys`.

    The weights are whole numbers between -127 and 127, to be taken times `scale`. `fallback` is a factor and a term
    that make a logit from the likeness of a card that is not among `keys`. `answerable` has one weight for each feature
    and then a term: together log-odds that the letters answer a question at all, whichever card is meant.
    `stand_in` (cards x cards) tells for each card (row) how often what it says was right where another was meant.
    """

    keys: Sequence[str]
    letters: Vocabulary
    words: Vocabulary
    weights: npt.NDArray[np.int8]
    scale: float
    bias: Array
    fallback: tuple[float, float] = (0.0, 0.0)
    answerable: Array | None = None
    layers: Layers | None = None
    stand_in: Array | None = None

    def logits(self, letters: Mapping[str, float], words: Mapping[str, float]) -> Array:
        """One logit for each card in `keys`."""
        return self.heard(letters, words)[0]

    def heard(self, letters: Mapping[str, float], words: Mapping[str, float]) -> tuple[Array, float, Array | None]:
        """One logit for each card in `keys`, the log-odds that there is an answer at all (0 if never learned), and the
        logits by the second opinion if there is one.
        """
        first, one = self.letters.weighed(letters, LETTERS)
        second, two = self.words.weighed(words, WORDS)
        places, values = np.concatenate([first, second + len(self.letters.numbers)]), np.concatenate([one, two])
        found: Array = self.bias + np.float32(self.scale) * (values @ self.weights[places])
        told = 0.0 if self.answerable is None else float(values @ self.answerable[places] + self.answerable[-1])
        return found, told, self.layers.logits(places, values) if self.layers else None

    def standing_in(self, keys: Sequence[str]) -> npt.NDArray[np.float64]:
        """`stand_in` in the order of `keys`; a card that was not there at the training stands in for itself alone."""
        found = np.eye(len(keys))
        if self.stand_in is None:
            return found
        place = {key: number for number, key in enumerate(self.keys)}
        known = [(n, place[key]) for n, key in enumerate(keys) if key in place]
        if known:
            here, there = (np.array(one) for one in zip(*known, strict=True))
            found[np.ix_(here, here)] = self.stand_in[np.ix_(there, there)]
        return found

    def for_cards(self, keys: Sequence[str], likeness: npt.NDArray[np.float64], logits: Array) -> Array:
        """The logits in the order of `keys`; cards that were not there at the training get one from their likeness."""
        place = {key: number for number, key in enumerate(self.keys)}
        factor, term = self.fallback
        return np.array(
            [logits[place[key]] if key in place else factor * likeness[n] + term for n, key in enumerate(keys)],
            dtype=np.float32,
        )

    def save(self, file: Path) -> None:
        """Write everything as plain arrays."""
        layers = self.layers or Layers(np.zeros((0, 0), np.int8), 0.0, *(np.zeros(0, np.float32) for _ in range(3)))
        np.savez_compressed(
            file,
            keys=np.array(self.keys),
            letters=_joined(self.letters),
            words=_joined(self.words),
            letters_idf=self.letters.idf,
            words_idf=self.words.idf,
            weights=self.weights,
            numbers=np.array([self.scale, *self.fallback], dtype=np.float32),
            bias=self.bias,
            answerable=np.zeros(0, np.float16) if self.answerable is None else self.answerable.astype(np.float16),
            stand_in=np.zeros((0, 0), np.float16) if self.stand_in is None else self.stand_in.astype(np.float16),
            layers_hidden=layers.hidden,
            layers_scale=np.array([layers.scale], dtype=np.float32),
            layers_bias=layers.bias.astype(np.float16),
            layers_out=layers.out.astype(np.float16),
            layers_term=layers.term.astype(np.float16),
        )


def _layers(arrays: Mapping[str, npt.NDArray[np.generic]]) -> Layers | None:
    if not arrays["layers_hidden"].size:
        return None
    bias, out, term = (arrays[f"layers_{name}"].astype(np.float32) for name in ("bias", "out", "term"))
    return Layers(arrays["layers_hidden"].astype(np.int8), float(arrays["layers_scale"][0]), bias, out, term)


def _joined(vocabulary: Vocabulary) -> npt.NDArray[np.uint8]:
    return np.frombuffer("\n".join(vocabulary.numbers).encode(), dtype=np.uint8)


def _vocabulary(joined: npt.NDArray[np.uint8], idf: Array) -> Vocabulary:
    names = joined.tobytes().decode().split("\n") if joined.size else []
    return Vocabulary({name: number for number, name in enumerate(names)}, idf)


@cache
def shipped(file: Path = WEIGHTS) -> Classifier:
    """The classifier that was trained on the cards that ship."""
    with np.load(file, allow_pickle=False) as arrays:
        scale, factor, term = arrays["numbers"].tolist()
        return Classifier(
            keys=tuple(arrays["keys"].tolist()),
            letters=_vocabulary(arrays["letters"], arrays["letters_idf"]),
            words=_vocabulary(arrays["words"], arrays["words_idf"]),
            weights=arrays["weights"],
            scale=scale,
            bias=arrays["bias"],
            fallback=(factor, term),
            answerable=arrays["answerable"].astype(np.float32) if arrays["answerable"].size else None,
            layers=_layers(arrays),
            stand_in=arrays["stand_in"].astype(np.float32) if arrays["stand_in"].size else None,
        )
