"""The words around a number by their stems, what they are about beside those, and their pieces: for words that were
never seen, where `nlp.role_features` sees words as they stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from nlp.candidates import Candidate
from nlp.stems import About, Sparse, block, in_pairs, paired, pieces
from nlp.surroundings import BUCKETS, Surroundings

ALL_BUCKETS = 4 * BUCKETS
"""The words as they stand, and behind them the three blocks of here."""

SIDE = 8
"""Words on either side that are seen."""

SENTENCE, NEAR, PIECES = 0.7, 1.0, 0.7
"""What the words of the sentence, those near the number and their pieces weigh."""

LEFT, RIGHT, TWO = 1, 2, 3
"""So that the same words on another side are another feature, and two classes in a row another than two stems."""


def blocks(candidate: Candidate, around: Surroundings) -> tuple[Sparse, Sparse, Sparse]:
    """The sentence of a number, the words near it, and their pieces."""
    place = (candidate.part.name, candidate.sentence_number, "stems")
    sentence = around.kept(place, lambda: block(_sentence(candidate, around), BUCKETS, SENTENCE, BUCKETS))
    sides = _sides(candidate)
    near = (paired(found, sign) for sign, low, high in sides for found in _near(candidate, around, low, high))
    letters = (paired(found, sign) for sign, low, high in sides for found in _pieces(candidate, around, low, high))
    return (
        sentence,
        block(near, BUCKETS, NEAR, 2 * BUCKETS),
        block(letters, BUCKETS, PIECES, 3 * BUCKETS),
    )


def sentences(candidate: Candidate, around: Surroundings, steps: Sequence[int]) -> Iterator[int]:
    """The words of the sentences that stand so many `steps` from that of a number; one step is another feature than
    another.
    """
    for at, step in enumerate(steps):
        stems, abouts = _words(candidate, around, *around.run(candidate, candidate.sentence_number + step))
        yield from (paired(found, at) for found in (*stems, *in_pairs(stems, abouts)))


def _sides(candidate: Candidate) -> tuple[tuple[int, int, int], ...]:
    first, behind = candidate.mention.first_word, candidate.mention.value_word + 1
    return (LEFT, max(0, first - SIDE), first), (RIGHT, behind, behind + SIDE)


def _sentence(candidate: Candidate, around: Surroundings) -> Iterator[int]:
    low, high = around.run(candidate, candidate.sentence_number)
    return in_pairs(*_words(candidate, around, low, high))


def _near(candidate: Candidate, around: Surroundings, low: int, high: int) -> Iterator[int]:
    stems, abouts = _words(candidate, around, low, high)
    yield from stems
    yield from in_pairs(stems, abouts)
    for one, other in pairwise(abouts):
        yield from (paired(paired(number, beside), TWO) for number in one for beside in other)


def _pieces(candidate: Candidate, around: Surroundings, low: int, high: int) -> Iterator[int]:
    return (piece for atom in around.atoms[candidate.part.name][low:high] for piece in pieces(atom))


def _words(candidate: Candidate, around: Surroundings, low: int, high: int) -> tuple[Sequence[int], Sequence[About]]:
    name = candidate.part.name
    return around.stems[name][low:high], around.abouts[name][low:high]
