"""Finds the dates, so that no date is taken for a count. Requires: `doc._.words`. Assigns: `doc._.dates`."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from nlp.date_grammar import find_dates


@Language.component("plaatsmaker_dates", requires=["doc._.words"], assigns=["doc._.dates"])
def add_dates(doc: Doc) -> Doc:
    """Give `doc` its dates, not yet resolved."""
    doc._.dates = find_dates(doc._.words)
    return doc


if not Doc.has_extension("dates"):
    Doc.set_extension("dates", default=())
