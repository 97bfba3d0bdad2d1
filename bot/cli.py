"""The command line: `plaatsmaker COMMAND`. Exit codes: 0 done, 1 something is wrong, 2 wrong usage."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.commands import read
from bot.usage import DutchCommand, DutchGroup, usage_error
from domain.errors import PlaatsmakerError

app = typer.Typer(
    cls=DutchGroup,
    name="plaatsmaker",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("read", cls=DutchCommand)(read.read)


@app.callback(invoke_without_command=True)
def plaatsmaker(
    ctx: typer.Context,
    config: Annotated[Path | None, typer.Option(help="Het bestand met instellingen.", show_default=False)] = None,
) -> None:
    """Plaatsmaker leest wat gemeenten mailen over plekken voor statushouders, en houdt de stand bij."""
    ctx.obj = config
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help(), err=True)
        raise typer.Exit(2)


def main() -> None:
    """Run the command line and leave with its exit code; whatever happens, a user sees a sentence."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command and give its exit code."""
    try:
        result = app(arguments, standalone_mode=False)
    except typer.TyperException as error:
        typer.echo(usage_error(error), err=True)
        return error.exit_code
    except PlaatsmakerError as error:
        typer.echo(str(error), err=True)
        return 1
    return result if isinstance(result, int) else 0
