"""`plaatsmaker train-answers`: the weights that rank answer cards, made anew from cards and tuning questions."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.options import Config, loaded

Files = Annotated[
    list[Path], typer.Argument(metavar="VRAGEN.jsonl...", help="De helft van de vragen om op af te stellen.")
]
A_MONTH = timedelta(days=30)


def train_answers(ctx: typer.Context, files: Files, config: Config = None) -> int:
    """Bepaal opnieuw hoe zwaar elk kenmerk van een antwoordkaart telt.

    De grenzen in hetzelfde bestand blijven zoals ze zijn.
    """
    from bot.app import answers_path, open_campaign
    from bot.question_files import read_questions
    from nlp.training.answering import train_on

    settings = loaded(ctx, config).settings
    campaign = open_campaign(settings)
    rows = [row for file in files for row in read_questions(file)]
    print(train_on(campaign, answers_path(settings), rows, campaign.deadline.instant - A_MONTH))
    return 0
