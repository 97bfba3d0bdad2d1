"""`plaatsmaker train-answers`: the weights that rank answer cards, made anew from cards and tuning questions."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.options import Config, loaded

Files = Annotated[
    list[Path], typer.Argument(metavar="VRAGEN.jsonl...", help="De helft van de vragen om op af te stellen.")
]
Misses = Annotated[bool, typer.Option("--misses", help="Toon wat er misging.")]
A_MONTH = timedelta(days=30)


def train_answers(ctx: typer.Context, files: Files, misses: Misses = False, config: Config = None) -> int:
    """Leer opnieuw welke vraag bij welke antwoordkaart hoort.

    U ziet daarna hoe goed het gaat met stemmen waarvan niets is geleerd. De grenzen blijven zoals ze zijn.
    """
    from bot.app import answers_path, open_campaign
    from bot.question_files import read_questions
    from nlp.terms import load
    from nlp.training.answering import train_on

    settings = loaded(ctx, config).settings
    campaign = open_campaign(settings)
    # One hand wrote the questions with an answer and those without: x_answerable and x_unanswerable
    rows = [row | {"hand": file.stem.split("_")[0]} for file in files for row in read_questions(file)]
    moment = campaign.deadline.instant - A_MONTH
    scores = train_on(campaign, answers_path(settings), rows, moment, lambda text: print(text, file=sys.stderr))
    for limit, found in scores.items():
        print(f"Grens {limit}", *found.lines(), sep="\n  ")
    if misses:
        limit = load("answering_weights")["limits"]["answer"]
        print(*scores[limit].misses, sep="\n")
    return 0
