"""`plaatsmaker user`: accounts for the desk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.options import Config, loaded
from domain.accounts import Role

if TYPE_CHECKING:
    from domain.accounts import User
    from storage.records import Records

Name = Annotated[str, typer.Argument(metavar="NAAM", help="De naam waarmee iemand inlogt.")]
RoleOption = Annotated[
    Role, typer.Option("--role", help="reader (alleen kijken), reviewer (ook nakijken) of manager (alles).")
]
LONGEST_NAME = 60
COMMAND_LINE = "opdrachtregel"
"""Who it was, in the audit trail, when a command did it."""


def add(ctx: typer.Context, name: Name, role: RoleOption = Role.REVIEWER, config: Config = None) -> None:
    """Maak een account voor de werkbank; het eenmalige wachtwoord verschijnt hier."""
    from bot.app import now
    from desk.passwords import hashed, one_time_password
    from domain.errors import DecisionError

    name, password = " ".join(name.split()), one_time_password()
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise DecisionError(f"Een naam heeft 1 tot {LONGEST_NAME} tekens.")
    with _writing(ctx, config) as records, records.write():
        records.accounts.add(name, role, hashed(password), now())
        records.audit.note(now(), COMMAND_LINE, "gebruiker gemaakt", "gebruiker", name, role.label)
    print(f"Gebruiker '{name}' ({role.label}) is gemaakt. Eenmalig wachtwoord: {password}")


def list_(ctx: typer.Context, config: Config = None) -> None:
    """Toon de accounts."""
    from bot.app import open_records

    with open_records(loaded(ctx, config).settings) as records:
        for user in records.accounts.users():
            closed = "" if user.active else ", gesloten"
            outside = ", account van de organisatie" if user.outside else ""
            print(f"{user.name} ({user.role.label}{outside}{closed})")


def disable(ctx: typer.Context, name: Name, config: Config = None) -> None:
    """Sluit een account; wie is ingelogd is er meteen uit."""
    from bot.app import now

    with _writing(ctx, config) as records, records.write():
        user = _known(records, name)
        records.accounts.set_active(user.id, active=False)
        records.audit.note(now(), COMMAND_LINE, "gebruiker gesloten", "gebruiker", user.name)
    print(f"Het account '{user.name}' is gesloten.")


def reset(ctx: typer.Context, name: Name, config: Config = None) -> None:
    """Geef een account een nieuw eenmalig wachtwoord, en open het als het gesloten was."""
    from bot.app import now
    from desk.passwords import hashed, one_time_password

    password = one_time_password()
    with _writing(ctx, config) as records, records.write():
        user = _known(records, name)
        records.accounts.set_password(user.id, hashed(password), one_time=True)
        records.accounts.set_active(user.id, active=True)
        records.audit.note(now(), COMMAND_LINE, "wachtwoord hersteld", "gebruiker", user.name)
    print(f"Eenmalig wachtwoord voor '{user.name}': {password}")


def token(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAAM", help="Waarvoor het token is.")],
    end: Annotated[bool, typer.Option("--end", help="Trek het token in.")] = False,
    config: Config = None,
) -> None:
    """Maak een token voor de API (/api/v1); het verschijnt een keer, hier."""
    from bot.app import now
    from desk.tokens import fresh, token_hash

    made, name = fresh(), " ".join(name.split())
    with _writing(ctx, config) as records, records.write():
        if end:
            records.api_tokens.end(name)
        else:
            records.api_tokens.add(name, token_hash(made), now())
        action = "token ingetrokken" if end else "token gemaakt"
        records.audit.note(now(), COMMAND_LINE, action, "token", name)
    print(f"Het token '{name}' is ingetrokken." if end else f"Token '{name}': {made}")


@contextmanager
def _writing(ctx: typer.Context, config: Path | None) -> Iterator[Records]:
    from bot.app import open_campaign, open_records

    settings = loaded(ctx, config).settings
    with open_records(settings, open_campaign(settings)) as records:
        yield records


def _known(records: Records, name: str) -> User:
    from domain.errors import DecisionError

    found = records.accounts.find(name)
    if found is None:
        raise DecisionError(f"Er is geen gebruiker '{name}'. Zie: plaatsmaker user list")
    return found[0]
