"""`plaatsmaker forget`: erase a person and keep what the gemeente said."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.commands.options import Config, loaded

ELSEWHERE = (
    "Let op: in de postbus zelf, in reservekopieën en in mail van anderen kan deze persoon nog voorkomen; "
    "dat wist Plaatsmaker niet."
)


def forget(
    ctx: typer.Context,
    address: Annotated[str, typer.Argument(metavar="ADRES", help="Een e-mailadres, of het nummer van een chat.")],
    config: Config = None,
) -> None:
    """Wis een persoon.

    De cijfers van de gemeente blijven, met de zin waar zij op berusten. Naam, adres en de rest van de berichten gaan
    weg, en naar dit adres schrijft Plaatsmaker nooit meer.
    """
    from bot.app import now, open_campaign, open_records
    from bot.outgoing import open_carrier
    from domain.errors import DecisionError
    from intake.mail.file_carrier import FileCarrier

    settings = loaded(ctx, config).settings
    with open_records(settings, open_campaign(settings)) as records:
        done = records.forget(address.strip(), now())
    if done.waiting:
        numbers = ", ".join(map(str, done.waiting))
        raise DecisionError(
            f"Er is niets gewist: handel eerst af wat nog wacht (plaatsmaker review): bericht {numbers}."
        )
    if done.nothing:
        raise DecisionError(f"Van '{address.strip()}' is niets bekend.")
    carrier = open_carrier(settings)[0]
    if isinstance(carrier, FileCarrier):
        for message_id in done.sent:
            carrier.erase(message_id)
    print(
        f"Gewist: {done.messages} ontvangen en {len(done.sent)} verzonden of klaargezette berichten, "
        f"{done.contacts} contacten, {done.chats} gesprekken, {done.forms} formulieren die nog niet telden."
    )
    print(ELSEWHERE)
