"""A real Dovecot for the tests: on loopback, with its own configuration and CA, as a user without rights.

Fixtures: `dovecot` (one server for all tests of a process) and `mailbox` (a fresh user on it). Without Dovecot the
tests that ask for these are skipped, with one line.
"""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from imapclient import IMAPClient, imap_utf7

from intake.mail.imap_account import ImapAccount
from tests import dovecot_setup
from tests.dovecot_setup import PASSWORD, free_port, give

_START_SECONDS = 15


@dataclass
class Dovecot:
    """A running server. `port` is without TLS and for STARTTLS, `tls_port` speaks TLS from the start."""

    home: Path
    port: int
    tls_port: int
    tokens: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def ca_file(self) -> Path:
        return self.home / "cert.pem"

    def start(self) -> None:
        command = [dovecot_setup.command(), "-F", "-c", str(self.home / "dovecot.conf")]
        self.process = subprocess.Popen(command, **dovecot_setup.identity())
        deadline = time.monotonic() + _START_SECONDS
        while not self._greets():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"Dovecot does not start: {(self.home / 'log').read_text()}")
            time.sleep(0.05)

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(10)
            self.process = None

    def _greets(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as sock:
                return b"CAPABILITY" in sock.recv(1000)
        except OSError:
            return False

    def new_mailbox(self) -> Mailbox:
        user = f"gebruiker{next(self._numbers)}"
        mailbox = Mailbox(self, user, self.home / "mail" / user)
        mailbox.make_folder("INBOX")
        return mailbox

    def imap_processes(self, user: str) -> list[int]:
        """The processes of this server, and of no other that runs beside it, that serve this user now."""
        title, parent = (
            f"dovecot/imap [{user} ".encode(),
            f"PPid:\t{self.process.pid if self.process else 0}\n".encode(),
        )
        return [
            int(folder.name)
            for folder in Path("/proc").glob("[0-9]*")
            if _read(folder / "cmdline").startswith(title) and parent in _read(folder / "status")
        ]

    def kick(self, user: str) -> None:
        """End the sessions of this user the way an administrator does: the server says BYE."""
        for process in self.imap_processes(user):
            os.kill(process, signal.SIGTERM)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""  # the process has ended meanwhile


@dataclass
class Mailbox:
    """One user's mail on disk, as the server sees it."""

    server: Dovecot
    user: str
    path: Path
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def account(self, **changes: Any) -> ImapAccount:
        """How the product gets in; over TLS unless said otherwise."""
        account = ImapAccount(
            host="localhost",
            port=self.server.tls_port,
            username=self.user,
            password=PASSWORD,
            ca_file=self.server.ca_file,
        )
        return replace(account, **changes)

    def plain(self, port: int | None = None, **changes: Any) -> ImapAccount:
        """Without TLS, as a proxy that looks into the traffic needs it."""
        return self.account(port=port or self.server.port, tls="none", ca_file=None, **changes)

    def deliver(self, raw: bytes | None = None, folder: str = "INBOX") -> str:
        """Deliver a mail the way a mail server does: written in tmp, then renamed."""
        number = next(self._numbers)
        name = f"{1_790_000_000 + number}.M{number:06}.test"
        target = self.folder(folder)
        draft = target / "tmp" / name
        draft.write_bytes(letter(number) if raw is None else raw)
        give(draft)
        draft.rename(target / "new" / name)
        return name

    def deliver_numbered(self, uids: Iterable[int]) -> None:
        """Fill an inbox that nobody has opened yet with mail of these UIDs."""
        lines = ["3 V1790000000 N4000000000 G0123456789abcdef0123456789abcdef"]
        for uid in uids:
            (self.path / "cur" / f"{uid}.M1.test:2,").write_bytes(b"Subject: %d\r\n\r\n" % uid)
            lines.append(f"{uid} :{uid}.M1.test")
        (self.path / "dovecot-uidlist").write_text("\n".join([*lines, ""]))
        give(self.path / "dovecot-uidlist")

    def folder(self, name: str) -> Path:
        if name == "INBOX":
            return self.path
        return self.path / ("." + imap_utf7.encode(name).decode("ascii"))

    def make_folder(self, name: str) -> Path:
        path = self.folder(name)
        for part in (path, path / "cur", path / "new", path / "tmp"):
            part.mkdir(exist_ok=True)
            give(part)
        return path

    def allow_only(self, rights: str, folder: str = "INBOX") -> None:
        """Leave the owner of the folder only these rights (RFC 4314)."""
        acl = self.folder(folder) / "dovecot-acl"
        acl.write_text(f"owner {rights}\n")
        give(acl)

    @contextmanager
    def client(self, folder: str = "INBOX") -> Iterator[IMAPClient]:
        """Another mail program on the same mailbox."""
        with IMAPClient("127.0.0.1", self.server.port, ssl=False) as client:
            client.login(self.user, PASSWORD)
            client.select_folder(folder)
            yield client

    def flags(self, folder: str = "INBOX") -> dict[int, set[str]]:
        with self.client(folder) as client:
            found = client.get_flags(client.search())
        return {uid: {flag.decode() for flag in flags} - {r"\Recent"} for uid, flags in found.items()}


def letter(number: int, body: str = "Beste VNG, wij denken aan acht plekken.") -> bytes:
    """A small invented mail; each number gives another one."""
    lines = [
        f"From: Sanne de Boer <s.deboer{number}@gemeente.example>",
        "To: migratie@vng.nl",
        f"Subject: Plekken {number}",
        f"Message-ID: <{number}@gemeente.example>",
        "Date: Fri, 3 Jul 2026 09:12:00 +0200",
        "",
        body,
        "",
    ]
    return "\r\n".join(lines).encode()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs the server, so that it can be left out with `-m "not server"`."""
    for item in items:
        if "dovecot" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.server)


@contextmanager
def running_dovecot() -> Iterator[Dovecot]:
    """A server of its own, gone with all its mail afterwards."""
    # Not tmp_path: that is closed to the user without rights that the server runs as.
    home = Path(tempfile.mkdtemp(prefix="plaatsmaker-dovecot-"))
    tokens: dict[str, str] = {}
    with dovecot_setup.introspection(tokens) as introspection:
        server = Dovecot(home, free_port(), free_port(), tokens)
        dovecot_setup.configure(home, server.port, server.tls_port, introspection)
        try:
            server.start()
            yield server
        finally:
            server.stop()
            shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """The server; skips where there is none to start."""
    version = dovecot_setup.version()
    if not version:
        pytest.skip("Dovecot is not installed: tests/install_servers.sh installs it where it may")
    if not version.startswith("2.3"):
        pytest.skip(f"the configuration for these tests is that of Dovecot 2.3, and this is {version}")
    with running_dovecot() as server:
        yield server


@pytest.fixture
def mailbox(dovecot: Dovecot) -> Mailbox:
    """An empty mailbox of a user of its own."""
    return dovecot.new_mailbox()
