"""The wiring, with `outgoing`, `conversing`, `desk` and `telegram.opening`: only there concrete classes are named."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bot.campaign_folder import Checked, campaign_file, check_campaign, load_campaign
from bot.settings import Incoming, OAuth2, Settings
from bot.settings_file import secret
from domain.campaign import Campaign, Gemeente
from domain.errors import SourceError
from domain.ports import Reader, Source

if TYPE_CHECKING:
    from domain.answers import Answerer
    from domain.reminders import Ladder
    from domain.working_days import WorkingDays
    from intake.process import Follow, Handled, Intake
    from storage.records import Records

Say = Callable[[str], None]


def now() -> datetime:
    """The clock of the program (UTC)."""
    return datetime.now(UTC)


@cache
def gemeenten() -> dict[str, Gemeente]:
    """Every gemeente by CBS code."""
    from nlp import gazetteer

    return {code: Gemeente(code, found.name, found.province) for code, found in gazetteer.gemeenten().items()}


def names() -> dict[str, str]:
    """The name of every gemeente by CBS code."""
    return {code: gemeente.name for code, gemeente in gemeenten().items()}


def gemeente_code(words: str) -> str:
    """The CBS code for a code (`GM0363`, `0363`), a name or another name (`Den Haag`). Raises `DecisionError`."""
    from bot.faults import nearest
    from domain.errors import DecisionError
    from nlp.gazetteer import domain_letters

    known = names()
    code = words.strip().upper().removeprefix("GM")
    if code.isdecimal():
        code = f"GM{int(code):04}"
        if code in known:
            return code
        raise DecisionError(f"Er is geen gemeente met code '{words.strip()}'.")
    letters = domain_letters(words)
    found = gemeente_spellings().get(letters) or gemeente_spellings().get(letters.removeprefix("gemeente"), ())
    if len(found) == 1:
        return found[0]
    if found:
        raise DecisionError(f"'{words.strip()}' kan van alles zijn: {' of '.join(sorted(known[c] for c in found))}.")
    raise DecisionError(f"Er is geen gemeente '{words.strip()}'{nearest(words.strip(), known.values())}")


@cache
def gemeente_spellings() -> dict[str, tuple[str, ...]]:
    """The codes for each name and other name, by its letters and digits; two gemeenten are called Bergen."""
    from nlp.gazetteer import domain_letters, rows

    pairs = [(row["name"], row["code"]) for row in rows("aliases.csv") if row["kind"] in {"alias", "frisian"}]
    pairs += [(name, code) for code, name in names().items()]
    pairs += [(name.partition(" (")[0], code) for code, name in names().items()]
    found: dict[str, tuple[str, ...]] = {}
    for name, code in pairs:
        letters = domain_letters(name)
        found[letters] = tuple(dict.fromkeys((*found.get(letters, ()), code)))
    return found


def open_campaign(settings: Settings) -> Campaign:
    """The campaign of the settings. Raises `CampaignError` with all that is wrong with it."""
    return replace(load_campaign(settings.campaign, names()), terms=settings.retention.terms)


def checked_campaign(path: Path) -> Checked:
    """The campaign in a folder with everything that is wrong with it, its mails included."""
    from intake.templates import Templates

    checked = check_campaign(path, names())
    mails = campaign_file(path).with_name("mails")
    if not mails.is_dir():
        checked.notices.append("Er is geen map mails: met deze campagne kan niemand worden aangeschreven.")
    else:
        templates = Templates(mails)
        checked.faults += templates.faults()
        wanted = {step.mail: step for step in checked.steps if not templates.has(step.mail)}
        checked.faults += [f"{mails}: {name}.txt ontbreekt, voor stap {wanted[name].key}" for name in wanted]
    checked.faults += _card_faults(path, checked)
    return checked


def _card_faults(path: Path, checked: Checked) -> list[str]:
    """What is wrong with the answer cards; they name letters, so the file with those must be readable."""
    from nlp.answering import checked_cards

    cards = campaign_file(path).with_name("answers")
    if not cards.is_dir():
        checked.notices.append("Er is geen map answers: vragen gaan allemaal naar een medewerker.")
        return []
    if checked.letters is None:
        checked.notices.append("De kaarten in answers zijn nog niet nagekeken: eerst moet campaign.toml te lezen zijn.")
        return []
    return checked_cards(cards, checked.letters).faults


def open_ladder(settings: Settings, campaign: Campaign) -> Ladder:
    """The ladder of reminders of this campaign, on the working days of the Netherlands."""
    from domain.reminders import Ladder

    steps = check_campaign(settings.campaign, names()).steps
    return Ladder(campaign.key, campaign.opened_on, campaign.deadline, steps, working_days(campaign))


def working_days(campaign: Campaign) -> WorkingDays:
    """Weekdays without the public holidays and the days off of the campaign, around the years that it runs in."""
    import holidays

    from domain.working_days import WorkingDays

    years = range(campaign.opened_on.year - 1, campaign.deadline.last_day.year + 2)
    return WorkingDays(frozenset(holidays.country_holidays("NL", years=years)) | campaign.days_off)


def database_path(settings: Settings) -> Path:
    """Where the database stands."""
    return settings.data / "plaatsmaker.db"


def own_folder(data: Path) -> None:
    """Make the data folder where it is missing. It holds mail of strangers: nobody else on this machine may look."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)


def open_records(settings: Settings, campaign: Campaign | None = None) -> Records:
    """The database: to write in where a campaign is given, which it is brought in line with; else to read only.

    Raises `StorageError`: no database yet, another process writes, damaged, full.
    """
    from storage.records import Records

    if campaign is None:
        return Records.open(database_path(settings), writing=False)
    own_folder(settings.data)
    records = Records.open(database_path(settings))
    try:
        records.store_gemeenten(gemeenten().values())
        records.store_campaign(campaign)
    except BaseException:
        records.close()
        raise
    return records


def restore_database(source: Path, target: Path, at: datetime, letters: Path) -> int:
    """Put a backup in the place of the database, and its letters back; gives how many. Raises `StorageError`."""
    from storage.copies import restore

    return restore(source, target, at, letters)


def sqlite_version() -> tuple[str, bool]:
    """The version of SQLite, and whether it has the repair of its WAL in 3.51.3."""
    from storage.copies import sqlite_version

    return sqlite_version()


def build_reader() -> Reader:
    """The reader with everything loaded; costs about a second."""
    from nlp.reader import build_reader

    reader = build_reader()
    # Names and cues live as long as the process; without this each collection of garbage walks through all of them.
    gc.collect()
    gc.freeze()
    # A reading makes thousands of small values and no circles: looking for those every 700 values costs 4 %.
    gc.set_threshold(20_000, 20, 20)
    return reader


def open_intake(records: Records, campaign: Campaign, follow: Follow | None = None) -> Intake:
    """What handling messages takes, the reader included. `follow` is what else follows from a message."""
    from bot.helper import COMMAND
    from intake.mail.parse import parse
    from intake.process import Intake

    return Intake(records, parse, build_reader(), campaign, now, follow, helper=COMMAND)


def open_answerer(settings: Settings, campaign: Campaign, letters: Path | None = None) -> Answerer:
    """What answers questions, quoting from the imported letters, or from those in the folder `letters`.

    Raises `CampaignError` with all faults in the cards, `SourceError` where the letters cannot be read.
    """
    from intake.letters import letters_in, stored_letters
    from nlp.answering import build_answerer

    known = campaign.letters
    texts = letters_in(letters, known) if letters else stored_letters(letters_path(settings), known)
    answerer = build_answerer(answers_path(settings), campaign, texts)
    gc.collect()
    gc.freeze()
    return answerer


def answers_path(settings: Settings) -> Path:
    """Where the answer cards of the campaign stand."""
    return campaign_file(settings.campaign).with_name("answers")


def letters_path(settings: Settings) -> Path:
    """Where imported letters are kept."""
    return settings.data / "letters"


def describer(intake: Intake) -> Callable[[Handled], str]:
    """Says on one line what was made of a message, without personal data."""
    from bot.masking import masked
    from bot.rendering import outcome

    labels = {kind.key: kind.label for kind in intake.campaign.bottleneck_types}

    def describe(handled: Handled) -> str:
        stored = intake.records.messages.get(handled.id)
        return masked(outcome(stored.sender, stored.subject, handled, labels))

    return describe


def open_source(settings: Settings, say: Say) -> Source:
    """The mailbox; `say` hears what could not be done but stops nothing. Raises `SettingsError` or `SourceError`."""
    incoming = settings.mail.incoming
    if incoming.kind == "imap":
        return _imap(incoming, say)
    from intake.mail.maildir import MaildirSource

    own_folder(settings.data)
    return MaildirSource(mailbox_path(settings), incoming.done_folder, incoming.trouble_folder, say=say)


def open_files(paths: Sequence[Path]) -> Source:
    """Files and folders as a mailbox that is read once. Raises `SourceError` where one is not there."""
    from intake.mail.file_source import FileSource

    for path in paths:
        if not path.exists():
            raise SourceError(f"{path}: dit bestand of deze map is er niet.")
    return FileSource(paths)


def mailbox_path(settings: Settings) -> Path:
    """The Maildir; only where mail comes in that way."""
    return settings.mail.incoming.path or settings.data / "mailbox"


def mailbox_name(settings: Settings) -> str:
    """Where mail is read, for sentences."""
    incoming = settings.mail.incoming
    if incoming.kind == "imap":
        return f"{incoming.username} op {incoming.host}:{incoming.port}, map {incoming.folder}"
    return str(mailbox_path(settings))


def _imap(incoming: Incoming, say: Say) -> Source:
    from intake.mail.imap import ImapSource
    from intake.mail.imap_account import ImapAccount

    password = ""
    if incoming.oauth2 is None:
        password = secret(incoming.password, incoming.password_file, "mail.incoming.password")
    account = ImapAccount(
        host=incoming.host,
        port=incoming.port,
        username=incoming.username,
        password=password,
        token=token_for(incoming.oauth2, "mail.incoming.oauth2") if incoming.oauth2 else None,
        tls=incoming.tls,
        ca_file=incoming.ca_file,
        folder=incoming.folder,
        done_folder=incoming.done_folder,
        trouble_folder=incoming.trouble_folder,
    )
    return ImapSource(account, say=say)


def token_for(oauth2: OAuth2, key: str) -> Callable[[], str]:
    """What asks for a fresh token; `key` is the group of settings, for sentences. Raises `SettingsError`."""
    from intake.mail.oauth import ClientCredentials, RefreshToken, microsoft_token_url

    url = oauth2.token_url or microsoft_token_url(oauth2.tenant)
    client_secret = secret(oauth2.client_secret, oauth2.client_secret_file, f"{key}.client_secret")
    file = oauth2.refresh_token_file
    if file is None:
        return ClientCredentials(url, oauth2.client_id, client_secret, oauth2.scope)
    refresh = secret(oauth2.client_secret, file, f"{key}.refresh_token")

    def store(token: str) -> None:
        fresh = file.with_name(file.name + ".new")
        fresh.touch(mode=0o600)
        fresh.write_text(token, encoding="utf-8")
        fresh.replace(file)

    return RefreshToken(url, oauth2.client_id, refresh, store, client_secret, oauth2.scope)
