"""`plaatsmaker chat`: the conversation in a terminal, or with lines from a pipe."""

from __future__ import annotations

import getpass
import io
import re
import shutil
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.options import Config, loaded

if TYPE_CHECKING:
    from bot.outgoing import Out
    from bot.settings import Settings
    from domain.campaign import Campaign
    from storage.records import Records

LONGEST_GOODBYE = 10.0
"""Seconds that a code may still take to leave when the conversation ends."""
WIDEST = 100
TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
Who = Annotated[str, typer.Option("--who", metavar="NAAM", help="Onder welke naam u praat (standaard: de uwe).")]


def chat(ctx: typer.Context, who: Who = "", config: Config = None) -> None:
    """Praat met de assistent: stel vragen of meld plekken.

    Uw gesprek gaat de volgende keer verder waar u was. Met een pipe is elke regel een bericht.
    """
    from bot.app import now, open_campaign
    from bot.conversing import open_conversations
    from bot.log import start_log
    from bot.outgoing import open_out, outgoing_name
    from bot.terminal import Terminal, TerminalCarrier
    from domain.chat import Conversation
    from domain.model import Channel
    from intake.send import Pace, Sending

    settings = loaded(ctx, config).settings
    campaign = open_campaign(settings)
    name = who.strip() or _me()
    with ExitStack() as closing:
        records = closing.enter_context(_records(settings, campaign))
        start_log(settings.data)
        out = open_out(settings, records, campaign)
        closing.callback(out.close)
        conversations = open_conversations(settings, records, campaign)
        carrier = TerminalCarrier(Conversation(Channel.TERMINAL, name), _show)
        sending = Sending(records, {Channel.TERMINAL: carrier}, campaign, now, out.sending.owner, Pace(600_000))
        terminal = Terminal(conversations, carrier, sending, now, closing.enter_context(_mailing(out)), name)
        _show(f"Post (zoals een code) gaat uit {outgoing_name(settings)}. Klaar? Druk op Ctrl-D.")
        terminal.catch_up()
        terminal.talk(_lines())


@contextmanager
def _records(settings: Settings, campaign: Campaign) -> Iterator[Records]:
    """The database to write in. Raises `StorageError` with one sentence where the service has it."""
    from bot.app import open_records
    from domain.errors import StorageError

    try:
        records = open_records(settings, campaign)
    except StorageError as error:
        raise StorageError(f"Het gesprek in de terminal kan nu niet. {error}") from error
    with records:
        yield records


@contextmanager
def _mailing(out: Out) -> Iterator[Callable[[], None]]:
    """Mail goes out beside the conversation, so that a slow server does not hold it up."""
    from threading import Event

    from bot.mailroom import Mailroom

    room = Mailroom(out, lambda _: None, Event())
    room.start()
    try:
        yield room.wake
    finally:
        room.wake()
        until = time.monotonic() + LONGEST_GOODBYE
        while _codes_due(out) and room.failure is None and time.monotonic() < until:
            time.sleep(0.05)
        room.close()


def _codes_due(out: Out) -> bool:
    from domain.outbox import OutKind, OutState

    rows = out.sending.records.outbox.in_state(OutState.DUE)  # type: ignore[attr-defined]
    return any(row["kind"] in {OutKind.CODE, OutKind.NOTICE} for row in rows)


def _lines() -> Iterator[str]:
    """What is typed, with a prompt; from a pipe each line is shown as if it were typed."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    if not sys.stdin.isatty():
        for line in sys.stdin:
            _show(f"\n> {line.rstrip()}")
            yield line
        return
    while True:
        try:
            yield input("\n> ")
        except EOFError:
            _show("")
            return


def _me() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "terminal"


def _show(text: str) -> None:
    """Print it, wrapped on a screen; what a stranger wrote cannot move the cursor or turn letters round."""
    wide = min(shutil.get_terminal_size().columns, WIDEST) if sys.stdout.isatty() else 0
    for line in text.split("\n"):
        safe = TURNING.sub("", "".join(sign if sign.isprintable() else " " for sign in line))
        for part in textwrap.wrap(safe, wide, break_long_words=False) if wide and safe.strip() else [safe]:
            print(part, flush=True)
