"""Questions for a person, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.rendering import printable
from domain.campaign import AMSTERDAM
from domain.labels import CHANNELS
from domain.questions import QuestionKind, QuestionStatus, StoredQuestion
from domain.wording import MONTHS, day_text

LONGEST = 200
LONGEST_BLOCK = 2000
KINDS = {
    QuestionKind.CHAT: "gevraagd in een gesprek",
    QuestionKind.MAIL: "gevraagd per mail",
    QuestionKind.UNVERIFIED: "melding die nagevraagd moet worden",
    QuestionKind.PERSON: "wil een medewerker spreken",
}
STATUSES = {
    QuestionStatus.OPEN: "wacht op antwoord",
    QuestionStatus.ANSWERED: "beantwoord",
    QuestionStatus.CLOSED: "gesloten zonder antwoord",
}


def question_line(stored: StoredQuestion) -> str:
    """One line of the list, and a second with the question."""
    question = stored.question
    when = f"{question.asked_at.astimezone(AMSTERDAM):%d-%m-%Y %H:%M}"
    ready = " · concept klaar" if question.concept and stored.status is QuestionStatus.OPEN else ""
    done = "" if stored.status is QuestionStatus.OPEN else f" · {STATUSES[stored.status]}"
    head = f"{stored.id:>5}  {when}  {KINDS[question.kind]}, {_who(stored)}{ready}{done}"
    return f"{head}\n       {printable(question.text, LONGEST)}"


def question_lines(stored: StoredQuestion, names: Mapping[str, str]) -> Iterator[str]:
    """One question with everything that a person needs to answer it."""
    question = stored.question
    yield f"Vraag {stored.id}: {STATUSES[stored.status]}"
    yield f"Van: {_who(stored)} ({CHANNELS[question.channel]}), bericht {question.message}"
    if question.gemeente:
        yield f"Gemeente: {names.get(question.gemeente, question.gemeente)}"
    yield "\n" + _block(question.text)
    if stored.status is not QuestionStatus.OPEN:
        yield f"\n{STATUSES[stored.status].capitalize()} door {stored.decided_by}."
        if stored.answer:
            yield "\n" + _block(stored.answer)
    elif question.concept:
        yield from _concept(stored)
    else:
        yield f"\nEr is geen concept. Antwoorden: plaatsmaker questions answer {stored.id} --text TEKST"


def _concept(stored: StoredQuestion) -> Iterator[str]:
    question = stored.question
    whole = "" if question.concept_known else " (niet op alles wat gevraagd is)"
    yield f"\nConcept voor het antwoord{whole}:\n\n{_block(question.concept)}\n"
    for source in question.sources:
        month = f"{MONTHS[source.date.month - 1]} {source.date.year}"
        yield f"Bron: {source.title}, {month if source.month_only else day_text(source.date)}"
    yield f"\nVersturen: plaatsmaker questions answer {stored.id} --concept, of met eigen woorden: --text TEKST"


def _who(stored: StoredQuestion) -> str:
    question = stored.question
    name, asker = question.asker_name, question.asker
    return printable(f"{name} <{asker}>" if name and name != asker else asker or "onbekend", LONGEST)


def _block(text: str) -> str:
    return "\n".join(printable(line, LONGEST_BLOCK) for line in text.splitlines())
