"""What the Dovecot of the tests is set up with: configuration, certificate, user, and whose tokens it takes."""

from __future__ import annotations

import grp
import json
import os
import pwd
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

# of a server that lives as long as the tests
PASSWORD = "plaats-maken-13"  # noqa: S105
PREFIX_PASSWORD = "onder-inbox-13"  # noqa: S105 # with this one all folders stand under "INBOX."

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


def configure(home: Path, port: int, tls_port: int, introspection: int) -> None:
    """Write all that the server needs into `home`."""
    home.chmod(0o755)
    user = _user()
    for name in ("run", "state", "mail"):
        (home / name).mkdir()
    make_certificate(home)
    config = _CONFIG.format(
        home=home,
        user=user.pw_name,
        group=grp.getgrgid(user.pw_gid).gr_name,
        port=port,
        tls_port=tls_port,
        password=PASSWORD,
        prefix_password=PREFIX_PASSWORD,
    )
    (home / "dovecot.conf").write_text(config)
    (home / "oauth2.conf").write_text(_OAUTH2.format(port=introspection))
    for path in (home, *home.iterdir()):
        give(path)


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


def _user() -> pwd.struct_passwd:
    # Dovecot never serves mail as root
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())


def give(path: Path) -> None:
    if os.geteuid() == 0:
        os.chown(path, _user().pw_uid, _user().pw_gid)


def identity() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    return {"user": _user().pw_uid, "group": _user().pw_gid, "extra_groups": []}


def command() -> str:
    # the distribution puts it where only an administrator's PATH looks
    return shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin") or ""


def version() -> str:
    if not command():
        return ""
    return subprocess.run([command(), "--version"], capture_output=True, text=True, check=True).stdout.strip()


def free_port() -> int:
    """A port on loopback that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as sock:
        return int(sock.getsockname()[1])


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


@contextmanager
def introspection(tokens: dict[str, str]) -> Iterator[int]:
    handler = type("Handler", (_Introspection,), {"tokens": tokens})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as http:
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield http.server_address[1]
        finally:
            http.shutdown()
            thread.join()
