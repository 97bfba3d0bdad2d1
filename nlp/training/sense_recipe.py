"""How the sense of sentences is made: same texts and seed, same weights. Needs scikit-learn (`train`).

1. Heads are fitted on the labelled sentences in `sentences/` and on the labelled messages that are not blind. A message
   says what it tells of, not where: of its sentences the likeliest one is taken for it, those beside it are left out
   of account. Others hear the message as a whole.
2. How the sense and the rules go together is fitted on messages that no rule was written from, where both are as good
   as they are on new mail; what the sense hears there is cross-fitted, each voice heard by a sense that never saw it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.model_selection import GroupKFold
from spacy.language import Language

from nlp import intent_weighing
from nlp.cues import BOTTLENECKS
from nlp.sense import WEIGHTS, Facts, Sense, Weighing
from nlp.small_weights import stored
from nlp.training import bottleneck_recipe, intent_recipe
from nlp.training.listening import Bags, Measured, Text, weighing

FOLDS = 4
RECIPES = {BOTTLENECKS: bottleneck_recipe, intent_weighing.FAMILY: intent_recipe}
"""For each family of cues how its heads are fitted, and what its weighing sees."""


def train(pipeline: Language, texts: Sequence[Text], target: Path = WEIGHTS) -> dict[str, Measured]:
    """Fit everything on `texts`, write the weights to `target`, and say what was measured, cross-fitted by voice."""
    seen = [text for text in texts if text.split != "blind"]
    told = {name: (recipe.alone(pipeline), recipe.in_texts(seen)) for name, recipe in RECIPES.items()}
    opened = [number for number, text in enumerate(seen) if text.is_opened]
    facts = _facts(told, seen, opened)
    voices = [seen[number].author for number in opened]
    weighed, measured = {}, {}
    for name, recipe in RECIPES.items():
        heads = len(facts[name][0]["always"])
        wanted = told[name][1].told[opened][:, :heads]
        weighed[name], measured[name] = weighing(facts[name], wanted, voices, recipe.RECIPE)
    _write(target, _sense(told, range(len(seen))), weighed)
    return measured


def _facts(
    told: Mapping[str, tuple[Bags, Bags]], texts: Sequence[Text], opened: Sequence[int]
) -> dict[str, list[Mapping[str, Facts]]]:
    """What the weighings see of the opened texts, each heard by a sense that never saw its voice."""
    found: dict[str, list[Mapping[str, Facts]]] = {name: [{} for _ in opened] for name in RECIPES}
    voices = [texts[number].author for number in opened]
    for _, held in GroupKFold(FOLDS).split(opened, groups=voices):
        out = {opened[at] for at in held}
        learned = _sense(told, [number for number in range(len(texts)) if number not in out])
        for name, recipe in RECIPES.items():
            for at in held:
                found[name][at] = recipe.facts(texts[opened[at]], learned)
    return found


def _sense(told: Mapping[str, tuple[Bags, Bags]], numbers: Collection[int]) -> Sense:
    """All heads, fitted on the sentences and on the texts with these numbers."""
    single, whole = [], []
    for name, recipe in RECIPES.items():
        lines, texts = told[name][0], told[name][1].only(list(numbers))
        single.append(recipe.fitted(lines + texts))
        whole.append(recipe.fitted_whole(lines, texts))
    weights, whole_weights = (
        np.asfortranarray(np.vstack([heads.weights for heads in kind]), dtype=np.float32) for kind in (single, whole)
    )
    names = tuple(name for recipe in RECIPES.values() for name in recipe.HEADS)
    intercepts = np.concatenate([heads.intercepts for heads in (*single, *whole)]).astype(np.float32)
    return Sense(names, weights, whole_weights, intercepts, {})


def _write(target: Path, learned: Sense, weighings: Mapping[str, Weighing]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    weights, steps = stored(learned.weights)
    whole_weights, whole_steps = stored(learned.whole_weights)
    arrays: dict[str, Any] = {
        "names": np.array(learned.names),
        "weights": weights,
        "steps": steps,
        "whole_weights": whole_weights,
        "whole_steps": whole_steps,
        "intercepts": learned.intercepts.astype(np.float32),
        "families": np.array(list(weighings)),
    }
    for family, found in weighings.items():
        arrays[f"{family}_facts"] = np.array(found.names)
        arrays[f"{family}_weights"] = found.weights
        arrays[f"{family}_threshold"] = np.array(found.threshold)
        arrays[f"{family}_agreed"] = np.array(found.agreed)
        if found.trees is not None:
            arrays |= {f"{family}_{name}": values for name, values in asdict(found.trees).items()}
    np.savez_compressed(target, allow_pickle=False, **arrays)
