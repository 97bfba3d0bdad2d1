"""How the sense hears intents, and how that is weighed against the rules.

What a text offers and whether it names a bottleneck is taken from the gold here: how well those are read changes with
every other part, and texts that are learned from are read better than new ones anyway.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.sparse import dia_matrix, diags
from spacy.language import Language

from nlp.intent_weighing import FAMILY, WEIGHED, Said, facts_of
from nlp.intents import by_rules, kinds
from nlp.message_features import PIECES_FROM
from nlp.sense import Facts, Sense
from nlp.sense_features import BUCKETS
from nlp.tenor import tenor_of
from nlp.training.listening import Bags, Fitted, Flags, Text, WeighingRecipe, bags, fit, fit_whole, labelled_sentences

HEADS = tuple(str(intent) for intent in WEIGHED)
RECIPE = WeighingRecipe(strength=0.3, rule="rule", grows=False)
"""Trees were tried: cross-fitted by voice they hear intents no better."""

ROUNDS = 1


def in_texts(texts: list[Text]) -> Bags:
    """The sentences of the labelled messages."""
    return bags([(text.sentences, text.gold["intents"]) for text in texts], HEADS)


def alone(pipeline: Language) -> Bags:
    """The labelled sentences that ship with the recipe."""
    return bags(labelled_sentences(pipeline, FAMILY), HEADS)


def facts(text: Text, learned: Sense) -> Mapping[str, Facts]:
    """What the weighing sees of a text."""
    offers, tenor = bool(text.gold["pledges"]), tenor_of(text.message, text.parts)
    ruled = by_rules(
        text.parts,
        has_pledge=offers,
        is_correction=tenor.corrects and offers,
        is_withdrawal=tenor.withdraws and not offers,
    )
    several = len(text.gold["gemeenten"]) > 1
    said = Said(kinds(text.parts), ruled, offers, bool(text.gold["bottlenecks"]), several)
    return facts_of(said, learned.listen(text.parts), learned)


def fitted(found: Bags) -> Fitted:
    """The heads; of a text with an intent first every sentence tells a little of it, then only the likeliest one."""
    told = found.told[found.of]
    learned = fit(found.rows, told, np.ones_like(told), shared=found.of)
    for _ in range(ROUNDS):
        learned = fit(found.rows, *_placed(found, learned))
    return learned


def fitted_whole(lines: Bags, texts: Bags) -> Fitted:
    """The heads for a message as a whole; how it is worded tells more here than pieces of its words."""
    found = lines + texts
    return fit_whole(found.whole @ _words_only(), found.told, np.ones_like(found.told))


def _words_only() -> dia_matrix:
    return diags((np.arange(BUCKETS) < PIECES_FROM).astype(np.float32))


def _placed(found: Bags, learned: Fitted) -> tuple[Flags, Flags]:
    scores = learned.scores(found.rows)
    tells = np.zeros(scores.shape, dtype=np.bool_)
    for text, head in np.argwhere(found.told):
        rows = np.flatnonzero(found.of == text)
        if len(rows):
            tells[rows[scores[rows, head].argmax()], head] = True
    return tells, tells | ~found.told[found.of]
