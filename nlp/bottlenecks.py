"""What holds a gemeente up: the types of bottleneck that a message names, each with the sentence it stands in.

The cues (`nlp.bottleneck_rules`) find them by their words; the learned sense (`nlp.sense`) hears them in sentences that
have none of those. Both are weighed together for each type, and what is likely enough is recorded: where the cue
stands, or else in the sentence that sounds most like it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

import numpy as np

from domain.model import BottleneckReading, Message
from nlp import sense
from nlp.bottleneck_rules import DELAY, LEFT_OVER, Candidate, by_rules
from nlp.cues import BOTTLENECKS, TERMS
from nlp.parts import ReadPart
from nlp.scopes import CueSentence
from nlp.sense import ANY, Floats, Sense

MOST_SENTENCES = 300
"""Sentences that the sense listens to; a longer text goes to a person anyway."""

UNHEARD = -4.5
"""Log-odds of a second sentence where there is only one."""

HINT = -1.0
"""Log-odds from which on another type is a rival for the same sentence."""

CLEARLY_HEARD = 1.5
TROUBLED = -1.0
"""Log-odds of any trouble that a sentence without a cue must have: "de brandweer komt" names only a subject."""

INTENTS = ("decline", "withdrawal", "deferral", "question")
"""Cues that say what kind of message this is; a refusal gives its reasons."""

SHARES = "bottleneck shares"
"""Where the document of the first part keeps the probability of every type."""

HEARD_REASON = "lijkt op hoe anderen dit knelpunt beschrijven"


@dataclass(frozen=True, slots=True)
class FoundBottleneck:
    """A bottleneck without its gemeente yet. `position` is the character in `part` where its cue starts."""

    bottleneck: BottleneckReading
    part: str
    position: int


@cache
def types() -> tuple[str, ...]:
    """The types that there are cues for: all of them."""
    return tuple(sorted(file.stem for file in (TERMS / BOTTLENECKS).glob("*.toml")))


def find(message: Message, parts: Sequence[ReadPart], learned: Sense | None = None) -> tuple[FoundBottleneck, ...]:
    """The bottlenecks in `parts`, in reading order, each type once for each sentence that names it.

    `message` itself is not looked at: what counts stands in its parts; quotation and signature are none of them.
    `learned` is the sense to listen with, by default the one that ships with the product.
    """
    del message
    learned = learned or sense.load()
    heard = Heard(parts, learned)
    if not heard.places:
        return ()
    named, hinted = by_rules(parts)
    weighing = learned.weighings[BOTTLENECKS]
    facts = facts_of(parts, heard, named, hinted)
    shares = {kind: weighing.share(found) for kind, found in facts.items()}
    parts[0].doc.user_data[SHARES] = shares
    wanted = {kind: share for kind, share in shares.items() if share >= weighing.threshold}
    cued = [_cued(candidate, wanted[candidate.kind]) for candidate in named if candidate.kind in wanted]
    known = {candidate.kind for candidate in named}
    unsaid = {kind for kind in wanted if kind not in known and facts[kind]["any here"] >= TROUBLED}
    told = [heard.found(kind, wanted[kind]) for kind in types() if kind in unsaid]
    return (*cued, *told)


def likeliest_left(parts: Sequence[ReadPart], recorded: Collection[str]) -> float:
    """The probability of the likeliest type that was not recorded, once `find` has read `parts`; else 0."""
    shares = parts[0].doc.user_data.get(SHARES, {}) if parts else {}
    return max((share for kind, share in shares.items() if kind not in recorded), default=0.0)


class Heard:
    """What the sense makes of each sentence of a message: a row of `scores` for each of `places`."""

    def __init__(self, parts: Sequence[ReadPart], learned: Sense) -> None:
        every = ((part, sentence) for part in parts for sentence, _ in part.doc._.cue_sentences)
        self.places: list[tuple[ReadPart, CueSentence]] = list(islice(every, MOST_SENTENCES))
        self.scores: Floats = learned.hear([sentence for _, sentence in self.places])
        self.columns = [learned.column(kind) for kind in types()]
        self.any = learned.column(ANY)

    def found(self, kind: str, share: float) -> FoundBottleneck:
        """The bottleneck in the sentence that sounds most like it."""
        column = self.columns[types().index(kind)]
        part, sentence = self.places[int(self.scores[:, column].argmax())]
        reading = BottleneckReading(None, kind, share, (part.evidence(*_trimmed(part, sentence)),), HEARD_REASON)
        return FoundBottleneck(reading, part.name, sentence.starts[0])


def facts_of(
    parts: Sequence[ReadPart], heard: Heard, named: Sequence[Candidate], hinted: Sequence[Candidate]
) -> dict[str, dict[str, float]]:
    """For each type what speaks for and against it, by name; there is at least one sentence."""
    scores, told = heard.scores[:, heard.columns], heard.scores[:, heard.any]
    kinds = {cue.rule.kind for part in parts for _, cues in part.doc._.cue_sentences for cue in cues}
    about = _about(kinds, len(scores), told)
    by_cue, hints = _weights(named), _weights(hinted)
    return {
        kind: about | _by_rules(kind, by_cue, hints) | _by_sense(number, scores, told, by_cue.get(kind, 0.0))
        for number, kind in enumerate(types())
    }


def _about(kinds: Collection[str], sentences: int, told: Floats) -> dict[str, float]:
    """What is the same for every type."""
    of_intent = {name: float(name in kinds) for name in INTENTS}
    return {"always": 1.0, "sentences": float(np.log1p(sentences)), "any": float(told.max()), **of_intent}


def _by_rules(kind: str, by_cue: Mapping[str, float], hints: Mapping[str, float]) -> dict[str, float]:
    own = by_cue.get(kind, 0.0)
    others = max((weight for other, weight in by_cue.items() if other != kind), default=0.0)
    return {
        "cue": float(own > 0),
        "cue weight": own,
        "hint": hints.get(kind, 0.0) if not own else 0.0,
        "other cue": float(others > 0),
        "only other cues": others if not own else 0.0,
        "any cue": float(bool(by_cue)),
        "effect": float(kind in {DELAY, LEFT_OVER}),
        "delay beside": float(kind == DELAY and others > 0),
    }


def _by_sense(number: int, scores: Floats, told: Floats, cue: float) -> dict[str, float]:
    own = scores[:, number]
    at = int(own.argmax())
    best, most = float(own[at]), scores.max(axis=0)
    rival, other = _best_other(scores[at], number), _best_other(most, number)
    return {
        "sense": best,
        "clear sense": float(np.log1p(np.exp(best + CLEARLY_HEARD))),
        "second sentence": float(np.partition(own, -2)[-2]) if len(own) > 1 else UNHEARD,
        "before rival": best - rival,
        "ahead of rival": max(0.0, best - rival),
        "rival here": float(rival > HINT),
        "before others": best - other,
        "foremost": float(best >= most.max()),
        "any here": float(told[at]),
        "both": float(np.minimum(own, told).max()),
        "likely": float((_share(own) * _share(told)).max()),
        "cue and sense": best if cue else 0.0,
        "cue and any": float(told[at]) if cue else 0.0,
    }


def _best_other(scores: Floats, number: int) -> float:
    second, first = np.partition(scores, -2)[-2:]
    return float(second if scores[number] == first else first)


def _share(odds: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-odds)), dtype=np.float32)


def _weights(candidates: Sequence[Candidate]) -> dict[str, float]:
    found: dict[str, float] = {}
    for candidate in candidates:
        found[candidate.kind] = max(candidate.weight, found.get(candidate.kind, 0.0))
    return found


def _cued(candidate: Candidate, share: float) -> FoundBottleneck:
    sentence, cue, part = candidate.sentence, candidate.cue, candidate.part
    named = part.text[sentence.starts[cue.low] : sentence.ends[cue.high - 1]]
    evidence = part.evidence(*_trimmed(part, sentence))
    reading = BottleneckReading(None, candidate.kind, share, (evidence,), f"'{' '.join(named.split())}'")
    return FoundBottleneck(reading, part.name, sentence.starts[cue.low])


def _trimmed(part: ReadPart, sentence: CueSentence) -> tuple[int, int]:
    return sentence.start, sentence.start + len(part.text[sentence.start : sentence.end].rstrip())
