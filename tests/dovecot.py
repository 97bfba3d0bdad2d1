"""A real Dovecot for the tests: on loopback, with its own configuration and CA, as a user without rights.

Fixtures: `dovecot` (one server for all tests of a process) and `mailbox` (a fresh user on it). Without Dovecot the
tests that ask for these are skipped, with one line.
"""

from __future__ import annotations

import grp
import itertools
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from imapclient import IMAPClient, imap_utf7

from intake.mail.imap_account import ImapAccount

# of a server that lives as long as the tests
PASSWORD = "plaats-maken-13"  # noqa: S105
PREFIX_PASSWORD = "onder-inbox-13"  # noqa: S105 # with this one all folders stand under "INBOX."
_START_SECONDS = 15

_CONFIG = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{home}/cert.pem
ssl_key = <{home}/key.pem
disable_plaintext_auth = no
auth_failure_delay = 0
auth_mechanisms = plain login xoauth2
mail_location = maildir:{home}/mail/%u
mail_plugins = acl
first_valid_uid = 1
verbose_proctitle = yes
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
namespace inbox {{
  inbox = yes
  separator = .
  prefix =
}}
plugin {{
  acl = vfile
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {home}/oauth2.conf
}}
passdb {{
  driver = static
  mechanisms = plain login
  args = password={password}
}}
passdb {{
  driver = static
  mechanisms = plain login
  args = password={prefix_password} userdb_namespace/inbox/prefix=INBOX.
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={home}/mail/%u
}}
"""

_CA = """
[ca]
default_ca = own
[own]
new_certs_dir = .
database = index.txt
rand_serial = yes
default_md = sha256
policy = any
copy_extensions = copy
[any]
commonName = supplied
"""

_OAUTH2 = """
introspection_mode = post
introspection_url = http://127.0.0.1:{port}/introspect
username_attribute = username
active_attribute = active
active_value = true
"""


@dataclass
class Dovecot:
    """A running server. `port` is without TLS and for STARTTLS, `tls_port` speaks TLS from the start."""

    home: Path
    port: int
    tls_port: int
    tokens: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def ca_file(self) -> Path:
        return self.home / "cert.pem"

    def start(self) -> None:
        command = [_command(), "-F", "-c", str(self.home / "dovecot.conf")]
        self.process = subprocess.Popen(command, **_identity())
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
        """The processes that serve this user now."""
        title = f"dovecot/imap [{user} ".encode()
        return [int(path.parent.name) for path in Path("/proc").glob("[0-9]*/cmdline") if _starts(path, title)]

    def kick(self, user: str) -> None:
        """End the sessions of this user the way an administrator does: the server says BYE."""
        for process in self.imap_processes(user):
            os.kill(process, signal.SIGTERM)


def _starts(path: Path, title: bytes) -> bool:
    try:
        return path.read_bytes().startswith(title)
    except OSError:
        return False  # the process has ended meanwhile


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
        _give(draft)
        draft.rename(target / "new" / name)
        return name

    def deliver_numbered(self, uids: Iterable[int]) -> None:
        """Fill an inbox that nobody has opened yet with mail of these UIDs."""
        lines = ["3 V1790000000 N4000000000 G0123456789abcdef0123456789abcdef"]
        for uid in uids:
            (self.path / "cur" / f"{uid}.M1.test:2,").write_bytes(b"Subject: %d\r\n\r\n" % uid)
            lines.append(f"{uid} :{uid}.M1.test")
        (self.path / "dovecot-uidlist").write_text("\n".join([*lines, ""]))
        _give(self.path / "dovecot-uidlist")

    def folder(self, name: str) -> Path:
        if name == "INBOX":
            return self.path
        return self.path / ("." + imap_utf7.encode(name).decode("ascii"))

    def make_folder(self, name: str) -> Path:
        path = self.folder(name)
        for part in (path, path / "cur", path / "new", path / "tmp"):
            part.mkdir(exist_ok=True)
            _give(part)
        return path

    def allow_only(self, rights: str, folder: str = "INBOX") -> None:
        """Leave the owner of the folder only these rights (RFC 4314)."""
        acl = self.folder(folder) / "dovecot-acl"
        acl.write_text(f"owner {rights}\n")
        _give(acl)

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


class _Introspection(BaseHTTPRequestHandler):
    """Tells Dovecot whose token it is (RFC 7662)."""

    tokens: dict[str, str]

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        user = self.tokens.get(parse_qs(text).get("token", [""])[0])
        answer = json.dumps({"active": user is not None, "username": user or ""}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: Any) -> None:
        """Keep the output of the tests clean."""


def _user() -> pwd.struct_passwd:
    # Dovecot never serves mail as root
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())


def _give(path: Path) -> None:
    if os.geteuid() == 0:
        os.chown(path, _user().pw_uid, _user().pw_gid)


def _identity() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    return {"user": _user().pw_uid, "group": _user().pw_gid, "extra_groups": []}


def _command() -> str:
    # the distribution puts it where only an administrator's PATH looks
    return shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin") or ""


def _version() -> str:
    if not _command():
        return ""
    return subprocess.run([_command(), "--version"], capture_output=True, text=True, check=True).stdout.strip()


def free_port() -> int:
    """A port on loopback that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as sock:
        return int(sock.getsockname()[1])


def make_certificate(folder: Path, *, expired: bool = False) -> Path:
    """A certificate for localhost (key.pem beside it) that is its own authority."""
    (folder / "ca.cnf").write_text(_CA)
    (folder / "index.txt").touch()
    request = "req -newkey ec -nodes -pkeyopt ec_paramgen_curve:prime256v1 -subj /CN=localhost"
    request += " -addext subjectAltName=DNS:localhost -keyout key.pem -out request.pem"
    until = "20200102000000Z" if expired else "20900101000000Z"
    sign = "ca -batch -selfsign -notext -config ca.cnf -keyfile key.pem -in request.pem -out cert.pem"
    for command in (request, f"{sign} -startdate 20200101000000Z -enddate {until}"):
        subprocess.run(["openssl", *command.split()], cwd=folder, check=True, capture_output=True)
    return folder / "cert.pem"


def _configure(home: Path, introspection: int) -> Dovecot:
    home.chmod(0o755)
    user = _user()
    server = Dovecot(home, free_port(), free_port())
    for name in ("run", "state", "mail"):
        (home / name).mkdir()
    make_certificate(home)
    config = _CONFIG.format(
        home=home,
        user=user.pw_name,
        group=grp.getgrgid(user.pw_gid).gr_name,
        port=server.port,
        tls_port=server.tls_port,
        password=PASSWORD,
        prefix_password=PREFIX_PASSWORD,
    )
    (home / "dovecot.conf").write_text(config)
    (home / "oauth2.conf").write_text(_OAUTH2.format(port=introspection))
    for path in (home, *home.iterdir()):
        _give(path)
    return server


@contextmanager
def _introspection(tokens: dict[str, str]) -> Iterator[int]:
    handler = type("Handler", (_Introspection,), {"tokens": tokens})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as http:
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield http.server_address[1]
        finally:
            http.shutdown()
            thread.join()


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
    with _introspection(tokens) as port:
        server = _configure(home, port)
        server.tokens = tokens
        try:
            server.start()
            yield server
        finally:
            server.stop()
            shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """The server; skips where there is none to start."""
    version = _version()
    if not version.startswith("2.3"):
        pytest.skip(f"Dovecot 2.3 is not installed ({version or 'none found'}): tests/install_server.sh installs it")
    with running_dovecot() as server:
        yield server


@pytest.fixture
def mailbox(dovecot: Dovecot) -> Mailbox:
    """An empty mailbox of a user of its own."""
    return dovecot.new_mailbox()
