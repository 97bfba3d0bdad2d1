"""What the learned sense hears of a message."""

from __future__ import annotations

import numpy as np

from nlp import sense
from nlp.role_trees import Trees
from nlp.scopes import CueSentence
from nlp.sense import MOST_SENTENCES, Sense, Weighing
from nlp.sense_features import features
from nlp.small_weights import restored, stored
from tests.nlp.sentences import read


def _sentence(text: str) -> CueSentence:
    _, parts = read(text)
    sentence: CueSentence = parts[0].doc._.cue_sentences[0][0]
    return sentence


def test_a_message_is_listened_to_once_by_each_sense() -> None:
    _, parts = read("Het net zit vol. Wij wachten af.")
    ours = sense.load()
    other = Sense(ours.names, -ours.weights, -ours.whole_weights, -ours.intercepts, ours.weighings)
    first = ours.listen(parts)
    assert ours.listen(parts) is first
    assert (other.listen(parts).scores == -first.scores).all()


def test_what_is_told_in_several_sentences_is_heard_together() -> None:
    _, alone = read("De villa is weg.")
    _, parts = read("De villa is weg. De erven hebben getekend met een tandarts.")
    assert (sense.load().listen(parts).whole != sense.load().listen(alone).whole).any()


def test_weights_of_one_byte_are_nearly_what_they_were() -> None:
    weights = (np.random.default_rng(7).normal(size=(3, 5000)) * [[0.01], [1.0], [0.0]]).astype(np.float32)
    small, steps = stored(weights)
    assert small.dtype == np.int8
    errors = np.abs(restored(small, steps) - weights).max(axis=1)
    assert (errors <= 0.05 * weights.std(axis=1)).all()


def test_two_things_in_one_sentence_say_more_than_each_by_itself() -> None:
    both = set(features(_sentence("De brandweer weigert."))[0])
    apart = set(features(_sentence("De brandweer."))[0]) | set(features(_sentence("Weigert."))[0])
    assert len(both - apart) > 2  # the two words side by side are one more each


def test_a_question_mark_is_heard() -> None:
    asked, said = features(_sentence("Komt er geld?"))[0], features(_sentence("Komt er geld."))[0]
    assert set(said) < set(asked)


def test_the_end_of_an_endless_text_is_not_listened_to() -> None:
    _, parts = read("Nee. " * (MOST_SENTENCES + 5))
    assert len(sense.load().listen(parts).places) == MOST_SENTENCES


def test_nothing_is_heard_in_nothing() -> None:
    assert sense.load().listen([]).scores.shape == (0, len(sense.load().names))


def test_what_the_rules_found_too_needs_less() -> None:
    weighing = Weighing(("always",), np.zeros(1, dtype=np.float32), threshold=0.5, agreed=0.3)
    assert weighing.keeps(0.4, ruled=True)
    assert not weighing.keeps(0.4, ruled=False)
    assert not weighing.keeps(0.2, ruled=True)


def test_trees_hear_what_counts_only_together() -> None:
    asked, limits = np.array([[0, 1, 1, 0, 0, 0, 0]], dtype=np.int16), np.full((1, 7), 0.5, dtype=np.float32)
    leaves = np.array([[-9, -9, -9, -9, -9, -9, 9, 9]], dtype=np.float32)
    trees = Trees(asked, limits, leaves, np.zeros(1, dtype=np.float32))
    weighing = Weighing(("one", "other"), np.zeros(2, dtype=np.float32), 0.5, 0.5, trees)
    shares = weighing.shares({"one": np.array([0.0, 1.0, 1.0]), "other": np.array([1.0, 0.0, 1.0])})
    assert [weighing.keeps(share, ruled=False) for share in shares] == [False, False, True]
