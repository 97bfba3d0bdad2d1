"""What each number stands for, weighed: the rules' points and the learned words around it in one decision.

A linear model looks at the words around a number. What it says, the facts (`nlp.role_features`) and what stands beside
the number (`nlp.role_neighbours`) are heard by a second linear model and by a small forest (`nlp.role_trees`); their
shares are averaged. Trained by `nlp.training.role_recipe`, kept as plain arrays. The rules alone fit the texts they
were written from too well; together they read new senders better.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.candidates import Candidate
from nlp.parts import ReadPart
from nlp.role_features import facts, row, words_of
from nlp.role_neighbours import Neighbours
from nlp.role_trees import Trees
from nlp.small_weights import restored
from nlp.stems import Sparse
from nlp.surroundings import Surroundings
from nlp.tenor import Tenor

WEIGHTS = Path(__file__).parent / "weights" / "roles.npz"

WEIGHED = "roles of numbers"
"""Where the document of the first part keeps what was judged."""

LINKED = "has "
"""How the facts begin that tell which labels of linking stand in the sentence of a number."""

Floats = NDArray[np.float32]
Shares = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A number as it was judged: its role, how probable it is that it is offered, whether it stands without a noun, and
    which labels its sentence holds ("has elk").
    """

    role: str
    share: float
    bare: bool
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoleOpinion:
    """`word_weights` (buckets x roles) and `word_intercepts` give margins. `weights` (roles x columns) over values
    from which `means` is taken and that are divided by `scales`, with `intercepts`, and `trees` over the plain values
    each give shares. The columns are the facts, the margins and what the neighbours tell.
    """

    roles: tuple[str, ...]
    word_weights: Floats
    word_intercepts: Floats
    fact_names: tuple[str, ...]
    means: Floats
    scales: Floats
    weights: Floats
    intercepts: Floats
    trees: Trees

    def odds(self, words: Sequence[Sparse]) -> Shares:
        """How far each number is on the side of each role (numbers x roles), by the words around it."""
        starts = np.cumsum([0, *(len(at) for at, _ in words)])[:-1]
        at = np.concatenate([at for at, _ in words])
        values = np.concatenate([values for _, values in words])
        added = np.add.reduceat(self.word_weights[at] * values[:, None], starts, axis=0)
        return np.asarray(added + self.word_intercepts, dtype=np.float64)

    def shares(self, told: Shares, words: Sequence[Sparse], neighbours: Neighbours) -> Shares:
        """The probability of each of `roles` (numbers x roles) from the facts `told` and the words of each number."""
        odds = self.odds(words)
        return self.weighed(np.hstack([told, odds, neighbours.facts(odds)]))

    def weighed(self, seen: Shares) -> Shares:
        """The shares from all columns; each row adds up to 1."""
        plain = ((seen - self.means) / self.scales) @ self.weights.T + self.intercepts
        return (softmax(plain) + softmax(self.trees.scores(seen))) / 2


def softmax(scores: Shares) -> Shares:
    """Shares that add up to 1 in each row."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float64)


def judge(
    opinion: RoleOpinion,
    parts: Sequence[ReadPart],
    candidates: Sequence[Candidate],
    tenor: Tenor,
    around: Surroundings,
    *,
    spoken_for: bool,
) -> Shares:
    """Give every candidate but a 0 its role and how probable it is that it is offered; the shares of all their roles
    (numbers x roles) are returned.
    """
    weighed = [candidate for candidate in candidates if candidate.mention.low != 0]
    if not weighed:
        return np.zeros((0, len(opinion.roles)))
    told = np.array(
        [row(opinion.fact_names, facts(c, c.role, candidates, tenor, spoken_for=spoken_for)) for c in weighed]
    )
    words = [words_of(candidate, around) for candidate in weighed]
    judged = opinion.shares(told, words, Neighbours.of(weighed))
    for candidate, shares in zip(weighed, judged, strict=True):
        candidate.take(opinion.roles, shares.tolist())
    linked = [(at, name) for at, name in enumerate(opinion.fact_names) if name.startswith(LINKED)]
    parts[0].doc.user_data[WEIGHED] = [
        Weighed(c.role, c.share or 0.0, c.mention.unit is None, tuple(name for at, name in linked if found[at]))
        for c, found in zip(weighed, told, strict=True)
    ]
    return judged


def weighed_in(parts: Sequence[ReadPart]) -> list[Weighed]:
    """Each number but 0 as it was judged, once `judge` has seen `parts`."""
    return list(parts[0].doc.user_data.get(WEIGHED, [])) if parts else []


@cache
def load() -> RoleOpinion:
    """The weights that ship with the product."""
    with np.load(WEIGHTS, allow_pickle=False) as arrays:
        return RoleOpinion(
            roles=tuple(str(name) for name in arrays["roles"]),
            word_weights=np.ascontiguousarray(restored(arrays["word_weights"], arrays["word_steps"]).T),
            word_intercepts=arrays["word_intercepts"],
            fact_names=tuple(str(name) for name in arrays["fact_names"]),
            means=arrays["means"],
            scales=arrays["scales"],
            weights=arrays["weights"],
            intercepts=arrays["intercepts"],
            trees=Trees(arrays["asked"], arrays["limits"], arrays["leaves"], arrays["start"]),
        )
