"""Dwellings and the people who will live in them, told side by side, are one entry: "4 woningen, samen 14 mensen"."""

from __future__ import annotations

from collections.abc import Sequence

from domain.model import Unit
from nlp.candidates import Candidate, opening_name
from nlp.families import CHILDREN, PARENTS
from nlp.terms import word_set

LOOK_BACK = 3
ADJACENT = 3
"""Words between two numbers that "en" still joins: "4 woningen en 6 kamers"."""

REACH = 12
CROWD = 12
"""People from which a house is a building and no dwelling."""

HOME = word_set("shape", "families", "home")
HOME_ENDINGS = ("woning", "appartement")
INTRODUCED = frozenset({"voor", "met", "waarin", "(", "foar"})


def house(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Put dwellings and their people in one entry; the result keeps text order."""
    found: list[Candidate] = []
    for candidate in candidates:
        partner = _housemate(found, candidate) if candidate.role == "pledge" or _lives_in(candidate) else None
        if partner is None:
            if candidate.role == "pledge" and candidate.homes is None and candidate.places and _one_home(candidate):
                candidate.homes = 1
            found.append(candidate)
            continue
        partner.role = "pledge"
        partner.homes = partner.homes if partner.homes is not None else candidate.homes
        if candidate.places is not None:
            partner.places, partner.places_max = candidate.places, candidate.places_max
        partner.others.append(candidate.mention)
    return found


def _housemate(found: Sequence[Candidate], candidate: Candidate) -> Candidate | None:
    """The pledge just before this one that counts the other side of the same thing."""
    for earlier in reversed(found[-LOOK_BACK:]):
        if earlier.part is not candidate.part or not (earlier.role == "pledge" or _awaits_people(earlier)):
            continue
        if candidate.sentence_number - earlier.sentence_number > 1:
            return None
        if not _complement(earlier, candidate) or _is_addition(earlier, candidate):
            continue
        same = earlier.sentence_number == candidate.sentence_number
        if not same and opening_name(candidate) and opening_name(earlier):
            return None
        if same or candidate.has("erin", earlier.mention.last_word + 1, candidate.sentence.last):
            return earlier
    return None


def _one_home(candidate: Candidate) -> bool:
    """One dwelling: "twee plekken in een benedenwoning", "een moeder met drie kinderen krijgt een huisje"."""
    if (candidate.places or 0) > CROWD:
        return False
    words, mention, sentence = candidate.part.doc._.words, candidate.mention, candidate.sentence
    family = mention.size is not None or mention.noun in PARENTS.keys() | CHILDREN
    for index in range(max(sentence.first, mention.first_word - REACH), min(sentence.last, mention.last_word + REACH)):
        if words[index].text != "een" or not (family or words[index - 1].text == "in" or index < mention.first_word):
            continue
        noun = next((w.text for w in words[index + 1 : index + 4] if not w.text.endswith("e")), "")
        if noun in HOME or noun.endswith(HOME_ENDINGS):
            return True
    return False


def _complement(earlier: Candidate, candidate: Candidate) -> bool:
    """Whether one counts dwellings without their people and the other people."""
    if (earlier.homes is not None) == (candidate.homes is not None):
        return False
    homes, people = (earlier, candidate) if earlier.homes is not None else (candidate, earlier)
    return people.places is not None and homes.places is None


def _awaits_people(candidate: Candidate) -> bool:
    """Whether it is an undecided number of dwellings: those who will live there may be told next."""
    return not candidate.role and candidate.mention.unit is Unit.HOMES and candidate.scores.rival() <= 1


def _lives_in(candidate: Candidate) -> bool:
    """Whether an undecided number of people is said to be for what was named just before: "voor een gezin van vier"."""
    words, first = candidate.part.doc._.words, candidate.mention.first_word
    before = {words[i].text for i in range(max(0, first - ADJACENT), first)}
    return not candidate.role and candidate.places is not None and bool(before & INTRODUCED)


def _is_addition(earlier: Candidate, candidate: Candidate) -> bool:
    low, high = earlier.mention.last_word + 1, candidate.mention.first_word + 1
    if candidate.has("toevoeging", low, high):
        return True
    words = candidate.part.doc._.words
    return high - low <= ADJACENT and any(words[i].text in ("en", "+") for i in range(low, min(high, len(words))))
