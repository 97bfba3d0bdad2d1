"""What is in the records: `status`, `export`, `publish`, and the copies of them: `backup`, `restore`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.options import Config, loaded

if TYPE_CHECKING:
    from domain.campaign import Campaign
    from storage.records import Records

Json = Annotated[bool, typer.Option("--json", help="Als JSON.")]
Target = Annotated[Path, typer.Argument(metavar="BESTAND", help="Het bestand dat wordt gemaakt.")]
Source = Annotated[Path, typer.Argument(metavar="BESTAND", help="De reservekopie.")]


class What(StrEnum):
    """What can be exported; the same names as in `desk.tables.Export`, which takes longer to load."""

    PLEDGES = "pledges"
    BOTTLENECKS = "bottlenecks"
    RESPONSES = "responses"
    CONTACTS = "contacts"
    OUTGOING = "outgoing"


class Format(StrEnum):
    """How a table is written."""

    CSV = "csv"
    XLSX = "xlsx"


@contextmanager
def _opened(ctx: typer.Context, config: Path | None) -> Iterator[tuple[Campaign, Records, Path]]:
    """The campaign, the records to read in (also while the service runs), and the data folder."""
    from bot.app import open_campaign, open_records

    settings = loaded(ctx, config).settings
    campaign = open_campaign(settings)
    with open_records(settings) as records:
        yield campaign, records, settings.data


def status(ctx: typer.Context, as_json: Json = False, config: Config = None) -> None:
    """Toon de stand.

    U ziet de plekken, wie er antwoordde, en hoe het gaat met postbus en dienst.
    """
    from bot.app import now
    from bot.standing import standing, standing_lines

    with _opened(ctx, config) as (campaign, records, data):
        found = standing(campaign, records, data, now())
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        print("\n".join(standing_lines(found)))


def export(
    ctx: typer.Context,
    what: Annotated[What, typer.Argument(metavar="WAT", help="Welke tabel.")],
    form: Annotated[Format | None, typer.Option("--format", help="csv (standaard) of xlsx.")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="BESTAND", help="Waarheen.")] = None,
    config: Config = None,
) -> None:
    """Maak een tabel voor een rekenblad.

    Kies pledges (toezeggingen), bottlenecks (knelpunten), responses (reacties), contacts (contacten) of outgoing
    (uitgaande post).
    """
    from bot.exporting import export_to

    form = form or (Format.XLSX if output and output.suffix.lower() == ".xlsx" else Format.CSV)
    if form is Format.XLSX and output is None and sys.stdout.isatty():
        raise typer.BadParameter("een xlsx-bestand kan niet op het scherm; geef een bestand met -o", param_hint="-o")
    with _opened(ctx, config) as (campaign, records, _):
        export_to(output, records, campaign.key, what, form)


def publish(ctx: typer.Context, target: Target, config: Config = None) -> None:
    """Maak een kopie zonder persoonsgegevens.

    De kopie is gemaakt voor Datasette; uitleg bij de kolommen komt ernaast te staan.
    """
    from bot.exporting import no_other_file

    no_other_file(target)
    with _opened(ctx, config) as (_, records, _):
        records.publish(target)
    print(f"{target} is gemaakt, zonder namen, adressen en berichten. Uitleg bij de kolommen: {target}.metadata.json")


def backup(ctx: typer.Context, target: Target, config: Config = None) -> None:
    """Maak een reservekopie van de database, met de brieven.

    Dat mag terwijl de dienst draait.
    """
    from bot.app import letters_path, open_records
    from bot.exporting import no_other_file

    no_other_file(target)
    settings = loaded(ctx, config).settings
    with open_records(settings) as records:
        letters = records.backup(target, letters_path(settings))
    print(
        f"{target} is gemaakt{_with_letters(letters)}. "
        "Let op: hierin staan de berichten zelf; bewaar dit bestand veilig."
    )


def restore(ctx: typer.Context, source: Source, config: Config = None) -> None:
    """Zet een reservekopie terug.

    De dienst mag dan niet draaien, en versturen blijft daarna uit.
    """
    from bot.app import database_path, letters_path, now, restore_database

    settings = loaded(ctx, config).settings
    target = database_path(settings)
    letters = restore_database(source, target, now(), letters_path(settings))
    print(
        f"{source} is teruggezet als {target}{_with_letters(letters)}. "
        "Versturen staat uit, zodat niemand iets twee keer krijgt."
    )


def _with_letters(count: int) -> str:
    return f", met {count} {'brief' if count == 1 else 'brieven'}" if count else ""
