"""Questions that a person answers: the concept that is made for a mail, and what a person does with a question.

Nothing here is sent by itself: a concept becomes an answer when a person sends or changes it. The answer goes back
through the door that the question came in by, and what was sent stays with the question.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from domain import dialogue_texts as texts
from domain.answers import Answer, Answerer, Passage, Question, Standing
from domain.campaign import Campaign
from domain.errors import DecisionError
from domain.model import Address, Channel, Intent, Kind, Message, Reading
from domain.outbox import Dispatch, OutKind
from domain.ports import Clock, Parse
from domain.questions import NewQuestion, QuestionKind, QuestionStatus, StoredQuestion
from domain.talking import TalkingRecords
from intake.acknowledge import recipient_of
from intake.mail.compose import is_address
from intake.remind import message_id
from intake.talk_desk import TalkDesk

LONGEST_QUESTION = 600
MOST_QUESTIONS = 3
_PARAGRAPH = re.compile(r"\n\s*\n")
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[\"'“‘(]?[A-Z0-9])")
_ASKS = re.compile(r"\w[^?]*\?[\"'”’)]*$")


@dataclass(frozen=True, slots=True)
class Asking:
    """What making concepts takes."""

    records: TalkingRecords
    campaign: Campaign
    answerer: Answerer
    clock: Clock

    def from_mail(self, number: int, message: Message, reading: Reading) -> int | None:
        """Write down what a mail asks, with a concept answer; gives the id, `None` where it asks nothing.

        Inside `write`.
        """
        asker = recipient_of(message)
        asks = message.kind is Kind.PERSONAL and Intent.QUESTION in reading.intents
        if not asks or asker.domain in self.campaign.own_domains or not is_address(asker.address):
            return None
        sentences = asked_in(message.body)
        gemeente = reading.gemeenten[0].code if len(reading.gemeenten) == 1 else None
        answers = [self.answerer.answer(self._question(sentence, gemeente)) for sentence in sentences]
        known = [(s, a) for s, a in zip(sentences, answers, strict=True) if a.known and not a.small_talk]
        return self.records.questions.add(
            self.campaign.key,
            NewQuestion(
                kind=QuestionKind.MAIL,
                message=number,
                channel=Channel.EMAIL,
                asker=asker.address,
                asker_name=asker.name,
                text=_masked("\n".join(sentences), reading),
                asked_at=self.clock(),
                gemeente=gemeente,
                concept=_concept(asker.name, [(_masked(s, reading), a) for s, a in known]) if known else "",
                concept_known=bool(known) and len(known) == len(sentences),
                sources=tuple(dict.fromkeys(source for _, answer in known for source in answer.sources)),
                engine=self.answerer.version,
            ),
        )

    def _question(self, sentence: str, gemeente: str | None) -> Question:
        progress = self.records.progress(self.campaign.key)
        standing = Standing(
            firm=progress["pledged_firm"],
            conditional=progress["pledged_conditional"],
            exploring=progress["exploring"],
            answered=progress["answered"],
        )
        return Question(sentence, self.clock(), gemeente, standing=standing)


def asked_in(body: str) -> list[str]:
    """The sentences that ask, at most three; the whole text, cut off, where no sentence has a question mark."""
    paragraphs = (" ".join(paragraph.split()) for paragraph in _PARAGRAPH.split(body))
    sentences = [sentence for paragraph in paragraphs for sentence in _BETWEEN_SENTENCES.split(paragraph)]
    found = [sentence[:LONGEST_QUESTION] for sentence in sentences if _ASKS.search(sentence)]
    whole = " ".join(body.split())[:LONGEST_QUESTION]
    return found[:MOST_QUESTIONS] or ([whole] if whole else [])


def _masked(text: str, reading: Reading) -> str:
    for private in reading.personal_data:
        for evidence in private.evidence:
            text = text.replace(" ".join(evidence.text.split()), "[weggelaten]")
    return text


def _concept(name: str, answers: list[tuple[str, Answer]]) -> str:
    parts = [f"U vroeg: “{sentence}”\n\n{texts.answer_text(answer)}" for sentence, answer in answers]
    greeting = f"Beste {name}," if name else "Beste lezer,"
    return "\n\n".join([greeting, *parts, "Met vriendelijke groet,\nVNG"])


@dataclass(frozen=True, slots=True)
class QuestionDesk:
    """One person who answers questions. `who` is the name that is kept with each; it is never empty."""

    records: TalkingRecords
    campaign: Campaign
    parse: Parse
    who: str
    clock: Clock

    def answer(self, number: int, text: str = "") -> StoredQuestion:
        """Send an answer: `text`, or the concept where that is empty. Gives the question as it is afterwards.

        Raises `DecisionError` where it was answered or closed already, or where there is nothing to send.
        """
        question = self._open(number)
        words = text.strip() or question.question.concept.strip()
        if not words:
            raise DecisionError(f"Voor vraag {number} is er geen concept. Geef de tekst van het antwoord.")
        if not question.question.asker:
            raise DecisionError(f"Bij vraag {number} is er niemand om aan te antwoorden; de gegevens zijn gewist.")
        dispatch = self._dispatch(question, words)
        with self.records.write():
            self.records.outbox.queue(self.campaign.key, dispatch)
            self._settle(number, QuestionStatus.ANSWERED, words, dispatch.key)
        return self.records.questions.get(number)

    def close(self, number: int) -> StoredQuestion:
        """Close a question without an answer. Raises `DecisionError` where it is not open."""
        self._open(number)
        with self.records.write():
            self._settle(number, QuestionStatus.CLOSED, "", "")
        return self.records.questions.get(number)

    def take_over(self, chat: int) -> bool:
        """From now on this person answers in the conversation and the assistant keeps silent; false where it was so."""
        return self._talk().take_over(chat)

    def hand_back(self, chat: int) -> bool:
        """The assistant answers again; false where it did already."""
        return self._talk().hand_back(chat)

    def _talk(self) -> TalkDesk:
        return TalkDesk(self.records, self.campaign, self.who, self.clock)

    def _open(self, number: int) -> StoredQuestion:
        if not self.who:
            raise DecisionError("Een antwoord heeft een naam nodig van wie het geeft.")
        question = self.records.questions.get(number)
        if question.status is not QuestionStatus.OPEN:
            done = "beantwoord" if question.status is QuestionStatus.ANSWERED else "gesloten"
            raise DecisionError(f"Vraag {number} is al {done} door {question.decided_by}.")
        return question

    def _settle(self, number: int, status: QuestionStatus, answer: str, key: str) -> None:
        done = self.records.questions.settle(number, status, answer, self.who, self.clock(), key)
        if not done:
            raise DecisionError(f"Vraag {number} is net door een ander afgehandeld.")

    def _dispatch(self, stored: StoredQuestion, text: str) -> Dispatch:
        question, key = stored.question, f"{self.campaign.key}/vraag/{stored.id}"
        if question.channel is not Channel.EMAIL:
            return Dispatch(
                key=key,
                kind=OutKind.ANSWER,
                channel=question.channel,
                recipient=Address(question.asker_name, question.asker),
                subject="",
                text=texts.from_person(question.text if question.kind is QuestionKind.CHAT else "", text),
                due_at=self.clock(),
                message_id="",
                answers=question.message,
            )
        mail = self.parse(self.records.messages.raw(question.message))
        subject = mail.subject if mail.subject.lower().startswith("re:") else f"Re: {mail.subject or 'uw vraag'}"
        return Dispatch(
            key=key,
            kind=OutKind.ANSWER,
            channel=Channel.EMAIL,
            recipient=Address(question.asker_name, question.asker),
            subject=subject,
            text=text,
            due_at=self.clock(),
            message_id=message_id(key, self.campaign),
            gemeente=question.gemeente,
            answers=question.message,
            in_reply_to=mail.message_id,
            references=(*mail.references, mail.message_id),
        )


def as_card(stored: StoredQuestion, key: str, questions: tuple[str, ...] = ()) -> str:
    """An answered question as the text of an answer card, for a file in the campaign's folder `answers`.

    `questions` are other ways to ask the same: a card needs several. Raises `DecisionError` where it was not answered.
    """
    if stored.status is not QuestionStatus.ANSWERED:
        raise DecisionError(f"Vraag {stored.id} is nog niet beantwoord.")
    asked = [*dict.fromkeys((" ".join(stored.question.text.split()), *questions))]
    letters = json.dumps([source.letter for source in _letters(stored.question.sources)], ensure_ascii=False)
    listed = "\n".join(f"  {json.dumps(question, ensure_ascii=False)}," for question in asked)
    head = f'+++\nkey = "{key}"\nletters = {letters}\nquestions = [\n{listed}\n]\n+++\n'
    return f"{head}{stored.answer.strip()}\n"


def _letters(sources: tuple[Passage, ...]) -> list[Passage]:
    return list({source.letter: source for source in sources}.values())
