"""A sentence as cues see it: its words, clauses and concepts, and what is denied, supposed, asked or about others.

The words that open and close these scopes are data (`terms/shared.toml`, names in capitals here).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from nlp.grammar import listed
from nlp.lexicon import Lexicon, Spans, normalise

CONTRAST, PERHAPS, GOES_ON = listed("contrast"), listed("perhaps_contrast"), listed("after_contrast")
ENDS_CONDITION = listed("ends_condition")
PIECE = re.compile(r"(?P<word>[a-z0-9]+(?:'[a-z]+)?)|(?P<strong>[;:()!?–—]| - |\n[ \t]*[-*•>o] |\t)|(?P<comma>,)")
NEGATION_BEFORE = 4
"""Words between a negator and what it denies: "niet zo heel erg vol"."""

LIST_ITEM = 3
"""Words between commas that make no more than an item of a list."""

NEGATION_AFTER = 3
"""Words between a verb and the negator behind it: "protesteert hier gelukkig niet"."""

CONDITION_REACH = 10

Span = tuple[int, int]


@dataclass(slots=True)
class CueSentence:
    """One sentence. `starts` and `ends` are characters in the part; `clauses` and `commas` number each word's clause.

    `supposed` and `asked` are runs of words. `closed`: it ends in a full stop or exclamation mark.
    """

    start: int
    end: int
    words: list[str]
    starts: list[int]
    ends: list[int]
    clauses: list[int]
    commas: list[int]
    spans: Spans
    supposed: list[Span]
    asked: Span | None
    closed: bool = True

    def has(self, concept: str) -> bool:
        """Whether the concept is named anywhere in the sentence."""
        return concept in self.spans

    def in_clause(self, concept: str, span: Span) -> bool:
        """Whether the concept is named in the clause of `span`, outside `span` itself."""
        clause = self.clauses[span[0]]
        return any(self.clauses[s[0]] == clause and s != span for s in self.spans.get(concept, ()))

    def is_waved_away(self, span: Span) -> bool:
        """Whether words such as "speelt hier niet" stand between the same commas, or behind a list of which this
        is an item."""
        low, high = self.between_commas(span[0])
        is_item = sum(low <= start < high for start in self.starts) <= LIST_ITEM
        found = [s for s in self.spans.get("DENIAL", ()) if s != span and not self.is_supposed(s)]
        if is_item:
            return any(self.clauses[s[0]] == self.clauses[span[0]] for s in found)
        return any(self.commas[s[0]] == self.commas[span[0]] for s in found)

    def beside(self, concept: str, span: Span) -> bool:
        """Whether the concept is named between the same commas as `span`."""
        comma = self.commas[span[0]]
        return any(self.commas[low] == comma for low, _ in self.spans.get(concept, ()))

    def between_commas(self, word: int) -> Span:
        """The characters of the part of the sentence between commas that `word` stands in."""
        inside = [n for n, comma in enumerate(self.commas) if comma == self.commas[word]]
        return self.starts[inside[0]], self.ends[inside[-1]]

    def is_supposed(self, span: Span) -> bool:
        """Whether `span` stands in a condition."""
        return any(low <= span[0] < high for low, high in self.supposed)

    def is_awaited(self, span: Span) -> bool:
        """Whether "zolang" or "totdat" stands before `span`, between the same commas."""
        comma = self.commas[span[0]]
        return any(self.commas[low] == comma and high <= span[0] for low, high in self.spans.get("UNTIL", ()))

    def is_asked(self, span: Span) -> bool:
        """Whether `span` stands in the part of the sentence that is a question."""
        return self.asked is not None and self.asked[0] <= span[0] < self.asked[1]

    def denied(self, span: Span, *, verb: bool = False) -> bool:
        """Whether a negator outside `span` denies it: some words before it, or close behind a verb."""
        clause = self.clauses[span[0]]
        for low, high in self.spans.get("NEGATOR", ()):
            if self.clauses[low] != clause or (low < span[1] and high > span[0]):
                continue
            if low < span[0] and span[0] - high < NEGATION_BEFORE and self.commas[low] == self.commas[span[0]]:
                return True
            if verb and 0 <= low - span[1] < NEGATION_AFTER and self.commas[low] == self.commas[span[0]]:
                return True
        return False


def read_sentence(lexicon: Lexicon, text: str, offset: int) -> CueSentence | None:
    """The sentence `text`, which stands at `offset` in its part; `None` without words."""
    cut = _Cut()
    for piece in PIECE.finditer(normalise(text)):
        if piece["word"] is None:
            cut.mark(piece[0])
        else:
            cut.word(piece["word"], offset + piece.start(), offset + piece.end())
    if not cut.words:
        return None
    spans = _unbroken(lexicon.find(cut.words), cut.clauses)
    sentence = CueSentence(
        offset, offset + len(text), cut.words, cut.starts, cut.ends, cut.clauses, cut.commas, spans, [], None
    )
    _drop_false_negators(spans)
    sentence.supposed = _supposed(sentence)
    _split_ready(sentence)
    _settle_trouble(sentence)
    sentence.asked = _asked(sentence, text)
    sentence.closed = text.rstrip()[-1:] in ".!"
    return sentence


@dataclass(slots=True)
class _Cut:
    """The words so far with the clause and the part between commas that each is in."""

    words: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    clauses: list[int] = field(default_factory=list)
    commas: list[int] = field(default_factory=list)
    clause: int = 0
    comma: int = 0
    last: int = 0
    outer: list[int] = field(default_factory=list)
    perhaps: bool = False

    def mark(self, mark: str) -> None:
        """A punctuation mark; behind a closing bracket the clause before the opening one goes on."""
        self.comma += 1
        if mark == ",":
            return
        if mark == ")" and self.outer:
            self.clause = self.outer.pop()
            return
        if mark == "(":
            self.outer.append(self.clause)
        self._break()

    def word(self, word: str, start: int, end: int) -> None:
        """A word, which may itself begin a new clause."""
        after_comma = bool(self.commas) and self.comma > self.commas[-1]
        breaks = word in CONTRAST or (word in PERHAPS and after_comma) or (self.perhaps and word in GOES_ON)
        if self.words and breaks:
            self.comma += 1
            self._break()
        self.perhaps = word in PERHAPS
        self.words.append(word)
        self.starts.append(start)
        self.ends.append(end)
        self.clauses.append(self.clause)
        self.commas.append(self.comma)

    def _break(self) -> None:
        self.last += 1
        self.clause = self.last


def _unbroken(spans: Spans, clauses: Sequence[int]) -> Spans:
    """Only what stays within one clause: a phrase with a gap must not reach over `maar`."""
    kept = {name: [s for s in runs if clauses[s[0]] == clauses[s[1] - 1]] for name, runs in spans.items()}
    return {name: runs for name, runs in kept.items() if runs}


def _drop_false_negators(spans: Spans) -> None:
    """Take out the "niet" of "niet alleen"."""
    false = {low for low, _ in spans.pop("NOT_NEGATOR", ())}
    if false:
        spans["NEGATOR"] = [span for span in spans.get("NEGATOR", ()) if span[0] not in false]


def _split_ready(sentence: CueSentence) -> None:
    """What is said to be done or solved stays `READY` or `SOLVED` only if it is not denied; "nog niet rond" is
    `UNREADY`, which is trouble."""
    spans = sentence.spans
    unready = []
    for name in ("READY", "SOLVED"):
        runs = [span for span in spans.pop(name, []) if not sentence.is_supposed(span)]
        denied = [span for span in runs if sentence.denied(span) or sentence.is_awaited(span)]
        unready += denied
        if len(denied) < len(runs):
            spans[name] = [span for span in runs if span not in denied]
    if unready:
        spans["UNREADY"] = unready


def _settle_trouble(sentence: CueSentence) -> None:
    """A trouble that is denied is none, and neither is the "niet" that denies it: "daar ontbreekt het ons niet aan"."""
    spans = sentence.spans
    negators = spans.get("NEGATOR", [])
    denied = [s for s in spans.get("trouble", ()) if s not in negators and sentence.denied(s, verb=True)]
    if denied:
        used = [n for n in negators for s in denied if gap(n, s) < NEGATION_BEFORE]
        spans["trouble"] = [s for s in spans["trouble"] if s not in denied and s not in used]


def _supposed(sentence: CueSentence) -> list[Span]:
    """From each conditional word to the end of its clause."""
    excepted = {low for low, _ in sentence.spans.get("NO_CONDITION", ())}
    found = []
    for low, high in sentence.spans.get("CONDITION", ()):
        if low in excepted:
            continue
        end = high
        limit = min(len(sentence.words), low + CONDITION_REACH)
        comma = sentence.commas[low]
        while end < limit and sentence.commas[end] == comma and sentence.words[end] not in ENDS_CONDITION:
            end += 1
        found.append((low, end))
    return found


def _asked(sentence: CueSentence, text: str) -> Span | None:
    """The words that a question mark closes: all when the sentence opens like a question, else the last clause."""
    if "?" not in text:
        return None
    mark = sentence.start + text.rindex("?")
    last = sum(end <= mark for end in sentence.ends)
    first = last
    openings = {low for low, _ in sentence.spans.get("QUESTION", ())}
    while first > 0 and sentence.commas[first - 1] == sentence.commas[last - 1]:
        first -= 1
    for at in sorted(openings):
        if at < first and (at == 0 or sentence.commas[at] != sentence.commas[at - 1]):
            return (at, last)
    return (first, last)


def same_clause(sentence: CueSentence, one: Span, other: Span) -> bool:
    """Whether no full break (semicolon, dash, `maar`) stands between the two."""
    return sentence.clauses[one[0]] == sentence.clauses[other[0]]


def gap(one: Span, other: Span) -> int:
    """Words between two runs; negative where they overlap."""
    return max(one[0], other[0]) - min(one[1], other[1])


def encloses(phrase: Span, span: Span) -> bool:
    """Whether `span` stands in the gap of a phrase: "trekt de corporatie zich terug"."""
    return phrase[0] < span[0] and span[1] < phrase[1]
