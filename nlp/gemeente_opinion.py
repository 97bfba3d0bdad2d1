"""For which gemeenten a message speaks, weighed: what the rules found and the learned words around each name in one
decision.

A linear model hears the words around the names of a gemeente; what it says and how the gemeente is named and known
(`nlp.gemeente_words`) is heard by a small forest, which gives the probability that the message speaks for it. Trained
by `nlp.training.gemeente_recipe`, kept as plain arrays. The rules know the usual ways to speak for somebody; who is
only mentioned is told in too many ways to list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.gemeente_evidence import Case
from nlp.gemeente_verdict import Decision, Verdict
from nlp.gemeente_words import Pointed
from nlp.parts import ReadPart
from nlp.role_features import row
from nlp.role_trees import Trees
from nlp.small_weights import restored
from nlp.stems import Sparse

WEIGHTS = Path(__file__).parent / "weights" / "gemeenten.npz"

LEFT = "the likeliest gemeente that was left out"
"""Where the document of the first part keeps how probable that is."""

KEPT, ADDED, SOMEBODY = 0.25, 0.7, 0.95
"""The probability above which a gemeente of the rules stays, from which one is added to them, and from which one counts
although the rules took the writer for a resident or another body.
"""

SUREST = 0.995

Shares = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class GemeenteOpinion:
    """`word_weights` (buckets) and `word_intercept` give log-odds by the words; `trees` over the facts and those
    log-odds give the log-odds that a message speaks for a gemeente.
    """

    word_weights: NDArray[np.float32]
    word_intercept: float
    fact_names: tuple[str, ...]
    trees: Trees

    def heard(self, words: Sparse) -> float:
        """Log-odds by the words alone."""
        at, values = words
        return float(values @ self.word_weights[at]) + self.word_intercept

    def shares(self, told: Shares) -> Shares:
        """The probability of each gemeente from its facts with what was heard of it (gemeenten x columns)."""
        # As coarse as the limits of the trees, or a fact that equals one would fall on the other side of it.
        odds = self.trees.scores(told.astype(np.float32).astype(np.float64))[:, 0]
        return np.asarray(1 / (1 + np.exp(-odds)), dtype=np.float64)


def weighed(opinion: GemeenteOpinion, case: Case, decision: Decision, parts: Sequence[ReadPart]) -> Decision:
    """The decision of the rules as learned weights correct it, each gemeente as sure as was found on other mail."""
    pointed = Pointed.of(case, decision, parts)
    if not pointed.is_open:
        return decision
    told = [[*row(opinion.fact_names, pointed.facts(c)), opinion.heard(pointed.words(c))] for c in pointed.codes]
    shares = dict(zip(pointed.codes, opinion.shares(np.array(told)).tolist(), strict=True))
    ruled = {verdict.code for verdict in decision.verdicts}
    speaking = speaks(decision, shares)
    kept = [_as_sure(verdict, shares) for verdict in decision.verdicts if verdict.code in speaking]
    added = [_added(case, code, shares[code]) for code in speaking if code not in ruled]
    if parts:
        parts[0].doc.user_data[LEFT] = max((s for code, s in shares.items() if code not in speaking), default=0.0)
    return replace(decision, verdicts=(*kept, *added))


def speaks(decision: Decision, shares: Mapping[str, float]) -> list[str]:
    """The gemeenten that the message speaks for, by the rules and the probability of each."""
    ruled = [verdict.code for verdict in decision.verdicts]
    nobody = not ruled and not decision.reasons
    least = SOMEBODY if nobody else ADDED
    found = [code for code in ruled if shares.get(code, 1.0) > KEPT]
    return found + [code for code, share in shares.items() if share >= least and code not in ruled]


def likeliest_left(parts: Sequence[ReadPart]) -> float:
    """How probable it is that the message speaks for a gemeente that was left out; 0 where none was weighed."""
    return float(parts[0].doc.user_data.get(LEFT, 0.0)) if parts else 0.0


def _as_sure(verdict: Verdict, shares: Mapping[str, float]) -> Verdict:
    share = shares.get(verdict.code)
    return verdict if share is None else replace(verdict, confidence=min(share, SUREST))


def _added(case: Case, code: str, share: float) -> Verdict:
    """A gemeente that the rules left out; the strongest sign shows where it is named."""
    signs = sorted((sign for sign in case.text if sign.code == code), key=lambda sign: -sign.strength)
    named = signs or [sign for sign in (*case.signature, *case.display) if sign.code == code]
    proofs = [sign.evidence for sign in named[:2]] or ([case.writer.proof] if case.writer.proof else [])
    return Verdict(code, min(share, SUREST), "zo noemen afzenders de gemeente waarvoor zij spreken", tuple(proofs))


@cache
def load() -> GemeenteOpinion:
    """The weights that ship with the product."""
    with np.load(WEIGHTS, allow_pickle=False) as arrays:
        return GemeenteOpinion(
            word_weights=restored(arrays["word_weights"], arrays["word_steps"])[0],
            word_intercept=float(arrays["word_intercept"]),
            fact_names=tuple(str(name) for name in arrays["fact_names"]),
            trees=Trees(arrays["asked"], arrays["limits"], arrays["leaves"], arrays["start"]),
        )
