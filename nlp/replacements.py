"""Which number takes the place of which: "onze vijf worden er acht", "3 moet 2 zijn", "negen in plaats van zes".

Only the words between and right around two numbers of one sentence, or of two that follow each other, are looked at;
the words themselves are data (`terms/replacements.toml`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from spacy.tokens import Doc

from domain.model import Unit
from nlp.counts import Mention
from nlp.terms import word_set

FURTHEST = 16
"""Words between the old number and the new one, at most."""

BEHIND = 3
"""Words behind the new number in which its verb may stand: "moet 2 plekken zijn"."""

BECOMES, FILL, CHANGES, INTO, MEANS, TOLD = (
    word_set("replacements", "words", name) for name in ("becomes", "fill", "changes", "into", "means", "told")
)
INSTEAD = (("in", "plaats", "van"), ("in", "stede", "van"), ("instead", "of"), ("ipv",), ("i.p.v",), ("i.p.v", "."))

Pair = tuple[int, int]
"""The places of the old and of the new number among the numbers of a text."""


def replacements(doc: Doc) -> list[Pair]:
    """All pairs of an old and a new number in a text, by their places in `doc._.numbers`."""
    words = [word.text for word in doc._.words]
    counts = [(place, mention) for place, mention in enumerate(doc._.numbers) if mention.is_count and mention.low]
    found = []
    for (one, first), (other, second) in pairwise(counts):
        between = words[first.last_word + 1 : second.first_word]
        if len(between) > FURTHEST or not _alike(first, second) or not _near(doc, first, second):
            continue
        if _instead(between):
            found.append((other, one))
        elif _becomes(words, first, second, between):
            found.append((one, other))
    return found


def _near(doc: Doc, first: Mention, second: Mention) -> bool:
    sentence_of = doc._.layout.sentence_of
    return bool(sentence_of[second.first_word] - sentence_of[first.first_word] <= 1)


def _alike(first: Mention, second: Mention) -> bool:
    """Whether the two may count the same thing, and differ."""
    same = second.unit is None or first.unit is None or second.unit is first.unit
    families = Unit.HOUSEHOLDS in (first.unit, second.unit)
    return same and not families and (first.low, first.high) != (second.low, second.high)


def _instead(between: Sequence[str]) -> bool:
    """ "negen plaatsen, in plaats van de eerder genoemde zes"."""
    rest = [word for word in between if word != ","]
    return any(
        tuple(rest[at : at + len(phrase)]) == phrase and set(rest[at + len(phrase) :]) <= FILL | TOLD
        for phrase in INSTEAD
        for at in range(len(rest))
    )


def _becomes(words: Sequence[str], first: Mention, second: Mention, between: Sequence[str]) -> bool:
    """Whether the second number is what the first becomes, should have been, or is changed into."""
    before = words[max(0, first.first_word - 2) : first.first_word]
    if "van" in before:
        # "van de twaalf zijn er vier gehuisvest": a part, and no other number.
        return False
    behind = words[second.last_word + 1 : second.last_word + 1 + BEHIND]
    if CHANGES & {*between, *words[max(0, first.first_word - BEHIND) : first.first_word]}:
        return bool(between) and between[-1] in INTO
    if "maar" in between and before[-1:] in (["niet"], ["geen"]):
        return set(between) <= FILL | {"maar", ","}
    if MEANS & set(between):
        return set(between[_last(between, MEANS) + 1 :]) <= FILL
    at = _last(between, BECOMES)
    if at < 0 or not set(between[at + 1 :]) <= FILL:
        return False
    told = first.definite or bool(TOLD & {*between, *before})
    settled = second.unit is None and ("er" in between[at:] or "geworden" in behind)
    same = first.unit is not None and second.unit is first.unit
    asked = between[at].startswith("moe") and bool({"zijn", "worden", "staan"} & {*behind})
    anew = at > 0 and between[at - 1] in ("het", "dat", "dit")
    return (told and (settled or same)) or (asked and (at == 0 or anew or first.definite))


def _last(between: Sequence[str], wanted: frozenset[str]) -> int:
    return max((at for at, word in enumerate(between) if word in wanted), default=-1)
