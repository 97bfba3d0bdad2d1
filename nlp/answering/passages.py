"""The sentence of an imported letter that a card points to: an exact slice of the text, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from domain.letters import Letter
from nlp.answering.words import stem, words

LONGEST = 700
_END = re.compile(r"(?<=[.!?])[’'\")\]]*\s+(?=[A-Z0-9•‘\"'(-])|\n+|(?=\s•\s)")
_ABBREVIATION = re.compile(r"\b(?:jl|a\.s|zg|nr|dr|mr|o\.a|bijv|Lbr|[A-Z])\.$")
_NOISE = re.compile(r"https?://|mailto:")


def passage(letter: Letter, wanted: str) -> str:
    """The shortest sentence of the letter that holds all words of `wanted` (by their stems); empty if there is none.

    An address in `wanted` has to stand in it as such. A sentence that a footnote or link runs through is not quoted.
    """
    addresses = [word.lower() for word in wanted.split() if "@" in word]
    stems = {stem(word) for word in words(" ".join(word for word in wanted.split() if "@" not in word))}
    found = []
    for start, end in sentences(letter.text):
        text = letter.text[start:end]
        if len(text) > LONGEST or (_NOISE.search(text) and not addresses):
            continue
        if stems <= {stem(word) for word in words(text)} and all(one in text.lower() for one in addresses):
            found.append(text)
    return min(found, key=len, default="")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence; a new line ends one, an abbreviation does not."""
    start = 0
    for gap in _END.finditer(text):
        if "\n" not in gap[0] and _ABBREVIATION.search(text[start : gap.start()]):
            continue
        yield from _trimmed(text, start, gap.start())
        start = gap.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield start, end
