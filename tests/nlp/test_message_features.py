"""What the sense sees of a message as a whole."""

from __future__ import annotations

import numpy as np

from nlp.message_features import PIECES, PIECES_FROM, features
from nlp.scopes import CueSentence
from nlp.sense_features import Features
from tests.nlp.sentences import read


def _seen(text: str) -> Features:
    _, parts = read(text)
    found: list[CueSentence] = [sentence for part in parts for sentence, _ in part.layers.cue_sentences]
    return features(found)


def _pieces(text: str) -> set[int]:
    return {at for at in _seen(text)[0].tolist() if at >= PIECES_FROM}


def test_words_and_pieces_each_have_their_length() -> None:
    at, values = _seen("De aannemer is failliet. Het net zit vol tot 2029.")
    words = at < PIECES_FROM
    np.testing.assert_allclose([np.linalg.norm(values[words]), np.linalg.norm(values[~words])], [1, PIECES], rtol=1e-5)
    assert len(set(at.tolist())) == len(at)


def test_compounds_and_typing_errors_share_pieces() -> None:
    assert _pieces("omgevingsvergunning") & _pieces("vergunningen")
    assert _pieces("vergunningg") & _pieces("vergunning")
    assert not _pieces("net") | _pieces("2029")


def test_which_number_it_is_does_not_matter() -> None:
    assert set(_seen("Wij bieden 8 plekken.")[0]) == set(_seen("Wij bieden 14 plekken.")[0])


def test_the_order_of_words_is_seen_and_a_question_too() -> None:
    assert set(_seen("De raad wil niet.")[0]) != set(_seen("Niet de raad wil.")[0])
    assert set(_seen("Komt er geld.")[0]) < set(_seen("Komt er geld?")[0])


def test_a_message_without_words_is_seen_as_nothing() -> None:
    assert len(features([])[0]) == 0
