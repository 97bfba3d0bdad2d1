"""SMTP, step by step: MAIL, RCPT and DATA each with its reply code, and the last dot as the point of no return.

The standard library raises the same error for a connection that drops before MAIL and one that drops after the last
dot; driven by hand the two can be told apart. Everything before the dot can be tried again; after it nothing can.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from domain.errors import MessageError, PlaatsmakerError
from domain.model import Address
from domain.outbox import Delivery, Dispatch, Outcome
from intake.mail.compose import compose
from intake.mail.smtp_errors import COPY, GO_AHEAD, OK, Refused, why

PER_CONNECTION = 100
"""Dispatches over one connection; many servers cut it off at some hundred."""
TIMEOUT = 30.0
LEADING_DOT = re.compile(rb"(?m)^\.")


@dataclass(frozen=True, slots=True)
class SmtpAccount:
    """Where and how mail goes out. `token` gives a fresh OAuth2 token; it is asked for at each connection.

    `bcc` gets a copy of everything, in which can be looked up what arrived.
    """

    host: str
    port: int
    tls: Literal["implicit", "starttls", "none"]
    sender: Address
    username: str = ""
    password: Callable[[], str] | None = None
    token: Callable[[], str] | None = None
    ca_file: Path | None = None
    bcc: str = ""
    timeout: float = TIMEOUT

    @property
    def place(self) -> str:
        """Host and port for a sentence to the user."""
        return f"{self.host}:{self.port}"


class SmtpCarrier:
    """Delivers dispatches over one connection that is kept; implements `domain.outbox.Carrier`."""

    def __init__(self, account: SmtpAccount, clock: Callable[[], datetime]) -> None:
        self._account, self._clock = account, clock
        self._server: smtplib.SMTP | None = None
        self._used = 0

    def deliver(self, dispatch: Dispatch, handing_over: Callable[[], bool]) -> Delivery:
        """Send one dispatch. Whatever the server or the network does becomes a `Delivery`."""
        try:
            raw = compose(dispatch, self._account.sender, self._clock())
        except MessageError as error:
            return Delivery(Outcome.PERMANENT, str(error))
        try:
            server = self._connected()
        except Refused as refusal:
            self._drop()
            return Delivery(Outcome.UNREACHABLE, refusal.delivery.reason)
        except PlaatsmakerError as error:
            self._drop()
            return Delivery(Outcome.UNREACHABLE, str(error))
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Delivery(
                Outcome.UNREACHABLE, f"de mailserver {self._account.place} is niet bereikbaar: {why(error)}"
            )
        return self._hand_over(server, dispatch, raw, handing_over)

    def _hand_over(
        self, server: smtplib.SMTP, dispatch: Dispatch, raw: bytes, handing_over: Callable[[], bool]
    ) -> Delivery:
        beyond = False
        try:
            _expect("MAIL", server.mail(self._account.sender.address), OK)
            _expect("RCPT", server.rcpt(dispatch.recipient.address), OK)
            if self._account.bcc:
                _expect(COPY, server.rcpt(self._account.bcc), OK)
            _expect("DATA", server.docmd("DATA"), GO_AHEAD)
            server.send(LEADING_DOT.sub(b"..", raw))
            if not handing_over():
                self._drop()
                return Delivery(Outcome.TEMPORARY, "de regel is intussen van een andere verzender")
            beyond = True
            server.send(b".\r\n" if raw.endswith(b"\r\n") else b"\r\n.\r\n")
            _expect("het bericht zelf", server.getreply(), OK)
        except Refused as refusal:
            self._reset()
            return refusal.delivery
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            outcome = Outcome.UNCERTAIN if beyond else Outcome.TEMPORARY
            return Delivery(outcome, f"de verbinding met {self._account.place} brak af: {why(error)}")
        self._used += 1
        return Delivery(Outcome.DELIVERED)

    def _connected(self) -> smtplib.SMTP:
        if self._server is not None and self._used < PER_CONNECTION and self._alive(self._server):
            return self._server
        self.close()
        self._server = connect(self._account)
        self._used = 0
        return self._server

    @staticmethod
    def _alive(server: smtplib.SMTP) -> bool:
        try:
            return server.noop()[0] == OK
        except (OSError, smtplib.SMTPException):
            return False

    def _reset(self) -> None:
        try:
            if self._server is not None and self._server.rset()[0] == OK:
                return
        except (OSError, smtplib.SMTPException):
            pass  # a connection that cannot be reset is no longer of use, which is what happens next
        self._drop()

    def _drop(self) -> None:
        if self._server is not None:
            self._server.close()
        self._server = None

    def close(self) -> None:
        """Say goodbye where somebody listens, and let go."""
        if self._server is not None:
            try:
                self._server.quit()
            except (OSError, smtplib.SMTPException):
                self._server.close()  # the goodbye is a courtesy
        self._server = None


def probe(account: SmtpAccount) -> str:
    """Why nothing can be sent this way now, in Dutch; empty where the server is there, trusted and lets us in.

    Raises `PlaatsmakerError` for a password or token that cannot be had. Nothing is sent.
    """
    try:
        server = connect(account)
    except Refused as refusal:
        return f"{account.place}: {refusal.delivery.reason}."
    except ssl.SSLError as error:
        return f"{account.place}: het certificaat of de versleuteling deugt niet ({error.reason or error})."
    except (OSError, smtplib.SMTPException) as error:
        return f"De mailserver {account.place} is niet bereikbaar: {why(error)}."
    with contextlib.suppress(OSError, smtplib.SMTPException):  # the goodbye is a courtesy
        server.quit()
    return ""


def connect(account: SmtpAccount) -> smtplib.SMTP:
    """A connection that is encrypted and logged in. Raises `Refused`, `OSError` or `smtplib.SMTPException`."""
    context = ssl.create_default_context(cafile=str(account.ca_file) if account.ca_file else None)
    server: smtplib.SMTP
    if account.tls == "implicit":
        server = smtplib.SMTP_SSL(account.host, account.port, timeout=account.timeout, context=context)
    else:
        server = smtplib.SMTP(account.host, account.port, timeout=account.timeout)
    try:
        _expect("EHLO", server.ehlo(), OK)
        if account.tls == "starttls":
            server.starttls(context=context)
            _expect("EHLO", server.ehlo(), OK)
        _log_in(server, account)
    except BaseException:
        server.close()
        raise
    return server


def _log_in(server: smtplib.SMTP, account: SmtpAccount) -> None:
    try:
        if account.token is not None:
            answer = f"user={account.username}\x01auth=Bearer {account.token()}\x01\x01"
            server.auth("XOAUTH2", lambda challenge=None: answer if challenge is None else "", initial_response_ok=True)
        elif account.password is not None and account.username:
            server.login(account.username, account.password())
    except smtplib.SMTPAuthenticationError as error:
        reply = error.smtp_error if isinstance(error.smtp_error, bytes) else error.smtp_error.encode()
        raise Refused(f"het inloggen als {account.username}", error.smtp_code, reply) from None


def _expect(stage: str, reply: tuple[int, bytes], wanted: int) -> None:
    code, text = reply
    # 251 and 252 are promises to deliver too
    if code != wanted and not (wanted == OK and code // 10 == OK // 10):
        raise Refused(stage, code, text)
