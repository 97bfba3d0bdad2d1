"""Words as numbers, and the words around a number seen so."""

from __future__ import annotations

import numpy as np

from nlp.pledges import candidates_of
from nlp.role_words import blocks
from nlp.stems import block, in_pairs, pieces, stem
from nlp.surroundings import BUCKETS, Surroundings
from nlp.tenor import tenor_of
from tests.nlp.sentences import read


def _near(text: str) -> list[set[int]]:
    """The features near each number of a text."""
    message, parts = read(text)
    around = Surroundings(parts)
    return [
        set(blocks(candidate, around)[1][0].tolist()) for candidate in candidates_of(parts, tenor_of(message, parts))
    ]


def test_forms_of_a_word_share_a_stem_and_numbers_are_one() -> None:
    assert stem("woningen") == stem("woninge")
    assert stem("12") == stem("2029") != stem("twaalf")


def test_typing_errors_and_compounds_share_pieces_and_short_words_have_none() -> None:
    assert set(pieces("huisvesting")) & set(pieces("huisvestng"))
    assert pieces("net") == pieces("2029") == ()


def test_pairs_tell_the_order_and_what_a_word_is_about_beside_its_neighbours() -> None:
    assert set(in_pairs([1, 2], [(), ()])) != set(in_pairs([2, 1], [(), ()]))
    assert len(set(in_pairs([1, 2, 3], [(), (9,), ()]))) == 4


def test_a_block_has_its_length_and_stays_between_its_buckets() -> None:
    at, values = block([5, 5, 123456789, 7], size=64, length=0.5, first=64)
    np.testing.assert_allclose(np.linalg.norm(values), 0.5, rtol=1e-6)
    assert len(at) == 3
    assert set((at // 64).tolist()) == {1}
    assert len(block([], size=64, length=1.0)[0]) == 0


def test_the_same_words_on_another_side_of_a_number_are_something_else() -> None:
    (before,), (behind,) = _near("Mensen 12"), _near("12 mensen")
    assert before
    assert not before & behind
    assert all(2 * BUCKETS <= at < 3 * BUCKETS for at in before)
