"""The shape of a text: sentences with what they hang under, and how far two words lie apart in sense.

The distance between two words is a sum of costs: a comma parts little, "maar" more, a sentence end most, and so does
each other number in between. A cue bears on a number with its weight times exp(-distance).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from nlp.components.words import Word
from nlp.counts import Mention
from nlp.labels import label_before
from nlp.terms import word_set

WORD = 0.02
COMMA = 0.3
COLON = 0.25
BRACKET = 0.8
DASH = 0.5
SEMICOLON = 1.1
AND = 0.3
CONTRAST = 0.9
NUMBER = 0.45
SENTENCE = 1.5
LINE = 0.5
PARAGRAPH = 1.0

CONTRASTS = word_set("shape", "clauses", "contrast")
JOINS = word_set("shape", "clauses", "join")
MARKS = {
    ",": COMMA,
    ":": COLON,
    "(": BRACKET,
    ")": BRACKET,
    ";": SEMICOLON,
    "–": DASH,
    "—": DASH,
    "|": SEMICOLON,
    "*": DASH,
}
ITEM = re.compile(r"[ \t>]*(?:[-*•·–—o‣▪]|\(?\d{1,2}[.)]|\(?[a-z][.)])[ \t]+")
LONGEST_ITEM = 120
"""Characters from which a sentence under a heading is prose again, and ends what the heading governs."""

CELL_GAP = re.compile(r"\t+| {2,}")
CELL_BAR = re.compile(r"\|")
CELL_TAB = re.compile(r"\t")
LONGEST_ROW = 1000
"""Characters of a line that is still read as a row of a table."""


@dataclass(slots=True)
class Sentence:
    """Words `first` to `last` (both included). `kind` is `prose`, `item` or `row`.

    `governor` is the number of the sentence that introduces a list item, or -1.
    """

    start: int
    end: int
    first: int
    last: int
    kind: str = "prose"
    governor: int = -1
    question: bool = False
    paragraph: int = 0


@dataclass(slots=True)
class Layout:
    """All sentences of a part, for each word its sentence and its place on the line of costs.

    `heads` gives for a number, by its first word, the words that label it: the head of its column, or what stands
    before the colon, the dots or the gap on its own line.
    """

    sentences: list[Sentence]
    sentence_of: list[int]
    place: list[float]
    heads: dict[int, list[tuple[int, int]]] = field(default_factory=dict)

    def distance(self, one: int, other: int) -> float:
        """How far words `one` and `other` lie apart in sense."""
        return abs(self.place[one] - self.place[other])

    def sentence(self, word: int) -> Sentence:
        """The sentence of a word."""
        return self.sentences[self.sentence_of[word]]


def lay_out(text: str, words: Sequence[Word], starts: Sequence[int], numbers: Sequence[Mention]) -> Layout:
    """Work out the layout of `text`; linear in its length."""
    sentences = _sentences(text, words, starts)
    sentence_of: list[int] = []
    for number in range(len(sentences)):
        until = sentences[number + 1].first if number + 1 < len(sentences) else len(words)
        sentence_of += [number] * (until - len(sentence_of))
    _govern(text, sentences)
    places = _places(words, sentences, sentence_of, numbers)
    layout = Layout(sentences, sentence_of, places)
    _add_heads(layout, text, words, numbers)
    return layout


def _sentences(text: str, words: Sequence[Word], starts: Sequence[int]) -> list[Sentence]:
    beginnings = [word.start for word in words]
    found: list[Sentence] = []
    paragraph = 0
    for begin, end in zip(starts, [*starts[1:], len(text)], strict=True):
        first, last = bisect_right(beginnings, begin - 1), bisect_right(beginnings, end - 1) - 1
        while last > first and words[last].kind == "line":
            last -= 1
        if last < first:
            continue
        question = "?" in text[words[last].start : words[last].end]
        kind = _kind(text, begin, end)
        found.append(Sentence(begin, words[last].end, first, last, kind, question=question, paragraph=paragraph))
        paragraph += text.count("\n", words[last].end, end) > 1
    return found


def _kind(text: str, begin: int, end: int) -> str:
    line = text.rfind("\n", 0, begin) + 1
    if not text[line:begin].strip() and ITEM.match(text, line):
        return "item"
    line_end = text.find("\n", begin)
    row = text[begin : min(end, line_end if line_end > 0 else end)].strip()
    cells = len(row) <= LONGEST_ROW and ("|" in row or CELL_GAP.search(row))
    return "row" if cells and not text[begin:end].rstrip().endswith((".", "?")) else "prose"


def _govern(text: str, sentences: Sequence[Sentence]) -> None:
    """Give list items the sentence with the colon, or the heading, that they stand under."""
    governor = -1
    for number, sentence in enumerate(sentences):
        if text[sentence.start : sentence.end].rstrip().endswith(":"):
            governor = number
        elif governor >= 0 and (sentence.kind == "item" or sentence.paragraph <= sentences[governor].paragraph + 1):
            sentence.governor = governor
            if sentence.kind == "prose" and sentence.end - sentence.start > LONGEST_ITEM:
                governor = -1
        else:
            governor = -1


def _places(
    words: Sequence[Word],
    sentences: Sequence[Sentence],
    sentence_of: Sequence[int],
    numbers: Sequence[Mention],
) -> list[float]:
    inside = {i for m in numbers for i in range(m.first_word, m.last_word + 1)}
    ends = {m.last_word for m in numbers}
    place, places, previous = 0.0, [], 0
    for index, word in enumerate(words):
        if index and sentence_of[index] != previous:
            here, there = sentences[sentence_of[index]], sentences[previous]
            place += SENTENCE + PARAGRAPH * (here.paragraph - there.paragraph)
        previous = sentence_of[index]
        before = _before(word) if index not in inside else 0.0
        places.append(place + before / 2)
        place += before + (NUMBER if index in ends else 0.0)
    return places


def _before(word: Word) -> float:
    if word.kind == "line":
        return LINE
    if word.kind != "word":
        return MARKS.get(word.text, WORD)
    if word.text in CONTRASTS:
        return CONTRAST
    return AND if word.text in JOINS else WORD


def _add_heads(layout: Layout, text: str, words: Sequence[Word], numbers: Sequence[Mention]) -> None:
    head_rows = _head_rows(layout, numbers)
    for mention in numbers:
        row = layout.sentence_of[mention.first_word]
        column = _column_head(layout, text, words, mention, head_rows[row]) if row in head_rows else None
        label = label_before(text, words, mention.first_word)
        found = [head for head in (column, label) if head is not None]
        if found:
            layout.heads[mention.first_word] = found


def _head_rows(layout: Layout, numbers: Sequence[Mention]) -> dict[int, int]:
    """For each row of a table that starts with a row without counts, the number of that first row."""
    counted = {layout.sentence_of[m.first_word] for m in numbers}
    found: dict[int, int] = {}
    first = -1
    for number, sentence in enumerate(layout.sentences):
        if sentence.kind != "row":
            first = -1
        elif first < 0:
            first = number
        elif first not in counted:
            found[number] = first
    return found


def _column_head(
    layout: Layout, text: str, words: Sequence[Word], mention: Mention, head: int
) -> tuple[int, int] | None:
    """The words at the head of the column that a number in a table row stands in."""
    top = layout.sentences[head]
    span = _head_cell(text, top, _cell(text, layout.sentence(mention.first_word), mention.start))
    inside = [i for i in range(top.first, top.last + 1) if span[0] <= words[i].start < span[1]]
    return (inside[0], inside[-1]) if inside else None


def _breaks(text: str, row: Sentence) -> list[tuple[int, int]]:
    """The gaps or bars between the cells of a row."""
    line = text[row.start : row.end]
    pattern = CELL_BAR if "|" in line else CELL_TAB if "\t" in line else CELL_GAP
    return [found.span() for found in pattern.finditer(text, row.start, row.end)]


def _cell(text: str, row: Sentence, position: int) -> int:
    return sum(end <= position for _, end in _breaks(text, row))


def _head_cell(text: str, head: Sentence, cell: int) -> tuple[int, int]:
    """The characters of cell number `cell` of the head row; the last cell where the head has fewer."""
    breaks = _breaks(text, head)
    cell = min(cell, len(breaks))
    start = breaks[cell - 1][1] if cell else head.start
    return start, breaks[cell][0] if cell < len(breaks) else head.end
