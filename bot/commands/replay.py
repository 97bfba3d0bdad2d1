"""`plaatsmaker replay`: what would today's pipeline make of the mail that is stored?"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.options import Config, loaded

if TYPE_CHECKING:
    from domain.model import Message
    from intake.replay import Replayed

Since = Annotated[
    datetime | None,
    typer.Option("--since", metavar="DATUM", formats=["%Y-%m-%d"], help="Alleen mail van deze dag of later."),
]
Apply = Annotated[bool, typer.Option("--apply", help="Voer de verschillen ook door.")]


def replay(ctx: typer.Context, since: Since = None, apply: Apply = False, config: Config = None) -> None:
    """Lees opgeslagen mail opnieuw en toon de verschillen.

    Zonder --apply verandert er niets. Waar een mens over besliste, blijft altijd staan.
    """
    from bot.app import open_campaign, open_intake, open_records
    from bot.progress import progress
    from domain.campaign import AMSTERDAM
    from intake.replay import replay as read_again

    settings = loaded(ctx, config).settings
    campaign = open_campaign(settings)
    begin = since.replace(tzinfo=AMSTERDAM) if since else None
    count = applied = 0
    with ExitStack() as closing:
        records = closing.enter_context(open_records(settings, campaign if apply else None))
        advance = closing.enter_context(progress("Opnieuw lezen", records.counts()["handled"], printing=True))
        intake = open_intake(records, campaign)

        def parse(raw: bytes) -> Message:
            advance(1)
            return intake.parse(raw)

        for found in read_again(replace(intake, parse=parse), begin, apply=apply):
            count, applied = count + 1, applied + found.applied
            for line in _lines(found):
                print(line)
    changed = f"{applied} doorgevoerd" if apply else "niets doorgevoerd (dat doet u met --apply)"
    print(f"{count} {'bericht leest' if count == 1 else 'berichten lezen'} nu anders; {changed}.")


def _lines(found: Replayed) -> list[str]:
    from bot.rendering import printable

    lines = [f"Bericht {found.message}"]
    lines += [f"  {printable(str(difference))}" for difference in found.differences]
    if found.problem:
        lines.append(f"  is nu niet te lezen: {found.problem}")
    if found.kept:
        lines.append(f"  blijft zoals het is: {found.kept}")
    return lines
