"""What the learned sense (`nlp.sense`) sees of a message as a whole: buckets with values, in two blocks.

The words: their stems, two stems in a row, what they are about, and that beside the stem before or behind it. The
pieces of its longer words, so that compounds and typing errors meet. Each block has a length of its own, so that heads
may leave the pieces out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from nlp.parts import ReadPart
from nlp.scopes import CueSentence
from nlp.sense_features import BUCKETS, Features
from nlp.stems import about, block, in_pairs, pieces, stem
from nlp.vocabulary import by_word

PIECES_FROM = BUCKETS // 2
"""The first bucket of the pieces; those of the words are before it."""

PIECES = 0.7
"""The length of the block of pieces; that of the words is 1."""

MOST_WORDS = 4_000
"""Words of a message that are looked at."""

ASKED = "?"

SEEN = "the message as a whole"
"""Where the document of the first part keeps its features, because several components ask for them."""


def seen_in(parts: Sequence[ReadPart]) -> Features:
    """The features of a message that has been read, made once."""
    kept = parts[0].doc.user_data if parts else {}
    if SEEN not in kept:
        kept[SEEN] = features([sentence for part in parts for sentence, _ in part.layers.cue_sentences])
    found: Features = kept[SEEN]
    return found


def features(sentences: Sequence[CueSentence]) -> Features:
    """Buckets (each once) and values, of all sentences of a message together."""
    words: list[int] = []
    letters: list[int] = []
    left = MOST_WORDS
    for sentence in sentences:
        own = sentence.words[:left]
        left -= len(own)
        words += _of_words(own, asked=sentence.asked is not None)
        letters += (piece for word in own for piece in pieces(word))
    at, values = block(words, PIECES_FROM, 1.0)
    beside, others = block(letters, PIECES_FROM, PIECES, PIECES_FROM)
    return np.concatenate([at, beside]), np.concatenate([values, others])


def _of_words(words: Sequence[str], *, asked: bool) -> Iterator[int]:
    """The words of one sentence, one by one and in pairs; each of what they are about once."""
    stems = [stem(word) for word in words] + [stem(ASKED)] * asked
    abouts = [about(names) for names in by_word(words)]
    yield from stems
    yield from in_pairs(stems, abouts)
    yield from {number for numbers in abouts for number in numbers}
