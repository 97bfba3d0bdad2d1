"""Cuts the raw text into words, digits, punctuation and line ends: the stream that all rules here look at.

spaCy leaves `24plekken`, `±30` and `10-15` whole and loses apostrophes, so numbers and cues are matched on the
characters themselves. Requires: nothing. Assigns: `doc._.raw`, `doc._.words`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from nlp.tokenizer import RAW

PIECE = re.compile(
    r"(?P<digits>\d+(?:[.,]\d+)*)"
    r"|(?P<word>[^\W\d_][^\W\d_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W\d_]*)*(?:['’\-][^\W\d_][^\W\d_]*)*)"
    r"|(?P<line>\n)"
    r"|(?P<mark>[^\w\s]|_)"
)


class Word(NamedTuple):
    """A piece of text: `text` in lower case; `kind` is `digits`, `word`, `line` or `mark`."""

    text: str
    start: int
    end: int
    kind: str


def words(text: str) -> list[Word]:
    """All pieces of `text` in order; blanks are left out. Linear in the length of `text`."""
    return [
        Word(found.group().lower().replace("’", "'"), found.start(), found.end(), found.lastgroup or "")
        for found in PIECE.finditer(text)
    ]


@Language.component("plaatsmaker_words", assigns=["doc._.raw", "doc._.words"])
def add_words(doc: Doc) -> Doc:
    """Give `doc` its text once and for all (`doc.text` is put together anew at each call) and its word stream."""
    raw: str = doc.user_data.get(RAW) or doc.text
    doc._.raw, doc._.words = raw, words(raw)
    return doc


if not Doc.has_extension("words"):
    Doc.set_extension("words", default=())
    Doc.set_extension("raw", default="")
