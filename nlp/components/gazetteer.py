"""Finds the names of gemeenten and kernen in a document.

Requires: `doc._.raw`. Assigns: `doc._.gemeente_names`, a list of `nlp.gazetteer.names.Name` in reading order.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from nlp.gazetteer.names import find_names

Doc.set_extension("gemeente_names", default=None, force=True)


@Language.component("plaatsmaker_gazetteer", requires=["doc._.raw"], assigns=["doc._.gemeente_names"])
def gazetteer(doc: Doc) -> Doc:
    """Store the names that stand in the document."""
    doc._.gemeente_names = find_names(doc._.raw)
    return doc
