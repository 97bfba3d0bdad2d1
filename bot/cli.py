"""The command line: `plaatsmaker COMMAND`. Exit codes: 0 done, 1 something is wrong, 2 wrong usage."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from bot.commands import (
    ask,
    campaign,
    chat,
    contacts,
    doctor,
    evaluate,
    forget,
    letters,
    questions,
    read,
    records,
    replay,
    review,
    sending,
    service,
    train,
    train_answers,
    user,
    wipe,
)
from bot.commands.options import Config
from bot.last_resort import details_of
from bot.os_faults import os_sentence
from bot.usage import DutchCommand, DutchGroup, usage_error
from domain.errors import PlaatsmakerError

INTERRUPTED = 130
Command = Callable[..., int | None]
COMMANDS: tuple[Command, ...] = (
    service.run,
    service.collect,
    chat.chat,
    sending.remind,
    sending.send,
    read.read,
    ask.ask,
    records.status,
    records.export,
    records.publish,
    records.backup,
    records.restore,
    evaluate.evaluate,
    doctor.doctor,
    replay.replay,
    forget.forget,
    wipe.wipe,
)
CONTACTS: tuple[Command, ...] = (contacts.import_, contacts.list_, contacts.accept, contacts.reject)
REVIEW: tuple[Command, ...] = (
    review.waiting,
    review.show,
    review.accept,
    review.correct,
    review.reject,
    review.assign,
    review.undo,
    review.retry,
)
QUESTIONS: tuple[Command, ...] = (
    questions.list_,
    questions.show,
    questions.answer,
    questions.close,
    questions.take,
    questions.release,
)
USER: tuple[Command, ...] = (user.add, user.list_, user.disable, user.reset, user.token)


def build() -> typer.Typer:
    """The commands and what they are called."""
    app = typer.Typer(
        cls=DutchGroup,
        name="plaatsmaker",
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.callback(invoke_without_command=True)(plaatsmaker)
    for command in COMMANDS:
        app.command(command.__name__, cls=DutchCommand)(command)
    app.command("train", cls=DutchCommand, hidden=True)(train.train)
    app.command("train-answers", cls=DutchCommand, hidden=True)(train_answers.train_answers)
    _group(app, "review", "Handel af wat op een mens wacht.", REVIEW)
    _group(app, "questions", "Beantwoord vragen die op een mens wachten.", QUESTIONS)
    _group(app, "contacts", "Beheer aan wie wij schrijven.", CONTACTS)
    _group(app, "user", "Beheer wie op de werkbank mag.", USER)
    _group(app, "letters", "Beheer de brieven waar antwoorden uit citeren.", (letters.add, letters.list_))
    _group(app, "campaign", "Kijk een campagne na.", (campaign.check,))
    return app


def _group(app: typer.Typer, name: str, words: str, commands: tuple[Command, ...]) -> None:
    group = typer.Typer(cls=DutchGroup, rich_markup_mode=None, help=words)
    for command in commands:
        group.command(command.__name__.rstrip("_"), cls=DutchCommand)(command)
    # A group with one command would otherwise become that command
    group.callback()(lambda: None)
    app.add_typer(group, name=name)


def plaatsmaker(
    ctx: typer.Context,
    config: Config = None,
    version: Annotated[bool, typer.Option("--version", help="Toon de versie.")] = False,  # noqa: FBT002  # a flag
) -> None:
    """Plaatsmaker leest wat gemeenten mailen over plekken voor statushouders, en houdt de stand bij."""
    ctx.obj = config
    if version:
        from importlib.metadata import version as installed  # noqa: PLC0415  # slow, and rarely asked

        typer.echo(installed("plaatsmaker"))
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help(), err=True)
        raise typer.Exit(2)


def main() -> None:
    """Run the command line and leave with its exit code; whatever happens, a user sees a sentence."""
    _open_what_is_closed()
    for stream in (sys.stdout, sys.stderr):
        # A lone surrogate (an odd file name) becomes \udcxx, which JSON knows too
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))


def _open_what_is_closed() -> None:
    """Lead a stream that was closed outside (`>&-`) to nowhere: to Python it is None, and writing to it raises."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  # open until the end


def run(arguments: list[str]) -> int:
    """Run one command and give its exit code."""
    try:
        result = build()(arguments, standalone_mode=False, prog_name="plaatsmaker")
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has seen enough; Python would complain when it closes the stream
        sys.stdout = None
        return 1
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001  # no traceback reaches a user
        sentence, code = explained(error)
        typer.echo(sentence, err=True)
        return code
    return result if isinstance(result, int) else 0


def explained(error: BaseException) -> tuple[str, int]:
    """The sentence for the user and the exit code."""
    if isinstance(error, typer.TyperException):
        return usage_error(error), error.exit_code
    if isinstance(error, PlaatsmakerError):
        return str(error), 1
    if isinstance(error, OSError):
        return os_sentence(error), 1
    if isinstance(error, KeyboardInterrupt | typer.Abort):
        return "Gestopt.", INTERRUPTED
    return details_of(error), 1
