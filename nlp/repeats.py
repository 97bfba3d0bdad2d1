"""The same places told again: in the subject, a summary, a table, or in other words right beside the first time."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence

from domain.model import Unit
from nlp.candidates import Candidate
from nlp.families import CHILDREN, PARENTS
from nlp.terms import word_set

MOST_LINES = 40
"""Lines over which a list goes on."""

REMAINS = frozenset({"blijft", "blijven", "bleef", "bleven"})
ADDING = word_set("shape", "numbers", "adding")
"""Between two equal numbers of a sentence: they are not the same places."""

KIN = word_set("shape", "families", "kin")
"""Who is no family told one by one, and may be as many as one."""

WINDOW = 8
ADJACENT = 3


def drop_repeats(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The same number told again is the same places, unless the text adds, lists or places it elsewhere."""
    found: list[Candidate] = []
    told: dict[int | None, deque[Candidate]] = defaultdict(lambda: deque(maxlen=WINDOW))
    for candidate in candidates:
        keys = {candidate.mention.low, candidate.places}
        if candidate.role == "pledge":
            earlier = next((c for key in keys for c in told[key] if _same(c, candidate)), None)
            if earlier is not None:
                earlier.others.append(candidate.mention)
                earlier.homes = earlier.homes if earlier.homes is not None else candidate.homes
                continue
            for key in keys:
                told[key].append(candidate)
        found.append(candidate)
    return found


def _same(earlier: Candidate, later: Candidate) -> bool:
    """Whether `later` tells the places of `earlier` again."""
    if later.value is None or not _equal(earlier, later):
        return False
    if earlier.part is not later.part or (is_product(earlier) and later.mention.low == earlier.places):
        return True
    if earlier.group != later.group and later.mention.unit is not None:
        return False
    return _refers_back(later) or _is_beside(earlier, later)


def _refers_back(later: Candidate) -> bool:
    totals = later.has("totaal", later.mention.first_word - ADJACENT, later.mention.last_word)
    return later.mention.definite or totals


def _is_beside(earlier: Candidate, later: Candidate) -> bool:
    """Whether an equal number that says nothing of the first tells the same all the same."""
    if _is_family(earlier) != _is_family(later) and later.sentence_number - earlier.sentence_number <= 1:
        return _is_told_as_family(earlier, later)
    together = earlier.sentence_number == later.sentence_number
    if together or later.in_total or _is_list(earlier, later):
        return together and (_remains(earlier, later) or _said_again(earlier, later))
    return not later.has("toevoeging", later.sentence.first, later.mention.last_word + 3)


def _is_told_as_family(earlier: Candidate, later: Candidate) -> bool:
    """Whether the one tells who the people of the other are; as many brothers elsewhere are others."""
    if earlier.names_beside() and later.names_beside():
        return False
    return KIN.isdisjoint({earlier.mention.noun, later.mention.noun}) or "of" in _between(earlier, later)


def _equal(earlier: Candidate, later: Candidate) -> bool:
    if (earlier.places, earlier.places_max) == (later.places, later.places_max):
        worked_out = earlier.homes is None and is_product(later)
        return earlier.homes == later.homes or later.homes is None or worked_out
    if None not in (sizes := {earlier.mention.size, later.mention.size}) and len(sizes) > 1:
        return False
    return later.mention.low == earlier.mention.low and later.mention.unit in (None, earlier.mention.unit)


def _remains(earlier: Candidate, later: Candidate) -> bool:
    """ "Zestien blijft zestien"."""
    return not REMAINS.isdisjoint(_between(earlier, later))


def _said_again(earlier: Candidate, later: Candidate) -> bool:
    """ "Wij doen er 25, ja, vijfentwintig": beside one another, with nothing that adds and no other place or group."""
    if earlier.in_total or earlier.sentence.kind != "prose" or not ADDING.isdisjoint(_between(earlier, later)):
        return False
    if earlier.group != later.group or earlier.names_beside() or later.names_beside():
        return False
    words = later.part.layers.words
    behind = [words[c.mention.last_word + 1].text for c in (earlier, later) if c.mention.last_word + 1 < len(words)]
    return len(set(behind)) == len(behind)


def _between(earlier: Candidate, later: Candidate) -> list[str]:
    words = later.part.layers.words[earlier.mention.last_word + 1 : later.mention.first_word]
    return [word.text for word in words]


def _is_family(candidate: Candidate) -> bool:
    """Whether its people were told one by one: "6 plekken, voor een vader en moeder met vier kinderen"."""
    return candidate.mention.noun in PARENTS.keys() | CHILDREN and candidate.mention.unit is Unit.PEOPLE


def is_product(candidate: Candidate) -> bool:
    """Whether its people were multiplied: "acht appartementen, elk voor twee" are told again as "zestien"."""
    return candidate.places is not None and candidate.places != candidate.mention.low


def _is_list(earlier: Candidate, later: Candidate) -> bool:
    parallel = earlier.sentence.kind != "prose" and later.sentence.kind != "prose"
    return parallel and later.sentence_number - earlier.sentence_number <= MOST_LINES
