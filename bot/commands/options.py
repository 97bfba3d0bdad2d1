"""What commands share: the option `--config`, and the settings that it leads to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.settings_file import Loaded

Config = Annotated[
    Path | None, typer.Option("--config", metavar="BESTAND", help="Het bestand met instellingen (plaatsmaker.toml).")
]


def loaded(ctx: typer.Context, config: Path | None) -> Loaded:
    """The settings; `--config` after the command wins over the one before it. Raises `SettingsError`."""
    from bot.settings_file import load

    return load(config or ctx.find_root().obj)
