"""`plaatsmaker campaign check`: every fault of a campaign folder at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

File = Annotated[Path, typer.Argument(metavar="BESTAND", help="campaign.toml, of de map waar die in staat.")]


def check(file: File) -> int:
    """Kijk een campagnemap na.

    U ziet alle fouten in een keer, met bestand en regel, en daarna wat goed is om te weten.
    """
    from bot.app import checked_campaign

    checked = checked_campaign(file)
    for fault in checked.faults:
        typer.echo(fault, err=True)
    for notice in checked.notices:
        print(f"Let op: {notice}")
    if checked.faults:
        count = len(checked.faults)
        typer.echo(f"{count} {'fout' if count == 1 else 'fouten'} gevonden.", err=True)
        return 1
    print(f"{file}: in orde.")
    return 0
