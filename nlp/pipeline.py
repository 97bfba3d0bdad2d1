"""The pipeline: `spacy.blank("nl")` with our own components, built once a process (0.7 s)."""

from __future__ import annotations

import spacy
from spacy.language import Language

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


def build() -> Language:
    """Build the pipeline. Costs about a second; share the result."""
    pipeline = spacy.blank("nl")
    pipeline.tokenizer = LinearTokenizer(pipeline.vocab)
    for name in COMPONENTS:
        pipeline.add_pipe(name)
    return pipeline
