"""How the sense hears bottlenecks, and how that is weighed against the cues."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
from spacy.language import Language

from nlp.bottleneck_rules import by_rules
from nlp.bottlenecks import Heard, facts_of, types
from nlp.cues import BOTTLENECKS
from nlp.sense import ANY, Facts, Sense
from nlp.training.listening import Bags, Fitted, Flags, Text, WeighingRecipe, bags, fit, fit_whole, labelled_sentences

HEADS = (*types(), ANY)
RECIPE = WeighingRecipe(strength=0.1, rule="cue", grows=True)

ROUNDS = 1
TOLD_TOO = 0.3
"""How much the head for any bottleneck helps to find the sentence that a message tells a type in."""


def in_texts(texts: list[Text]) -> Bags:
    """The sentences of the labelled messages."""
    return bags([(text.sentences, _heads(text.gold["bottlenecks"])) for text in texts], HEADS)


def alone(pipeline: Language) -> Bags:
    """The labelled sentences that ship with the recipe."""
    found = labelled_sentences(pipeline, BOTTLENECKS)
    return bags([(sentences, _heads(names)) for sentences, names in found], HEADS)


def _heads(kinds: Collection[str]) -> set[str]:
    return {*kinds, ANY} if kinds else set()


def facts(text: Text, learned: Sense) -> Mapping[str, Facts]:
    """What the weighing sees of a text."""
    return facts_of(text.parts, Heard(text.parts, learned), *by_rules(text.parts))


def fitted(found: Bags) -> Fitted:
    """The heads, first fitted on texts of one sentence, then on all as the former heads place what a text tells."""
    single = np.bincount(found.of, minlength=len(found.told))[found.of] == 1
    every = np.ones((single.sum(), len(HEADS)), dtype=np.bool_)
    learned = fit(found.rows[single], found.told[found.of[single]], every)
    for _ in range(ROUNDS):
        learned = fit(found.rows, *_placed(found, learned))
    return learned


def fitted_whole(lines: Bags, texts: Bags) -> Fitted:
    """The heads for a message as a whole. Single lines teach types; whether there is any only messages can tell."""
    found = lines + texts
    counts = np.ones_like(found.told)
    counts[: len(lines.told), -1] = False
    return fit_whole(found.whole, found.told, counts)


def _placed(found: Bags, learned: Fitted) -> tuple[Flags, Flags]:
    """For each sentence and head whether it tells of it, and whether that counts: not beside the likeliest sentence."""
    scores = learned.scores(found.rows)
    tells = np.zeros(scores.shape, dtype=np.bool_)
    counts = ~found.told[found.of]
    for text in np.flatnonzero(found.told[:, -1]):
        rows = np.flatnonzero(found.of == text)
        for head in np.flatnonzero(found.told[text, :-1]) if len(rows) else ():
            at = rows[(scores[rows, head] + TOLD_TOO * scores[rows, -1]).argmax()]
            for told in (int(head), -1):
                tells[at, told] = counts[at, told] = True
    return tells, counts
