"""`plaatsmaker doctor`: is everything that the program needs in order?"""

from __future__ import annotations

import typer

from bot.commands.options import Config, loaded


def doctor(ctx: typer.Context, config: Config = None) -> int:
    """Kijk na of alles in orde is.

    Er wordt geen mail gelezen of verplaatst. Bij een fout eindigt dit met 1.
    """
    from bot.doctor import Verdict, examine

    found = []
    for finding in examine(loaded(ctx, config)):
        print(f"{finding.verdict:<7} {finding.what:<13} {finding.sentence}")
        found.append(finding.verdict)
    return int(Verdict.FAULT in found)
