"""Everything that the pages of the desk work with; `bot.desk` fills it in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network
from urllib.parse import urlsplit

from desk.begun import SignIns
from desk.finding import Finder
from desk.limits import Limit
from desk.presence import Presence
from desk.provider import Provider
from desk.remembered import Remembered
from domain.campaign import Campaign
from domain.desk import DeskRecords
from domain.ports import Clock, Parse
from intake.converse import Conversations
from intake.form import FormDesk
from intake.remind import Reminding
from intake.review import Follow

Health = Callable[[], Mapping[str, str]]
"""The parts of the program with the trouble of each; an empty text means that it lives."""


TRY_WITHIN = timedelta(minutes=5)
TRIES_FOR_ONE_NAME = 5
TRIES_FOR_ONE_ADDRESS = 30
"""Behind one address there may be a whole office."""

STARTS_WITHIN = timedelta(minutes=10)
STARTS_FROM_ONE_ADDRESS = 100
"""Sign-ins at the organisation that are begun: nobody crowds out those of others."""

FORMS_WITHIN = timedelta(minutes=10)
FORMS_FROM_ONE_ADDRESS = 20
LINES_WITHIN = timedelta(minutes=1)
LINES_FROM_ONE_ADDRESS = 60

Network = IPv4Network | IPv6Network
OWN_NETWORKS: tuple[Network, ...] = tuple(
    ip_network(name) for name in ("127.0.0.0/8", "::1", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
)
"""This machine, and networks that the internet cannot reach."""

MENU = (
    ("/werkbank", "Overzicht"),
    ("/werkbank/nakijken", "Nakijken"),
    ("/werkbank/gemeenten", "Gemeenten"),
    ("/werkbank/toezeggingen", "Toezeggingen"),
    ("/werkbank/knelpunten", "Knelpunten"),
    ("/werkbank/vragen", "Vragen"),
    ("/werkbank/herinneringen", "Herinneringen"),
    ("/werkbank/postbus", "Postbus"),
    ("/werkbank/uitgaand", "Uitgaand"),
    ("/werkbank/beheer", "Beheer"),
)
"""The pages in the menu."""
BELONGS = {
    "/werkbank/gemeenten": ("/werkbank/gemeente",),
    "/werkbank/knelpunten": ("/werkbank/casussen",),
    "/werkbank/postbus": ("/werkbank/bericht",),
}
"""Pages that have an address of their own and belong to one in the menu."""


def _nothing() -> None:
    return


def _nowhere(_message_id: str) -> None:
    return


def _healthy() -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk of one campaign.

    `names` are the gemeenten by CBS code, `spellings` other names and places, each with the codes that it may mean.
    `follow` is what else follows from a person's decision; `wake` says that there may be something to read or to
    send; `parse` reads a mail that is answered, `reminding` is `None` where the campaign writes to nobody.
    `public_url` is how browsers reach the desk, such as `https://plaatsmaker.example`; without it they reach it
    directly. `version` is shown on the page Beheer. Without `forms` there is no public
    form, without `talk` no web chat.
    """

    records: DeskRecords
    campaign: Campaign
    names: Mapping[str, str]
    clock: Clock
    follow: Follow | None = None
    spellings: Mapping[str, tuple[str, ...]] | None = None
    public_url: str = ""
    health: Health = _healthy
    wake: Callable[[], None] = _nothing
    version: str = ""
    parse: Parse | None = None
    reminding: Reminding | None = None
    shown: tuple[tuple[str, str], ...] = ()
    """Settings that the page Beheer shows, each with its value; never a secret."""
    erase: Callable[[str], None] = _nowhere
    """Removes the copy of a mail that went out as a file, by its Message-ID."""
    forms: FormDesk | None = None
    talk: Conversations | None = None
    masked: Callable[[str], str] = str
    """Takes personal data of clients out of a text that is shown."""
    unnamed: Callable[[str], str] = str
    """Takes names of persons out of a text that others will read."""
    watchers: tuple[Network, ...] = OWN_NETWORKS
    """From where `/metrics` may be asked, and what is the matter at `/healthz`."""
    provider: Provider | None = None
    """The sign-in service of the organisation, where people may use that."""
    sign_ins: SignIns = field(default_factory=SignIns)
    presence: Presence = field(default_factory=Presence)
    remembered: Remembered = field(default_factory=Remembered)
    tries_by_name: Limit = field(default_factory=lambda: Limit(TRIES_FOR_ONE_NAME, TRY_WITHIN))
    tries_by_address: Limit = field(default_factory=lambda: Limit(TRIES_FOR_ONE_ADDRESS, TRY_WITHIN))
    starts_by_address: Limit = field(default_factory=lambda: Limit(STARTS_FROM_ONE_ADDRESS, STARTS_WITHIN))
    forms_by_address: Limit = field(default_factory=lambda: Limit(FORMS_FROM_ONE_ADDRESS, FORMS_WITHIN))
    chats_by_address: Limit = field(default_factory=lambda: Limit(LINES_FROM_ONE_ADDRESS, LINES_WITHIN))

    finder: Finder = field(init=False)

    def __post_init__(self) -> None:
        # Frozen, and slots: the finder is made of the names once
        object.__setattr__(self, "finder", Finder(self.names, self.spellings or {}))

    @property
    def secure(self) -> bool:
        """Whether browsers reach the desk over https."""
        return urlsplit(self.public_url).scheme == "https"

    def type_label(self, key: str) -> str:
        """The name of a type of bottleneck."""
        return next((kind.label for kind in self.campaign.bottleneck_types if kind.key == key), key)

    def section(self, path: str) -> str:
        """The page in the menu that this one belongs to; empty where there is none."""
        for page, _ in self.menu[1:]:
            if any(f"{path}/".startswith(f"{begin}/") for begin in (page, *BELONGS.get(page, ()))):
                return page
        return ""

    @property
    def menu(self) -> tuple[tuple[str, str], ...]:
        """The pages in the menu, each with its address."""
        return MENU

    @property
    def cookie(self) -> str:
        """The name of the cookie: the browser itself guards one that begins with `__Host-`, over https only."""
        return "__Host-plaatsmaker" if self.secure else "plaatsmaker"
