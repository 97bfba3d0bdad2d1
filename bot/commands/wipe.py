"""`plaatsmaker wipe`: texts that have been kept long enough."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.commands.options import Config, loaded

Apply = Annotated[bool, typer.Option("--apply", help="Wis het ook.")]
OFF = "De bewaartermijn staat uit, dus er wordt niets gewist. Zet enabled = true onder [retention] in plaatsmaker.toml."
ELSEWHERE = "In de postbus zelf en in reservekopieën staat de mail nog; die wist Plaatsmaker niet."


def wipe(ctx: typer.Context, apply: Apply = False, config: Config = None) -> None:
    """Toon wat langer is bewaard dan is afgesproken, en wis het met --apply.

    Zonder --apply verandert er niets. De cijfers blijven, met de zin waar zij op berusten.
    """
    from bot.app import now, open_campaign, open_records
    from bot.retention import open_wiper

    settings = loaded(ctx, config).settings
    campaign = open_campaign(settings)
    with open_records(settings, campaign if apply else None) as records:
        wiper = open_wiper(settings, records, campaign, now)
        if not campaign.terms.any:
            print(OFF)
            return
        found = wiper.look()
        if apply:
            print(f"Gewist: {wiper.wipe().words}.")
        elif found.nothing:
            print("Er is nu niets te wissen.")
        else:
            print(f"Te wissen: {found.words}. Wissen: plaatsmaker wipe --apply")
        if found.waiting:
            print(f"{found.waiting} blijven nog staan, omdat een mens ze eerst moet afhandelen.")
        if apply:
            print(ELSEWHERE)
