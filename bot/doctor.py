"""What can be checked without touching any mail: each check gives a verdict, a sentence, and what to do about it."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, SecretStr

from bot.app import checked_campaign, database_path, mailbox_name, now, open_records, open_source, sqlite_version
from bot.heartbeat import alive, read_heartbeat
from bot.os_faults import os_sentence
from bot.outgoing import outgoing_name, outgoing_trouble
from bot.settings import Settings
from bot.settings_file import Loaded
from domain.accounts import Role
from domain.campaign import AMSTERDAM
from domain.errors import CampaignError, PlaatsmakerError, SourceUnreachable
from domain.retention import keeping_text, terms_in_words

MEGA = 1_000_000
LITTLE, TOO_LITTLE = 2_000 * MEGA, 200 * MEGA
EARLIEST = datetime(2026, 5, 28, tzinfo=AMSTERDAM)
"""The first letter: a clock before it is wrong."""
SLACK = 300
"""Seconds that a file may seem to be ahead of the clock."""


class Verdict(StrEnum):
    """How a check ended; only a fault makes `doctor` end with 1."""

    GOOD = "goed"
    NOTICE = "let op"
    FAULT = "fout"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of `doctor`."""

    verdict: Verdict
    what: str
    sentence: str


Check = Callable[[Loaded], Iterator[Finding]]


def examine(loaded: Loaded) -> Iterator[Finding]:
    """Every finding, in an order in which one fault explains the next."""
    checks: dict[str, Check] = {
        "instellingen": settings_check,
        "klok": clock_check,
        "tijdzone": zone_check,
        "gegevensmap": folder_check,
        "schijf": disk_check,
        "sqlite": sqlite_check,
        "database": database_check,
        "campagne": campaign_check,
        "bewaren": retention_check,
        "postbus": mailbox_check,
        "uitgaand": outgoing_check,
        "telegram": telegram_check,
        "inloggen": sign_in_check,
        "dienst": service_check,
    }
    for what, check in checks.items():
        try:
            yield from check(loaded)
        except CampaignError as error:
            yield from (Finding(Verdict.FAULT, what, fault) for fault in error.faults)
        except PlaatsmakerError as error:
            yield Finding(Verdict.FAULT, what, str(error))
        except OSError as error:
            yield Finding(Verdict.FAULT, what, os_sentence(error))


def settings_check(loaded: Loaded) -> Iterator[Finding]:
    """Where the settings come from, and whether others can read a secret."""
    place = str(loaded.file) if loaded.file else "geen bestand; alles staat op de standaard"
    yield Finding(Verdict.GOOD, "instellingen", f"{place}.")
    incoming = loaded.settings.mail.incoming
    holds = [loaded.file] if loaded.file and incoming.password.get_secret_value() else []
    for file in [*holds, *_secret_files(loaded.settings)]:
        if file.exists() and file.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
            advice = f"{file} bevat een wachtwoord en anderen kunnen het lezen. Doe: chmod 600 {file}"
            yield Finding(Verdict.NOTICE, "instellingen", advice)


def _secret_files(section: BaseModel) -> Iterator[Path]:
    """Every file that a secret is read from."""
    for name in type(section).model_fields:
        value = getattr(section, name)
        if isinstance(value, BaseModel):
            yield from _secret_files(value)
        elif isinstance(value, Path) and isinstance(getattr(section, name.removesuffix("_file"), None), SecretStr):
            yield value


def clock_check(loaded: Loaded) -> Iterator[Finding]:
    """Whether the clock can be right at all."""
    present = now()
    if present < EARLIEST:
        sentence = f"De klok staat op {present:%d-%m-%Y}; dat is voor de eerste brief. Zet de klok gelijk (NTP)."
        yield Finding(Verdict.FAULT, "klok", sentence)
    elif (path := database_path(loaded.settings)).exists() and path.stat().st_mtime > present.timestamp() + SLACK:
        sentence = f"{path} is veranderd op een tijdstip dat nog moet komen. Zet de klok gelijk (NTP)."
        yield Finding(Verdict.FAULT, "klok", sentence)
    else:
        yield Finding(Verdict.GOOD, "klok", f"{present.astimezone(AMSTERDAM):%d-%m-%Y %H:%M:%S} in Nederland.")


def zone_check(_loaded: Loaded) -> Iterator[Finding]:
    """Whether this machine knows summer time in the Netherlands: the deadline hangs on it."""
    try:
        summer = datetime(2026, 8, 13, 23, 59, 59, tzinfo=ZoneInfo("Europe/Amsterdam")).utcoffset()
    except ZoneInfoNotFoundError:
        summer = None
    if summer is None or summer.total_seconds() != 2 * 60 * 60:
        sentence = "De tijdzone Europe/Amsterdam ontbreekt of klopt niet. Installeer het pakket tzdata."
        yield Finding(Verdict.FAULT, "tijdzone", sentence)
    else:
        yield Finding(Verdict.GOOD, "tijdzone", "Europe/Amsterdam kent de zomertijd.")


def folder_check(loaded: Loaded) -> Iterator[Finding]:
    """Whether the data folder can be written to."""
    data = loaded.settings.data
    nearest = _nearest_folder(data)
    if not nearest.is_dir():
        yield Finding(Verdict.FAULT, "gegevensmap", f"{nearest} is geen map. Kies een andere map bij data.")
    elif not os.access(nearest, os.W_OK | os.X_OK):
        yield Finding(Verdict.FAULT, "gegevensmap", f"In {nearest} mag niet worden geschreven. Pas de rechten aan.")
    else:
        more = "" if data.exists() else " (wordt gemaakt bij het eerste gebruik)"
        yield Finding(Verdict.GOOD, "gegevensmap", f"{data}{more}.")


def disk_check(loaded: Loaded) -> Iterator[Finding]:
    """Whether there is room for more mail."""
    free = shutil.disk_usage(_nearest_folder(loaded.settings.data)).free
    room = f"Er is {free / MEGA:,.0f} MB vrij".replace(",", ".")
    if free < TOO_LITTLE:
        yield Finding(Verdict.FAULT, "schijf", f"{room}; dat is te weinig. Maak ruimte, minstens 2.000 MB.")
    elif free < LITTLE:
        yield Finding(Verdict.NOTICE, "schijf", f"{room}. Maak op tijd ruimte, minstens 2.000 MB.")
    else:
        yield Finding(Verdict.GOOD, "schijf", f"{room}.")


def sqlite_check(_loaded: Loaded) -> Iterator[Finding]:
    """The version of SQLite, with its known fault named."""
    version, mended = sqlite_version()
    if mended:
        yield Finding(Verdict.GOOD, "sqlite", f"Versie {version}.")
        return
    yield Finding(
        Verdict.NOTICE,
        "sqlite",
        f"Versie {version}. Voor 3.51.3 kan een database in WAL-stand beschadigen als twee programma's tegelijk "
        "schrijven. Plaatsmaker schrijft met een; open de database niet met een ander programma om te schrijven.",
    )


def database_check(loaded: Loaded) -> Iterator[Finding]:
    """Whether the database opens and is whole."""
    path = database_path(loaded.settings)
    if not path.exists():
        yield Finding(Verdict.GOOD, "database", f"{path} is er nog niet; die komt er bij het eerste gebruik.")
        return
    with open_records(loaded.settings) as records:
        faults, trouble = records.faults(), records.counts()["trouble"]
    for fault in faults:
        sentence = f"{path} is beschadigd ({fault}). Zet een reservekopie terug: plaatsmaker restore BESTAND"
        yield Finding(Verdict.FAULT, "database", sentence)
    if not faults:
        yield Finding(Verdict.GOOD, "database", f"{path} is heel.")
    if trouble:
        sentence = f"{trouble} berichten zijn opzijgelegd: niet te lezen. Nog eens proberen: plaatsmaker review retry"
        yield Finding(Verdict.NOTICE, "database", sentence)


def campaign_check(loaded: Loaded) -> Iterator[Finding]:
    """Whether the campaign folder is right."""
    checked = checked_campaign(loaded.settings.campaign)
    yield from (Finding(Verdict.FAULT, "campagne", fault) for fault in checked.faults)
    if checked.notices:
        sentence = f"Niet alles is volledig. Zie: plaatsmaker campaign check {loaded.settings.campaign}"
        yield Finding(Verdict.NOTICE, "campagne", sentence)
    if checked.campaign:
        deadline = checked.campaign.deadline
        passed = " De deadline is voorbij." if deadline.passed(now()) else ""
        yield Finding(Verdict.GOOD, "campagne", f"{checked.campaign.key}: {deadline.words}.{passed}")


def retention_check(loaded: Loaded) -> Iterator[Finding]:
    """What is wiped by itself, and what a person keeps from being wiped."""
    checked, terms = checked_campaign(loaded.settings.campaign).campaign, loaded.settings.retention.terms
    if checked is None:
        return
    campaign = replace(checked, terms=terms)
    if not terms.any:
        yield Finding(Verdict.GOOD, "bewaren", keeping_text(campaign, now()))
        return
    for what, how_long in terms_in_words(campaign):
        yield Finding(Verdict.GOOD, "bewaren", f"{what}: {how_long}.")
    if not database_path(loaded.settings).exists():
        return
    with open_records(loaded.settings) as records:
        waiting = records.to_wipe(terms.limits(campaign.end, now())).waiting
    if waiting:
        sentence = (
            f"{waiting} berichten, gesprekken of casussen zijn over de termijn, maar een mens moet ze eerst afhandelen."
        )
        yield Finding(Verdict.NOTICE, "bewaren", sentence)


def mailbox_check(loaded: Loaded) -> Iterator[Finding]:
    """Whether the mailbox can be reached, lets us in, and has its folder. Nothing is read or moved."""
    said: list[str] = []
    source = open_source(loaded.settings, said.append)
    try:
        source.wait(0)
    except SourceUnreachable as error:
        raise SourceUnreachable(f"{error} Kijk host, port en tls na bij [mail.incoming].") from None
    finally:
        source.close()
    yield from (Finding(Verdict.NOTICE, "postbus", sentence) for sentence in said)
    yield Finding(Verdict.GOOD, "postbus", f"{mailbox_name(loaded.settings)}{_tls(loaded.settings)}.")


def _tls(settings: Settings) -> str:
    incoming = settings.mail.incoming
    if incoming.kind != "imap":
        return ""
    return ", niet versleuteld (deze computer zelf)" if incoming.tls == "none" else f", versleuteld ({incoming.tls})"


def outgoing_check(loaded: Loaded) -> Iterator[Finding]:
    """Whether mail can go out: the server is there, its certificate is trusted, and it lets us in. Nothing is sent."""
    outgoing = loaded.settings.mail.outgoing
    if trouble := outgoing_trouble(loaded.settings):
        yield Finding(Verdict.FAULT, "uitgaand", f"{trouble} Kijk [mail.outgoing] na.")
    else:
        yield Finding(Verdict.GOOD, "uitgaand", f"Mail gaat {outgoing_name(loaded.settings)}.")
    if outgoing.kind == "smtp" and outgoing.tls == "none":
        yield Finding(Verdict.NOTICE, "uitgaand", "De verbinding is niet versleuteld (deze computer zelf).")


def telegram_check(loaded: Loaded) -> Iterator[Finding]:
    """Whether Telegram can be reached and knows our token. No message is fetched or sent."""
    if not loaded.settings.chat.telegram.wanted:
        yield Finding(Verdict.GOOD, "telegram", "Staat uit: er is geen chat.telegram.token.")
        return
    from bot.telegram.opening import look  # noqa: PLC0415  # half a second that the others need not wait for

    name, notices = look(loaded.settings)
    yield Finding(Verdict.GOOD, "telegram", f"{name} is bereikbaar.")
    yield from (Finding(Verdict.NOTICE, "telegram", notice) for notice in notices)


def sign_in_check(loaded: Loaded) -> Iterator[Finding]:
    """Whether the sign-in service of the organisation answers as it should. Nobody is signed in."""
    oidc = loaded.settings.desk.oidc
    if oidc is None:
        yield Finding(Verdict.GOOD, "inloggen", "Met accounts van de werkbank; er is geen [desk.oidc].")
        return
    from bot.desk import open_provider  # noqa: PLC0415  # the desk is slow to load, and not every check needs it
    from desk.provider import ProviderTrouble  # noqa: PLC0415  # the same

    provider = open_provider(loaded.settings)
    assert provider is not None  # noqa: S101  # there are settings for it; tells mypy so
    try:
        provider.known()
    except ProviderTrouble as trouble:
        sentence = f"De inlogdienst {oidc.issuer} werkt niet: {trouble.why}. Kijk [desk.oidc] na."
        yield Finding(Verdict.FAULT, "inloggen", sentence)
        return
    yield Finding(Verdict.GOOD, "inloggen", f"Ook met een account van {oidc.name}. Terug komt men op {provider.back}.")
    if oidc.everybody and not oidc.domains:
        sentence = f"Iedereen met een account bij {oidc.issuer} komt binnen, als {Role(oidc.everybody).label}."
        yield Finding(Verdict.NOTICE, "inloggen", sentence)


def service_check(loaded: Loaded) -> Iterator[Finding]:
    """Whether the service, if it was started, is alive and reads its mailbox."""
    beat = read_heartbeat(loaded.settings.data)
    if beat is None:
        yield Finding(Verdict.NOTICE, "dienst", "De dienst draait niet. Start die met: plaatsmaker run")
    elif not alive(beat.pid):
        sentence = f"De dienst is om {beat.at.astimezone(AMSTERDAM):%H:%M:%S} onverwacht gestopt. Zie plaatsmaker.log."
        yield Finding(Verdict.FAULT, "dienst", sentence)
    elif beat.stale(now()):
        sentence = f"De dienst (proces {beat.pid}) geeft geen teken van leven meer. Stop en start die opnieuw."
        yield Finding(Verdict.FAULT, "dienst", sentence)
    elif beat.trouble:
        yield Finding(Verdict.FAULT, "dienst", f"De dienst draait, maar: {beat.trouble}")
    else:
        yield Finding(Verdict.GOOD, "dienst", f"De dienst draait (proces {beat.pid}).")


def _nearest_folder(path: Path) -> Path:
    """The folder itself, or the nearest one above it that exists."""
    return next(place for place in (path, *path.parents) if place.exists())
