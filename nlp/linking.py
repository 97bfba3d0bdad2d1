"""How the numbers of a message hang together: totals and parts, dwellings and their people, "elk", repeats.

Works on candidates in text order and returns those that stand for places of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from domain.model import Unit
from nlp.candidates import Candidate
from nlp.counts import Mention

MOST_PARTS = 12
NEAR = 2.4
CLOSE = 1.3
LEFT = 160
"""Words of a part looked at for a link, so that long tables stay linear."""


def has_link(candidate: Candidate, label: str, low: int, high: int) -> bool:
    """Whether a linking cue of `label` stands in words `low` to `high` of the candidate's part."""
    return any(
        cue.label.name == label and low <= cue.first and cue.last <= high
        for cue in candidate.part.doc._.qualifiers
        if cue.label.file == "linking"
    )


def is_bound(candidate: Candidate, label: str) -> bool:
    """Whether a linking phrase of `label` names this very number: "van de 16 woningen"."""
    cues = candidate.part.doc._.qualifiers
    return any(cue.label.name == label and candidate.number in cue.bound for cue in cues)


def link(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Sort out what belongs together within the parts; the result keeps text order."""
    found = list(candidates)
    found = _drop_totals(found)
    _parts_of_wholes(found)
    _multiply(found)
    _follow(found)
    _drop_bases(found)
    _drop_denied(found)
    found = _drop_former(_house(found))
    found = _drop_totals(found)
    return _drop_repeats(found)


def _parts_of_wholes(candidates: list[Candidate]) -> None:
    """"waarvan 15 voor ...": parts of a pledged total are pledged; a whole with a pledged part is only the building."""
    for whole, part in pairwise(candidates):
        if whole.part is not part.part or part.sentence_number - whole.sentence_number > 1:
            continue
        between = (whole.mention.last_word + 1, part.mention.first_word)
        led_by = has_link(part, "deel", *between) or is_bound(whole, "deel")
        if "deel van een totaal" in part.notes:
            continue
        if not led_by or whole.mention.low is None or (part.mention.low or 0) > whole.mention.low:
            continue
        if part.mention.unit is None and whole.mention.unit in (Unit.HOMES, Unit.ROOMS):
            part.homes, part.places = (part.mention.low, None) if whole.homes else (None, part.mention.low)
        if whole.role in ("pledge", "") and part.role in ("pledge", "") and _is_destined(part):
            part.role, whole.role = "pledge", "capacity"
        elif whole.role == "pledge" and part.role in ("pledge", "") and part.mention.unit is None:
            part.role = ""


def _is_destined(part: Candidate) -> bool:
    return has_link(part, "bestemd", part.mention.first_word - 4, part.sentence.last)


def _multiply(candidates: Sequence[Candidate]) -> None:
    """"3 woningen. In iedere woning kunnen 5 mensen.": so many for each of so many."""
    for candidate in candidates:
        mention = candidate.mention
        if candidate.role != "pledge" or not candidate.places:
            continue
        if not is_bound(candidate, "elk"):
            continue
        source = _times(candidate)
        times = source.low if source else None
        if source and times:
            candidate.places *= times
            for other in candidates:
                if other.mention is source and other.role in ("pledge", ""):
                    candidate.homes = candidate.homes or (other.homes if other.mention.unit is Unit.HOMES else None)
                    other.role = "merged"
            candidate.places_max = candidate.places_max * times if candidate.places_max else None
            candidate.notes.append(f"{times} keer {mention.low}")


def _times(candidate: Candidate) -> Mention | None:
    """How many of them: the nearest number of homes or of something uncounted ("drie kernen") in or before the sentence."""
    layout, mention = candidate.layout, candidate.mention
    near = [
        m
        for m in candidate.part.doc._.numbers
        if m is not mention
        and m.low
        and m.unit in (None, Unit.HOMES, Unit.HOUSEHOLDS, Unit.ROOMS)
        and not (m.unit is None and m.bare)
        and layout.distance(m.last_word, mention.first_word) < NEAR
        and m.first_word < mention.first_word
    ]
    return near[-1] if near else None


def _follow(candidates: Sequence[Candidate]) -> None:
    """"18 in Haven en 12 in Buiten": a bare number beside a pledge, with no role of its own, is a pledge too."""
    for earlier, later in pairwise(candidates):
        if later.role or earlier.role != "pledge" or not later.mention.bare or not later.mention.low:
            continue
        if earlier.part is not later.part or earlier.sentence_number != later.sentence_number:
            continue
        words = later.part.doc._.words
        between = {words[i].text for i in range(earlier.mention.last_word + 1, later.mention.first_word)}
        rivals = [points for role, points in later.scores.points.items() if role != "pledge"]
        if between & {"en", ",", "plus", "and"} and not any(p >= 1 for p in rivals) and later.scores.points["pledge"] >= 0:
            later.role = "pledge"


def _drop_former(candidates: list[Candidate]) -> list[Candidate]:
    """Where the text says what is left of an offer, the larger numbers before it are the old offer."""
    for left in candidates:
        if left.role != "pledge" or not is_bound(left, "overgebleven"):
            continue
        for former in candidates:
            same_part = former.part is left.part and former.mention.start < left.mention.start
            if former.role == "pledge" and same_part and (_value(former) or 0) > (_value(left) or 0):
                former.role = ""
                left.notes.append("wat overblijft")
    return candidates


def _drop_bases(candidates: Sequence[Candidate]) -> None:
    """"We hebben 210 bedden. Daar komen achttien bij.": what others come on top of is there already."""
    for earlier, later in pairwise([c for c in candidates if c.role == "pledge"]):
        near = earlier.part is later.part and 0 <= later.sentence_number - earlier.sentence_number <= 1
        if near and is_bound(later, "erbij") and not earlier.scores.offered and (_value(earlier) or 0) > (_value(later) or 0):
            earlier.role = "capacity"


def _drop_denied(candidates: Sequence[Candidate]) -> None:
    """"die zestien bieden wij niet aan": what is denied further on was never offered."""
    for later in candidates:
        if later.role != "other" or not later.mention.definite:
            continue
        for earlier in candidates:
            same = earlier.part is later.part and earlier.mention.start < later.mention.start
            if same and earlier.role == "pledge" and earlier.mention.low == later.mention.low and not earlier.scores.offered:
                earlier.role = ""


def _house(candidates: list[Candidate]) -> list[Candidate]:
    """Put dwellings and the people who will live in them in one entry."""
    found: list[Candidate] = []
    for candidate in candidates:
        partner = _housemate(found, candidate) if candidate.role == "pledge" or _lives_in(candidate) else None
        if partner is None:
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
    for earlier in reversed(found[-3:]):
        if earlier.part is not candidate.part or not (earlier.role == "pledge" or _awaits_people(earlier)):
            continue
        if candidate.sentence_number - earlier.sentence_number > 1:
            return None
        if (earlier.homes is not None) == (candidate.homes is not None) or _is_addition(earlier, candidate):
            continue
        homes, people = (earlier, candidate) if earlier.homes is not None else (candidate, earlier)
        if people.mention.low is None and people.places is None:
            continue
        if homes.places is not None and homes.mention.size is not None:
            continue
        if people.mention.unit is Unit.HOUSEHOLDS and people.places is None:
            continue
        same = earlier.sentence_number == candidate.sentence_number
        linked = has_link(candidate, "erin", earlier.mention.last_word + 1, candidate.sentence.last)
        if same or linked:
            return earlier
    return None


def _awaits_people(candidate: Candidate) -> bool:
    """Whether it is an undecided number of dwellings: those who will live there may be told next."""
    rivals = [points for role, points in candidate.scores.points.items() if role != "pledge"]
    return not candidate.role and candidate.mention.unit is Unit.HOMES and not any(p > 1 for p in rivals)


def _lives_in(candidate: Candidate) -> bool:
    """Whether an undecided number of people is said to be for what was named just before: "voor een gezin van vier"."""
    words, first = candidate.part.doc._.words, candidate.mention.first_word
    before = {words[i].text for i in range(max(0, first - 3), first)}
    return not candidate.role and candidate.places is not None and bool(before & {"voor", "met", "waarin", "(", "foar"})


def _is_addition(earlier: Candidate, candidate: Candidate) -> bool:
    low, high = earlier.mention.last_word + 1, candidate.mention.first_word + 1
    if has_link(candidate, "toevoeging", low, high):
        return True
    words = candidate.part.doc._.words
    return high - low <= 3 and any(words[i].text in ("en", "+") for i in range(low, min(high, len(words))))  # noqa: PLR2004


def _drop_totals(candidates: list[Candidate]) -> list[Candidate]:
    """Where a total stands beside its parts, keep the parts. The parts lie in a row behind or before it."""
    pledges = [c for c in candidates if c.role in ("pledge", "") and _value(c) is not None]
    dropped: set[int] = set()
    for place, total in enumerate(pledges):
        if id(total) in dropped:
            continue
        after = _run(total, pledges[place + 1 : place + 1 + MOST_PARTS])
        before = _run(total, pledges[max(0, place - MOST_PARTS) : place][::-1])
        parts = after or before
        if parts and "pledge" in {c.role for c in (total, *parts)}:
            dropped.add(id(total))
            for part in parts:
                part.role = "pledge"
                part.notes.append("deel van een totaal")
                if part.homes is None and total.homes is not None and part.mention.unit is None:
                    part.homes, part.places = part.places, None
    return [c for c in candidates if id(c) not in dropped]


def _run(total: Candidate, others: Sequence[Candidate]) -> list[Candidate]:
    """The nearest two or more of `others` that add up to `total`; empty where they do not."""
    wanted = _value(total) or 0
    added, run = 0, []
    for other in others:
        if other.part is not total.part or (other.homes is None) != (total.homes is None) and other.mention.unit is not None:
            continue
        added += _value(other) or 0
        run.append(other)
        if added == wanted and len(run) > 1:
            return run
        if added >= wanted:
            return []
    return []


def _value(candidate: Candidate) -> int | None:
    return candidate.places if candidate.places is not None else candidate.homes


def _drop_repeats(candidates: list[Candidate]) -> list[Candidate]:
    """The same number told again is the same places, unless the text adds, lists or places it elsewhere."""
    found: list[Candidate] = []
    for candidate in candidates:
        earlier = next((c for c in found if _same(c, candidate)), None) if candidate.role == "pledge" else None
        if earlier is None:
            found.append(candidate)
        else:
            earlier.others.append(candidate.mention)
    return found


def _same(earlier: Candidate, later: Candidate) -> bool:
    if earlier.role != "pledge" or _value(later) is None:
        return False
    if (earlier.places, earlier.places_max) != (later.places, later.places_max):
        if later.mention.low != earlier.mention.low or later.mention.unit not in (None, earlier.mention.unit):
            return False
    elif earlier.homes != later.homes:
        return False
    if earlier.part is not later.part:
        return True
    if earlier.group != later.group and later.mention.unit is not None:
        return False
    if later.mention.definite:
        return True
    if earlier.sentence_number == later.sentence_number:
        return False
    parallel = earlier.sentence.kind != "prose" and later.sentence.kind != "prose"
    adjacent_lines = later.sentence_number - earlier.sentence_number <= MOST_PARTS and parallel
    if adjacent_lines or "deel van een totaal" in later.notes:
        return False
    return not has_link(later, "toevoeging", later.sentence.first, later.mention.last_word + 3)
