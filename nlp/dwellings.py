"""Bare numbers of dwellings that were told before them: "Er staan wisselwoningen leeg. Drie daarvan zijn voor u."."""

from __future__ import annotations

from collections.abc import Sequence

from domain.model import Unit
from nlp.candidates import Candidate
from nlp.components.words import Word
from nlp.counts import unit_of
from nlp.terms import word_set

FURTHEST = 40
"""Words before a number in which the dwellings may stand, at most."""

SENTENCES = 2
"""Sentences before its own in which they may stand."""

OPENING = 3
"""Words before a number that tell whether it counts who will live there: "plaats voor vier", "samen acht"."""

ARTICLES = ("de", "die", "deze", "onze")
CASE = ("geval", "gefal", "case")
BEHIND = 4
APPOSED = 5

DWELLINGS = word_set("shape", "dwellings", "many")
ENDINGS = tuple(word_set("shape", "dwellings", "endings"))
INHABITED = word_set("shape", "dwellings", "inhabited")
LIVING = word_set("shape", "dwellings", "living")
OTHERS = (Unit.PLACES, Unit.ROOMS, Unit.BEDS)


def tell_dwellings(candidates: Sequence[Candidate]) -> None:
    """Let a number without a noun count the dwellings that it is a part, or the whole, of."""
    for candidate in candidates:
        open_role = candidate.role in ("pledge", "")
        if open_role and candidate.mention.unit is None and candidate.places and _is_told(candidate):
            candidate.homes, candidate.places, candidate.places_max = candidate.places, None, None


def _is_told(candidate: Candidate) -> bool:
    """Whether its column or its label names dwellings, or where that names nothing, what was told before."""
    words = candidate.part.layers.words
    heads = candidate.layout.heads.get(candidate.mention.first_word, ())
    units = [unit for first, last in heads for word in words[first : last + 1] if (unit := unit_of(word.text))]
    return units[0] is Unit.HOMES if units else _counts_dwellings(candidate)


def is_each(candidate: Candidate) -> bool:
    """Whether it is so much for each; "in elk geval" is not."""
    first = candidate.mention.first_word
    words = candidate.part.layers.words[max(0, first - OPENING) : first]
    return candidate.bound_by("elk") and all(word.text not in CASE for word in words)


def _counts_dwellings(candidate: Candidate) -> bool:
    words, first, last = candidate.part.layers.words, candidate.mention.first_word, candidate.mention.last_word
    before = {word.text for word in words[max(0, first - OPENING) : first]}
    behind = {word.text for word in words[last + 1 : last + 1 + BEHIND]}
    if INHABITED & before or LIVING & behind or is_each(candidate):
        return False
    index = _last_told(candidate)
    return index is not None and (index not in _counted(candidate) or _fits(candidate, index))


def _last_told(candidate: Candidate) -> int | None:
    """The word that names dwellings before the number; None where something else that is counted stands nearer."""
    words, first, counted = candidate.part.layers.words, candidate.mention.first_word, _counted(candidate)
    where = None
    for index in range(first - 1, max(0, first - FURTHEST) - 1, -1):
        number = candidate.layout.sentence_of[index]
        sentence = candidate.layout.sentences[number]
        if number < candidate.sentence_number - SENTENCES or sentence.paragraph < candidate.sentence.paragraph:
            break
        if counted.get(index, Unit.HOMES) is not Unit.HOMES or _tells_people(words, index, first):
            return None
        if is_many(words[index].text) and not _is_name(candidate, index):
            if not _is_where(words, index):
                return index
            where = index if where is None else where
        elif unit_of(words[index].text) in OTHERS:
            return None
    return where


def _tells_people(words: Sequence[Word], index: int, first: int) -> bool:
    """Whether word `index` names people right before the number: "statushouders, een stuk of dertig"."""
    near = first - index <= APPOSED and words[index + 1].text in (",", ":", "(")
    return near and unit_of(words[index].text) is Unit.PEOPLE


def _is_name(candidate: Candidate, index: int) -> bool:
    """Whether the noun at word `index` is part of a name: "de Haarweg-units"."""
    start = candidate.part.layers.words[index].start
    return candidate.part.text[start].isupper() and start > candidate.layout.sentence(index).start


def _is_where(words: Sequence[Word], index: int) -> bool:
    """Whether the dwellings at word `index` only tell where: "plekken in de oude flats"."""
    start = index - 1 - words[index - 1].text.endswith("e") if words[index - 1].text not in ARTICLES else index - 1
    return words[start].text in ARTICLES and words[start - 1].text == "in"


def is_many(noun: str) -> bool:
    """Whether a noun names dwellings, more than one: "wisselwoningen"."""
    return (noun in DWELLINGS or noun.endswith(ENDINGS)) and unit_of(noun) is Unit.HOMES


def _counted(candidate: Candidate) -> dict[int, Unit]:
    """The unit of each number with a noun before this one, by the word of its noun."""
    earlier = candidate.part.layers.numbers[: candidate.number]
    return {mention.last_word: mention.unit for mention in earlier[-FURTHEST:] if mention.unit is not None}


def _fits(candidate: Candidate, index: int) -> bool:
    """Whether the number may be of the dwellings counted at word `index`: not more of them, unless it renews."""
    earlier = candidate.part.layers.numbers[: candidate.number]
    whole = next(mention for mention in reversed(earlier) if mention.last_word == index)
    renewed = candidate.renews or candidate.part.layers.words[candidate.mention.first_word - 1].text == "er"
    return renewed or (candidate.mention.low or 0) <= (whole.low or 0)
