"""The recipe for the weights that rank answer cards: from the cards themselves and the tuning half of the questions.

Every variant of a card is asked while it is taken away from its card, so that the card has to be found by the others;
some are asked while their whole card is away, and then nothing may be found. Questions written by hand weigh more.
The half of the questions that is kept aside is never read here.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from domain.answers import Question
from domain.campaign import Campaign
from nlp.answering import checked_cards
from nlp.answering.cards import Card, Kind
from nlp.answering.facets import facets
from nlp.answering.gates import gates
from nlp.answering.placeholders import Asked, filled
from nlp.answering.ranking import Candidate
from nlp.answering.scoring import MARGIN, Scorer, weighed
from nlp.answering.words import question_type

RANK = ("best", "mean", "letters", "words", "type", "mismatch", "foreign", "negative")
CONFIDENCE = (
    "best",
    "close",
    "denial",
    "mean",
    "letters",
    "words",
    "type",
    "mismatch",
    "foreign",
    "strangers",
    "unknown",
    "aliens",
    "short",
    "bias",
)
VARIANT, HAND_RANK, HAND_CONFIDENCE = 0.5, 8.0, 3.0
VARIANT_CONFIDENCE = 0.15
CARD_AWAY = 0.35
SEED = 1
WEIGHTS = Path(__file__).parents[1] / "terms" / "answering_weights.toml"

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """One question with the cards that were found for it, and which of these are right."""

    found: Sequence[Candidate]
    right: Sequence[bool]
    by_hand: bool
    answerable: bool = True
    card_away: bool = False


def train(samples: Sequence[Sample]) -> dict[str, dict[str, float]]:
    """The weights `rank` and `confidence`, rounded so that they read well in a file."""
    rank = _fit(RANK, *_pairs([sample for sample in samples if not sample.card_away]))
    names = (*CONFIDENCE, MARGIN)
    confidence = _fit(names, *_tops(samples, rank))
    return {"rank": rank, "confidence": confidence}


def from_variants(scorer: Scorer) -> Iterator[Sample]:
    """Each variant, asked without itself, and some without their card."""
    ranking, choice = scorer.ranking, random.Random(SEED)  # noqa: S311  # the same samples each time
    asked = [question_type(text) for card in ranking.cards for text in card.questions]
    for number, (owner, text) in enumerate(ranking.texts):
        card = ranking.cards[owner]
        found = ranking.candidates(text, asked[number], without=frozenset([number]))
        yield Sample(found, [_same(card, one.card) for one in found], by_hand=False)
        if choice.random() < CARD_AWAY:
            own = frozenset(place for place, (other, _) in enumerate(ranking.texts) if other == owner)
            found = ranking.candidates(text, asked[number], without=own)
            yield Sample(found, [one.card.kind is Kind.UNKNOWN for one in found], by_hand=False, card_away=True)


def _same(card: Card, other: Card) -> bool:
    return card.key == other.key or card.kind is other.kind is Kind.UNKNOWN


def from_questions(
    scorer: Scorer, questions: Sequence[Mapping[str, Any]], answer_to: Callable[[Card, Mapping[str, Any]], str]
) -> Iterator[Sample]:
    """Questions by hand that stand alone; `answer_to` gives what a card would say to one."""
    for row in questions:
        if row.get("context"):
            continue
        found = scorer.ranking.candidates(facets(row["question"], scorer.networks).text, question_type(row["question"]))
        yield Sample(
            found, [_is_right(one.card, row, answer_to) for one in found], by_hand=True, answerable="domain" not in row
        )


def _is_right(card: Card, row: Mapping[str, Any], answer_to: Callable[[Card, Mapping[str, Any]], str]) -> bool:
    if "domain" in row:
        return card.kind is Kind.UNKNOWN
    if card.kind is not Kind.ANSWER or not set(card.letters) & set(row["letters"]):
        return False
    text = answer_to(card, row)
    wanted = all(re.search(one, text, re.IGNORECASE) for one in row["must"])
    return bool(text) and wanted and not any(re.search(one, text, re.IGNORECASE) for one in row["must_not"])


def _pairs(samples: Sequence[Sample]) -> tuple[Array, Array, Array]:
    """The right card minus each wrong one, both ways round."""
    rows, weights = list[list[float]](), list[float]()
    for sample in samples:
        good = [one for one, right in zip(sample.found, sample.right, strict=True) if right]
        if not good:
            continue
        best = max(good, key=lambda one: one.features["best"])
        for one, right in zip(sample.found, sample.right, strict=True):
            if not right:
                rows.append([best.features[name] - one.features[name] for name in RANK])
                weights.append(HAND_RANK if sample.by_hand and sample.answerable else VARIANT)
    away = np.array(rows)
    labels = np.r_[np.ones(len(away)), np.zeros(len(away))]
    return np.vstack([away, -away]), labels, np.r_[weights, weights]


def _tops(samples: Sequence[Sample], rank: Mapping[str, float]) -> tuple[Array, Array, Array]:
    """What is found first for each question, and whether it is right; negative cards answer nothing."""
    rows, labels, weights = list[list[float]](), list[float](), list[float]()
    for sample in samples:
        ranked = sorted(zip(sample.found, sample.right, strict=True), key=lambda pair: -weighed(rank, pair[0]))
        (first, right), (second, _) = ranked[:2]
        if first.card.kind is not Kind.ANSWER:
            continue
        margin = weighed(rank, first) - weighed(rank, second)
        rows.append([*(first.features[name] for name in CONFIDENCE), margin])
        labels.append(float(right))
        weights.append(HAND_CONFIDENCE if sample.by_hand else VARIANT_CONFIDENCE)
    return np.array(rows), np.array(labels), np.array(weights)


def _fit(names: Sequence[str], rows: Array, labels: Array, weights: Array) -> dict[str, float]:
    model = LogisticRegression(C=1.0, max_iter=5000, fit_intercept=False).fit(rows, labels, sample_weight=weights)
    return {name: round(float(value), 3) for name, value in zip(names, model.coef_[0], strict=True)}


def answers_at(campaign: Campaign, scorer: Scorer, now: datetime) -> Callable[[Card, Mapping[str, Any]], str]:
    """What a card would say to a question by hand at that moment; empty where it cannot be filled."""

    def said(card: Card, row: Mapping[str, Any]) -> str:
        seen = facets(row["question"], scorer.networks)
        asks = row.get("gemeente")
        named = seen.gemeenten or ((asks,) if asks else ())
        question = Question(row["question"], now, asks)
        return filled(card.wordings, campaign, Asked(question, seen.networks, named)) or ""

    return said


def train_on(campaign: Campaign, folder: Path, rows: Sequence[Mapping[str, Any]], now: datetime) -> Path:
    """Train on the cards in `folder` and on `rows`; writes the weights, keeps the limits and gives the file."""
    cards = checked_cards(folder, campaign).cards
    scorer = Scorer(cards, gates(cards, campaign), {network.key: network.title for network in campaign.networks})
    found = [*from_variants(scorer), *from_questions(scorer, rows, answers_at(campaign, scorer, now))]
    old = WEIGHTS.read_text(encoding="utf-8")
    tables = "\n".join(_table(name, weights) for name, weights in train(found).items())
    head, tail = old[: old.index("[rank]")], old[old.index("[limits]") :]
    WEIGHTS.write_text(f"{head}{tables}\n{tail}", encoding="utf-8")
    return WEIGHTS


def _table(name: str, weights: Mapping[str, float]) -> str:
    return f"[{name}]\n" + "".join(f"{key} = {value}\n" for key, value in weights.items())
