"""What speaks for and against each intent: the cues, the rules, and what the learned sense hears in the sentences.

Pledge and bottleneck are not weighed here, they follow from what was found; each of the other intents gets a
probability from all of this together (`Weighing`, trained by `nlp.training.intent_recipe`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from domain.model import Intent
from nlp.sense import ANY, Facts, Listened, Sense, most_of_others

FAMILY = "intents"
"""The folder of their cues, and the name of their weighing."""

WEIGHED = (
    Intent.DECLINE,
    Intent.QUESTION,
    Intent.CORRECTION,
    Intent.WITHDRAWAL,
    Intent.SUPPORT,
    Intent.CONTACT,
    Intent.DEFERRAL,
)
UNHEARD = -5.0
"""Log-odds of a second sentence where there is only one."""

CLEARLY_HEARD, FAINTLY_HEARD = 1.0, 2.0


@dataclass(frozen=True, slots=True)
class Said:
    """What is known of a message before its intents are weighed: `cued` by a cue anywhere, `ruled` by the rules, and
    whether it offers, names a bottleneck, and speaks for several gemeenten."""

    cued: Collection[str]
    ruled: Collection[Intent]
    has_pledge: bool
    has_bottleneck: bool
    several: bool


def facts_of(said: Said, listened: Listened, learned: Sense) -> dict[str, Facts]:
    """For each fact a number for each of `WEIGHED`; there is at least one sentence."""
    columns = [learned.column(intent) for intent in WEIGHED]
    heard, whole = listened.scores[:, columns].astype(np.float64), listened.whole[columns].astype(np.float64)
    best, any_trouble = heard.max(axis=0), learned.column(ANY)
    cue = np.array([float(intent in said.cued) for intent in WEIGHED])
    rule = np.array([float(intent in said.ruled) for intent in WEIGHED])
    every, offered = np.ones(len(WEIGHED)), float(said.has_pledge)
    own = {
        "is": every,
        "cue": cue,
        "rule": rule,
        "sense": best,
        "offer": every * offered,
        "bottleneck": every * float(said.has_bottleneck),
        "offer and sense": offered * (best + FAINTLY_HEARD),
        "whole": whole,
        "offer and whole": offered * (whole + FAINTLY_HEARD),
        "trouble": every * float(listened.scores[:, any_trouble].max()),
        "whole trouble": every * float(listened.whole[any_trouble]),
        "offer of several": every * (offered * said.several),
    }
    found = _common(heard, cue, rule) | {"whole": whole}
    for name, values in own.items():
        found |= {f"{name} {intent}": row for intent, row in zip(WEIGHED, np.diag(values), strict=True)}
    return found


def _common(heard: Facts, cue: Facts, rule: Facts) -> dict[str, Facts]:
    best = heard.max(axis=0)
    return {
        "always": np.ones(len(WEIGHED)),
        "sentences": np.full(len(WEIGHED), np.log1p(len(heard))),
        "cue": cue,
        "rule": rule,
        "other cue": most_of_others(cue),
        "sense": best,
        "clear sense": np.log1p(np.exp(best + CLEARLY_HEARD)),
        "second sentence": np.partition(heard, -2, axis=0)[-2] if len(heard) > 1 else np.full(len(best), UNHEARD),
        "before rival": best - most_of_others(heard[heard.argmax(axis=0)]),
        "before others": best - most_of_others(best),
        "others": most_of_others(best),
        "cue and sense": best * cue,
    }
