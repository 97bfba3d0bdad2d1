"""`plaatsmaker ask`: answers to questions about the campaign, with their source; nothing is stored."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.options import Config, loaded

if TYPE_CHECKING:
    from domain.answers import Answer, Answerer, Question

Words = Annotated[str | None, typer.Argument(metavar="[VRAAG]", help="De vraag, tussen aanhalingstekens.")]
Json = Annotated[bool, typer.Option("--json", help="Een regel JSON voor elk antwoord.")]
Lines = Annotated[bool, typer.Option("--lines", help="Lees vragen van standaardinvoer, een per regel.")]
Letters = Annotated[Path | None, typer.Option("--letters", metavar="MAP", help="Citeer uit de brieven in deze map.")]
Gemeente = Annotated[str | None, typer.Option("--gemeente", metavar="CODE", help="Voor welke gemeente u vraagt.")]
Score = Annotated[
    list[Path] | None,
    typer.Option("--score", metavar="BESTAND", help="Meet met vragen waarvan het antwoord vaststaat."),
]
Misses = Annotated[bool, typer.Option("--misses", help="Toon bij --score wat er misging.")]

A_MONTH = timedelta(days=30)


def ask(
    ctx: typer.Context,
    question: Words = None,
    as_json: Json = False,
    lines: Lines = False,
    letters: Letters = None,
    gemeente: Gemeente = None,
    score: Score = None,
    misses: Misses = False,
    config: Config = None,
) -> int:
    """Beantwoord een vraag over de campagne.

    U ziet het antwoord met de bron. Wat niet in de brieven staat, weet Plaatsmaker niet.
    """
    from bot.app import gemeente_code, open_answerer, open_campaign
    from bot.question_files import read_questions

    if sum((question is not None, lines, bool(score))) != 1:
        raise typer.BadParameter("Geef één vraag, of --lines, of --score met een bestand.")
    settings = loaded(ctx, config).settings
    campaign = open_campaign(settings)
    code = gemeente_code(gemeente) if gemeente is not None else None
    answerer = open_answerer(settings, campaign, letters)
    if score:
        rows = [row for file in score for row in read_questions(file)]
        return _score(answerer, rows, campaign.deadline.instant - A_MONTH, misses=misses, as_json=as_json)
    if lines:
        return _lines(answerer, code, as_json=as_json)
    return _one(answerer, question or "", code, as_json=as_json)


def _one(answerer: Answerer, text: str, gemeente: str | None, *, as_json: bool) -> int:
    from bot.app import now
    from bot.asking import asked
    from domain.errors import SourceError

    try:
        question = asked(text, now(), gemeente)
    except SourceError as error:
        raise SourceError(f"Vraag: {error}") from error
    print(_shown(question, answerer.answer(question), as_json=as_json))
    return 0


def _lines(answerer: Answerer, gemeente: str | None, *, as_json: bool) -> int:
    """One answer a line, in order; a line that is no question gives an error in its place."""
    from bot.app import gemeente_code, now
    from bot.asking import lines, question_of
    from domain.errors import SourceError

    # A script may start us with standard input closed
    stream = sys.stdin.buffer if sys.stdin else io.BytesIO()
    at, failed = now(), False
    for number, line in lines(stream):
        try:
            question = question_of(line, at, gemeente, gemeente_code)
        except SourceError as error:
            failed, sentence = True, f"regel {number}: {error}"
            print(
                json.dumps({"line": number, "error": sentence}, ensure_ascii=False) if as_json else f"Fout: {sentence}"
            )
            continue
        print(_shown(question, answerer.answer(question), as_json=as_json))
    return int(failed)


def _shown(question: Question, answer: Answer, *, as_json: bool) -> str:
    from domain.answers_json import answer_json

    if as_json:
        return json.dumps(answer_json(question.text, answer), ensure_ascii=False)
    return "\n".join(_for_people(question, answer))


def _for_people(question: Question, answer: Answer) -> Iterator[str]:
    from bot.rendering import printable
    from domain.wording import MONTHS, day_text

    yield f"Vraag: {printable(question.text, 300)}"
    yield answer.text
    yield from (f"  {number}. {choice}" for number, choice in enumerate(answer.suggestions, 1))
    for source in answer.sources:
        day = f"{MONTHS[source.date.month - 1]} {source.date.year}" if source.month_only else day_text(source.date)
        yield f"  Bron: {source.letter}, {day}: {source.title}"
        if source.passage:
            yield f"    “{source.passage}”"
    yield ""


def _score(answerer: Answerer, rows: list[dict[str, Any]], moment: datetime, *, misses: bool, as_json: bool) -> int:
    """The clock stands still, so that the same files give the same figures on any day."""
    from nlp.answering.evaluate import scored

    found = scored(answerer, rows, moment)
    if misses:
        for line in found.misses:
            print(line)
    print(json.dumps(found.to_json()) if as_json else "\n".join(found.lines()))
    return 0
