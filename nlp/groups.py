"""For whom the places are: the group that is named with the number, else in its sentence, list or paragraph."""

from __future__ import annotations

from collections.abc import Sequence

from domain.model import Group
from nlp.candidates import Candidate
from nlp.parts import ReadPart
from nlp.qualifiers import Cue

WEAK = "asielopvang"
DEICTIC = frozenset("het ze zij dat die deze dit daar hier alle allemaal allen hen".split())


def assign_groups(candidates: Sequence[Candidate], fallback: Group = Group.STATUSHOUDERS) -> None:
    """Set the group of each candidate; candidates of one part stand in text order.

    `fallback` serves where nothing near the number names a group.
    """
    for candidate in candidates:
        candidate.group = _group(candidate, [c for c in candidates if c.part is candidate.part], fallback)


def named_in(part: ReadPart) -> Group:
    """The one group that a part names; statushouders where it names none or more."""
    named = {cue.label.name for cue in part.doc._.qualifiers if cue.label.file == "groups"}
    return _one(named) if len(named) == 1 else Group.STATUSHOUDERS


def _group(candidate: Candidate, siblings: Sequence[Candidate], fallback: Group) -> Group:
    cues = [cue for cue in candidate.part.doc._.qualifiers if cue.label.file == "groups"]
    if not cues:
        return fallback
    mention, sentence = candidate.mention, candidate.sentence
    inside = _named(cues, mention.first_word, mention.last_word)
    if len(inside) == 1:
        following = [m.first_word for m in candidate.part.doc._.numbers if m.first_word > mention.last_word]
        until = min([mention.last_word + 4, *(word - 1 for word in following[:1])])
        rest = _named(cues, mention.last_word + 1, until) - inside
        return _one(inside | rest if _joined(candidate, mention.last_word + 1) else inside)
    marks = sorted(c.mention.first_word for c in siblings if c.sentence_number == candidate.sentence_number)
    after = next((m for m in marks if m > mention.last_word), sentence.last + 1)
    before = max((m for m in marks if m < mention.first_word), default=sentence.first)
    for first, last in (
        (mention.first_word, after - 1),
        (before, mention.last_word),
        (sentence.first, sentence.last),
        *_around(candidate),
    ):
        named = _named(cues, first, last)
        if named:
            return _one(named)
    return fallback


def _around(candidate: Candidate) -> list[tuple[int, int]]:
    """Word ranges to look in beyond the sentence: what governs it, those before it, the next if it counts nothing."""
    layout, number = candidate.layout, candidate.sentence_number
    here = layout.sentences[number]
    found = []
    if here.governor >= 0:
        governor = layout.sentences[here.governor]
        found.append((governor.first, governor.last))
    for earlier in range(number - 1, max(-1, number - 4), -1):
        if layout.sentences[earlier].paragraph < here.paragraph - 1:
            break
        found.append((layout.sentences[earlier].first, layout.sentences[earlier].last))
    counted = {layout.sentence_of[m.first_word] for m in candidate.part.doc._.numbers if m.is_count}
    if number + 1 < len(layout.sentences) and number + 1 not in counted:
        following = layout.sentences[number + 1]
        opener = candidate.part.doc._.words[following.first].text
        if following.paragraph == here.paragraph and opener in DEICTIC:
            found.append((following.first, following.last))
    return found


def _joined(candidate: Candidate, word: int) -> bool:
    words = candidate.part.doc._.words
    return word < len(words) and words[word].text in ("en", "and", "of", "of/en", "/", "plus")


def _named(cues: Sequence[Cue], first: int, last: int) -> set[str]:
    names = {cue.label.name for cue in cues if first <= cue.first and cue.last <= last}
    return names - {WEAK} or ({"asielzoekers"} if WEAK in names else set())


def _one(named: set[str]) -> Group:
    groups = {Group(name) if name != WEAK else Group.ASIELZOEKERS for name in named}
    if groups == {Group.AMV, Group.ASIELZOEKERS}:
        return Group.AMV
    if len(groups) > 1:
        return Group.MIXED
    return next(iter(groups), Group.STATUSHOUDERS)
