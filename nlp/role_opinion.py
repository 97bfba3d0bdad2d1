"""What each number stands for, weighed: the rules' points and the learned words around it in one decision.

Two linear models, one on top of the other: the first looks at the words around a number, the second at what the first
says and at the facts (`nlp.role_features`). Trained by `nlp.training.role_recipe`, kept as plain arrays. The rules
alone fit the texts they were written from too well; together they read new senders better.
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
from nlp.role_features import Masked, buckets, facts, grams, masked, row
from nlp.tenor import Tenor

WEIGHTS = Path(__file__).parent / "weights" / "roles.npz"

WEIGHED = "roles of numbers"
"""Where the document of the first part keeps what was judged."""

Floats = NDArray[np.float32]
Shares = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class RoleOpinion:
    """`word_weights` (roles x buckets) and `word_intercepts` give log-odds; `weights` (roles x facts and log-odds)
    over values from which `means` is taken and that are divided by `scales`, with `intercepts`, the shares.
    """

    roles: tuple[str, ...]
    word_weights: Floats
    word_intercepts: Floats
    fact_names: tuple[str, ...]
    means: Floats
    scales: Floats
    weights: Floats
    intercepts: Floats

    def shares(self, candidate: Candidate, atoms: Masked, found: dict[str, float]) -> Shares:
        """The probability of each of `roles` for one number; they add up to 1."""
        at, values = buckets(grams(candidate, atoms))
        odds = self.word_weights[:, at].astype(np.float32) @ values + self.word_intercepts
        return self.weighed(np.concatenate([row(self.fact_names, found), odds]))

    def weighed(self, seen: Shares) -> Shares:
        """The shares from facts and log-odds in one row."""
        scores = self.weights @ ((seen - self.means) / self.scales) + self.intercepts
        powers = np.exp(scores - scores.max())
        return np.asarray(powers / powers.sum(), dtype=np.float64)


def judge(
    opinion: RoleOpinion, parts: Sequence[ReadPart], candidates: Sequence[Candidate], tenor: Tenor, *, spoken_for: bool
) -> None:
    """Give every candidate with a value above 0 its role and how probable it is that it is offered."""
    counted = {candidate.part.name for candidate in candidates}
    atoms = {part.name: masked(part) for part in parts if part.name in counted}
    ruled = [candidate.role for candidate in candidates]
    for candidate, role in zip(candidates, ruled, strict=True):
        if not candidate.mention.low:
            continue
        found = facts(candidate, role, candidates, tenor, spoken_for=spoken_for)
        shares = opinion.shares(candidate, atoms[candidate.part.name], found)
        candidate.take(opinion.roles, shares.tolist())
    parts[0].doc.user_data[WEIGHED] = [(c.role, c.share) for c in candidates if c.mention.low]


def weighed_in(parts: Sequence[ReadPart]) -> list[tuple[str, float]]:
    """The role of each number above 0 with how probable it is that it is offered, once `judge` has seen `parts`."""
    return list(parts[0].doc.user_data.get(WEIGHED, [])) if parts else []


@cache
def load() -> RoleOpinion:
    """The weights that ship with the product."""
    with np.load(WEIGHTS, allow_pickle=False) as arrays:
        return RoleOpinion(
            roles=tuple(str(name) for name in arrays["roles"]),
            word_weights=arrays["word_weights"],
            word_intercepts=arrays["word_intercepts"],
            fact_names=tuple(str(name) for name in arrays["fact_names"]),
            means=arrays["means"],
            scales=arrays["scales"],
            weights=arrays["weights"],
            intercepts=arrays["intercepts"],
        )
