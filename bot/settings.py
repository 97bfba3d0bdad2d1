"""Every setting, with its default. `bot.settings_file` reads them; `bot.settings_faults` says what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, IPvAnyNetwork, SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from domain.keeping import YEAR, Terms

DEFAULT_CAMPAIGN = Path("campaigns/versnelling-2026")
PREFIX = "PLAATSMAKER_"


def _no_boolean(value: object) -> object:
    # true is a number to Python, but a port that is "true" is a mistake in the file
    return "true" if isinstance(value, bool) else value


Port = Annotated[int, BeforeValidator(_no_boolean), Field(ge=1, le=65535)]
Tls = Literal["implicit", "starttls", "none"]


class Section(BaseModel):
    """A table of the settings file; a key that it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class OAuth2(Section):
    """Where a token for XOAUTH2 is asked for: with client credentials, or with a refresh token where there is a file.

    `tenant` is short for Microsoft's address. The file is written anew whenever the server hands out another token.
    """

    tenant: str = ""
    token_url: str = ""
    client_id: str = ""
    client_secret: SecretStr = SecretStr("")
    client_secret_file: Path | None = None
    refresh_token_file: Path | None = None
    scope: str = "https://outlook.office365.com/.default"


class Incoming(Section):
    """Where mail is read."""

    kind: Literal["maildir", "imap"] = "maildir"
    path: Path | None = None
    host: str = ""
    port: Port = 993
    tls: Tls = "implicit"
    username: str = ""
    password: SecretStr = SecretStr("")
    password_file: Path | None = None
    oauth2: OAuth2 | None = None
    ca_file: Path | None = None
    folder: str = Field(default="INBOX", min_length=1)
    done_folder: str = "Verwerkt"
    trouble_folder: str = "Nakijken"


class Sent(Section):
    """A mailbox that holds a copy of what was sent: there what may have arrived is looked up by Message-ID."""

    host: str = Field(min_length=1)
    port: Port = 993
    tls: Tls = "implicit"
    username: str = Field(min_length=1)
    password: SecretStr = SecretStr("")
    password_file: Path | None = None
    oauth2: OAuth2 | None = None
    ca_file: Path | None = None
    folder: str = Field(default="Sent", min_length=1)


class Outgoing(Section):
    """Where mail goes out. `bcc` gets a copy of each mail; `per_minute` is what the server takes at most."""

    kind: Literal["files", "smtp"] = "files"
    path: Path | None = None
    host: str = ""
    port: Port = 587
    tls: Tls = "starttls"
    username: str = ""
    password: SecretStr = SecretStr("")
    password_file: Path | None = None
    oauth2: OAuth2 | None = None
    ca_file: Path | None = None
    sender: str = Field(default="migratie@vng.nl", pattern=r"^[^@\s<>]+@[^@\s<>]+$")
    sender_name: str = "VNG"
    bcc: str = Field(default="", pattern=r"^([^@\s<>]+@[^@\s<>]+)?$")
    per_minute: int = Field(default=30, ge=1, le=6000)
    sent: Sent | None = None


class Mail(Section):
    """Mail in and out."""

    incoming: Incoming = Incoming()
    outgoing: Outgoing = Outgoing()


class Telegram(Section):
    """The Telegram door; closed without a token.

    Messages are fetched (`polling`), or brought by Telegram to `webhook_url`, which must lead to `webhook_host` and
    `webhook_port`, where the service then listens.
    """

    token: SecretStr = SecretStr("")
    token_file: Path | None = None
    api_url: str = "https://api.telegram.org"
    mode: Literal["polling", "webhook"] = "polling"
    webhook_url: str = ""
    webhook_host: str = "127.0.0.1"
    webhook_port: Port = 8015

    @property
    def wanted(self) -> bool:
        """Whether there is a token."""
        return bool(self.token.get_secret_value() or self.token_file)


class Chat(Section):
    """The doors for conversation."""

    telegram: Telegram = Telegram()


class OidcGroups(Section):
    """The values of the claim that give each role; who has several gets the highest."""

    reader: tuple[str, ...] = ()
    reviewer: tuple[str, ...] = ()
    manager: tuple[str, ...] = ()


class Oidc(Section):
    """The sign-in service of the organisation (OpenID Connect), beside accounts of the desk itself.

    `claim` names what holds the groups or roles of a person. `everybody` is the role of who is in none of the groups;
    empty keeps them out. With `domains` only who has an e-mail address there comes in.
    """

    issuer: str = Field(min_length=1)
    client_id: str = Field(min_length=1)
    client_secret: SecretStr = SecretStr("")
    client_secret_file: Path | None = None
    name: str = Field(default="uw organisatie", min_length=1, max_length=60)
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    claim: str = Field(default="groups", min_length=1)
    groups: OidcGroups = OidcGroups()
    everybody: Literal["", "reader", "reviewer", "manager"] = ""
    domains: tuple[str, ...] = ()
    ca_file: Path | None = None


class Desk(Section):
    """Where the web pages listen.

    `public_url` is how browsers reach them where something stands in between; with https the cookie is for https only.
    `proxies` are the addresses of what stands in between: only they may say who the visitor is. `watchers` are the
    networks from which `/metrics` may be asked; `None` is this machine and private ones.
    """

    host: str = Field(default="127.0.0.1", min_length=1)
    port: Port = 8014
    public_url: str = Field(default="", pattern=r"^(https?://[^/\s]+/?)?$")
    proxies: tuple[str, ...] = ()
    watchers: tuple[IPvAnyNetwork, ...] | None = None
    oidc: Oidc | None = None


class Reminders(Section):
    """Whether those who are silent are written to, and whether a person approves each wave first."""

    enabled: bool = True
    approval: bool = True


Days = Annotated[int, BeforeValidator(_no_boolean), Field(ge=30, le=3650)]


class Retention(Section):
    """For how many days after the end of the campaign each is kept; with `enabled = false` nothing is wiped by itself.

    `messages_days`: mail and forms, in and out; `conversations_days`: the chat; `contacts_days`: names and addresses of
    contacts; `notes_days`: notes and casussen; `audit_days`: the audit trail, at least as long as the others.
    """

    enabled: bool = True
    messages_days: Days = YEAR
    conversations_days: Days = YEAR
    contacts_days: Days = YEAR
    notes_days: Days = YEAR
    audit_days: Days | None = None

    @property
    def terms(self) -> Terms:
        """The days for each kind; whoever wrote anything here chose them."""
        if not self.enabled:
            return Terms()
        trail = self.audit_days or max(2 * YEAR, self.messages_days, self.conversations_days, self.contacts_days)
        return Terms(
            self.messages_days,
            self.conversations_days,
            self.contacts_days,
            self.notes_days,
            trail,
            by_default=not self.model_fields_set,
        )


class Settings(BaseSettings):
    """All settings. Paths are absolute once `bot.settings_file.load` has returned."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True, hide_input_in_errors=True
    )

    campaign: Path = DEFAULT_CAMPAIGN
    data: Path = Path("data")
    mail: Mail = Mail()
    chat: Chat = Chat()
    desk: Desk = Desk()
    reminders: Reminders = Reminders()
    retention: Retention = Retention()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file, which comes in through the initialiser."""
        del settings_cls, dotenv_settings, file_secret_settings
        return env_settings, init_settings
