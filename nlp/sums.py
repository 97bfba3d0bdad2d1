"""Sums: a total beside its parts, the last row of a table, columns that are not added up at all."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.candidates import Candidate, opening_name
from nlp.housing import ROW
from nlp.terms import word_set

MOST_PARTS = 40
"""Parts that a total may have, and lines over which a list goes on."""

SURELY_A_SUM = 3
"""Parts from which a sum in a list is no chance."""

UNLIKELY, HARDLY = 0.05, 0.3
"""Probabilities of an offer below which a total is an old number, and a part of it what goes off."""

TOTAL_ROW, NO_COLUMN = word_set("shape", "tables", "total"), word_set("shape", "tables", "no_offers")


def drop_columns(candidates: Sequence[Candidate]) -> None:
    """A column of floors, years, rents or of what it was before holds no offers, whatever it looks like."""
    for candidate in candidates:
        heads = candidate.layout.heads.get(candidate.mention.first_word, ())
        if candidate.role == "pledge" and candidate.sentence.kind == ROW and heads:
            first, last = heads[0]
            above = candidate.layout.sentence_of[first] < candidate.sentence_number
            if above and not NO_COLUMN.isdisjoint(word.text for word in candidate.part.layers.words[first : last + 1]):
                candidate.role = "other"


def drop_total_rows(candidates: Sequence[Candidate]) -> None:
    """The last row of a table, "Totaal", is what the rows above it say."""
    for place, total in enumerate(candidates):
        if total.role != "pledge" or total.sentence.kind != ROW or not _is_total_row(total):
            continue
        for row in candidates[max(0, place - MOST_PARTS) : place]:
            same = row.part is total.part and row.sentence_number < total.sentence_number
            if same and row.role == "pledge" and row.sentence.kind == ROW:
                total.role = "other"


def _is_total_row(candidate: Candidate) -> bool:
    words, first = candidate.part.layers.words, candidate.sentence.first
    return any(word.text in TOTAL_ROW for word in words[first : first + 2])


def drop_totals(candidates: list[Candidate]) -> list[Candidate]:
    """Where a total stands beside its parts, keep the parts. The parts lie in a row behind or before it."""
    counted = [c for c in candidates if c.role in ("pledge", "") and c.value is not None]
    dropped: set[int] = set()
    for place, total in enumerate(counted):
        if id(total) in dropped:
            continue
        parts = _run(total, counted[place + 1 : place + 1 + MOST_PARTS])
        parts = parts or _run(total, counted[max(0, place - MOST_PARTS) : place][::-1])
        if not parts or "pledge" not in {c.role for c in (total, *parts)} or _is_sibling(total, parts):
            continue
        dropped.add(id(total))
        for part in parts:
            part.role, part.in_total = "pledge", True
            if total.homes is not None and part.homes is None and part.mention.unit is None:
                part.homes, part.places = part.places, None
    return [c for c in candidates if id(c) not in dropped]


def _is_sibling(total: Candidate, parts: Sequence[Candidate]) -> bool:
    """Whether all stand in lines of one list, and nothing calls the one a total: then the sum is chance.

    Lines that each name a place of their own ("Castricum: 6") are a list however they are laid out.
    """
    listed = {c.sentence.kind for c in (total, *parts)} <= {"item", "row"}
    lines = listed or all(opening_name(c) for c in (total, *parts))
    apart = len({c.sentence_number for c in (total, *parts)}) == 1 + len(parts)
    few = len(parts) < SURELY_A_SUM
    return few and lines and apart and not total.has("totaal", total.sentence.first, total.sentence.last)


def _is_former(total: Candidate, parts: Sequence[Candidate]) -> bool:
    """ "Van de elf gaan er acht af, dus drie": what is left of an old number and what goes off are no parts."""
    return (total.share or 1.0) < UNLIKELY and any((part.share or 1.0) < HARDLY for part in parts)


def _only_homes(candidate: Candidate) -> bool:
    return candidate.homes is not None and candidate.places is None


def _run(total: Candidate, others: Sequence[Candidate]) -> list[Candidate]:
    """The nearest two or more of `others` that add up to `total`; empty where they do not."""
    added, run = 0, []
    for other in others:
        if other.part is not total.part:
            return []
        counted = other.mention.unit is not None or _only_homes(other)
        if _only_homes(other) != _only_homes(total) and counted:
            continue
        added += other.value or 0
        run.append(other)
        if added >= (total.value or 0):
            return run if added == total.value and len(run) > 1 and not _is_former(total, run) else []
    return []
