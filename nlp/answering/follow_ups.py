"""Questions that lean on the one before: "en voor een K80-gemeente?", "en wanneer?"."""

from __future__ import annotations

from dataclasses import replace

from domain.answers import Question
from nlp.answering.cards import Card, Kind
from nlp.answering.facets import Facets, facets
from nlp.answering.parts import follows_up
from nlp.answering.scoring import Scored, Scorer
from nlp.answering.words import is_common, question_type, words

TOGETHER = 0.9
SAME_TOPIC = 1.0
SAME_AGAIN = 1.0
SAME_TYPE = 4.0
BACK = 2


class FollowUps:
    """Finds what a question is about, with the questions before it."""

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer

    def resolved(self, question: Question, seen: Facets) -> tuple[Facets, list[Scored]]:
        """The facets that the answer must be about, and the cards, the surest first."""
        alone = self._scorer.scored(seen.text, seen, seen.asked)
        before = [text for text in question.previous[-BACK:] if text.strip()]
        if not alone or not before or not follows_up(question.text) or self._stands_alone(alone[0]):
            return seen, alone
        earlier = facets(before[-1], self._scorer.networks)
        if len(before) > 1 and follows_up(before[-1]):
            first = facets(before[0], self._scorer.networks)
            earlier = replace(earlier, text=f"{first.text} {earlier.text}")
        if self._only_names(seen):
            return seen, self._scorer.scored(earlier.text, seen, question_type(before[-1]))
        return self._leaning(question, seen, earlier, alone)

    @staticmethod
    def _stands_alone(best: Scored) -> bool:
        return best.sure and best.card.kind is not Kind.ANSWER

    @staticmethod
    def _only_names(seen: Facets) -> bool:
        """Whether nothing but a network or gemeente is new: then the rest of the question stays as it was."""
        masks = {"netwerknaam", "gemeentenaam", "gemeente", "gemeenten", "stad", "een"}
        rest = [word for word in words(seen.text) if not is_common(word) and word not in masks]
        return bool(seen.networks or seen.names) and not rest and not question_type(seen.text)

    def _leaning(
        self, question: Question, seen: Facets, earlier: Facets, alone: list[Scored]
    ) -> tuple[Facets, list[Scored]]:
        """Cards that fit both questions together, those of the same topic first, never the same answer again."""
        asked = question_type(question.text)
        answers = self._scorer.scored(earlier.text, earlier)
        before = next((one.card for one in answers if one.card.kind is Kind.ANSWER), answers[0].card)
        joined = replace(seen, networks=seen.networks or earlier.networks, names=seen.names or earlier.names)
        joined = replace(joined, years=seen.years, gemeenten=seen.gemeenten or earlier.gemeenten)
        both = self._scorer.scored(f"{earlier.text} {seen.text}", joined, asked)
        bare = all(is_common(word) for word in words(seen.text))
        ranks: dict[str, Scored] = {}
        for one in (*alone, *(replace(one, rank=one.rank * TOGETHER) for one in both)):
            rank = one.rank + self._bonus(one, before, bare=bare, why=bare and asked == "waarom")
            if one.card.key not in ranks or rank > ranks[one.card.key].rank:
                ranks[one.card.key] = replace(one, rank=rank)
        return joined, [self._leant(one, before) for one in self._scorer.reordered(list(ranks.values()), joined)]

    def _leant(self, one: Scored, before: Card) -> Scored:
        """The topic of the answer before makes a card likelier; the same card again must know each new word."""
        if one.card.key == before.key:
            return replace(one, sure=one.sure and not one.candidate.features["strangers"])
        near = one.open and one.card.topic == before.topic and one.card.kind is Kind.ANSWER
        return replace(one, sure=one.sure or (near and one.confidence >= self._scorer.limits["follow_up"]))

    @staticmethod
    def _bonus(one: Scored, before: Card, *, bare: bool, why: bool) -> float:
        """What speaks for a card because of the answer before; a question without a subject stays with its topic.

        Only a bare "waarom?" may be for the same card again, where people ask it why.
        """
        told = one.candidate.features["type"]
        if one.card.key == before.key:
            return SAME_TOPIC + SAME_TYPE if why and told else -SAME_AGAIN
        if one.card.kind is not Kind.ANSWER or one.card.topic != before.topic:
            return 0.0
        return SAME_TOPIC + (SAME_TYPE * told if bare else 0.0)
