"""What the recipes for the sense share."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("sklearn", reason="leren heeft scikit-learn nodig")

from nlp import sense
from nlp.message_features import features
from nlp.scopes import CueSentence
from nlp.sense import Sense
from nlp.training.listening import Fitted, bags
from tests.nlp.sentences import read

TEXTS = ("Het net zit vol. Wij wachten af.", "Nee.", "De raad stemde tegen, en de corporatie haakte af! Jammer.")


def _sentences(text: str) -> list[CueSentence]:
    _, parts = read(text)
    return [sentence for part in parts for sentence, _ in part.layers.cue_sentences]


def test_a_text_as_a_whole_is_learned_as_it_is_heard() -> None:
    texts = [_sentences(text) for text in TEXTS]
    found = bags([(sentences, {"draagvlak"}) for sentences in texts], ["draagvlak"])
    ours: Sense = sense.load()
    heads = len(ours.names)
    learned = Fitted(ours.whole_weights, ours.intercepts[heads:]).scores(found.whole)
    heard = [ours.hear_whole(features(sentences)) for sentences in texts]
    np.testing.assert_allclose(learned, np.array(heard), rtol=1e-3, atol=1e-4)
