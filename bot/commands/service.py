"""The service (`run`) and one round of it (`collect`)."""

from __future__ import annotations

import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.options import Config, loaded

if TYPE_CHECKING:
    from bot.settings import Settings
    from domain.answers import Answerer
    from domain.campaign import Campaign
    from domain.ports import Source
    from intake.process import Handled, Intake
    from storage.records import Records

Paths = Annotated[
    list[Path] | None, typer.Argument(metavar="PAD...", help="Een .eml, map, Maildir of mbox; anders de postbus.")
]

SAME_REQUEST = 2.0
"""Seconds in which signals are one request to stop: `make` passes on a SIGTERM that we had already from the system."""

Demo = Annotated[bool, typer.Option("--demo", help="Met verzonnen mail, in een eigen gegevensmap.")]


def run(ctx: typer.Context, demo: Demo = False, config: Config = None) -> None:
    """Start de dienst: lees de postbus en blijf kijken.

    De dienst stopt netjes met Ctrl-C of SIGTERM.
    """
    from bot.app import describer, mailbox_name
    from bot.called import called
    from bot.conversing import OneAtATime, open_conversations
    from bot.counted_source import CountedSource
    from bot.demo_data import demo_settings, fill_mailbox, how_to_look
    from bot.desk import desk_served, open_desk
    from bot.log import start_log
    from bot.mailroom import Mailroom
    from bot.outgoing import open_out, outgoing_name
    from bot.retention import open_wiper, said_on
    from bot.service import Service
    from bot.telegram.opening import open_door
    from domain.retention import keeping_text

    settings = loaded(ctx, config).settings
    if demo:
        settings = demo_settings(settings)
        delivered = fill_mailbox(settings)
        _tell(f"Dit is een proef met verzonnen mail ({delivered or 'eerder bezorgde'} berichten) in {settings.data}.")
    with ExitStack() as closing:
        stop = closing.enter_context(_stopped_by_signals())
        intake, source, records, answerer = closing.enter_context(_workbench(settings, _tell))
        log = start_log(settings.data)
        _greet(settings, intake.campaign, mailbox_name(settings), log)
        _tell(f"Post gaat uit {outgoing_name(settings)}.")
        _tell(keeping_text(intake.campaign, intake.clock(), said_on(records)))
        room = Mailroom(open_out(settings, records, intake.campaign), _tell, stop)
        intake = replace(intake, reader=OneAtATime(intake.reader))
        door = None
        talking = open_conversations(settings, records, intake.campaign, intake.reader, answerer)
        talking.resume()
        if settings.chat.telegram.wanted:
            door = open_door(settings, talking, room.out.sending, _tell, stop, room.wake)
            room.also = door.wake  # what a person writes on the desk goes out at once
        closing.enter_context(desk_served(settings, open_desk(settings, records, intake, room.wake, talking), _tell))
        _tell(f"De stand: {how_to_look(settings) if demo else f'{called()} status'}. Stoppen: Ctrl-C.\n")
        wiper = open_wiper(settings, records, intake.campaign, intake.clock, _tell, stop.is_set)
        daily = wiper.daily if intake.campaign.terms.any else None
        Service(intake, CountedSource(source), settings.data, _tell, describer(intake), stop, room, door, daily).run()


def collect(ctx: typer.Context, paths: Paths = None, config: Config = None) -> None:
    """Lees de postbus een keer en verwerk alles.

    Noemt u bestanden of mappen, dan worden die verwerkt in plaats van de postbus. Zij blijven staan waar zij staan.
    """
    from bot.app import describer
    from bot.counted_source import CountedSource
    from bot.log import start_log
    from bot.progress import progress
    from intake.collect import collect as collect_all

    settings = loaded(ctx, config).settings
    with ExitStack() as closing:
        intake, source, *_ = closing.enter_context(_workbench(settings, _complain, paths or ()))
        start_log(settings.data)
        describe, counts, mailbox = describer(intake), Counter[str](), CountedSource(source)
        advance = closing.enter_context(progress("Verwerken"))
        for handled in collect_all(intake, mailbox):
            counts[_outcome(handled)] += 1
            if handled.problem:
                _complain(describe(handled))
            advance(1)
    total = counts.total()
    again = max(0, mailbox.fetched - total)
    _tell(
        f"{total} {'bericht' if total == 1 else 'berichten'} verwerkt: {counts['done']} in de administratie, "
        f"{counts['waits']} {'wacht' if counts['waits'] == 1 else 'wachten'} op een beoordeling, "
        f"{counts['trouble']} opzijgelegd." + (f" {again} hadden wij al." if again else "")
    )


def _outcome(handled: Handled) -> str:
    if handled.problem:
        return "trouble"
    return "waits" if handled.waits_for else "done"


@contextmanager
def _workbench(
    settings: Settings, say: Callable[[str], None], paths: Sequence[Path] = ()
) -> Iterator[tuple[Intake, Source, Records, Answerer]]:
    """The records (with the lock of this process), the reader and the mailbox; cheap things that may fail go first."""
    from bot.app import open_answerer, open_campaign, open_files, open_intake, open_records, open_source
    from bot.outgoing import open_follow
    from bot.updates import try_again_after_update

    campaign = open_campaign(settings)
    with open_records(settings, campaign) as records:
        source = open_files(paths) if paths else open_source(settings, say)
        try:
            answerer = open_answerer(settings, campaign)
            intake = open_intake(records, campaign, open_follow(settings, records, campaign, answerer))
            try_again_after_update(records, intake.reader, intake.clock)
            yield intake, source, records, answerer
        finally:
            source.close()


@contextmanager
def _stopped_by_signals() -> Iterator[Event]:
    """An event that SIGTERM and Ctrl-C set; asked once more after a while they end the process at once."""
    stop = Event()
    asked = 0.0

    def ask(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        if not stop.is_set():
            asked = time.monotonic()
            stop.set()
        elif time.monotonic() - asked > SAME_REQUEST:
            raise KeyboardInterrupt

    before = {number: signal.signal(number, ask) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _greet(settings: Settings, campaign: Campaign, mailbox: str, log: Path) -> None:
    goal = f"{campaign.goal:,}".replace(",", ".")
    _tell(f"Plaatsmaker draait. Campagne: {campaign.title}, doel {goal} plekken, {campaign.deadline.words}.")
    if settings.mail.incoming.kind == "maildir":
        _tell(f"Leg een .eml-bestand in {mailbox} en u ziet hier wat eruit is gehaald.")
    else:
        _tell(f"Post komt binnen via {mailbox}; u ziet hier wat eruit is gehaald.")
    _tell(f"Logboek: {log}")


def _tell(sentence: str) -> None:
    print(sentence, flush=True)


def _complain(sentence: str) -> None:
    typer.echo(sentence, err=True)
