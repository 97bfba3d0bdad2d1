"""The pipeline: `spacy.blank("nl")` with our own components, built once a process."""

from __future__ import annotations

from collections.abc import Callable

import spacy
from spacy.language import Language
from spacy.util import registry

import nlp.components.clauses
import nlp.components.cues
import nlp.components.dates
import nlp.components.gazetteer
import nlp.components.numbers
import nlp.components.qualifiers
import nlp.components.roles
import nlp.components.sentences
import nlp.components.words  # noqa: F401  each registers its factory
from nlp.tokenizer import LinearTokenizer

COMPONENTS = (
    "plaatsmaker_words",
    "plaatsmaker_sentences",
    "plaatsmaker_gazetteer",
    "plaatsmaker_dates",
    "plaatsmaker_numbers",
    "plaatsmaker_clauses",
    "plaatsmaker_qualifiers",
    "plaatsmaker_roles",
    "plaatsmaker_cues",
)


TOKENIZER = "plaatsmaker_linear"


@registry.tokenizers(TOKENIZER)  # type: ignore[untyped-decorator]  # spaCy gives its registries no types
def linear_tokenizer() -> Callable[[Language], LinearTokenizer]:
    """What makes our tokenizer, as spaCy looks it up."""
    return lambda pipeline: LinearTokenizer(pipeline.vocab)


def build() -> Language:
    """Build the pipeline. Costs a moment; share the result."""
    # Named in the configuration, because spaCy would first load the thousands of exceptions of its own tokenizer
    pipeline = spacy.blank("nl", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
    # What spaCy works out for every word it has not seen (is it a number, a URL, a stop word) nobody here asks for
    pipeline.vocab.lex_attr_getters.clear()  # type: ignore[attr-defined]  # left out of the types of spaCy
    for name in COMPONENTS:
        pipeline.add_pipe(name)
    return pipeline
