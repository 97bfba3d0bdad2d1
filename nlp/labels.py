"""Labels: what stands before the colon, the dots or the gap on the line of a number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.components.words import Word

LABEL_GAP = re.compile(
    r"(?:[:=?]|\.{3,}|\t| {2,}|\|)[ \t|.:=]*(?:(?:ca|circa|max|maximaal|ongeveer|ja|plm)\.?,? ?)?$", re.IGNORECASE
)
LONGEST_LABEL = 60
STOPS = re.compile(r"(?<!\.)[.,;!]\s")
"""Where a label does not reach back beyond."""


def label_before(text: str, words: Sequence[Word], first: int) -> tuple[int, int] | None:
    """The label on the line of the number at word `first`: "Achterstand: 4", "Extra plekken ..... 42"; None without."""
    line = text.rfind("\n", 0, words[first].start) + 1
    for stop in STOPS.finditer(text, max(line, words[first].start - LONGEST_LABEL), words[first].start):
        line = stop.end()
    if words[first].start - line > LONGEST_LABEL:
        return None
    gap = LABEL_GAP.search(text, line, words[first].start)
    if gap is None:
        return None
    begin = first
    while begin > 0 and words[begin - 1].start >= line and first - begin < LONGEST_LABEL:
        begin -= 1
    end = first
    while end > begin and words[end - 1].end > gap.start():
        end -= 1
    return (begin, end - 1) if end > begin else None
