"""How firm each offer is, weighed: what the rules found and the learned words around it in one decision.

A linear model looks at the words; what it says and the facts (`nlp.commitment_features`) are heard by a second one.
Trained by `nlp.training.commitment_recipe`, kept as plain arrays. The rules know the usual words of a condition; how
people say it in words of their own is learned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from domain.model import Commitment
from nlp.candidates import Candidate
from nlp.commitment_features import BESIDE, COMMITMENTS, OWN, STEM, facts, words_of
from nlp.commitments import Commitments, Strongest, Verdict, verdict_of
from nlp.role_features import row
from nlp.role_opinion import softmax
from nlp.small_weights import restored
from nlp.stems import Sparse
from nlp.surroundings import Surroundings, bucket
from nlp.tenor import Tenor
from nlp.terms import word_set

WEIGHTS = Path(__file__).parent / "weights" / "commitments.npz"

SAYING = {
    Commitment.FIRM: ("vast",),
    Commitment.CONDITIONAL: ("voorwaarde",),
    Commitment.EXPLORING: ("onderzoek", "misschien"),
}
"""The labels of cues that say each commitment, the stronger first."""

PHRASE = 4
"""Words of a phrase that is shown to the reviewer."""

OPENING = word_set("shape", "clauses", "opening")
REACH = 4
"""Words before a phrase in which the word may stand that opens its clause."""

Floats = NDArray[np.float32]
Shares = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CommitmentOpinion:
    """`word_weights` (buckets x commitments) and `word_intercepts` give margins; `weights` (commitments x columns),
    over the facts and those margins, less `means` and divided by `scales`, give shares.
    """

    word_weights: Floats
    word_intercepts: Floats
    fact_names: tuple[str, ...]
    means: Floats
    scales: Floats
    weights: Floats
    intercepts: Floats

    def odds(self, words: Sparse) -> Shares:
        """How far an offer is on the side of each commitment, by its words."""
        at, values = words
        return np.asarray(values @ self.word_weights[at] + self.word_intercepts, dtype=np.float64)

    def shares(self, told: Shares, odds: Shares) -> Shares:
        """The probability of each commitment from the facts `told` and the words."""
        seen = (np.concatenate([told, odds]) - self.means) / self.scales
        scores = np.asarray(self.weights @ seen + self.intercepts, dtype=np.float64)
        return np.asarray(softmax(scores[None])[0], dtype=np.float64)


def judge(
    opinion: CommitmentOpinion, pledges: Sequence[Candidate], tenor: Tenor, around: Surroundings
) -> list[Verdict]:
    """How firm each of the pledges of a message is, and the phrase that says so."""
    if not pledges:
        return []
    rules = Commitments(pledges)
    return [_judged(opinion, pledge, rules, around, len(pledges), tenor) for pledge in pledges]


def _judged(
    opinion: CommitmentOpinion, pledge: Candidate, rules: Commitments, around: Surroundings, together: int, tenor: Tenor
) -> Verdict:
    found = rules.strongest(pledge)
    ruled = rules.weigh(pledge, found)
    told = row(opinion.fact_names, facts(pledge, ruled.commitment, found, together, tenor))
    shares = opinion.shares(told, opinion.odds(words_of(pledge, around)))
    likeliest = Commitment(COMMITMENTS[int(shares.argmax())])
    return ruled if likeliest is ruled.commitment else _otherwise(opinion, pledge, likeliest, found, around)


def _otherwise(
    opinion: CommitmentOpinion, pledge: Candidate, commitment: Commitment, found: Strongest, around: Surroundings
) -> Verdict:
    """The verdict where the rules said another one: with their cue for it, or with the words that weighed most."""
    cue = next((found[name][1] for name in SAYING[commitment] if name in found), None)
    if cue is not None:
        return verdict_of(pledge, commitment, cue.first, cue.last)
    if commitment is Commitment.FIRM:
        return Verdict()
    first, last = _telling(opinion, pledge, COMMITMENTS.index(commitment), around)
    return verdict_of(pledge, commitment, first, last)


def _telling(opinion: CommitmentOpinion, pledge: Candidate, column: int, around: Surroundings) -> tuple[int, int]:
    """The first and last word of the phrase, near the offer, that pleads most for a commitment against being firm."""
    pleads = opinion.word_weights[:, column] - opinion.word_weights[:, COMMITMENTS.index(Commitment.FIRM)]
    best, phrase = -np.inf, (pledge.mention.first_word, pledge.mention.last_word)
    for sign, step in BESIDE:
        atoms, _ = around.sentence(pledge, pledge.sentence_number + step)
        if not atoms:
            continue
        start = pledge.layout.sentences[pledge.sentence_number + step].first
        points = np.array([_points(pleads, sign, atom) for atom in atoms]) * (1.0 if sign == OWN else 0.7)
        sums = np.convolve(points, np.ones(min(PHRASE, len(points))), "valid")
        if sums.max() > best:
            at = int(sums.argmax())
            best, phrase = sums.max(), (start + _opening(atoms, at), start + min(at + PHRASE, len(atoms)) - 1)
    return phrase


def _points(pleads: Floats, sign: str, atom: str) -> float:
    if not atom[0].isalpha():
        return 0.0
    stem = pleads[bucket(f"{sign}t:{atom[:STEM]}")] if len(atom) >= STEM else 0.0
    return float(pleads[bucket(f"{sign}:{atom}")] + stem)


def _opening(atoms: Sequence[str], at: int) -> int:
    """Where a phrase starts: at the word just before it that opens a condition, if there is one."""
    return next((place for place in range(at, max(-1, at - REACH - 1), -1) if atoms[place] in OPENING), at)


@cache
def load() -> CommitmentOpinion:
    """The weights that ship with the product."""
    with np.load(WEIGHTS, allow_pickle=False) as arrays:
        return CommitmentOpinion(
            word_weights=np.ascontiguousarray(restored(arrays["word_weights"], arrays["word_steps"]).T),
            word_intercepts=arrays["word_intercepts"],
            fact_names=tuple(str(name) for name in arrays["fact_names"]),
            means=arrays["means"],
            scales=arrays["scales"],
            weights=arrays["weights"],
            intercepts=arrays["intercepts"],
        )
