"""Dwellings and the people who will live in them, told side by side, are one entry: "4 woningen, samen 14 mensen"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from domain.model import Group, Unit
from nlp.candidates import MAKESHIFT, Candidate, opening_name
from nlp.counts import Mention
from nlp.dwellings import is_many
from nlp.families import CHILDREN, PARENTS
from nlp.terms import word_set

LOOK_BACK = 3
FARTHEST, FURTHEST = 2, 6
"""Sentences between dwellings and the people who will live there; where they are named again."""

ADJACENT = 3
"""Words between two numbers that "en" still joins: "4 woningen en 6 kamers"."""

REACH = 20
CROWD = 12
"""People from which a house is a building and no dwelling."""

HOUSEHOLD = 8
"""People that a certain dwelling may be told for anywhere near."""

BEFORE = 2
"""Sentences before that of the people in which their dwelling may be named."""

LONGEST = 60
"""Words of a sentence in which a dwelling is looked for."""

POSSIBLE = 0.15
"""The probability of an offer from which dwellings may be those of the people told next."""

MOST_TOLD = 6
"""Dwellings whose people are told one by one, at most."""

NEXT = 6
"""Words between numbers that are told in a row, at most."""

ROW = "row"
"""A line of a table: dwellings in it are those of the people beside them."""

ADDED = frozenset({"en", "plus", "nog", "daarnaast", "ook", "verder", "+"})
ROOMS = (Unit.ROOMS, Unit.BEDS)
TOLD_AS = word_set("shape", "families", "told_as")
HOME = word_set("shape", "families", "home")
HOME_ENDINGS = ("woning", "appartement", "appartementje", "wenning")
SURE_HOME, NO_HOME = word_set("shape", "families", "sure_home"), word_set("shape", "families", "no_home")
ARTICLES = word_set("shape", "families", "articles")
SHELTERED = frozenset({Group.AMV, Group.ASIELZOEKERS, Group.OEKRAIENSE_ONTHEEMDEN})
"""Who lives together in a house that is no dwelling for one household."""

HOUSES = ("huis", "huisje", "woninkje", "flatje", "studio", "bungalow", "villa", "hûs", "boerderij")
PUBLIC = word_set("units", "homes", "not_words")
"""Endings of more nouns that may be a dwelling for one household, and those of them that never are."""

HOUSE, THIS = "huis", frozenset({"het", "dit", "dat", "'t", "t", "ons", "eigen", "hun", "haar", "zijn", "oude"})
"""Before "huis" where a certain house is meant: not "in huis nemen", "een gezinsvervangend huis"."""

FORMER = frozenset({"oude", "vroegere", "voormalige", "lege", "leegstaande", "extra"})
"""Before a dwelling that is told without its article: "oude dienstwoning"."""

GOT = frozenset({"kregen", "gekregen", "krijgen", "hebben", "hadden", "gehad", "vonden", "zoeken", "zochten"})
"""Behind "een huis" where no certain one is meant: "de 14 die een huis kregen"."""
INTRODUCED = frozenset({"voor", "met", "waarin", "(", "foar"})


def house(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Put dwellings and their people in one entry; the result keeps text order."""
    _fill(candidates)
    _share_rooms(candidates)
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
        if any(
            each.mention.unit is Unit.HOMES and each.mention.noun.endswith(MAKESHIFT) for each in (partner, candidate)
        ):
            partner.homes = None
        partner.others.append(candidate.mention)
    return found


def _fill(candidates: Sequence[Candidate]) -> None:
    """ "Twee huizen, 4 en 4": as many numbers of people as there are dwellings are told one by one."""
    for place, homes in enumerate(candidates):
        count = homes.homes or 0
        run = candidates[place + 1 : place + 1 + count]
        if not 1 < count <= MOST_TOLD or len(run) < count or homes.places is not None:
            continue
        if homes.role in ("pledge", "") and all(_is_people(other, homes) for other in run) and _in_a_row(run):
            homes.role, homes.places = "pledge", sum(other.places or 0 for other in run)
            for other in run:
                other.role = "merged"
                homes.others.append(other.mention)


def _is_people(candidate: Candidate, homes: Candidate) -> bool:
    near = candidate.part is homes.part and candidate.sentence_number - homes.sentence_number <= 1
    counted = candidate.role == "pledge" and candidate.homes is None and candidate.places is not None
    return near and counted and candidate.mention.unit in (None, Unit.PEOPLE, Unit.PLACES)


def _in_a_row(run: Sequence[Candidate]) -> bool:
    """Whether nothing but "en" or a comma, and where they are, stands between the numbers."""
    words = run[0].part.layers.words
    for one, other in pairwise(run):
        between = [word.text for word in words[one.mention.last_word + 1 : other.mention.first_word]]
        if len(between) > NEXT or not {"en", ","} & set(between):
            return False
    return True


def _share_rooms(candidates: Sequence[Candidate]) -> None:
    """Rooms told beside the people who will have them are no places of their own: "drie kamers, samen 5 personen"."""
    for one, other in pairwise([c for c in candidates if c.role == "pledge"]):
        rooms, people = (one, other) if one.mention.unit in ROOMS else (other, one)
        if rooms.mention.unit not in ROOMS or people.mention.unit in (*ROOMS, Unit.HOMES) or one.part is not other.part:
            continue
        if other.sentence_number - one.sentence_number > (rooms is one):
            continue
        words = one.part.layers.words[one.mention.last_word + 1 : other.mention.first_word]
        between = {word.text for word in words}
        equal = rooms.mention.low == people.mention.low and one.sentence_number == other.sentence_number
        meant = 0 < len(words) <= ADJACENT and words[-1].text == "voor"
        told = rooms is one and (meant or bool(between & TOLD_AS)) and not _is_addition(one, other)
        if told or (equal and not between & ADDED):
            rooms.role = "merged"
            people.others.append(rooms.mention)


def _housemate(found: Sequence[Candidate], candidate: Candidate) -> Candidate | None:
    """The pledge just before this one that counts the other side of the same thing."""
    for earlier in reversed(found[-LOOK_BACK:]):
        apart = candidate.sentence_number - earlier.sentence_number
        beside = not earlier.role and apart == 0 and earlier.sentence.kind == ROW
        if earlier.part is not candidate.part or not (earlier.role == "pledge" or _awaits_people(earlier) or beside):
            continue
        if apart > (FURTHEST if _names_them(candidate) else FARTHEST):
            return None
        if not _complement(earlier, candidate) or _is_addition(earlier, candidate):
            continue
        if apart and opening_name(candidate) and opening_name(earlier):
            return None
        if apart == 0 or candidate.has("erin", earlier.mention.last_word + 1, candidate.sentence.last):
            return earlier if apart < FARTHEST or _may_live_there(earlier, candidate) else None
        if _names_them(candidate) and _may_live_there(earlier, candidate):
            return earlier
        if apart == 1 and _may_live_there(earlier, candidate):
            return earlier
    return None


def _names_them(candidate: Candidate) -> bool:
    """Whether the sentence speaks of dwellings that were told: "in die huisjes is plaats voor zes"."""
    sentence = candidate.sentence
    words = candidate.part.layers.words[sentence.first : min(sentence.last, sentence.first + LONGEST) + 1]
    pairs = pairwise(word.text for word in words)
    return candidate.homes is None and any(one in ("die", "deze") and is_many(other) for one, other in pairs)


def _may_live_there(one: Candidate, other: Candidate) -> bool:
    """Whether dwellings and people that are told apart can be the same: so many to a dwelling, in one place."""
    homes, people = (one, other) if one.homes is not None else (other, one)
    if people.mention.unit in ROOMS or not homes.homes or not people.places or one.group != other.group:
        return False
    if people.mention.unit is None and people.places == homes.homes:
        return False
    if not homes.homes <= people.places <= homes.homes * HOUSEHOLD:
        return False
    if ADDED & {word.text for word in other.part.layers.words[other.sentence.first : other.mention.first_word]}:
        return False
    names = one.names_beside(), other.names_beside()
    return not all(names) or bool(names[0] & names[1])


def _one_home(candidate: Candidate) -> bool:
    """One dwelling: "twee plekken in een benedenwoning", "drie mensen. Het bovenhuis is al leeg."."""
    if (candidate.places or 0) > CROWD or candidate.mention.unit is Unit.ROOMS or candidate.group in SHELTERED:
        return False
    mention, sentence = candidate.mention, candidate.sentence
    family = _is_one_family(candidate)
    low, high = max(sentence.first, mention.first_word - REACH), min(sentence.last, mention.last_word + REACH)
    if any(_names_a_home(candidate, index, loose=family or index < mention.first_word) for index in range(low, high)):
        return True
    return (candidate.places or 0) <= HOUSEHOLD and any(
        _names_this_home(candidate, index) for index in _around(candidate)
    )


def may_be_home(noun: str) -> bool:
    """Whether a noun may name one dwelling for one household; many end so that are none ("gemeentehuis" is known)."""
    named = noun in HOME or noun in SURE_HOME or noun.endswith((*HOME_ENDINGS, *HOUSES))
    return named and noun not in NO_HOME and noun not in PUBLIC


def _is_one_family(candidate: Candidate) -> bool:
    return candidate.mention.size is not None or candidate.mention.noun in PARENTS.keys() | CHILDREN


def _around(candidate: Candidate) -> Iterator[int]:
    """The words of the sentence of a number, and of those beside it that hold no count."""
    own, sentences = candidate.sentence_number, candidate.layout.sentences
    for number in range(max(0, own - BEFORE), min(len(sentences), own + 2)):
        near = sentences[number].paragraph == candidate.sentence.paragraph and not candidate.counted(number)
        if number == own or near:
            yield from range(sentences[number].first, min(sentences[number].last, sentences[number].first + LONGEST))


def _names_a_home(candidate: Candidate, index: int, *, loose: bool) -> bool:
    """Whether "een" with a dwelling stands at word `index`; unless `loose` only where people are in it."""
    words = candidate.part.layers.words
    if words[index].text != "een" or not (loose or words[index - 1].text == "in") or words[index - 1].text == "als":
        return False
    ahead = [w.text for w in words[index + 1 : index + 5]]
    noun = next((text for text in ahead[:3] if not text.endswith("e")), "")
    got = noun in ahead[:-1] and ahead[ahead.index(noun) + 1] in GOT
    return (noun in HOME or noun.endswith(HOME_ENDINGS)) and not got


def _names_this_home(candidate: Candidate, index: int) -> bool:
    """Whether a certain dwelling stands at word `index`: "het bovenhuis", "oude dienstwoning", ", huis bij de kerk"."""
    words = candidate.part.layers.words
    noun = words[index].text
    if not (noun == HOUSE or noun in SURE_HOME or noun.endswith(HOME_ENDINGS)) or noun in NO_HOME:
        return False
    before = [word.text for word in words[max(0, index - 3) : index]]
    if words[index + 1].text in GOT or _is_counted(candidate, index):
        return False
    if noun == HOUSE and before and words[index - 1].kind == "word" and THIS.isdisjoint(before[-2:]):
        return False
    here = candidate.sentence.first <= index <= candidate.sentence.last
    clipped = here and (not before or words[index - 1].kind != "word" or before[-1] in FORMER)
    return clipped or not ARTICLES.isdisjoint(before)


def _is_counted(candidate: Candidate, index: int) -> bool:
    """Whether word `index` is the noun of a number: those dwellings are counted already."""
    numbers = candidate.part.layers.numbers
    at = bisect_left(numbers, index, key=_last_word)
    return at < len(numbers) and numbers[at].last_word == index


def _last_word(mention: Mention) -> int:
    return mention.last_word


def _complement(earlier: Candidate, candidate: Candidate) -> bool:
    """Whether one counts dwellings without their people and the other people."""
    if (earlier.homes is not None) == (candidate.homes is not None):
        return False
    homes, people = (earlier, candidate) if earlier.homes is not None else (candidate, earlier)
    return people.places is not None and homes.places is None


def _awaits_people(candidate: Candidate) -> bool:
    """Whether it is an undecided number of dwellings: those who will live there may be told next."""
    likely = candidate.scores.rival() <= 1 or (candidate.share or 0.0) >= POSSIBLE
    return not candidate.role and candidate.mention.unit is Unit.HOMES and likely


def _lives_in(candidate: Candidate) -> bool:
    """Whether an undecided number of people is said to be for what was named just before: "voor een gezin van vier"."""
    words, first = candidate.part.layers.words, candidate.mention.first_word
    before = {words[i].text for i in range(max(0, first - ADJACENT), first)}
    return not candidate.role and candidate.places is not None and bool(before & INTRODUCED)


def _is_addition(earlier: Candidate, candidate: Candidate) -> bool:
    low, high = earlier.mention.last_word + 1, candidate.mention.first_word + 1
    if candidate.has("toevoeging", low, high):
        return True
    words = candidate.part.layers.words
    return high - low <= ADJACENT and any(words[i].text in ("en", "+") for i in range(low, min(high, len(words))))
