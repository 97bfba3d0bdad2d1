"""How a card stands among the others that were found: what its sureness rests on beside its own features."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from nlp.answering.cards import Kind
from nlp.answering.ranking import Candidate

MARGIN, AHEAD = "margin", "ahead"
"""How far a card is before the best other answer, and before the best card without one."""
FAR_AHEAD = 10.0
RIVALS = {"best": 0.0, "mean": 0.0, "logit": -5.0, "chance": -9.0}
"""What is set against the best card that answers nothing, and what that is where there is no such card."""
CLOSE_BY = 1.5
"""Answers whose rank is this near are counted as being close by."""
AGREEING = ("logit", "mean", "best")
"""By these too the best answer may be another one."""
THIRD = 20.0
"""How far a card is before the second other answer where there is none."""
BOTH = (
    "agreed",
    "apart_agreed",
    "least_told",
    "serving",
    "apart_serving",
    "deep_silence",
    "leads_deep",
    "others_serve",
)
"""What both classifiers say together, and what all cards say whose answer holds it."""
NEAR, FAR, FAR_APART, CLEAR = 0.6, 0.35, 0.5, 3.0


def relations(found: Sequence[Candidate], ranks: Sequence[float]) -> list[dict[str, float]]:
    """For each card how it stands among the others.

    Some of it says the same in another shape, since a weighted sum by itself knows no "only where" and "beyond".
    """
    silent = [one for one in found if one.card.kind is not Kind.ANSWER]
    most = {name: max((one.features[name] for one in silent), default=low) for name, low in RIVALS.items()}
    led = margins([one.card.kind for one in found], ranks)
    places = _places(found, ranks)
    return [
        by | _shaped(one.features, most) | place | _agreed(one, found) | _together(one, found)
        for one, by, place in zip(found, led, places, strict=True)
    ]


def margins(kinds: Sequence[Kind], ranks: Sequence[float]) -> list[dict[str, float]]:
    """How far each card is before the best other answer, and before the best card that answers nothing."""
    answers = sorted((rank for kind, rank in zip(kinds, ranks, strict=True) if kind is Kind.ANSWER), reverse=True)
    best, second = (*answers, 0.0, 0.0)[:2]
    silent = max((rank for kind, rank in zip(kinds, ranks, strict=True) if kind is not Kind.ANSWER), default=-FAR_AHEAD)
    return [{MARGIN: rank - (second if rank == best else best), AHEAD: min(FAR_AHEAD, rank - silent)} for rank in ranks]


def _shaped(own: Mapping[str, float], most: Mapping[str, float]) -> dict[str, float]:
    chance, apart = math.exp(own["chance"]), math.exp(own["apart_chance"])
    return {
        **{f"rival_{name}": own[name] - most[name] for name in RIVALS},
        "least_chance": min(own["chance"], own["apart_chance"]),
        "most_against": max(own["against"], own["apart_against"]),
        "share": chance,
        "apart_share": apart,
        "silence": math.exp(own["against"]),
        "apart_silence": math.exp(own["apart_against"]),
        "unheard_doubt": own["unheard"] * (1 - chance),
        "short_aliens": own["aliens"] * own["short"],
        "near": max(0.0, own["best"] - NEAR),
        "far": max(0.0, FAR - own["best"]),
        "apart_far": max(0.0, FAR_APART - own["apart_best"]),
        "behind": min(0.0, own["lead"]),
        "clear": min(CLEAR, max(-CLEAR, own["lead"])),
    }


def _places(found: Sequence[Candidate], ranks: Sequence[float]) -> list[dict[str, float]]:
    """The rank of each card, how many stand before it, and how crowded it is around it."""
    answers = [n for n, one in enumerate(found) if one.card.kind is Kind.ANSWER]
    told = list[dict[str, float]]()
    for n, rank in enumerate(ranks):
        others = sorted((ranks[other] for other in answers if other != n), reverse=True)
        told.append(
            {
                "rank": rank,
                "place": float(sum(other > rank for other in ranks)),
                "second": rank - others[1] if len(others) > 1 else THIRD,
                "close_by": float(sum(rank - other < CLOSE_BY for other in others)),
            }
        )
    return told


def _agreed(own: Candidate, found: Sequence[Candidate]) -> dict[str, float]:
    """Whether a card is the first by single measures too: of the answers, and of all cards."""
    told = dict[str, float]()
    for name in AGREEING:
        value = own.features[name]
        ahead = [one for one in found if one.features[name] > value]
        told[f"first_{name}"] = float(not any(one.card.kind is Kind.ANSWER for one in ahead))
        told[f"leads_{name}"] = float(not ahead)
    return told


def _together(own: Candidate, found: Sequence[Candidate]) -> dict[str, float]:
    """What both classifiers make of a card, each time as a chance."""
    said = {name: math.exp(own.features[name]) for name in ("chance", "apart_chance", "deep_chance", "serves")}
    apart = {name: math.exp(own.features[f"apart_{name}"]) for name in ("deep_chance", "serves")}
    answers = [one for one in found if one.card.kind is Kind.ANSWER and one is not own]
    return {
        "agreed": (said["chance"] + said["deep_chance"]) / 2,
        "apart_agreed": (said["apart_chance"] + apart["deep_chance"]) / 2,
        "least_told": min(said["chance"], said["deep_chance"]),
        "serving": said["serves"],
        "apart_serving": apart["serves"],
        "deep_silence": math.exp(own.features["deep_against"]),
        "leads_deep": float(not any(one.features["deep_chance"] > own.features["deep_chance"] for one in found)),
        "others_serve": own.features["serves"] - max((one.features["serves"] for one in answers), default=-FAR_AHEAD),
    }
