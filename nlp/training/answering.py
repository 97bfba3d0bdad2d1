"""The recipe for the weights that rank answer cards, and for the classifier under them, cross-fitted by hand.

The classifier learns from the variants of the cards and from questions by hand. What it says about questions that it
learned from is too good, so the weights on top are fitted on questions of hands that the classifier of that fold never
heard; the same folds give the figures that may be believed. The final classifier then learns from all. Each question is
also asked behind a sentence of background, so that these weights learn how much to heed it, and once without the cards
that it is likest to of those that answer nothing (`nlp.training.forgetting`), as a stranger would ask it.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.base import clone
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from domain.answers import Question
from domain.campaign import Campaign
from nlp.answering import checked_cards
from nlp.answering.cards import Card, Kind
from nlp.answering.classifier import WEIGHTS as CLASSIFIER
from nlp.answering.classifier import Classifier
from nlp.answering.engine import Engine
from nlp.answering.evaluate import AnswerScores, scored
from nlp.answering.facets import Facets, facets
from nlp.answering.gates import gates
from nlp.answering.placeholders import Asked, filled
from nlp.answering.ranking import APART, ASKED, HEARD, THINGS, Candidate
from nlp.answering.relations import AGREEING, AHEAD, BOTH, MARGIN, RIVALS, relations
from nlp.answering.scoring import Scorer, weighed
from nlp.answering.sureness import WEIGHTS as FOREST
from nlp.answering.sureness import Forest
from nlp.role_trees import DEPTH
from nlp.terms import load
from nlp.training.card_classifier import Example, fitted
from nlp.training.forests import trees_of
from nlp.training.forgetting import Forgetful

RANK = (
    "best",
    "mean",
    "letters",
    "words",
    "type",
    "covers",
    "mismatch",
    "foreign",
    "logit",
    "apart_mean",
    "apart_chance",
    "surest",
    "negative",
    *HEARD,
    *(f"apart_{name}" for name in HEARD),
    "lacking",
)
CONFIDENCE = (
    *("best", "mean", "close", "denial", "letters", "words", "type", "covers", "mismatch", "foreign", "strangers"),
    *("unknown", "aliens", "short", "logit", "lead", "chance", "against", "surest"),
    *(f"apart_{name}" for name in APART),
    *("unheard", "elsewhere", "untold", *(f"asks_{name}" for name in ASKED)),
    *(
        MARGIN,
        AHEAD,
        "marked",
        *(f"rival_{name}" for name in RIVALS),
        "least_chance",
        "most_against",
        "share",
        "apart_share",
    ),
    *("silence", "apart_silence", "unheard_doubt", "short_aliens", "near", "far", "apart_far", "behind", "clear"),
    *("rank", "place", "second", "close_by", "length", "answerable", "apart_answerable"),
    *(f"{how}_{name}" for name in AGREEING for how in ("first", "leads")),
    *HEARD,
    *BOTH,
    *("wanting", "lacking", *(f"lacks_{name}" for name in THINGS)),
)
FIRMNESS_RANK, FIRMNESS_CONFIDENCE = 1.0, 0.1
TREES = HistGradientBoostingClassifier(
    max_iter=250,
    learning_rate=0.06,
    max_depth=DEPTH,
    min_samples_leaf=25,
    l2_regularization=5.0,
    early_stopping=False,
    random_state=1,
)
FOLDS = 4
HELD = 2.0
LIMITS = (0.6, 0.7, 0.8)
BACKGROUNDS = Path(__file__).parent / "questions" / "backgrounds.txt"
SEED = 1
SMALLEST = 1e-6
WEIGHTS = Path(__file__).parents[1] / "terms" / "answering_weights.toml"

Array = npt.NDArray[np.float64]
Row = Mapping[str, Any]
Numbers = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Sample:
    """One question with the cards that were found for it, and which of these are right.

    `forgetful`: the likest cards without an answer were taken away.
    """

    found: Sequence[Candidate]
    right: Sequence[bool]
    forgetful: bool = False


@dataclass(frozen=True, slots=True)
class Trained:
    """What training gives: the classifier, weights and forest over it, and the cross-fitted figures for each limit."""

    classifier: Classifier
    numbers: Numbers
    forest: Forest
    scores: Mapping[float, AnswerScores]


class Trainer:
    """Trains on the cards of a campaign and on questions by hand, asked at the moment `now`."""

    def __init__(self, campaign: Campaign, cards: Sequence[Card], rows: Sequence[Row], now: datetime) -> None:
        self._campaign, self._cards, self._rows, self._now = campaign, tuple(cards), rows, now
        self._networks = {network.key: network.title for network in campaign.networks}
        self._gates = gates(cards, campaign)
        self._kinds = {card.key: card.kind for card in cards}
        self._bare = self.scorer()
        self._limits: Mapping[str, float] = load("answering_weights")["limits"]
        self._seen = [facets(row["question"], self._networks) for row in rows]
        self._fold = folds(rows)
        told = BACKGROUNDS.read_text(encoding="utf-8").splitlines()
        self._backgrounds = random.Random(SEED).choices(told, k=len(rows))  # noqa: S311  # the same each time
        self._variants = [self._example(text, cards[owner].key) for owner, text in self._bare.ranking.texts]
        self._by_hand = [list(self._examples(number)) for number in range(len(rows))]
        self._rights = [frozenset(card.key for card in cards if self._is_right(card, n)) for n in range(len(rows))]

    def scorer(
        self, classifier: Classifier | None = None, numbers: Numbers | None = None, forest: Forest | None = None
    ) -> Scorer:
        """A scorer over the cards with this classifier, these weights and this forest."""
        return Scorer(self._cards, self._gates, self._networks, classifier, numbers, forest)

    def train(self, say: Callable[[str], None]) -> Trained:
        """Train; `say` hears how far it is."""
        classifiers, samples = list[Classifier](), list[tuple[int, Sample]]()
        fallback = (0.0, 0.0)
        for fold in range(FOLDS):
            classifiers.append(self._classifier(fallback, fold))
            fallback = fallback if any(fallback) else self._fallback(classifiers[0])
            samples += [(fold, sample) for sample in self._samples(self.scorer(classifiers[fold]), fold)]
            say(f"deel {fold + 1} van {FOLDS}")
        scores = {limit: AnswerScores() for limit in sorted({*LIMITS, self._limits["answer"]})}
        for fold, classifier in enumerate(classifiers):
            scorer = self.scorer(classifier, *self._weights([sample for other, sample in samples if other != fold]))
            for limit, found in scores.items():
                self._score(found, scorer.with_limits({"answer": limit}), fold)
        numbers, forest = self._weights([sample for _, sample in samples])
        return Trained(self._classifier(fallback), numbers, forest, scores)

    def _classifier(self, fallback: tuple[float, float], away: int | None = None) -> Classifier:
        """Of all folds but one."""
        examples = [*self._variants, *self._others(away)]
        return fitted(examples, fallback, lambda keys: self._standing_in(keys, away))

    def _standing_in(self, keys: Sequence[str], away: int | None) -> npt.NDArray[np.float32]:
        """How often each card (row) was right where another (column) was meant, held to 0 where that was seldom asked.

        What answers nothing stands in for nothing else.
        """
        place = {key: number for number, key in enumerate(keys)}
        found, asked = np.zeros((len(keys), len(keys)), np.float32), np.full(len(keys), HELD, np.float32)
        for number, fold in enumerate(self._fold):
            meant = self._by_hand[number][:1] if fold != away else []
            for example in meant:
                asked[place[example.key]] += 1
                for key in self._rights[number] if example.answered else ():
                    found[place[key], place[example.key]] += 1
        found /= asked
        np.fill_diagonal(found, 1.0)
        return found

    def _weights(self, samples: Sequence[Sample]) -> tuple[Numbers, Forest]:
        rank = _fit(RANK, *_pairs([sample for sample in samples if not sample.forgetful]), FIRMNESS_RANK)
        rows, labels = _tops(samples, rank)
        confidence = _fit((*CONFIDENCE, "bias"), rows, labels, FIRMNESS_CONFIDENCE)
        trees = trees_of(clone(TREES).fit(rows[:, :-1], labels > 0), [True])
        return {"rank": rank, "confidence": confidence, "limits": self._limits}, Forest(CONFIDENCE, trees)

    def _score(self, scores: AnswerScores, scorer: Scorer, fold: int) -> None:
        engine = Engine(self._cards, self._campaign, scorer=lambda: scorer)
        scored(engine, [row for row, own in zip(self._rows, self._fold, strict=True) if own == fold], self._now, scores)

    def _example(self, text: str, key: str) -> Example:
        kind = self._kinds[key]
        return Example(*self._bare.ranking.bags(text), key, None if kind is Kind.TALK else kind is Kind.ANSWER)

    def _examples(self, number: int) -> Iterator[Example]:
        """A question by hand for the card that it is likest to, of those that are right."""
        if self._rows[number].get("context"):
            return
        seen = self._seen[number]
        found = self._bare.ranking.candidates(seen.text, seen.asked)
        own = [one for one in found if self._is_right(one.card, number)]
        if own:
            key = max(own, key=lambda one: one.features["mean"]).card.key
            yield from (self._example(text, key) for text in (seen.text, seen.apart) if text)

    def _others(self, away: int | None = None) -> Iterable[Example]:
        """The questions by hand of all folds but one."""
        return (one for number, fold in enumerate(self._fold) if fold != away for one in self._by_hand[number])

    def _samples(self, scorer: Scorer, fold: int) -> Iterator[Sample]:
        forgetful = Forgetful.of(scorer.ranking)
        for number, (row, seen) in enumerate(zip(self._rows, self._seen, strict=True)):
            if self._fold[number] == fold and not row.get("context"):
                told = facets(f"{self._backgrounds[number]} {row['question']}", self._networks)
                forgetful.forget()
                for ranking, one in ((scorer.ranking, seen), (scorer.ranking, told), (forgetful, seen)):
                    found = ranking.candidates(one.text, one.asked, one.apart)
                    right = [self._is_right(each.card, number) for each in found]
                    yield Sample(found, right, forgetful=ranking is forgetful)

    def _is_right(self, card: Card, number: int) -> bool:
        row = self._rows[number]
        if "domain" in row:
            return card.kind is Kind.UNKNOWN
        if card.kind is not Kind.ANSWER or not set(card.letters) & set(row["letters"]):
            return False
        text = self._said(card, row, self._seen[number])
        wanted = all(re.search(one, text, re.IGNORECASE) for one in row["must"])
        return bool(text) and wanted and not any(re.search(one, text, re.IGNORECASE) for one in row["must_not"])

    def _said(self, card: Card, row: Row, seen: Facets) -> str:
        asks = row.get("gemeente")
        named = seen.gemeenten or ((asks,) if asks else ())
        question = Question(row["question"], self._now, asks)
        return filled(card.wordings, self._campaign, Asked(question, seen.networks, named)) or ""

    def _fallback(self, model: Classifier) -> tuple[float, float]:
        """The logit of a card that no classifier knows, from its likeness: learned where the classifier does know."""
        ranking = self.scorer(model).ranking
        found = [one for seen in self._seen for one in ranking.candidates(seen.text, seen.asked)]
        likeness, logits = ([one.features[name] for one in found] for name in ("mean", "logit"))
        factor, term = np.polyfit(likeness, logits, 1)
        return float(factor), float(term)


def folds(rows: Sequence[Row]) -> list[int]:
    """The fold of each row: all of one hand together, the hands spread so that the folds are about equally large.

    The voices of one hand are alike, so that who learned from one voice knows the next already.
    """
    sizes = Counter(_hand(row) for row in rows)
    filled_by, own = Counter(dict.fromkeys(range(FOLDS), 0)), dict[str, int]()
    for voice, size in sizes.most_common():
        own[voice] = min(filled_by, key=lambda fold: (filled_by[fold], fold))
        filled_by[own[voice]] += size
    return [own[_hand(row)] for row in rows]


def _hand(row: Row) -> str:
    return str(row.get("hand") or row.get("voice") or row["id"])


def _pairs(samples: Sequence[Sample]) -> tuple[Array, Array]:
    """The right card minus each wrong one, both ways round."""
    rows = list[list[float]]()
    for sample in samples:
        good = [one for one, right in zip(sample.found, sample.right, strict=True) if right]
        if good:
            best = max(good, key=lambda one: one.features["logit"])
            wrong = [one for one, right in zip(sample.found, sample.right, strict=True) if not right]
            rows += [[best.features[name] - one.features[name] for name in RANK] for one in wrong]
    away = np.array(rows)
    return np.vstack([away, -away]), np.r_[np.ones(len(away)), np.zeros(len(away))]


def _tops(samples: Sequence[Sample], rank: Mapping[str, float]) -> tuple[Array, Array]:
    """The best answer to each question, and whether it is right."""
    rows, labels = list[list[float]](), list[float]()
    for sample in samples:
        ranks = [weighed(rank, one) for one in sample.found]
        ahead = relations(sample.found, ranks)
        answers = [n for n, one in enumerate(sample.found) if one.card.kind is Kind.ANSWER]
        if answers:
            first = max(answers, key=lambda n: ranks[n])
            features = {**sample.found[first].features, **ahead[first]}
            rows.append([*(features[name] for name in CONFIDENCE), 1.0])
            labels.append(float(sample.right[first]))
    return np.array(rows), np.array(labels)


def _fit(names: Sequence[str], rows: Array, labels: Array, firmness: float) -> dict[str, float]:
    """Weights of the plain features, fitted on features of equal spread so that none is held back by its unit."""
    spread = np.maximum(rows.std(axis=0), SMALLEST)
    spread[rows.std(axis=0) < SMALLEST] = 1.0
    model = LogisticRegression(C=firmness, max_iter=5000, fit_intercept=False).fit(rows / spread, labels)
    return {name: round(float(value), 4) for name, value in zip(names, model.coef_[0] / spread, strict=True)}


def train_on(
    campaign: Campaign, folder: Path, rows: Sequence[Row], now: datetime, say: Callable[[str], None]
) -> Mapping[float, AnswerScores]:
    """Train on the cards in `folder` and on `rows`; writes classifier and weights, and keeps the limits.

    Gives the cross-fitted figures by the limit above which an answer is sure, the limit in use among them.
    """
    found = Trainer(campaign, checked_cards(folder, (letter.id for letter in campaign.letters)).cards, rows, now).train(
        say
    )
    old = WEIGHTS.read_text(encoding="utf-8")
    tables = "\n".join(_table(name, found.numbers[name]) for name in ("rank", "confidence"))
    head, tail = old[: old.index("[rank]")], old[old.index("[limits]") :]
    made = CLASSIFIER.with_name("answers-new.npz")
    found.classifier.save(made)
    made.replace(CLASSIFIER)
    found.forest.save(FOREST)
    WEIGHTS.write_text(f"{head}{tables}\n{tail}", encoding="utf-8")
    return found.scores


def _table(name: str, weights: Mapping[str, float]) -> str:
    return f"[{name}]\n" + "".join(f"{key} = {value}\n" for key, value in weights.items())
