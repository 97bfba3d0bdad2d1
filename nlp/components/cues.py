"""Finds all cues of the term files, sentence by sentence.

Requires: `doc._.raw`, `doc._.sentence_starts`. Assigns: `doc._.cue_sentences`, a list of (sentence, its cues); cues of
every kind are found in one pass, and those who want only bottlenecks or only intents pick theirs by kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from nlp.cues import TERMS, Cue, Terms, load
from nlp.grammar import listed
from nlp.scopes import CueSentence, read_sentence

FAMILIES = ("bottlenecks", "intents", "routes")
"""The folders with cues; a cue knows which one it is from."""

LONGEST = 1500
"""Characters of one sentence; a text without full stops is read in pieces, so that its cost stays linear."""

ANAPHORS, JOINING = listed("anaphor"), listed("joining")
HEADING_WORDS = 6
ITEM_WORDS = 14
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
    for start, text in _pieces(doc._.raw, doc._.sentence_starts):
        sentence = read_sentence(terms().lexicon, text, start)
        if sentence is None:
            continue
        if CHECKED.match(text):
            sentence.spans.setdefault(HEADED, []).append((0, 0))
        if _is_heading(sentence, text):
            under_heading = True
        elif under_heading and len(sentence.words) <= ITEM_WORDS:
            sentence.spans.setdefault(HEADED, []).append((0, 0))
        else:
            under_heading = False
        yield sentence


def _pieces(text: str, starts: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Each sentence with the position of its first character; what is quoted is left out, what is endless is cut."""
    line_start = 0
    for start, end in pairwise([*starts, len(text)]):
        line_start = max(line_start, text.rfind("\n", line_start, start) + 1)
        if NOT_SAID.match(text, line_start):
            continue
        for cut in range(start, end, LONGEST):
            yield cut, text[cut : min(end, cut + LONGEST)]


def _is_heading(sentence: CueSentence, text: str) -> bool:
    if len(sentence.words) > HEADING_WORDS or text.rstrip()[-1:] in ".!?,;":
        return False
    return any(not sentence.denied(span) for span in sentence.spans.get(HEADED, ()))


@Language.component(
    "plaatsmaker_cues", requires=["doc._.raw", "doc._.sentence_starts"], assigns=["doc._.cue_sentences"]
)
def add_cues(doc: Doc) -> Doc:
    """Give `doc` its cues."""
    found = [(sentence, terms().cues(sentence)) for sentence in sentences(doc)]
    for (before, cues), (after, _) in pairwise(found):
        if _goes_on(after.words):
            cues.extend(_across(doc._.raw, before, after))
    doc._.cue_sentences = [
        (sentence, [cue for cue in cues if not cue.supposed or _holds(found, number, cue)])
        for number, (sentence, cues) in enumerate(found)
    ]
    return doc


def _goes_on(words: Sequence[str]) -> bool:
    """Whether a sentence opens with a word that points back: "Die ...", "En daar ..."."""
    return words[0] in ANAPHORS or (len(words) > 1 and words[0] in JOINING and words[1] in ANAPHORS)


def _across(text: str, before: CueSentence, after: CueSentence) -> list[Cue]:
    """Cues that begin in one sentence and end in the next: "De vergunning is aangevraagd. Die blijft uit."."""
    both = read_sentence(terms().lexicon, text[before.start : after.end], before.start)
    if both is None or both.end - both.start > LONGEST:
        return []
    last = len(before.words)
    return [replace(cue, high=last, supposed=False) for cue in terms().cues(both) if cue.anchor < last < cue.high]


def _holds(found: Sequence[tuple[CueSentence, list[Cue]]], number: int, cue: Cue) -> bool:
    """Whether a condition in this sentence is said to delay, to block or to be in doubt: here, or in the next one.

    A condition that names no trouble itself is meant only by a next sentence that points back at it.
    """
    if _says_so(found[number][0]):
        return True
    after = found[number + 1][0] if number + 1 < len(found) else None
    return after is not None and _says_so(after) and (not cue.rule.held or _goes_on(after.words))


def _says_so(sentence: CueSentence) -> bool:
    return any(not sentence.is_supposed(span) for span in sentence.spans.get("HOLDS", ()))


if not Doc.has_extension("cue_sentences"):
    Doc.set_extension("cue_sentences", default=())
