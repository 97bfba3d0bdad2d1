"""Where a mailbox stands and how to get in, and the limits that keep fetching polite and memory flat."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from domain.errors import SettingsError
from intake.mail.hosts import is_loopback
from intake.mail.sizes import LARGEST, MEGA

Tls = Literal["implicit", "starttls", "none"]


@dataclass(frozen=True)
class ImapAccount:
    """One folder of one mailbox. Either `password`, or `token`, which is asked for at each connect (XOAUTH2).

    An empty `done_folder` or `trouble_folder` leaves mail where it stands. `ca_file` (PEM) replaces the system's
    certificate authorities. Raises `SettingsError` for what can never work.
    """

    host: str
    port: int
    username: str
    password: str = field(default="", repr=False)
    token: Callable[[], str] | None = field(default=None, repr=False)
    tls: Tls = "implicit"
    ca_file: Path | None = None
    folder: str = "INBOX"
    done_folder: str = ""
    trouble_folder: str = ""

    def __post_init__(self) -> None:
        if self.tls == "none" and not is_loopback(self.host):
            raise SettingsError(
                f'mail.incoming.tls = "none" mag alleen voor een server op deze computer, niet voor {self.host}.'
            )
        if self.folder in {self.done_folder, self.trouble_folder}:
            raise SettingsError(
                f'mail.incoming.folder "{self.folder}" is ook done_folder of trouble_folder: kies verschillende mappen.'
            )

    @property
    def name(self) -> str:
        """What the database calls this account: user and host."""
        return f"{self.username}@{self.host}"

    @property
    def place(self) -> str:
        """Host and port, for sentences."""
        return f"{self.host}:{self.port}"

    def tls_context(self) -> ssl.SSLContext:
        """A context that checks certificate and host name. Raises `SettingsError` for a bad `ca_file`."""
        try:
            return ssl.create_default_context(cafile=self.ca_file)
        except (OSError, ssl.SSLError) as error:
            raise SettingsError(
                f"mail.incoming.ca_file {self.ca_file} is geen leesbaar bestand met certificaten (PEM)."
            ) from error


@dataclass(frozen=True)
class Limits:
    """Sizes in octets, times in seconds.

    `size` is the largest mail that is fetched. A batch holds at most `batch_count` mails and `batch_octets`.
    IDLE is begun again every `renew` (a server may end it after 30 minutes), `poll` is the pause between looks where
    there is no IDLE, and a server that does not answer within `watchdog` while waiting for mail is taken for dead.
    """

    size: int = LARGEST
    batch_count: int = 100
    batch_octets: int = 8 * MEGA
    connect: float = 15.0
    read: float = 60.0
    renew: float = 300.0
    poll: float = 30.0
    watchdog: float = 10.0
