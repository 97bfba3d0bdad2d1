"""Finds all cues of the term files, sentence by sentence.

Requires: sentence starts. Assigns: `doc._.cue_sentences`, a list of (sentence, its cues); cues of every kind are
found in one pass, and those who want only bottlenecks or only intents pick theirs by kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from nlp.cues import TERMS, Terms, load
from nlp.scopes import CueSentence, read_sentence

FAMILIES = ("bottlenecks", "intents", "routes")
"""The folders with cues; a cue knows which one it is from."""

HEADING_WORDS = 6
ITEM_WORDS = 8
HEADED = "hinder"
"""The shared concept of trouble: a heading that names it lends it to the items below."""


NOT_SAID = re.compile(r"[ \t]*(?:[-*•][ \t]*)?(?:>|\[[ _]?\]|[☐□])")
CHECKED = re.compile(r"[ \t]*(?:[-*•][ \t]*)?(?:\[ ?[xXvV✓] ?\]|[☑☒✓✔])")


@cache
def terms() -> Terms:
    """The term files, loaded once a process (some tens of milliseconds)."""
    return load(term_files())


def term_files() -> list[Path]:
    """The files with cues; the other files beside them belong to other components."""
    return [file for family in FAMILIES for file in (TERMS / family).glob("*.toml")]


def sentences(doc: Doc) -> Iterator[CueSentence]:
    """The sentences of `doc` as cues see them; an item under a heading such as "Knelpunten:" is marked."""
    under_heading = False
    for span in doc.sents:
        if _is_others(doc.text, span.start_char):
            continue
        sentence = read_sentence(terms().lexicon, span.text, span.start_char)
        if sentence is None:
            continue
        if CHECKED.match(span.text):
            sentence.spans.setdefault(HEADED, []).append((0, 0))
        if _is_heading(sentence, span.text):
            under_heading = True
        elif under_heading and len(sentence.words) <= ITEM_WORDS:
            sentence.spans.setdefault(HEADED, []).append((0, 0))
        else:
            under_heading = False
        yield sentence


def _is_others(text: str, start: int) -> bool:
    """Whether the line in which a sentence starts is quoted, or a box of a form that was not ticked."""
    line = text[text.rfind("\n", 0, start) + 1 : start + 8]
    return NOT_SAID.match(line) is not None


def _is_heading(sentence: CueSentence, text: str) -> bool:
    if len(sentence.words) > HEADING_WORDS or text.rstrip()[-1:] in ".!?,;":
        return False
    return any(not sentence.denied(span) for span in sentence.spans.get(HEADED, ()))


@Language.component("plaatsmaker_cues", requires=["token.is_sent_start"], assigns=["doc._.cue_sentences"])
def add_cues(doc: Doc) -> Doc:
    """Give `doc` its cues."""
    doc._.cue_sentences = [(sentence, terms().cues(sentence)) for sentence in sentences(doc)]
    return doc


if not Doc.has_extension("cue_sentences"):
    Doc.set_extension("cue_sentences", default=())
