"""Finds the counts: value, range, exactness and what is counted; leaves out codes, amounts, times and durations.

Requires: `doc._.words`, `doc._.dates`. Assigns: `doc._.numbers` (a list of `nlp.counts.Mention` in text order).
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from nlp.number_grammar import NumberGrammar


@Language.component("plaatsmaker_numbers", requires=["doc._.words", "doc._.dates"], assigns=["doc._.numbers"])
def add_numbers(doc: Doc) -> Doc:
    """Give `doc` its counts."""
    doc._.numbers = NumberGrammar(doc._.raw, doc._.words, doc._.dates).mentions()
    return doc


if not Doc.has_extension("numbers"):
    Doc.set_extension("numbers", default=())
