"""The second opinion: what a small learned part makes of a message, beside the rules, and how far both can be trusted.

Three linear models on hashed character n-grams (`nlp.features`), trained by `nlp.training.recipe` and kept as plain
arrays. It never makes or changes a value; it says how probable it is that each field and the whole record were read
right, and where it disagrees. A reading is let through when the whole record *and*, by a stricter measure, its
pledges can be believed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from domain.model import Intent, Message, PledgeReading, Reading
from nlp.bottlenecks import likeliest_left
from nlp.counts import MOST_COUNTS, Mention
from nlp.features import grams, vector
from nlp.parts import ReadPart

WEIGHTS = Path(__file__).parent / "weights" / "opinion.npz"
AROUND, NEAR = 70, 25
"""Characters on either side of a number that are looked at, and those of them that count twice."""

PLEDGE = "pledge"
FIELDS = ("pledge", "bottleneck")
LEAST = 0.005
SURELY = 0.4
"""Log-odds beyond which a disagreement is told to the reviewer."""

DISAGREED = {
    "pledge": ("misschien is dit geen toezegging", "misschien is dit een toezegging"),
    "bottleneck": ("misschien is hier geen knelpunt", "misschien staat er een knelpunt in"),
    "decline": ("misschien is dit geen afwijzing", "misschien is dit een afwijzing"),
}

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Heads:
    """Linear models over the same buckets: a row of `weights` and an `intercept` for each name."""

    names: tuple[str, ...]
    weights: Floats
    intercepts: Floats

    def logits(self, parts: Sequence[NDArray[np.int64]]) -> dict[str, float]:
        """The log-odds that each head gives to a text."""
        buckets, values = vector(parts)
        scores = values @ self.weights.T[buckets] + self.intercepts
        return dict(zip(self.names, map(float, scores), strict=True))


@dataclass(frozen=True, slots=True)
class Trust:
    """How probable it is that something is read right, and from which probability on it is believed."""

    weights: Floats
    threshold: float

    def share(self, facts: Floats) -> float:
        """The probability that these facts speak for."""
        return odds_to_share(float(self.weights @ facts))


@dataclass(frozen=True, slots=True)
class Opinion:
    """The whole second opinion."""

    message_heads: Heads
    mention_heads: Heads
    fact_names: tuple[str, ...]
    whole: Trust
    figures: Trust
    certainty: Mapping[str, tuple[float, float]]
    """For `pledge` and `bottleneck` the slope and the level that turn the log-odds of a confidence into fitted ones."""

    def certain(self, name: str, confidence: float) -> float:
        """The confidence as it was found to be on texts that nobody wrote from."""
        slope, level = self.certainty[name]
        return odds_to_share(slope * share_to_odds(confidence) + level)

    def trusts(self, facts: Mapping[str, float]) -> bool:
        """Whether the reading may be stored without a person, from the facts that `facts_of` gives."""
        row = np.array([facts[name] for name in self.fact_names], dtype=np.float32)
        return all(trust.share(row) >= trust.threshold for trust in (self.whole, self.figures))


@dataclass(frozen=True, slots=True)
class Views:
    """What the learned part makes of one message: log-odds by head, and of each count that it is a pledge."""

    message: Mapping[str, float]
    mentions: Mapping[tuple[str, int], float]


def views_of(opinion: Opinion, parts: Sequence[ReadPart]) -> Views:
    """Look at the parts of a message; mentions are keyed by the name of the part and their start."""
    seen = message_grams(parts)
    mentions = {
        (part.name, mention.start): opinion.mention_heads.logits(mention_grams(part.text, mention))[PLEDGE]
        for part in parts
        for mention in counts_in(part)
    }
    return Views(opinion.message_heads.logits(seen), mentions)


def counts_in(part: ReadPart) -> list[Mention]:
    """The first mentions in a part that can be a count of places."""
    found = (mention for mention in part.doc._.numbers if mention.is_count and mention.low is not None)
    return list(islice(found, MOST_COUNTS))


def message_grams(parts: Sequence[ReadPart]) -> list[NDArray[np.int64]]:
    """What the message heads see: the subject apart from the rest."""
    return [grams(part.text, 1 if part.name == "subject" else 0) for part in parts]


def mention_grams(text: str, mention: Mention) -> list[NDArray[np.int64]]:
    """What the mention heads see: before, after, and the counted noun; the number itself is not seen."""
    before, after = text[max(0, mention.start - AROUND) : mention.start], text[mention.end : mention.end + AROUND]
    noun = text[mention.start : mention.end].lstrip("0123456789.,")
    return [grams(before, 1), grams(after, 2), grams(noun, 3), grams(before[-NEAR:], 4), grams(after[:NEAR], 5)]


def facts_of(message: Message, parts: Sequence[ReadPart], reading: Reading, views: Views) -> dict[str, float]:
    """What the trust in a reading depends on: how sure the rules are, and where the learned part disagrees."""
    pledges, bottlenecks = reading.pledges, reading.bottlenecks
    own = {(e.part, e.start) for pledge in pledges for e in pledge.evidence}
    used = [logit for place, logit in views.mentions.items() if _within(place, pledges)]
    unused = [logit for place, logit in views.mentions.items() if not _within(place, pledges)]
    length = sum(len(part.text) for part in parts if part.name != "subject")
    agreed = {name: logit if present else -logit for name, logit, present in _claims(reading, views)}
    return {
        "always": 1.0,
        "pledges": float(bool(pledges)),
        "more pledges": float(min(len(pledges), 4)) - float(bool(pledges)),
        "pledge doubt": 1 - min((p.confidence for p in pledges), default=1.0),
        "without a number": float(any(p.places is None for p in pledges)),
        "dwellings": float(any(p.homes is not None for p in pledges)),
        "range or about": float(any(p.places_max is not None or p.approximate for p in pledges)),
        "bottlenecks": float(bool(bottlenecks)),
        "more bottlenecks": float(min(len(bottlenecks), 4)) - float(bool(bottlenecks)),
        "bottleneck doubt": 1 - min((b.confidence for b in bottlenecks), default=1.0),
        "bottleneck left": likeliest_left(parts, {b.type for b in bottlenecks}),
        "no gemeente": float(not reading.gemeenten),
        "more gemeenten": float(len(reading.gemeenten) > 1),
        "gemeente doubt": 1 - min((g.confidence for g in reading.gemeenten), default=1.0),
        "other alone": float(reading.intents == (Intent.OTHER,)),
        "rules doubt": float(reading.needs_review),
        "counts left": float(np.log1p(len(unused))),
        "likeliest left": odds_to_share(max(unused, default=-4.0)),
        "unlikeliest used": odds_to_share(-min(used, default=4.0)),
        "length": float(np.log1p(length)) - 5.0,
        "evidence": float(len(own) > 1),
        "attachment": float(bool(message.attachments)),
        "against pledge": odds_to_share(-agreed["pledge"]),
        "against bottleneck": odds_to_share(-agreed["bottleneck"]),
        "against decline": odds_to_share(-agreed["decline"]),
    }


def doubts(reading: Reading, views: Views) -> list[str]:
    """What the learned part sees otherwise, in Dutch for the reviewer; in general words where it is nothing single."""
    said = []
    for place, logit in views.mentions.items():
        used = _within(place, reading.pledges)
        if used and logit < -SURELY:
            said.append("een gelezen aantal is misschien geen toezegging")
        if not used and logit > SURELY:
            said.append("er staat misschien nog een toezegging in")
    for name, logit, present in _claims(reading, views):
        if (logit if present else -logit) < -SURELY:
            said.append(DISAGREED[name][0 if present else 1])
    return said or ["de lezing is niet zeker genoeg"]


def _claims(reading: Reading, views: Views) -> list[tuple[str, float, bool]]:
    return [
        (name, views.message[name], Intent(name) in reading.intents) for name in ("pledge", "bottleneck", "decline")
    ]


def _within(place: tuple[str, int], pledges: Sequence[PledgeReading]) -> bool:
    name, start = place
    return any(e.part == name and e.start <= start < e.end for pledge in pledges for e in pledge.evidence)


def odds_to_share(logit: float) -> float:
    """A probability from log-odds."""
    return float(1 / (1 + np.exp(-np.clip(logit, -30, 30))))


def share_to_odds(share: float) -> float:
    """The log-odds of a probability, within bounds."""
    held = min(max(share, LEAST), 1 - LEAST)
    return float(np.log(held / (1 - held)))


@cache
def load() -> Opinion:
    """The weights that ship with the product."""
    with np.load(WEIGHTS, allow_pickle=False) as arrays:
        return Opinion(
            message_heads=_heads(arrays, "message"),
            mention_heads=_heads(arrays, "mention"),
            fact_names=tuple(str(name) for name in arrays["fact_names"]),
            whole=_trust(arrays, "whole"),
            figures=_trust(arrays, "figures"),
            certainty={
                name: (float(arrays[f"{name}_certainty"][0]), float(arrays[f"{name}_certainty"][1])) for name in FIELDS
            },
        )


def _trust(arrays: Mapping[str, NDArray[np.generic]], name: str) -> Trust:
    return Trust(arrays[f"{name}_trust"].astype(np.float32), float(arrays[f"{name}_threshold"]))


def _heads(arrays: Mapping[str, NDArray[np.generic]], name: str) -> Heads:
    return Heads(
        names=tuple(str(head) for head in arrays[f"{name}_names"]),
        weights=np.asfortranarray(arrays[f"{name}_weights"], dtype=np.float32),
        intercepts=arrays[f"{name}_intercepts"].astype(np.float32),
    )
