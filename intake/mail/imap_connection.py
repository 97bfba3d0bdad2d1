"""One IMAP connection: checked TLS, log in, and the corrections that imapclient needs to be relied on."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import CapabilityError, IMAPClientError

from domain.errors import SourceError, SourceRefused
from intake.mail.imap_account import ImapAccount, Limits
from intake.mail.imap_errors import LOST, connect_error, login_error, no_starttls


class Connection(IMAPClient):  # type: ignore[misc] # imapclient ships no types
    """An IMAPClient whose waiting cannot miss a mail and whose log holds no mail."""

    def __init__(self, account: ImapAccount, limits: Limits) -> None:
        implicit = account.tls == "implicit"
        context = account.tls_context() if implicit else None
        timeout = SocketTimeout(limits.connect, limits.read)
        super().__init__(account.host, account.port, ssl=implicit, ssl_context=context, timeout=timeout)
        # At imapclient's level 5 imaplib writes out every mail for the log, whether anyone reads that log or not.
        self._imap.debug = 0
        self.normalise_times = False
        self._read_timeout = limits.read
        self.socket().setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)

    def arrivals(self) -> bool:
        """True if the server has announced mail (EXISTS) between its other answers since this was last asked."""
        return bool(self._imap.response("EXISTS")[1] != [None])

    def idle(self) -> None:
        """Begin IDLE; what the server has to say before it agrees is kept for `arrivals`."""
        imap = self._imap
        self._idle_tag = tag = imap._command("IDLE")  # noqa: SLF001 # as IMAPClient.idle itself does
        while imap._get_response() is not None:  # noqa: SLF001 # the same
            if imap.tagged_commands[tag]:
                raise IMAPClientError(f"IDLE failed: {imap.tagged_commands.pop(tag)[1]}")

    def hurry(self, seconds: float | None) -> None:
        """Let the next answers take `seconds`; None: as long as is usual."""
        self.socket().settimeout(self._read_timeout if seconds is None else seconds)

    def drop(self) -> None:
        """Let go without a word; the other side may be gone."""
        with suppress(OSError):
            self.shutdown()

    def _poll_socket(self, sock: socket.socket, timeout: float | None = None) -> bool:
        # What came in one packet with the answer to IDLE is in a buffer already, where poll() cannot see it.
        return timeout == 0 or bool(super()._poll_socket(sock, timeout))


def connect(account: ImapAccount, limits: Limits) -> Connection:
    """Connect and log in. Raises `SourceUnreachable` or `SourceRefused`, with the connection closed again."""
    token = account.token() if account.token else None
    try:
        client = Connection(account, limits)
    except (*LOST, IMAPClientError) as error:
        raise connect_error(error, account, limits.connect) from error
    try:
        if account.tls == "starttls":
            _start_tls(client, account, limits)
        _log_in(client, account, limits, token)
    except BaseException:
        client.drop()
        raise
    return client


def _start_tls(client: Connection, account: ImapAccount, limits: Limits) -> None:
    try:
        client.starttls(account.tls_context())
    except CapabilityError as error:
        raise no_starttls(account) from error
    except (*LOST, IMAPClientError) as error:
        raise connect_error(error, account, limits.read) from error


def _log_in(client: Connection, account: ImapAccount, limits: Limits, token: str | None) -> None:
    try:
        if token is not None:
            client.sasl_login("XOAUTH2", _xoauth2(account.username, token))
        elif client.has_capability("AUTH=PLAIN"):
            # LOGIN has no way to send a password outside ASCII
            client.plain_login(account.username, account.password)
        else:
            client.login(account.username, account.password)
        # SELECT throws away what came with the answer to the login; asked for now it is kept for good.
        client.capabilities()
    except UnicodeEncodeError:
        # `from None`: the exception itself carries the password
        raise _no_plain(account) from None
    except LOST as error:
        raise connect_error(error, account, limits.read) from error
    except IMAPClientError as error:
        raise login_error(error, account) from error


def _no_plain(account: ImapAccount) -> SourceError:
    return SourceRefused(
        f"De mailserver {account.place} kan de naam of het wachtwoord van {account.username} niet aannemen: "
        "er staan tekens in buiten het gewone alfabet."
    )


def _xoauth2(username: str, token: str) -> Callable[[bytes], bytes]:
    """The two steps of XOAUTH2: the token, then an empty answer to the server's account of what is wrong with it."""
    steps = iter([f"user={username}\x01auth=Bearer {token}\x01\x01".encode()])

    def answer(challenge: bytes) -> bytes:
        del challenge
        return next(steps, b"")

    return answer
