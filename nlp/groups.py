"""For whom the places are: the group that is named with the number, else in its sentence, list or paragraph."""

from __future__ import annotations

from collections.abc import Container, Sequence

from domain.model import Group, Role, Unit
from nlp.candidates import Candidate
from nlp.components.words import Word
from nlp.counts import unit_of
from nlp.layout import Sentence
from nlp.parts import ReadPart
from nlp.qualifiers import Cue
from nlp.terms import word_set

WEAK = {"asielopvang": Group.ASIELZOEKERS, "voogdij": Group.AMV}
"""Say who lives in a building, or who looks after it; heard only where no group is named."""

ADDITION = 4
"""Words behind a noun in which a second group may be added: "statushouders en Oekraïners"."""

NEAR = 80
"""Words of a long sentence that are looked at on either side."""

BACK = 3
"""Sentences that are looked back to."""

DEICTIC = word_set("shape", "answers", "deictic")
FROM, WHERE = frozenset({"uit", "vanuit"}), frozenset({"in", "op"})
ARTICLES = frozenset({"het", "een", "de", "dit", "'t", "t", "ons", "eigen", "onze", "'n", "n"})
STAYING = word_set("shape", "families", "staying")
STAY = 6
"""Words around "in het azc" in which it may be said that people wait there."""

DENYING = frozenset({"geen", "niet", "evenmin"})
CLAUSE_ENDS = frozenset({".", ",", ";", "!", "en", "maar"})
DENIED = 5
"""Words behind a group in which it may be said that it is not meant: "amv's doen we niet"."""

JOINS = word_set("shape", "clauses", "join") | {"of", "/", "plus"}


def assign_groups(candidates: Sequence[Candidate], fallback: Group = Group.STATUSHOUDERS) -> None:
    """Set the group of each candidate; candidates of one part stand in text order.

    `fallback` serves where nothing near the number names a group.
    """
    told = {(c.part.name, c.sentence_number) for c in candidates if c.role == "pledge"}
    sized = {(c.part.name, c.sentence_number) for c in candidates if c.role == Role.CAPACITY} - told
    for place, candidate in enumerate(candidates):
        earlier = candidates[place - 1] if place else None
        later = candidates[place + 1] if place + 1 < len(candidates) else None
        existing = {number for name, number in sized if name == candidate.part.name}
        candidate.group = _group(candidate, earlier, later, fallback, existing if candidate.role == "pledge" else ())


def named_in(part: ReadPart) -> Group:
    """The one group that a part names; statushouders where it names none or more."""
    named = _named(part, 0, len(part.layers.words))
    return _one(named) if len(named) == 1 else Group.STATUSHOUDERS


def _group(
    candidate: Candidate,
    earlier: Candidate | None,
    later: Candidate | None,
    fallback: Group,
    existing: Container[int],
) -> Group:
    part, mention, sentence = candidate.part, candidate.mention, candidate.sentence
    start, end = max(sentence.first, mention.first_word - NEAR), min(sentence.last, mention.last_word + NEAR)
    after = min(end + 1, later.mention.first_word if later and later.part is part else end + 1)
    before = max(start, earlier.mention.first_word if earlier and earlier.part is part else 0)
    inside = _named(part, mention.first_word, mention.last_word)
    if len(inside) == 1:
        added = _named(part, mention.last_word + 1, min(mention.last_word + ADDITION, after - 1))
        return _one(inside | added if _is_joined(candidate) else inside)
    for first, last in (
        *candidate.layout.heads.get(mention.first_word, ()),
        (mention.first_word, after - 1),
        (before, mention.last_word),
        (start, end),
        *_governor(candidate),
    ):
        named = _named(part, first, last)
        if named:
            return _one(named)
    for first, last in _around(candidate, existing):
        # "Wij hebben al een azc. Toch doen wij er twaalf bij": what stands there says nothing about who comes.
        named = _named(part, first, last) - WEAK.keys()
        if named:
            return _one(named)
    return fallback


def _governor(candidate: Candidate) -> list[tuple[int, int]]:
    """The words of what introduces the list that the number stands in."""
    number = candidate.sentence.governor
    sentence = candidate.layout.sentences[number]
    return [(sentence.first, sentence.last)] if number >= 0 else []


def _around(candidate: Candidate, existing: Container[int]) -> list[tuple[int, int]]:
    """Word ranges beyond the sentence: the next where that speaks of it, and those before it.

    Who lives in an `existing` location, told in a paragraph of its own, says nothing about who comes.
    """
    layout, number = candidate.layout, candidate.sentence_number
    here = layout.sentences[number]
    found = _told_next(candidate)
    for back in range(number - 1, max(-1, number - 1 - BACK), -1):
        if layout.sentences[back].paragraph < here.paragraph - 1:
            break
        if back not in existing or layout.sentences[back].paragraph == here.paragraph:
            found.append(layout.sentences[back])
    return [(sentence.first, sentence.last) for sentence in found]


def _told_next(candidate: Candidate) -> list[Sentence]:
    """The sentence behind that of the number, where it speaks of what was just said and counts nothing itself."""
    layout, number = candidate.layout, candidate.sentence_number
    if number + 1 >= len(layout.sentences):
        return []
    following = layout.sentences[number + 1]
    opener = candidate.part.layers.words[following.first].text
    same = following.paragraph == layout.sentences[number].paragraph
    return [following] if same and opener in DEICTIC and not candidate.counted(number + 1) else []


def _is_joined(candidate: Candidate) -> bool:
    words, after = candidate.part.layers.words, candidate.mention.last_word + 1
    return after < len(words) and words[after].text in JOINS


def _named(part: ReadPart, first: int, last: int) -> set[str]:
    cues = part.layers.qualifiers.within("groups", first, last)
    names = {cue.label.name for cue in cues if cue.last <= last and not _is_other(part, cue)}
    return names - WEAK.keys() or names


def _is_other(part: ReadPart, cue: Cue) -> bool:
    """Whether a group is named only to say where people come from ("uit het azc"), or that it is not meant."""
    words = part.layers.words
    if cue.label.name == "asielopvang":
        return _comes_from(words, cue)
    before = [word.text for word in words[max(0, cue.first - 3) : cue.first]]
    if DENYING & set(before[-2:]) or before[-2:] == ["plaats", "van"] or before[:2] == ["niet", "voor"]:
        return True
    behind = [word.text for word in words[cue.last + 1 : cue.last + 1 + DENIED]]
    denied = behind.index("niet") if "niet" in behind else len(behind)
    return denied + 1 < len(behind) and behind[denied + 1] in CLAUSE_ENDS and CLAUSE_ENDS.isdisjoint(behind[:denied])


def _comes_from(words: Sequence[Word], cue: Cue) -> bool:
    """Whether the people of "uit ons azc", or who "wachten in het azc", are meant and not those who live there."""
    opener = next((w.text for w in reversed(words[max(0, cue.first - 3) : cue.first]) if w.text not in ARTICLES), "")
    if opener in FROM or (opener == "van" and _lives_there(words, cue.first)):
        return True
    around = words[max(0, cue.first - STAY) : cue.last + 1 + STAY]
    return opener in WHERE and any(word.text in STAYING for word in around)


def _lives_there(words: Sequence[Word], first: int) -> bool:
    """Whether people stand before "van het azc" at word `first`: "acht bewoners van het azc"."""
    return any(unit_of(word.text) is Unit.PEOPLE for word in words[max(0, first - 3) : first])


def _one(named: set[str]) -> Group:
    groups = {WEAK.get(name) or Group(name) for name in named}
    if groups == {Group.AMV, Group.ASIELZOEKERS}:
        return Group.AMV
    return next(iter(groups)) if len(groups) == 1 else Group.MIXED
