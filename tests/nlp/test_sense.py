"""What the learned sense hears of a message."""

from __future__ import annotations

import numpy as np

from nlp import sense
from nlp.scopes import CueSentence
from nlp.sense import MOST_SENTENCES, Sense, Weighing, features
from tests.nlp.sentences import read


def _sentence(text: str) -> CueSentence:
    _, parts = read(text)
    sentence: CueSentence = parts[0].doc._.cue_sentences[0][0]
    return sentence


def test_a_message_is_listened_to_once_by_each_sense() -> None:
    _, parts = read("Het net zit vol. Wij wachten af.")
    ours = sense.load()
    other = Sense(ours.names, -ours.weights, -ours.intercepts, ours.weighings)
    first = ours.listen(parts)
    assert ours.listen(parts) is first
    assert (other.listen(parts).scores == -first.scores).all()


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
