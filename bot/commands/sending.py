"""`plaatsmaker remind` and `plaatsmaker send`: what goes out, on request of a person."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.options import Config, loaded

if TYPE_CHECKING:
    from bot.outgoing import Out
    from domain.campaign import Campaign
    from intake.remind import Reminding
    from storage.records import Records

On = Annotated[
    datetime | None,
    typer.Option("--on", formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M"], metavar="DAG", help="Alsof het die dag is."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Laat alleen zien wie wat krijgt; er gaat niets uit.")]
Show = Annotated[bool, typer.Option("--show", help="Toon ook elke mail zelf; er gaat niets uit.")]
Approve = Annotated[bool, typer.Option("--approve", help="Keur de herinneringen goed die wachten.")]
Dismiss = Annotated[bool, typer.Option("--dismiss", help="Sla deze stap over: niemand krijgt hem.")]
Exclude = Annotated[list[str] | None, typer.Option("--exclude", metavar="GEMEENTE", help="Sla deze gemeente over.")]
Trial = Annotated[str, typer.Option("--trial", metavar="ADRES", help="Stuur van elk soort mail een proef hierheen.")]
Who = Annotated[str, typer.Option("--who", metavar="NAAM", help="Wie dit besluit (standaard: u).")]
Decide = Annotated[int | None, typer.Option("--decide", metavar="NUMMER", help="Beslis over een onzekere mail.")]


def remind(
    ctx: typer.Context,
    on: On = None,
    dry_run: DryRun = False,
    show: Show = False,
    approve: Approve = False,
    dismiss: Dismiss = False,
    exclude: Exclude = None,
    trial: Trial = "",
    who: Who = "",
    config: Config = None,
) -> None:
    """Bekijk wie nu een herinnering krijgt, en zet die klaar.

    Met --dry-run of --show gaat er niets uit. Zonder die twee worden de herinneringen klaargezet, of wachten zij op
    --approve als dat zo is ingesteld. Versturen doet de dienst, of plaatsmaker send.
    """
    from bot.app import gemeente_code
    from bot.reminding import decide_wave, listing, moment_of, queue_trial, tick_lines

    if approve and dismiss:
        raise typer.BadParameter("kies --approve of --dismiss, niet allebei", param_hint="--dismiss")
    excluded = [gemeente_code(name) for name in exclude or ()]
    with _reminding(ctx, config, writing=not (dry_run or show)) as (reminding, records):
        now = moment_of(on, reminding.ladder.days)
        for line in listing(reminding, now, texts=show, without=excluded):
            print(line)
        if dry_run or show:
            print("Er is niets klaargezet.")
            return
        if trial:
            count = queue_trial(reminding, trial, now)
            print(f"{count} {'proefmail' if count == 1 else 'proefmails'} klaargezet voor {trial}.")
            return
        state = "approved" if approve else "dismissed" if dismiss else ""
        with records.write():
            decide_wave(reminding, now, state, excluded, who)
        if dismiss:
            print("Deze stap is overgeslagen.")
            return
        for line in tick_lines(reminding, now):
            print(line)


def send(
    ctx: typer.Context,
    resume: Annotated[bool, typer.Option("--resume", help="Hervat na het terugzetten van een kopie.")] = False,
    decide: Decide = None,
    verdict: Annotated[str, typer.Argument(metavar="BESLUIT", help="sent of again, bij --decide.")] = "",
    config: Config = None,
) -> None:
    """Verstuur een keer wat er klaarstaat, en zeg wat ervan is geworden.

    Van een onzekere mail is niet bekend of hij aankwam; daarover beslist u met --decide NUMMER sent (hij kwam aan) of
    --decide NUMMER again (stuur hem opnieuw).
    """
    from bot.sending import decide_unknown, deliver_lines, resume_sending, unknown_lines

    if (decide is None) != (verdict == "") or verdict not in {"", "sent", "again"}:
        raise typer.BadParameter("geef --decide NUMMER sent of --decide NUMMER again", param_hint="--decide")
    with _open_out(ctx, config) as (out, records, _):
        if decide is not None:
            print(decide_unknown(out, decide, arrived=verdict == "sent"))
            return
        if resume:
            print(resume_sending(out, records))
        for line in deliver_lines(out):
            print(line, flush=True)
        for line in unknown_lines(records):
            print(line)


@contextmanager
def _open_out(ctx: typer.Context, config: Path | None) -> Iterator[tuple[Out, Records, Campaign]]:
    from bot.app import open_campaign, open_records
    from bot.outgoing import open_out

    settings = loaded(ctx, config).settings
    campaign = open_campaign(settings)
    with open_records(settings, campaign) as records:
        out = open_out(settings, records, campaign, chats=True)
        try:
            yield out, records, campaign
        finally:
            out.close()


@contextmanager
def _reminding(ctx: typer.Context, config: Path | None, *, writing: bool) -> Iterator[tuple[Reminding, Records]]:
    """Looking changes nothing, so that may be done while the service runs."""
    from bot.app import open_campaign, open_records
    from bot.outgoing import open_reminding
    from domain.errors import CampaignError

    settings = loaded(ctx, config).settings
    campaign = open_campaign(settings)
    with open_records(settings, campaign if writing else None) as records:
        reminding = open_reminding(settings, records, campaign)
        if reminding is None:
            raise CampaignError([f"{settings.campaign}: deze campagne heeft geen map mails of geen [[reminders]]."])
        yield reminding, records
