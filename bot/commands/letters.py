"""`plaatsmaker letters`: the letters that answers quote from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.options import Config, loaded

Files = Annotated[list[Path], typer.Argument(metavar="BESTAND...", help="Brieven: PDF, DOCX, HTML of tekst.")]


def add(ctx: typer.Context, files: Files, config: Config = None) -> int:
    """Haal brieven binnen om uit te citeren.

    Eén bestand dat niet goed is, en er wordt niets opgeslagen. Een brief die er al was, wordt vervangen.
    """
    from bot.app import letters_path, open_campaign, own_folder
    from intake.letters import read_letters, store_letters

    settings = loaded(ctx, config).settings
    campaign = open_campaign(settings)
    letters = read_letters(files, campaign.letters)
    own_folder(settings.data)
    store_letters(letters_path(settings), letters)
    for letter in letters:
        print(f"{letter.id}: opgeslagen ({len(letter.text.split())} woorden).")
    return 0


def list_(ctx: typer.Context, config: Config = None) -> int:
    """Toon welke brieven er zijn."""
    from bot.app import letters_path, open_campaign
    from intake.letters import stored_letters

    settings = loaded(ctx, config).settings
    campaign = open_campaign(settings)
    stored = {letter.id: letter for letter in stored_letters(letters_path(settings), campaign.letters)}
    for letter in campaign.letters:
        found = stored.get(letter.id)
        state = f"{len(found.text.split())} woorden" if found else "nog niet binnengehaald"
        print(f"{letter.id}  {letter.date_json:<10}  {letter.title} ({state})")
    return 0
