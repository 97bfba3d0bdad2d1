"""What holds a gemeente up: the types of bottleneck that a message names, each with the sentence it stands in.

The cues (`nlp.bottleneck_rules`) find them by their words; the learned sense (`nlp.sense`) hears them in sentences that
have none of those. Both are weighed together for each type, and what is likely enough is recorded: where the cue
stands, or else in the sentence that sounds most like it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from math import log

import numpy as np
from numpy.typing import NDArray

from domain.model import BottleneckReading, Message
from nlp import sense
from nlp.bottleneck_rules import DELAY, LEFT_OVER, Candidate, by_rules
from nlp.cues import BOTTLENECKS, TERMS
from nlp.parts import ReadPart
from nlp.scopes import CueSentence
from nlp.sense import ANY, Facts, Sense, most_of_others
from nlp.sense_features import Floats

UNHEARD = -4.5
"""Log-odds of a second sentence where there is only one."""

HINT = -1.0
"""Log-odds from which on another type is a rival for the same sentence."""

LEAST = 0.002
"""The least that a probability counts for."""

CLEARLY_HEARD = 1.5
TROUBLED = -1.0
"""Log-odds of any trouble that a sentence without a cue must have: "de brandweer komt" names only a subject."""

INTENTS = ("decline", "withdrawal", "deferral", "question")
"""Cues that say what kind of message this is; a refusal gives its reasons."""

SHARES = "bottleneck shares"
"""Where the document of the first part keeps the probability of every type."""

NAMED = "bottlenecks named"
"""Where it keeps the weight of the strongest cue of every type that the rules found."""

Flags = NDArray[np.bool_]

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


_EFFECTS = np.array([kind in {DELAY, LEFT_OVER} for kind in types()])
_DELAYS = np.array([kind == DELAY for kind in types()])


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
    shares = dict(zip(types(), weighing.shares(facts).tolist(), strict=True))
    troubled = dict(zip(types(), facts["any here"] >= TROUBLED, strict=True))
    parts[0].doc.user_data[SHARES] = shares
    known = {candidate.kind: candidate.weight for candidate in sorted(named, key=lambda found: found.weight)}
    parts[0].doc.user_data[NAMED] = known
    wanted = {kind: share for kind, share in shares.items() if weighing.keeps(share, ruled=kind in known)}
    cued = [_cued(candidate, wanted[candidate.kind]) for candidate in named if candidate.kind in wanted]
    unsaid = {kind for kind in wanted if kind not in known and troubled[kind]}
    told = [heard.found(kind, wanted[kind]) for kind in types() if kind in unsaid]
    return (*cued, *told)


def likeliest_left(parts: Sequence[ReadPart], recorded: Collection[str]) -> float:
    """The probability of the likeliest type that was not recorded, once `find` has read `parts`; else 0."""
    shares = parts[0].doc.user_data.get(SHARES, {}) if parts else {}
    return max((share for kind, share in shares.items() if kind not in recorded), default=0.0)


def log_share_of_all(parts: Sequence[ReadPart], recorded: Collection[str]) -> float:
    """The logarithm of how probable it is that exactly these types are told, each by itself; once `find` has read."""
    shares = parts[0].doc.user_data.get(SHARES, {}) if parts else {}
    right = (share if kind in recorded else 1 - share for kind, share in shares.items())
    return sum(log(min(max(share, LEAST), 1 - LEAST)) for share in right)


def named_with(parts: Sequence[ReadPart], kind: str) -> float:
    """How strong the strongest cue of this type is, recorded or not, once `find` has read `parts`; else 0."""
    return float(parts[0].doc.user_data.get(NAMED, {}).get(kind, 0.0)) if parts else 0.0


class Heard:
    """What the sense makes of each sentence of a message: a row of `scores` for each of `places`."""

    def __init__(self, parts: Sequence[ReadPart], learned: Sense) -> None:
        listened = learned.listen(parts)
        self.places, self.scores, self.whole = listened.places, listened.scores, listened.whole
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
) -> dict[str, Facts]:
    """What speaks for and against each type: for each fact a number for each of `types()`.

    There is at least one sentence.
    """
    kinds = {cue.rule.kind for part in parts for _, cues in part.layers.cue_sentences for cue in cues}
    scores, told = heard.scores[:, heard.columns], heard.scores[:, heard.any]
    cues, hints = _weights(named), _weights(hinted)
    whole = heard.whole[heard.columns].astype(np.float64)
    return (
        _about(kinds, told, float(heard.whole[heard.any]))
        | _by_rules(cues, hints)
        | _by_sense(scores, told, cues > 0)
        | {"whole": whole, "whole before others": whole - most_of_others(whole)}
    )


def _about(kinds: Collection[str], told: Floats, whole: float) -> dict[str, Facts]:
    """What is the same for every type."""
    found = {"always": 1.0, "sentences": float(np.log1p(len(told))), "any": float(told.max()), "whole any": whole}
    found |= {name: float(name in kinds) for name in INTENTS}
    return {name: np.full(len(types()), value) for name, value in found.items()}


def _by_rules(cues: Facts, hints: Facts) -> dict[str, Facts]:
    others, uncued = most_of_others(cues), cues == 0
    found = {
        "cue": cues > 0,
        "cue weight": cues,
        "hint": hints * uncued,
        "other cue": others > 0,
        "only other cues": others * uncued,
        "any cue": np.full(len(cues), cues.any()),
        "effect": _EFFECTS,
        "delay beside": _DELAYS & (others > 0),
    }
    return {name: values.astype(np.float64) for name, values in found.items()}


def _by_sense(scores: Floats, told: Floats, cued: Flags) -> dict[str, Facts]:
    """`scores` has a row for each sentence and a column for each type, `told` the log-odds of any trouble in each."""
    at = scores.argmax(axis=0)
    best, here = scores.max(axis=0).astype(np.float64), told[at].astype(np.float64)
    rival, other = most_of_others(scores[at]), most_of_others(best)
    return {
        "sense": best,
        "clear sense": np.log1p(np.exp(best + CLEARLY_HEARD)),
        "second sentence": np.partition(scores, -2, axis=0)[-2] if len(scores) > 1 else np.full(len(best), UNHEARD),
        "before rival": best - rival,
        "ahead of rival": np.maximum(0.0, best - rival),
        "rival here": (rival > HINT).astype(np.float64),
        "before others": best - other,
        "foremost": (best >= best.max()).astype(np.float64),
        "any here": here,
        "both": np.minimum(scores, told[:, None]).max(axis=0),
        "likely": (_share(scores) * _share(told)[:, None]).max(axis=0),
        "cue and sense": best * cued,
        "cue and any": here * cued,
    }


def _share(odds: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-odds)), dtype=np.float32)


def _weights(candidates: Sequence[Candidate]) -> Facts:
    """For each type the weight of its strongest candidate; 0 where there is none."""
    found = np.zeros(len(types()))
    for candidate in candidates:
        at = types().index(candidate.kind)
        found[at] = max(candidate.weight, found[at])
    return found


def _cued(candidate: Candidate, share: float) -> FoundBottleneck:
    sentence, cue, part = candidate.sentence, candidate.cue, candidate.part
    named = part.text[sentence.starts[cue.low] : sentence.ends[cue.high - 1]]
    evidence = part.evidence(*_trimmed(part, sentence))
    reading = BottleneckReading(None, candidate.kind, share, (evidence,), f"'{' '.join(named.split())}'")
    return FoundBottleneck(reading, part.name, sentence.starts[cue.low])


def _trimmed(part: ReadPart, sentence: CueSentence) -> tuple[int, int]:
    return sentence.start, sentence.start + len(part.text[sentence.start : sentence.end].rstrip())
