"""A learned sense of sentences: what each one seems to tell, also without the usual words.

Linear models, two a head: one for each sentence by itself, on what it is made of (`nlp.sense_features`), and one for
the message as a whole (`nlp.message_features`), which hears what is told in pieces ("the villa is gone", "the heirs
signed").
Trained by `nlp.training.sense_recipe`; kept as plain arrays. It decides nothing: `nlp.bottlenecks` and `nlp.intents`
weigh it against the rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from nlp.message_features import seen_in
from nlp.parts import ReadPart
from nlp.role_trees import Trees
from nlp.scopes import CueSentence
from nlp.sense_features import Features, Floats, features
from nlp.small_weights import restored

WEIGHTS = Path(__file__).parent / "weights" / "sense.npz"
ANY = "bottleneck"
"""The head that hears whether a sentence tells of any bottleneck at all."""

MOST_SENTENCES = 300
"""What is listened to; a longer text goes to a person anyway."""

LISTENED = "sentences listened to"
"""Where the document of the first part keeps what was heard, because several components ask for it."""

Facts = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weighing:
    """How what the rules say and what the sense hears go together: a logistic model over named facts, and for some
    families small `trees` over the same, which hear what counts only together; both count half.

    What the rules found is kept from the probability `agreed` on, what only the sense hears from `threshold` on.
    """

    names: tuple[str, ...]
    weights: Floats
    threshold: float
    agreed: float
    trees: Trees | None = None

    def shares(self, facts: Mapping[str, Facts]) -> Facts:
        """The probabilities that these facts speak for; each fact has a number for each of them."""
        table = np.stack([facts[name] for name in self.names])
        shares = _share(self.weights @ table)
        if self.trees is None:
            return shares
        # As coarse as the limits, or a fact that equals one would fall on the other side of it
        grown = self.trees.scores(table.T.astype(np.float32).astype(np.float64))[:, 0]
        return (shares + _share(grown)) / 2

    def keeps(self, share: float, *, ruled: bool) -> bool:
        """Whether this is probable enough to be recorded; `ruled`: the rules found it too."""
        return share >= (self.agreed if ruled else self.threshold)


@dataclass(frozen=True, slots=True)
class Listened:
    """The sentences of a message with the part each is from, for each a row of `scores`, a number for each head, and
    `whole`: such a row for the message as a whole, margins rather than log-odds."""

    places: Sequence[tuple[ReadPart, CueSentence]]
    scores: Floats
    whole: Floats


@dataclass(frozen=True, slots=True)
class Sense:
    """The heads, and how they are weighed against the rules.

    `weights` has a row for each of `names`, so have `whole_weights` for the message as a whole; `intercepts` are those
    of the former and then of the latter.
    """

    names: tuple[str, ...]
    weights: Floats
    whole_weights: Floats
    intercepts: Floats
    weighings: Mapping[str, Weighing]

    def listen(self, parts: Sequence[ReadPart]) -> Listened:
        """What this sense makes of the sentences of a message; heard once, and kept with its parts."""
        kept = parts[0].doc.user_data.get(LISTENED) if parts else None
        if kept is not None and kept[0] is self:
            return cast("Listened", kept[1])
        every = ((part, sentence) for part in parts for sentence, _ in part.layers.cue_sentences)
        places = list(islice(every, MOST_SENTENCES))
        listened = Listened(places, self.hear([sentence for _, sentence in places]), self.hear_whole(seen_in(parts)))
        if parts:
            parts[0].doc.user_data[LISTENED] = self, listened
        return listened

    def hear(self, sentences: Sequence[CueSentence]) -> Floats:
        """Log-odds: a row for each sentence, a column for each head."""
        by_bucket, heads = self.weights.T, len(self.names)
        rows = [values @ by_bucket[buckets] for buckets, values in map(features, sentences)]
        return np.array(rows, dtype=np.float32).reshape(len(rows), heads) + self.intercepts[:heads]

    def hear_whole(self, seen: Features) -> Floats:
        """How far a message is on the side of each head; more than 0 where it tells of it."""
        buckets, values = seen
        return np.asarray(values @ self.whole_weights.T[buckets] + self.intercepts[len(self.names) :], np.float32)

    def column(self, name: str) -> int:
        """Where in a row of `hear` the head with this name is."""
        return self.names.index(name)


def _share(odds: Facts) -> Facts:
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))), dtype=np.float64)


def most_of_others(values: NDArray[np.floating]) -> Facts:
    """For each column the most that any other column has; `values` is a row for all of them, or one for each."""
    square = np.array(np.broadcast_to(values, (values.shape[-1],) * 2), dtype=np.float64)
    np.fill_diagonal(square, -np.inf)
    return np.asarray(square.max(axis=1))


@cache
def load() -> Sense:
    """The weights that ship with the product."""
    with np.load(WEIGHTS, allow_pickle=False) as arrays:
        families = [str(name) for name in arrays["families"]]
        return Sense(
            names=tuple(str(name) for name in arrays["names"]),
            # In this order what all heads make of one bucket stands together, which is how it is read
            weights=np.asfortranarray(restored(arrays["weights"], arrays["steps"])),
            whole_weights=np.asfortranarray(restored(arrays["whole_weights"], arrays["whole_steps"])),
            intercepts=arrays["intercepts"].astype(np.float32),
            weighings={family: _weighing(arrays, family) for family in families},
        )


def _weighing(arrays: Mapping[str, NDArray[np.generic]], family: str) -> Weighing:
    names: Iterable[str] = (str(name) for name in arrays[f"{family}_facts"])
    weights = arrays[f"{family}_weights"].astype(np.float32)
    limits = float(arrays[f"{family}_threshold"]), float(arrays[f"{family}_agreed"])
    if f"{family}_asked" not in arrays:
        return Weighing(tuple(names), weights, *limits)
    floats = (arrays[f"{family}_{name}"].astype(np.float32) for name in ("limits", "leaves", "start"))
    return Weighing(tuple(names), weights, *limits, Trees(arrays[f"{family}_asked"].astype(np.int16), *floats))
