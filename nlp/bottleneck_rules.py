"""The bottlenecks that the cues find by themselves: cause, not effect, and each type once a sentence.

The cues are data (`terms/bottlenecks/`, a file a type).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import prod

from nlp.cues import TERMS, Cue
from nlp.parts import ReadPart
from nlp.scopes import CueSentence

THRESHOLD = 0.5
FAINT = 0.38
"""Enough where the message refuses and nothing clearer says why."""

REFUSALS = frozenset(("decline", "withdrawal"))
SUREST = 0.97
LEFT_OVER = "overig"
DELAY = "doorlooptijd_planning"
"""Delay is an effect; it is a bottleneck of its own only where no cause is named nearby."""

SLACK = 0.1
"""How much fainter a cause may be than the effect that it explains."""

NEARBY = 2
"""Sentences between a delay and the cause that explains it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A type that the sentence with this `number` in `part` names; `own` stands even beside a cause."""

    kind: str
    weight: float
    own: bool
    part: ReadPart
    sentence: CueSentence
    number: int
    cue: Cue


def by_rules(parts: Sequence[ReadPart]) -> tuple[list[Candidate], list[Candidate]]:
    """What the cues find in `parts`, in reading order; and all that they hint at, however faintly."""
    candidates = [candidate for part in parts for candidate in _candidates(part)]
    named = [candidate for candidate in candidates if candidate.weight >= THRESHOLD]
    if not named and candidates and _refuses(parts):
        likeliest = max(candidates, key=lambda candidate: candidate.weight)
        named = [replace(likeliest, weight=THRESHOLD)]
    return list(_causes(named)), candidates


def _refuses(parts: Sequence[ReadPart]) -> bool:
    """Whether the message says no, not yet or no longer: then it will say why, however faintly."""
    return any(cue.rule.kind in REFUSALS for part in parts for _, cues in part.layers.cue_sentences for cue in cues)


def _candidates(part: ReadPart) -> list[Candidate]:
    """What each sentence of `part` names, with the faint hints of its neighbours added where it is the clearest."""
    scored = [_scores(part, number, *found) for number, found in enumerate(part.layers.cue_sentences)]
    chosen = []
    for number, candidates in enumerate(scored):
        around = [scored[n] for n in (number - 1, number + 1) if 0 <= n < len(scored)]
        for kind, candidate in candidates.items():
            neighbours = [other[kind].weight for other in around if kind in other]
            clearest = candidate.weight >= max(neighbours, default=0.0)
            weight = _together([candidate.weight, *neighbours]) if clearest else candidate.weight
            if weight >= FAINT:
                chosen.append(replace(candidate, weight=weight))
    return chosen


def _scores(part: ReadPart, number: int, sentence: CueSentence, cues: Sequence[Cue]) -> dict[str, Candidate]:
    by_kind: dict[str, dict[str, Cue]] = {}
    own = {cue.rule.kind for cue in cues if cue.rule.own}
    for cue in cues:
        if cue.rule.family == "bottlenecks":
            words = by_kind.setdefault(cue.rule.kind, {})
            word = sentence.words[cue.anchor]
            if word not in words or words[word].rule.weight < cue.rule.weight:
                words[word] = cue
    found = {}
    for kind, words in by_kind.items():
        best = max(words.values(), key=lambda cue: cue.rule.weight)
        weight = _together([cue.rule.weight for cue in words.values()])
        found[kind] = Candidate(kind, weight, kind in own, part, sentence, number, best)
    return found


def _together(weights: Sequence[float]) -> float:
    """Several independent hints: what is left of the doubt after each, never quite nothing."""
    return min(SUREST, 1 - prod(1 - weight for weight in weights))


@cache
def _explains() -> dict[str, frozenset[str]]:
    """For each type the types that it explains where both stand in one sentence."""
    table = tomllib.loads((TERMS / "causes.toml").read_text(encoding="utf-8"))["explains"]
    return {cause: frozenset(effects) for cause, effects in table.items()}


def _causes(candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """Leave out effects beside their cause, and what fits nowhere where something does fit."""
    named = [c for c in candidates if c.kind not in {DELAY, LEFT_OVER}]
    for candidate in candidates:
        together = [c for c in candidates if _may_explain(c, candidate)]
        if any(candidate.kind in _explains().get(other.kind, ()) for other in together):
            continue
        if candidate.kind == LEFT_OVER and any(c.weight >= candidate.weight for c in named):
            continue
        if candidate.kind == DELAY and not candidate.own and _is_near(candidate, named):
            continue
        yield candidate


def _may_explain(cause: Candidate, effect: Candidate) -> bool:
    """Whether both stand in one sentence, the cause about as clear as the effect."""
    return cause.sentence is effect.sentence and cause.weight >= effect.weight - SLACK


def _is_near(delay: Candidate, causes: Iterable[Candidate]) -> bool:
    return any(c.part is delay.part and abs(c.number - delay.number) <= NEARBY for c in causes)
