"""Works out sentences, list items and the distances between words.

Requires: `doc._.words`, `doc._.numbers`, `doc._.sentence_starts`. Assigns: `doc._.layout`.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from nlp.layout import lay_out


@Language.component(
    "plaatsmaker_clauses",
    requires=["doc._.words", "doc._.numbers", "doc._.sentence_starts"],
    assigns=["doc._.layout"],
)
def add_layout(doc: Doc) -> Doc:
    """Give `doc` its layout."""
    doc._.layout = lay_out(doc._.raw, doc._.words, doc._.sentence_starts, doc._.numbers)
    return doc


if not Doc.has_extension("layout"):
    Doc.set_extension("layout", default=None)
