"""Sets sentence starts: after closing punctuation, at line ends that are no soft wraps, at list items.

Requires: `doc._.raw`. Assigns: `token.is_sent_start`, `doc._.sentence_starts` (characters).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from nlp.terms import word_set

if TYPE_CHECKING:
    from thinc.types import Ints2d

ABBREVIATIONS = word_set("shape", "sentences", "abbreviations")
LONGEST_ABBREVIATION = 8
BOUNDARY = re.compile(r"(?P<stop>(?<![.!?…])[.!?…]+[\"'”’)]*)(?=\s)|(?P<line>\n(?:[ \t]*\n)*)")
SOFT_WRAP = re.compile(r"[a-zà-ÿ0-9(€‘'\"]")
LIST_ITEM = re.compile(r"[ \t]*(?:[-*•·–—o]|\(?\d{1,2}[.)]|[a-z]\))[ \t]")
TABLE_ROW = re.compile(r"\t|\||\S {2,}\S|;\S[^;\n]*;\S")
LEADER = "...."
WRAP_WIDTH = 55


def sentence_starts(text: str) -> list[int]:
    """Character positions at which a sentence starts, in order, the first being 0. Linear in the length of `text`."""
    starts = [0]
    for found in BOUNDARY.finditer(text):
        end = found.end()
        if found["stop"] and (_is_abbreviation(text, found.start()) or _is_leader(found["stop"])):
            continue
        if found["line"] and found["line"].count("\n") == 1 and _is_soft_wrap(text, found.start(), end):
            continue
        while end < len(text) and text[end].isspace():
            end += 1
        if starts[-1] < end < len(text):
            starts.append(end)
    return starts


def _is_leader(stop: str) -> bool:
    """Dots that lead the eye to the number behind them."""
    return stop.startswith(LEADER)


def _is_abbreviation(text: str, stop: int) -> bool:
    if text[stop] != "." or text[stop : stop + 2] == "..":
        return False
    begin = stop
    while begin > 0 and stop - begin < LONGEST_ABBREVIATION and not text[begin - 1].isspace():
        begin -= 1
    word = text[begin:stop].lower().lstrip("(\"'")
    initial = len(word) == 1 and word.isalpha() and text[begin:stop].isupper()
    return word in ABBREVIATIONS or initial


def _is_soft_wrap(text: str, line_end: int, next_start: int) -> bool:
    line_start = text.rfind("\n", 0, line_end) + 1
    if line_end - line_start < WRAP_WIDTH or LIST_ITEM.match(text, next_start):
        return False
    if TABLE_ROW.search(text, line_start, line_end):
        return False
    return bool(SOFT_WRAP.match(text, next_start)) or text[line_end - 1] not in ".:;!?"


@Language.component(
    "plaatsmaker_sentences", requires=["doc._.raw"], assigns=["token.is_sent_start", "doc._.sentence_starts"]
)
def sentences(doc: Doc) -> Doc:
    """Mark the first token of each sentence."""
    starts = sentence_starts(doc._.raw)
    doc._.sentence_starts = starts
    if not len(doc):
        return doc
    firsts = np.searchsorted(doc.to_array("IDX"), starts, side="right") - 1
    marks = np.full((len(doc), 1), -1, dtype="int64")
    marks[np.maximum(firsts, 0)] = 1
    # Setting token after token costs ten times as much.
    return doc.from_array(["SENT_START"], cast("Ints2d", marks.astype("uint64")))


if not Doc.has_extension("sentence_starts"):
    Doc.set_extension("sentence_starts", default=())
