"""A tokenizer that is linear in the length of the text, whatever the text.

spaCy's own tries its suffixes again after every sign that it takes off the front: 8,000 brackets in a row take it ten
seconds. Nothing here needs its exceptions, because the rules look at the characters themselves.
"""

from __future__ import annotations

import re

from spacy.tokens import Doc
from spacy.vocab import Vocab

TOKEN = re.compile(r"\w+|[^\w\s]|\s+")


RAW = "raw"
"""Where the document keeps its text, which spaCy puts together anew at each call."""


class LinearTokenizer:
    """Words, single marks and white space; a single space belongs to the token before it, as spaCy wants."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The tokens of `text`; put together again they are exactly `text`."""
        words: list[str] = []
        spaces: list[bool] = []
        for piece in TOKEN.findall(text):
            rest = piece
            if piece.isspace() and words and piece[0] == " " and not spaces[-1]:
                spaces[-1] = True
                rest = piece[1:]
            if rest:
                words.append(rest)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces, user_data={RAW: text})
