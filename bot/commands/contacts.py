"""`plaatsmaker contacts`: whom we write to at each gemeente."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.options import Config, loaded

if TYPE_CHECKING:
    from domain.reminders import Contact

Number = Annotated[int, typer.Argument(metavar="NUMMER", help="Het nummer van het voorstel.")]


def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="BESTAND", help="CSV of XLSX.")],
    config: Config = None,
) -> None:
    """Neem contacten op uit een rekenblad.

    De kolommen zijn gemeente, naam, adres, rol en kanaal; naam, rol en kanaal mogen leeg zijn. Is een regel fout,
    dan wordt er niets opgenomen.
    """
    from bot.app import gemeente_code, now, open_campaign, open_records
    from bot.contact_list import read_contacts

    settings = loaded(ctx, config).settings
    contacts = read_contacts(file, gemeente_code)
    with open_records(settings, open_campaign(settings)) as records, records.write():
        new = sum(records.contacts.add(contact, now(), source=file.name) for contact in contacts)
        counts = records.contacts.counts()
    print(f"{new} van de {len(contacts)} contacten zijn nieuw of veranderd.")
    print(f"Er zijn nu {counts['active']} contacten bij {counts['gemeenten']} gemeenten.")


def list_(
    ctx: typer.Context,
    gemeente: Annotated[str | None, typer.Option("--gemeente", metavar="NAAM", help="Alleen deze gemeente.")] = None,
    proposed: Annotated[bool, typer.Option("--proposed", help="Alleen voorstellen.")] = False,
    config: Config = None,
) -> None:
    """Toon de contacten, en wat er uit mail is voorgesteld."""
    from bot.app import gemeente_code, names, open_records

    code = gemeente_code(gemeente) if gemeente else None
    with open_records(loaded(ctx, config).settings) as records:
        active, proposals = records.contacts.by_gemeente(), records.contacts.proposed()
        counts = records.contacts.counts()
    if not proposed:
        for contacts in active.values():
            for contact in contacts:
                if code in {None, contact.gemeente}:
                    print(f"{names()[contact.gemeente]}: {contact_line(contact)}")
        print(f"{counts['active']} contacten bij {counts['gemeenten']} gemeenten.")
    for number, contact, source in proposals:
        if code in {None, contact.gemeente}:
            print(f"Voorstel {number}. {names()[contact.gemeente]}: {contact_line(contact)} ({source})")
    if proposals:
        print(f"{len(proposals)} voorgesteld. Beslissen: plaatsmaker contacts accept NUMMER of reject NUMMER")


def accept(ctx: typer.Context, number: Number, config: Config = None) -> None:
    """Maak van een voorstel een contact."""
    _decide(ctx, config, number, accept=True)
    print(f"Voorstel {number} is nu een contact.")


def reject(ctx: typer.Context, number: Number, config: Config = None) -> None:
    """Wijs een voorstel af."""
    _decide(ctx, config, number, accept=False)
    print(f"Voorstel {number} is afgewezen.")


def _decide(ctx: typer.Context, config: Path | None, number: int, *, accept: bool) -> None:
    from bot.app import open_campaign, open_records
    from domain.errors import DecisionError

    settings = loaded(ctx, config).settings
    with open_records(settings, open_campaign(settings)) as records, records.write():
        if not records.contacts.decide(number, accept=accept):
            raise DecisionError(f"Er is geen voorstel met nummer {number}.")


def contact_line(contact: Contact) -> str:
    """A contact on one line."""
    who = f"{contact.name} <{contact.address}>" if contact.name else contact.address
    notes = [str(contact.role)]
    if not contact.reachable:
        notes.append("wordt niet meer aangeschreven")
    if contact.away_until:
        notes.append(f"afwezig tot en met {contact.away_until:%d-%m-%Y}")
    return f"{who}, {', '.join(notes)}"
