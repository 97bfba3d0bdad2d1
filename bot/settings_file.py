"""From a settings file and the environment to `Settings` with absolute paths."""

from __future__ import annotations

import sysconfig
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pydantic_settings
from pydantic import BaseModel, SecretStr, ValidationError

from bot.settings import DEFAULT_CAMPAIGN, Settings
from bot.settings_faults import (
    contradictions,
    fault_sentence,
    unknown_private,
    unknown_variables,
    wrong_values,
)
from bot.toml_file import read_toml
from domain.errors import SettingsError

DEFAULT_FILE = Path("plaatsmaker.toml")

Section_ = TypeVar("Section_", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings with the file that they came from (`None`: there is no file, all is default or environment)."""

    settings: Settings
    file: Path | None


def load(file: Path | None = None) -> Loaded:
    """Read the settings from `file`, or from `plaatsmaker.toml` in the working directory where there is one.

    Raises `SettingsError` with a sentence a line; each names the file (or variable) and the key.
    """
    if file is None and DEFAULT_FILE.exists():
        file = DEFAULT_FILE
    place = str(file) if file else "de instellingen"
    table = read_toml(file, SettingsError) if file else {}
    faults = unknown_variables() + unknown_private(table, place)
    try:
        settings = Settings(**table)
    except pydantic_settings.SettingsError:
        # A variable that sets a whole group, which is named already
        if not faults:
            raise
    except ValidationError as error:
        faults += [fault_sentence(fault, place) for fault in wrong_values(error)]
    else:
        faults += contradictions(settings, place)
    if faults:
        raise SettingsError("\n".join(dict.fromkeys(faults)))
    folder = file.absolute().parent if file else Path.cwd()
    return Loaded(absolute(settings, folder), file)


def absolute(settings: Settings, folder: Path) -> Settings:
    """The same settings with every path absolute, starting at `folder`; those that follow `data` are filled in."""
    settings = _anchored(settings, folder)
    incoming, outgoing = settings.mail.incoming, settings.mail.outgoing
    mail = settings.mail.model_copy(
        update={
            "incoming": incoming.model_copy(update={"path": incoming.path or settings.data / "mailbox"}),
            "outgoing": outgoing.model_copy(update={"path": outgoing.path or settings.data / "outgoing"}),
        }
    )
    return settings.model_copy(update={"campaign": _campaign(settings.campaign, folder), "mail": mail})


def secret(value: SecretStr, file: Path | None, key: str) -> str:
    """The secret itself, from its setting or its file. Raises `SettingsError` where the file is missing or empty.

    Read at the moment of use: who may not see the password can still ask for the status.
    """
    if file is None:
        return value.get_secret_value()
    try:
        text = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"{key}_file: het bestand {file} is er niet of is niet te lezen.") from None
    if not text:
        raise SettingsError(f"{key}_file: het bestand {file} is leeg.")
    return text


def _anchored(section: Section_, folder: Path) -> Section_:
    changes: dict[str, Any] = {}
    for name in type(section).model_fields:
        value = getattr(section, name)
        if isinstance(value, Path):
            changes[name] = folder / value.expanduser()
        elif isinstance(value, BaseModel):
            changes[name] = _anchored(value, folder)
    return section.model_copy(update=changes)


def _campaign(campaign: Path, folder: Path) -> Path:
    if campaign != folder / DEFAULT_CAMPAIGN or campaign.exists():
        return campaign
    return shipped_campaign()


def shipped_campaign() -> Path:
    """The campaign that comes with the product: beside the source, or where a wheel puts its data."""
    source_tree = Path(__file__).parents[1] / DEFAULT_CAMPAIGN
    installed = Path(sysconfig.get_path("data")) / "share" / "plaatsmaker" / DEFAULT_CAMPAIGN
    return source_tree if source_tree.exists() else installed
