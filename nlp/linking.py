"""How the numbers of a message hang together: totals and parts, old and new, "elk", repeats.

Works on candidates in text order and returns those that stand for places of their own. Each step looks only some
candidates around, so that long tables stay linear.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from domain.model import Unit
from nlp.candidates import Candidate
from nlp.counts import Mention
from nlp.dwellings import is_each, tell_dwellings
from nlp.gazetteer.names import Name
from nlp.housing import house
from nlp.repeats import drop_repeats, is_product
from nlp.sums import HARDLY, MOST_PARTS, drop_columns, drop_total_rows, drop_totals
from nlp.terms import word_set

PLAINLY = 3.0
OUTSHONE = 0.25
"""The share of the strongest offer's points below which a number with no word of offering is background."""

PROBABLE = 0.7
"""The probability of an offer from which on, as below `HARDLY`, what stands around changes it no more."""

POSSIBLE = 0.15
"""The probability of an offer from which a number may be the old or the new one of an offer."""

PAIR = 2
"""Families from which their sizes may be told one by one."""

GROWING, DOUBTED = word_set("replacements", "growth", "growing"), word_set("replacements", "growth", "doubted")

NEAR = 2.4
"""The distance (`nlp.layout`) within which "elk" multiplies."""

WINDOW = 8
ADJACENT = 3
NEXT_TO = 2
"""Sentences within which an unknown number is of what was told."""


def link(candidates: Sequence[Candidate], *, totals: bool = True) -> list[Candidate]:
    """Sort out what belongs together; the result keeps text order. Without `totals` a sum of others is chance."""
    _renew(candidates)
    tell_dwellings(candidates)
    _tell_families(candidates)
    drop_columns(candidates)
    drop_total_rows(candidates)
    found = drop_totals(list(candidates)) if totals else list(candidates)
    _grow(found)
    _multiply(found)
    _outshine(found)
    _parts_of_wholes(found)
    _drop_bases(found)
    _drop_denied(found)
    found = house(found)
    _drop_untold(found)
    _drop_former(found)
    return drop_repeats(drop_totals(found) if totals else found)


def _renew(candidates: Sequence[Candidate]) -> None:
    """ "Onze vijf worden er acht": the new number is the offer, and the old one is none, wherever it stands."""
    by_place = {(candidate.part.name, candidate.number): candidate for candidate in candidates}
    former = set()
    for old in candidates:
        new = None if old.replaced_by is None else by_place.get((old.part.name, old.replaced_by))
        if new is None or not {old.role, new.role} <= {"pledge", "", "other"}:
            continue
        if "pledge" in (old.role, new.role) or max(old.share or 0.0, new.share or 0.0) >= POSSIBLE:
            old.role, new.role = "", "pledge"
            former.add(old.mention.low)
            former.discard(new.mention.low)
    for candidate in candidates:
        if candidate.mention.low in former and candidate.role == "pledge":
            candidate.role = ""


def _tell_families(candidates: Sequence[Candidate]) -> None:
    """ "Vier gezinnen, te weten een gezin van drie, ...": families whose sizes follow one by one are the same ones."""
    for place, whole in enumerate(candidates):
        count = whole.mention.low or 0
        if whole.mention.unit is not Unit.HOUSEHOLDS or whole.mention.size or count < PAIR:
            continue
        run, told = list[Candidate](), 0
        for other in candidates[place + 1 : place + 1 + count]:
            near = other.part is whole.part and other.sentence_number - whole.sentence_number <= 1
            if not near or other.mention.unit is not Unit.HOUSEHOLDS or not other.mention.size:
                break
            run.append(other)
            told += other.mention.low or 0
        likely = max(each.share or 0.0 for each in (whole, *run)) if run else 0.0
        if told == count and ("pledge" in {whole.role, *(other.role for other in run)} or likely >= HARDLY):
            whole.role = ""
            for other in run:
                other.role = "pledge"


def _outshine(candidates: Sequence[Candidate]) -> None:
    """Beside a number that is plainly offered, one that nothing speaks for is background: what is, was or must be."""
    best = max((c.scores.points.get("pledge", 0.0) for c in candidates if c.role == "pledge"), default=0.0)
    if best < PLAINLY:
        return
    for candidate in candidates:
        points = candidate.scores.points.get("pledge", 0.0)
        if candidate.role != "pledge" or candidate.scores.offered or candidate.in_total or candidate.scores.alone:
            continue
        if candidate.sentence.kind != "prose" or points > best * OUTSHONE or (candidate.share or 0.0) > PROBABLE:
            continue
        if is_product(candidate):
            continue
        candidate.role = ""


def _grow(candidates: Sequence[Candidate]) -> None:
    """ "De opvang gaat van 88 naar 100 plekken": what a place that is there already grows by is the offer."""
    for before, after in pairwise(candidates):
        if before.part is not after.part or not (before.bound_by("van_naar") and after.bound_by("van_naar")):
            continue
        low, high = before.mention.low or 0, after.mention.low or 0
        if any(c.role == "pledge" and c.mention.low == high - low and c not in (before, after) for c in candidates):
            # "van 40 naar 52; die uitbreiding, twaalf plekken": told by itself, it is not to be worked out.
            before.role = after.role = "capacity"
            continue
        words = _clause_of(before, after)
        grows = {before.role, after.role} <= {"", "capacity"} and GROWING & words and not DOUBTED & words
        if (after.role in ("", "pledge") or grows) and after.mention.is_count:
            after.role, before.role = "pledge", ""
        if after.role == "pledge" and low < high and after.has("groei", after.sentence.first, after.sentence.last):
            before.role = "capacity"
            after.places = high - low


def _clause_of(before: Candidate, after: Candidate) -> set[str]:
    """The words between the commas around two numbers: the "is" of "die groei is voor u" behind them denies nothing."""
    doc, sentence = after.part.doc, after.sentence
    stream = doc._.words
    low, high = before.mention.first_word, after.mention.last_word
    while low > sentence.first and stream[low - 1].kind != "mark":
        low -= 1
    while high < sentence.last and stream[high + 1].kind != "mark":
        high += 1
    return {word.text for word in stream[low : high + 1]}


def _parts_of_wholes(candidates: Sequence[Candidate]) -> None:
    """ "waarvan 15 voor statushouders": that part is the offer and the whole is only the building."""
    for whole, part in pairwise([c for c in candidates if c.role != "other"]):
        if whole.part is not part.part or part.sentence_number - whole.sentence_number > 1 or part.in_total:
            continue
        between = (max(whole.mention.last_word + 1, part.sentence.first), part.mention.first_word)
        if not (part.has("deel", *between) or whole.bound_by("deel")):
            continue
        if whole.bound_by("deel") and part.role == "realised" and whole.role in ("", "realised"):
            whole.role = "target"
        if whole.mention.low is None or (part.mention.low or 0) > whole.mention.low:
            continue
        bare = part.mention.unit is None
        if bare and whole.homes is not None:
            part.homes, part.places = part.mention.low, None
        open_roles = part.role in ("pledge", "") and whole.role in ("pledge", "")
        settled = (part.share or 1.0) < HARDLY and (whole.share or 0.0) > PROBABLE
        if open_roles and not settled and part.has("bestemd", part.mention.first_word - 4, part.sentence.last):
            part.role, whole.role = "pledge", "capacity"
        elif open_roles and whole.role == "pledge" and bare:
            part.role = ""


def _multiply(candidates: Sequence[Candidate]) -> None:
    """ "3 woningen. In iedere woning kunnen 5 mensen.": so many for each of so many."""
    for place, candidate in enumerate(candidates):
        if candidate.role not in ("pledge", "") or not candidate.places or not is_each(candidate):
            continue
        before = candidates[max(0, place - WINDOW) : place]
        source = _multiplied(candidate, [other.mention for other in before if other.homes is not None])
        times = source.low if source else _names(candidate)
        told = [other for other in before if other.mention is source]
        if not times or (candidate.role == "" and not any(other.role == "pledge" for other in told)):
            continue
        candidate.role = "pledge"
        most = (candidate.places_max or candidate.places) * (source.high if source and source.high else times)
        candidate.places *= times
        candidate.places_max = most if most > candidate.places else None
        for other in told:
            if other.role in ("pledge", ""):
                candidate.homes = candidate.homes or other.homes
                other.role = "merged"


def _multiplied(candidate: Candidate, homes: Sequence[Mention]) -> Mention | None:
    """The nearest number before it of homes, or of something uncounted ("drie kernen")."""
    before: Sequence[Mention] = candidate.part.layers.numbers[max(0, candidate.number - WINDOW) : candidate.number]
    for mention in reversed(before):
        if candidate.layout.distance(mention.last_word, candidate.mention.first_word) >= NEAR:
            return None
        dwellings = mention.unit in (Unit.HOMES, Unit.HOUSEHOLDS, Unit.ROOMS)
        dwellings = dwellings or any(mention is home for home in homes)
        if mention.low and (dwellings or (mention.unit is None and not mention.bare)):
            return mention
    return None


def _names(candidate: Candidate) -> int | None:
    """How many places the sentence names: "Genemuiden en Hasselt: elk 6"."""
    sentence = candidate.sentence
    found = candidate.part.layers.gemeente_names or ()
    low = bisect_left(found, sentence.start, key=_start)
    named = {n.text: n.codes for n in found[low : bisect_left(found, sentence.end, key=_start)] if n.capital}
    shared = set.intersection(*map(set, named.values())) if named else set()
    # Where each is a gemeente of its own, each has its own entry and nothing is added up here.
    return len(named) if 1 < len(named) < MOST_PARTS and shared else None


def _start(name: Name) -> int:
    return name.start


def _drop_bases(candidates: Sequence[Candidate]) -> None:
    """ "We hebben 210 bedden. Daar komen achttien bij.": what others come on top of is there already."""
    for earlier, later in pairwise([c for c in candidates if c.role == "pledge"]):
        near = earlier.part is later.part and later.sentence_number - earlier.sentence_number <= 1
        larger = (earlier.value or 0) > (later.value or 0)
        sure = earlier.scores.offered or (earlier.share or 0.0) > PROBABLE
        if near and larger and later.bound_by("erbij") and not sure:
            earlier.role = "capacity"


def _drop_denied(candidates: Sequence[Candidate]) -> None:
    """ "die zestien bieden wij niet aan": what is denied further on was never offered."""
    for place, later in enumerate(candidates):
        if later.role != "other" or not later.mention.definite:
            continue
        for earlier in candidates[max(0, place - WINDOW) : place]:
            same = earlier.part is later.part and earlier.mention.low == later.mention.low
            if same and earlier.role == "pledge" and not earlier.scores.offered:
                earlier.role = ""


def _drop_untold(candidates: Sequence[Candidate]) -> None:
    """ "Elf woningen. Hoeveel mensen erin kunnen weten we nog niet": what is not known is of what was told."""
    for place, untold in enumerate(candidates):
        if untold.role != "pledge" or not untold.mention.untold:
            continue
        for told in candidates[max(0, place - WINDOW) : place + WINDOW]:
            near = told.part is untold.part and abs(told.sentence_number - untold.sentence_number) <= NEXT_TO
            if near and told.role == "pledge" and not told.mention.untold:
                untold.role = ""


def _drop_former(candidates: Sequence[Candidate]) -> None:
    """Where the text says what is left of an offer, the larger numbers before it are the old offer."""
    for place, left in enumerate(candidates):
        if left.role != "pledge" or not left.bound_by("overgebleven"):
            continue
        for former in candidates[max(0, place - WINDOW) : place]:
            if former.part is left.part and former.role == "pledge" and (former.value or 0) > (left.value or 0):
                former.role = ""
