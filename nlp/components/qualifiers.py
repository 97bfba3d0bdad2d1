"""Finds the cues around the numbers: which words plead for which role, and how firm or for whom the places are.

Requires: `doc._.words`, `doc._.numbers`, `doc._.dates`, `doc._.layout`. Assigns: `doc._.qualifiers`.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from nlp.qualifiers import find_cues


@Language.component(
    "plaatsmaker_qualifiers",
    requires=["doc._.words", "doc._.numbers", "doc._.dates", "doc._.layout"],
    assigns=["doc._.qualifiers"],
)
def add_cues(doc: Doc) -> Doc:
    """Give `doc` the cues in it, by label."""
    doc._.qualifiers = find_cues(doc)
    return doc


if not Doc.has_extension("qualifiers"):
    Doc.set_extension("qualifiers", default=None)
