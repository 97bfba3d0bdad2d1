"""The engine: a question in, an answer with its source out, or "dat weet ik niet"."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cached_property

from domain.answers import Answer, Passage, Question
from domain.campaign import Campaign
from domain.letters import Letter
from nlp.answering.cards import Card, Kind
from nlp.answering.classifier import shipped
from nlp.answering.facets import Facets, facets
from nlp.answering.follow_ups import FollowUps
from nlp.answering.gates import gates
from nlp.answering.parts import is_order, is_own_case, parts
from nlp.answering.passages import passage
from nlp.answering.placeholders import Asked, filled
from nlp.answering.scoring import Scored, Scorer
from nlp.answering.sureness import shipped_forest
from nlp.answering.words import language_of
from nlp.terms import load

LONGEST_QUESTION = 2000
CHOICES = 3
NEAR = 3.0
POINTED = 4


@dataclass(frozen=True, slots=True)
class _Reply:
    """An answer with the card that it came from, if any."""

    answer: Answer
    card: Card | None = None
    scored: Sequence[Scored] = ()


class Engine:
    """Answers from cards; built once, asked often. Pure: it reads no clock and keeps nothing.

    The index over the variants of all cards is made at the first question: it takes 1.5 s, and many a process that can
    answer is never asked anything. `scorer` is there for training, where another one is tried.
    """

    def __init__(
        self,
        cards: Sequence[Card],
        campaign: Campaign,
        letters: Sequence[Letter] = (),
        scorer: Callable[[], Scorer] | None = None,
    ) -> None:
        self._campaign = campaign
        self._made = scorer
        self._cards = tuple(cards)
        self._says: dict[str, str] = load("answering")["says"]
        texts = {letter.id: letter for letter in letters}
        about = {letter.id: letter for letter in campaign.letters}
        self._sources = {card.key: _sources(card, about, texts) for card in cards}
        self._version = _version(cards, campaign, letters)

    @cached_property
    def _scorer(self) -> Scorer:
        if self._made:
            return self._made()
        networks = {network.key: network.title for network in self._campaign.networks}
        return Scorer(self._cards, gates(self._cards, self._campaign), networks, shipped(), forest=shipped_forest())

    @cached_property
    def _follow_ups(self) -> FollowUps:
        return FollowUps(self._scorer)

    @property
    def version(self) -> str:
        """Changes with the cards and the letters."""
        return self._version

    def answer(self, question: Question) -> Answer:
        """The answer. Never raises on any text. Who asks in English is told, in English, that the answer is Dutch."""
        answer = self._answered(question)
        if language_of(question.text) != "english" or answer.small_talk:
            return answer
        says = self._says["english" if answer.known else "english_choices" if answer.suggestions else "english_unknown"]
        return replace(answer, text=f"{says}\n{answer.text}")

    def _answered(self, question: Question) -> Answer:
        if not question.text.strip():
            return Answer(self._says["empty"], known=False, confidence=0.0)
        if len(question.text) > LONGEST_QUESTION:
            return Answer(self._says["too_long"], known=False, confidence=0.0)
        if is_order(question.text):
            return self._unknown(0.0)
        whole = self._one(question)
        asked = parts(question.text)
        if len(asked) == 1 or whole.answer.small_talk or is_own_case(question.text):
            return whole.answer
        return self._together(question, asked, whole)

    def _together(self, question: Question, asked: Sequence[str], whole: _Reply) -> Answer:
        """Each of several questions by itself; one that says nothing new is no second question."""
        replies: list[tuple[str, _Reply]] = []
        before = question.previous
        for text in asked:
            part = replace(question, text=text, previous=before)
            reply = self._one(part)
            replies.append((text, reply if reply.answer.known else self._half(part, reply, whole)))
            before = (*before, text)
        # One card may be asked twice over, of two networks: only what is said in the same words is said once
        known = {reply.answer.text: reply for _, reply in replies if reply.card and reply.answer.known}
        missed = [text for text, reply in replies if not reply.answer.known]
        told = {reply.card.key for reply in known.values() if reply.card}
        again = whole.card is not None and (told == {whole.card.key} or (bool(missed) and whole.card.key in told))
        if not known or again or (missed and self._is_strange(whole)):
            return whole.answer
        answers = [reply.answer for reply in known.values()]
        texts = [answer.text for answer in answers]
        texts += [self._says["partly"].format(question=text.strip()) for text in missed]
        sources = dict.fromkeys(source for answer in answers for source in answer.sources)
        return Answer("\n\n".join(texts), True, min(answer.confidence for answer in answers), tuple(sources))  # noqa: FBT003

    def _is_strange(self, whole: _Reply) -> bool:
        """Whether nothing comes near the whole message: then what seems to answer a part of it is mostly beside it."""
        answers = [one.confidence for one in whole.scored if one.card.kind is Kind.ANSWER][:1]
        return not whole.answer.known and not any(one >= self._scorer.limits["whole"] for one in answers)

    def _half(self, part: Question, reply: _Reply, whole: _Reply) -> _Reply:
        """A part that is not sure by itself, where the whole message points to the same card."""
        answers = [one for one in reply.scored if one.card.kind is Kind.ANSWER][:1]
        pointed = {one.card.key for one in [one for one in whole.scored if one.card.kind is Kind.ANSWER][:POINTED]}
        for best in answers:
            if best.open and best.confidence >= self._scorer.limits["half"] and best.card.key in pointed:
                return self._filled(part, facets(part.text, self._scorer.networks), best, reply.scored)
        return reply

    def _one(self, question: Question) -> _Reply:
        seen = facets(question.text, self._scorer.networks)
        seen, scored = self._follow_ups.resolved(question, seen)
        if not scored:
            return _Reply(self._unknown(0.0))
        best = next((one for one in scored if one.card.kind is not Kind.UNKNOWN), scored[0])
        if best.card.kind is Kind.TALK and best.sure:
            text = filled(best.card.wordings, self._campaign, Asked(question))
            return _Reply(Answer(text or "", True, best.confidence, small_talk=True))  # noqa: FBT003
        if best.card.kind is Kind.ANSWER and best.sure:
            return self._filled(question, seen, best, scored)
        return _Reply(self._doubt(scored, self._asked(question, seen)), scored=scored)

    def _filled(self, question: Question, seen: Facets, best: Scored, scored: Sequence[Scored]) -> _Reply:
        text = filled(best.card.wordings, self._campaign, self._asked(question, seen))
        if text is None:
            return _Reply(self._unknown(best.confidence), scored=scored)
        return _Reply(Answer(text, True, best.confidence, self._sources[best.card.key]), best.card, scored)  # noqa: FBT003

    def _doubt(self, scored: Sequence[Scored], asked: Asked) -> Answer:
        """Ask which question is meant, where any card comes near the best one; else say that we do not know."""
        answers = [one for one in scored if one.card.kind is Kind.ANSWER]
        if not any(one.possible for one in answers):
            return self._unknown(scored[0].confidence)
        meant = [one.card for one in answers if one.rank > answers[0].rank - NEAR][:CHOICES]
        choices = [filled(card.shown, self._campaign, asked) or card.questions[0] for card in meant]
        return Answer(self._says["choices"], False, scored[0].confidence, suggestions=tuple(choices))  # noqa: FBT003

    def _unknown(self, confidence: float) -> Answer:
        return Answer(self._says["unknown"], known=False, confidence=confidence)

    def _asked(self, question: Question, seen: Facets) -> Asked:
        named = seen.gemeenten or (() if seen.general else tuple(_only(question.gemeente)))
        networks = seen.networks or (() if named else seen.described)
        return Asked(question, networks, named)


def _only(code: str | None) -> Iterable[str]:
    return () if code is None else (code,)


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
    made_of = _in_order((tuple(cards), campaign.deadline, campaign.goal, campaign.networks, tuple(letters)))
    return hashlib.sha256(repr(made_of).encode()).hexdigest()[:12]


def _in_order(value: object) -> object:
    """The same in every process: a set has another order in each."""
    if isinstance(value, AbstractSet):
        return sorted(map(repr, value))
    if isinstance(value, list | tuple):
        return [_in_order(item) for item in value]
    if isinstance(value, Mapping):
        return sorted((repr(key), repr(_in_order(item))) for key, item in value.items())
    if is_dataclass(value):
        return [_in_order(getattr(value, field.name)) for field in fields(value)]
    return repr(value)
