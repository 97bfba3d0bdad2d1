"""The wiring of the web desk, beside `bot.app`: from settings and records to the application and its server."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from bot.app import gemeente_spellings, mailbox_name, names, now
from bot.heartbeat import read_heartbeat
from bot.outgoing import open_follow, open_reminding, outgoing_name
from bot.retention import open_erase
from bot.settings import Settings
from bot.settings_file import secret
from desk.desk import OWN_NETWORKS, Desk
from desk.passwords import hashed, one_time_password
from desk.routing import BACK
from domain.accounts import Role, User
from domain.campaign import Campaign
from domain.entrance import Entrance
from domain.model import Message
from domain.wording import day_text
from intake.form import FormDesk
from intake.mail.hosts import is_loopback

if TYPE_CHECKING:
    from desk.provider import Provider
    from intake.converse import Conversations
    from intake.process import Intake
    from storage.records import Records

FIRST_MANAGER = "beheerder"
STUCK = "de dienst heeft zich te lang niet gemeld"
Tell = Callable[[str], None]


def open_desk(
    settings: Settings, records: Records, intake: Intake, wake: Callable[[], None], talk: Conversations | None = None
) -> Desk:
    """The desk of this campaign; `wake` says that there may be something to send."""
    from importlib.metadata import version  # noqa: PLC0415  # slow, and only the service asks

    campaign = intake.campaign
    return Desk(
        records=records,
        campaign=campaign,
        names=names(),
        clock=now,
        follow=open_follow(settings, records, campaign),
        spellings=places(),
        public_url=settings.desk.public_url,
        health=lambda: health(settings, now()),
        wake=wake,
        parse=intake.parse,
        reminding=open_reminding(settings, records, campaign) if settings.reminders.enabled else None,
        shown=shown_settings(settings, campaign),
        erase=open_erase(settings),
        version=version("plaatsmaker"),
        talk=talk,
        watchers=OWN_NETWORKS if settings.desk.watchers is None else settings.desk.watchers,
        provider=open_provider(settings),
        masked=masked,
        unnamed=unnamed,
        forms=FormDesk(records, intake, names(), gemeenten_called, own_domains, address(settings)),
    )


def masked(text: str) -> str:
    """A text without personal data of clients, for what was typed in a conversation."""
    from nlp.personal_data import find, mask  # noqa: PLC0415  # the service has it loaded, other commands need not

    return mask(text, find(Message(body=text)))


def unnamed(text: str) -> str:
    """A text without names of persons, for what others will read."""
    from nlp.persons import without_persons  # noqa: PLC0415  # the lists of words are read when the first one is asked

    return without_persons(text)


def open_provider(settings: Settings) -> Provider | None:
    """The sign-in service of the organisation; `None` where people have accounts of the desk only."""
    oidc = settings.desk.oidc
    if oidc is None:
        return None
    from desk.provider import Provider  # noqa: PLC0415  # half a second that who has none need not wait for

    groups = {role: frozenset(getattr(oidc.groups, role)) for role in Role}
    return Provider(
        issuer=oidc.issuer,
        client_id=oidc.client_id,
        secret=lambda: secret(oidc.client_secret, oidc.client_secret_file, "desk.oidc.client_secret"),
        back=address(settings) + BACK,
        entrance=Entrance(
            claim=oidc.claim,
            groups=groups,
            everybody=Role(oidc.everybody) if oidc.everybody else None,
            domains=frozenset(domain.casefold() for domain in oidc.domains),
        ),
        name=oidc.name,
        scopes=oidc.scopes,
        ca_file=oidc.ca_file,
    )


def gemeenten_called(words: str) -> tuple[str, ...]:
    """The CBS codes that a typed name, other name or place may stand for."""
    from nlp.gazetteer import domain_letters  # noqa: PLC0415  # the service has it loaded, other commands need not

    letters = domain_letters(words)
    for spellings in (gemeente_spellings(), place_spellings()):
        if found := spellings.get(letters) or spellings.get(letters.removeprefix("gemeente"), ()):
            return found
    return ()


@cache
def place_spellings() -> dict[str, tuple[str, ...]]:
    """The codes for each place, by its letters and digits."""
    from nlp.gazetteer import domain_letters  # noqa: PLC0415  # the same

    found: dict[str, tuple[str, ...]] = {}
    for name, codes in places().items():
        letters = domain_letters(name)
        found[letters] = tuple(dict.fromkeys((*found.get(letters, ()), *codes)))
    return found


def own_domains(code: str) -> tuple[str, ...]:
    """The domains that a gemeente mails from itself."""
    from nlp.gazetteer import rows  # noqa: PLC0415  # the same

    return tuple(row["domain"] for row in rows("domains.csv") if row["code"] == code)


def shown_settings(settings: Settings, campaign: Campaign) -> tuple[tuple[str, str], ...]:
    """What the page Beheer says of the settings; no secrets."""
    approval = "na goedkeuring" if settings.reminders.approval else "vanzelf"
    return (
        ("Campagne", campaign.title),
        ("Doel", f"{campaign.goal:,} plekken".replace(",", ".")),
        ("Uiterste datum", f"{campaign.deadline.words} (tot en met {day_text(campaign.deadline.last_day)})"),
        ("Post komt binnen via", mailbox_name(settings)),
        ("Post gaat uit", outgoing_name(settings)),
        ("Herinneringen", approval if settings.reminders.enabled else "uit"),
        ("Inloggen", f"ook met een account van {settings.desk.oidc.name}" if settings.desk.oidc else "eigen accounts"),
        ("Gegevens staan in", str(settings.data)),
    )


@contextmanager
def desk_served(settings: Settings, desk: Desk, tell: Tell) -> Iterator[None]:
    """Serve the desk while the block runs, and say where. Raises `SettingsError` where the port is taken."""
    from desk.app import build  # noqa: PLC0415  # a second of imports that other commands need not wait for
    from desk.serving import listen, serving  # noqa: PLC0415  # the same

    bound = listen(settings.desk.host, settings.desk.port)
    tell(f"Werkbank: {address(settings)}/werkbank")
    if not desk.secure and not is_loopback(settings.desk.host):
        tell("Let op: de werkbank is zonder https te bereiken. Zet er een proxy met https voor en vul public_url in.")
    for sentence in first_sign_in(settings, desk):
        tell(sentence)
    with serving(build(desk), bound, settings.desk.proxies):
        yield


def address(settings: Settings) -> str:
    """How a browser reaches the desk, without a slash at the end."""
    host = f"[{settings.desk.host}]" if ":" in settings.desk.host else settings.desk.host
    return settings.desk.public_url.rstrip("/") or f"http://{host}:{settings.desk.port}"


def first_sign_in(settings: Settings, desk: Desk) -> Iterator[str]:
    """On this machine alone: a first manager, with a fresh one-time password at each start until it was replaced."""
    users = desk.records.accounts.users()
    waiting = next((user for user in users if user.name == FIRST_MANAGER and user.one_time and user.active), None)
    if users and (waiting is None or len(users) > 1):
        return
    if not is_loopback(settings.desk.host):
        yield "Er kan nog niemand inloggen. Maak een account: plaatsmaker user add NAAM --role beheerder"
        return
    password = one_time_password()
    with desk.records.write():
        _store_first(desk, waiting, hashed(password))
    yield f"Inloggen: naam {FIRST_MANAGER}, eenmalig wachtwoord {password}"


def _store_first(desk: Desk, waiting: User | None, password_hash: str) -> None:
    if waiting is None:
        desk.records.accounts.add(FIRST_MANAGER, Role.MANAGER, password_hash, desk.clock())
    else:
        desk.records.accounts.set_password(waiting.id, password_hash, one_time=True)


def health(settings: Settings, at: datetime) -> Mapping[str, str]:
    """The parts of the service, each with what is the matter, from its last sign of life."""
    beat = read_heartbeat(settings.data)
    if beat is None or beat.stale(at):
        return {"dienst": STUCK}
    return {"dienst": "", "postbus": beat.trouble, "versturen": beat.sending_trouble, "telegram": beat.chat_trouble}


@cache
def places() -> dict[str, tuple[str, ...]]:
    """Places, former and other names with the CBS codes that each may mean."""
    from nlp.gazetteer import rows  # noqa: PLC0415  # the service has it loaded, other commands need not

    found: dict[str, tuple[str, ...]] = {}
    pairs = [(row["name"], row["code"]) for row in rows("aliases.csv")]
    pairs += [(row["name"], row["code"]) for row in rows("woonplaatsen.csv")]
    pairs += [(row["name"], row["code"]) for row in rows("former_gemeenten.csv")]
    for name, code in pairs:
        found[name] = tuple(dict.fromkeys((*found.get(name, ()), code)))
    return found
