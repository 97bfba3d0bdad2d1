"""The engine: a question in, an answer with its source out, or "dat weet ik niet"."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from domain.answers import Answer, Passage, Question
from domain.campaign import Campaign
from domain.letters import Letter
from nlp.answering.cards import Card, Kind
from nlp.answering.passages import passage
from nlp.answering.placeholders import Asked, filled
from nlp.answering.ranking import Ranking
from nlp.terms import load

LONGEST_QUESTION = 2000


class Engine:
    """Answers from cards; built once, asked often. Pure: it reads no clock and keeps nothing."""

    def __init__(self, cards: Sequence[Card], campaign: Campaign, letters: Sequence[Letter] = ()) -> None:
        self._campaign = campaign
        self._ranking = Ranking(cards)
        texts = {letter.id: letter for letter in letters}
        about = {letter.id: letter for letter in campaign.letters}
        self._sources = {card.key: _sources(card, about, texts) for card in cards}
        self._version = _version(cards, campaign, letters)

    @property
    def version(self) -> str:
        """Changes with the cards and the letters."""
        return self._version

    def answer_all(self, questions: Sequence[Question]) -> list[Answer]:
        """One answer for each question, in their order."""
        return [self.answer(question) for question in questions]

    def answer(self, question: Question) -> Answer:
        """The answer. Never raises on any text."""
        says, limits = load("answering")["says"], load("answering")["thresholds"]
        if not question.text.strip():
            return Answer(says["empty"], known=False, confidence=0.0)
        if len(question.text) > LONGEST_QUESTION:
            return Answer(says["too_long"], known=False, confidence=0.0)
        best, *others = self._ranking.fits(question.text)
        if best.card.kind is Kind.TALK and best.score >= limits["answer"]:
            return Answer(best.card.wordings[0], known=True, confidence=best.score, small_talk=True)
        if best.card.kind is Kind.ANSWER and best.score >= limits["answer"]:
            text = filled(best.card.wordings, self._campaign, Asked(question))
            if text is not None:
                return Answer(text, known=True, confidence=min(1.0, best.score), sources=self._sources[best.card.key])
        choices = [fit.card.shown for fit in (best, *others)[:3] if fit.card.kind is Kind.ANSWER]
        if best.score >= limits["choices"] and choices:
            return Answer(says["choices"], known=False, confidence=best.score, suggestions=tuple(choices))
        return Answer(says["unknown"], known=False, confidence=best.score)


def _sources(card: Card, about: dict[str, Letter], texts: dict[str, Letter]) -> tuple[Passage, ...]:
    wanted = dict(zip(card.letters, card.passage, strict=False))
    return tuple(
        Passage(
            letter=key,
            title=about[key].title,
            date=about[key].day,
            passage=passage(texts[key], wanted[key]) if key in texts and key in wanted else "",
            month_only=about[key].month_only,
        )
        for key in card.letters
    )


def _version(cards: Sequence[Card], campaign: Campaign, letters: Sequence[Letter]) -> str:
    made_of = repr((tuple(cards), campaign.deadline, campaign.goal, campaign.networks, tuple(letters)))
    return hashlib.sha256(made_of.encode()).hexdigest()[:12]
