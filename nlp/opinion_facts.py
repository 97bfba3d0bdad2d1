"""What the second opinion sees of a message that was read: what the heads hear, and facts of how it was read."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.model import Group, Intent, Message, PledgeReading, Reading, Unit
from nlp.bottlenecks import likeliest_left, log_share_of_all, types
from nlp.components.words import Word
from nlp.counts import unit_of
from nlp.features import grams, vector
from nlp.gemeente_opinion import likeliest_left as likeliest_gemeente_left
from nlp.housing import CROWD, may_be_home
from nlp.joint import Chosen, chosen_in
from nlp.parts import ReadPart
from nlp.role_features import LINKS, PLEDGE, STANCES
from nlp.role_opinion import LINKED, weighed_in

HOUSING = frozenset({Unit.HOMES, Unit.ROOMS})
SAID = tuple(f"{LINKED}{label}" for label in (*LINKS, *STANCES))
LEAST = 0.005
NOTHING = 4.0
"""Log-odds where there is no number to doubt."""

AROUND = 300
"""Characters around the sentence of an offer in which its dwelling may be named, if the subject does not."""

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
class Views:
    """What the learned parts make of one message: log-odds by head, and of each number that it is offered.

    `offered` are those of numbers that were read as an offer, `left` those of the others. Of those offered `bare` says
    whether one stands without a noun, `links` which labels ("has elk") their sentences hold. `chosen` tells how sure
    the choice was between the likely readings of all numbers.
    """

    message: Mapping[str, float]
    offered: tuple[float, ...] = ()
    left: tuple[float, ...] = ()
    bare: bool = False
    links: frozenset[str] = frozenset()
    chosen: Chosen | None = None


def views_of(heads: Heads, parts: Sequence[ReadPart]) -> Views:
    """Look at the parts of a message that has been read."""
    weighed = weighed_in(parts)
    offers = [one for one in weighed if one.role == PLEDGE]
    return Views(
        message=heads.logits(message_grams(parts)),
        offered=tuple(share_to_odds(one.share) for one in offers),
        left=tuple(share_to_odds(one.share) for one in weighed if one.role != PLEDGE),
        bare=any(one.bare for one in offers),
        links=frozenset(name for one in offers for name in one.links),
        chosen=chosen_in(parts),
    )


def message_grams(parts: Sequence[ReadPart]) -> list[NDArray[np.int64]]:
    """What the heads see: the subject apart from the rest."""
    return [grams(part.text, 1 if part.name == "subject" else 0) for part in parts]


def facts_of(message: Message, parts: Sequence[ReadPart], reading: Reading, views: Views) -> dict[str, float]:
    """What the trust in a reading depends on: how sure the rules are, and where the learned part disagrees."""
    pledges, bottlenecks = reading.pledges, reading.bottlenecks
    found = {bottleneck.type for bottleneck in bottlenecks}
    own = {(e.part, e.start) for pledge in pledges for e in pledge.evidence}
    doubts = [odds_to_share(-abs(odds)) for odds in (*views.offered, *views.left)]
    length = sum(len(part.text) for part in parts if part.name != "subject")
    housed = any(unit_of(word.text) in HOUSING for part in parts for word in part.layers.words)
    agreed = {name: logit if present else -logit for name, logit, present in claims_of(reading, views)}
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
        "bottleneck left": likeliest_left(parts, found),
        "all types": -log_share_of_all(parts, found),
        "no gemeente": float(not reading.gemeenten),
        "more gemeenten": float(len(reading.gemeenten) > 1),
        "others named": float(np.log1p(_others_named(parts, {g.code for g in reading.gemeenten}))),
        "gemeente doubt": 1 - min((g.confidence for g in reading.gemeenten), default=1.0),
        "gemeente left": likeliest_gemeente_left(parts),
        "other alone": float(reading.intents == (Intent.OTHER,)),
        "rules doubt": float(reading.needs_review),
        "numbers": float(np.log1p(len(doubts))),
        "numbers offered": float(np.log1p(len(views.offered))),
        "weakest offered": min(views.offered, default=NOTHING),
        "strongest left": max(views.left, default=-NOTHING),
        "doubt of numbers": sum(doubts),
        "most doubt": max(doubts, default=0.0),
        "without a noun": float(views.bare),
        "dwellings not counted": float(housed and bool(pledges) and all(p.homes is None for p in pledges)),
        **{name: float(name in views.links) for name in SAID},
        **_choice(views.chosen, pledges=bool(pledges)),
        "one dwelling": float(any(p.homes == 1 for p in pledges)),
        "beside a dwelling": float(sum(_is_beside_a_home(parts, pledge) for pledge in pledges)),
        "another group": float(any(p.group is not Group.STATUSHOUDERS for p in pledges)),
        "without an address": float(not message.sender.domain),
        "length": float(np.log1p(length)) - 5.0,
        "length of subject": float(len(message.subject)),
        "sentences": float(sum(len(part.layers.layout.sentences) for part in parts)),
        "digits": float(sum(character.isdigit() for part in parts for character in part.text)),
        **{f"type {kind}": float(kind in found) for kind in types()},
        "evidence": float(len(own) > 1),
        "attachment": float(bool(message.attachments)),
        "against pledge": odds_to_share(-agreed["pledge"]),
        "against bottleneck": odds_to_share(-agreed["bottleneck"]),
        "against decline": odds_to_share(-agreed["decline"]),
    }


def _others_named(parts: Sequence[ReadPart], own: AbstractSet[str]) -> int:
    """How many gemeenten are named, as such or by a kern, for which the message was not read to speak."""
    names = (name for part in parts for name in part.layers.gemeente_names if name.capital or not name.ordinary)
    return len({name.codes[0] for name in names if not own & set(name.codes)})


def _is_beside_a_home(parts: Sequence[ReadPart], pledge: PledgeReading) -> bool:
    """Whether people are offered who are few enough for one household, with a single dwelling named near them that was
    not counted.
    """
    if pledge.homes is not None or not pledge.places or pledge.places > CROWD:
        return False
    proofs = [proof for proof in pledge.evidence if proof.part != "subject"]
    for part in parts:
        words = part.layers.words
        spans = [(0, len(part.text))] if part.name == "subject" else []
        spans += [(p.start - AROUND, p.end + AROUND) for p in proofs if p.part == part.name]
        for start, end in spans:
            low, high = bisect_left(words, start, key=_start), bisect_left(words, end, key=_start)
            if any(may_be_home(word.text) for word in words[low:high]):
                return True
    return False


def _start(word: Word) -> int:
    return word.start


def _choice(chosen: Chosen | None, *, pledges: bool) -> dict[str, float]:
    """How sure the choice between the likely readings of all numbers was, and whether the message sounds otherwise."""
    if chosen is None:
        return dict.fromkeys(("chosen", "chosen doubt", "next doubt", "read otherwise", "sounds otherwise"), 0.0)
    return {
        "chosen": chosen.odds,
        "chosen doubt": odds_to_share(-chosen.odds),
        "next doubt": 0.0 if chosen.margin is None else odds_to_share(-chosen.margin),
        "read otherwise": float(chosen.flips > 0),
        "sounds otherwise": odds_to_share(-chosen.heard if pledges else chosen.heard),
    }


def claims_of(reading: Reading, views: Views) -> list[tuple[str, float, bool]]:
    """What each head says of a reading: its name, its log-odds, and whether the reading holds it."""
    return [
        (name, views.message[name], Intent(name) in reading.intents) for name in ("pledge", "bottleneck", "decline")
    ]


def odds_to_share(logit: float) -> float:
    """A probability from log-odds."""
    return float(1 / (1 + np.exp(-np.clip(logit, -30, 30))))


def share_to_odds(share: float) -> float:
    """The log-odds of a probability, within bounds."""
    held = min(max(share, LEAST), 1 - LEAST)
    return float(np.log(held / (1 - held)))
