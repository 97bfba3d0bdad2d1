"""Weighs for each number the cues around it. Requires: all components before it. Assigns: `doc._.scores`."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from nlp.roles import score


@Language.component(
    "plaatsmaker_roles", requires=["doc._.numbers", "doc._.qualifiers", "doc._.layout"], assigns=["doc._.scores"]
)
def add_scores(doc: Doc) -> Doc:
    """Give `doc` the points of its numbers, one `Scores` for each number."""
    doc._.scores = score(doc)
    return doc


if not Doc.has_extension("scores"):
    Doc.set_extension("scores", default=())
