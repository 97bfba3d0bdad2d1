"""A real SMTP server on loopback that misbehaves on request: what it accepted is in `accepted`."""

from __future__ import annotations

import asyncio
import contextlib
import email
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

Fault = Callable[[str], str | None]
"""Gets the recipient of a mail; gives the fault for it: a reply line, or one of the words below."""

DROP_BEFORE_DATA = "drop before data"
DROP_AFTER_DATA = "drop after data"
SLOW = "slow"


@dataclass
class Handler:
    """Accepts everything that no fault is asked for."""

    fault: Fault = lambda _: None
    accepted: list[bytes] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802  the library's name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        fault = self.fault(address)
        if fault and fault[0].isdigit():
            return fault
        if fault == DROP_BEFORE_DATA:
            await drop(server)
        if fault == SLOW:
            await asyncio.sleep(0.2)
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  the library's name
        raw = envelope.original_content
        assert isinstance(raw, bytes)
        self.accepted.append(raw)
        if self.fault(envelope.rcpt_tos[0]) == DROP_AFTER_DATA:
            await drop(server)
        return "250 2.0.0 taken"

    @property
    def mails(self) -> list[Message]:
        """What was accepted, parsed."""
        return [email.message_from_bytes(raw) for raw in self.accepted]


async def drop(server: SMTP) -> None:
    """Break the connection as a cut cable does."""
    transport = server.transport
    assert transport is not None
    transport.abort()
    await asyncio.sleep(0.05)


def only(username: str, password: str) -> Any:
    """An authenticator that lets one account in."""

    def check(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> AuthResult:
        right = isinstance(data, LoginPassword) and data == LoginPassword(username.encode(), password.encode())
        return AuthResult(success=right, handled=False)

    return check


@contextlib.contextmanager
def smtp_server(handler: Handler, *, context: ssl.SSLContext | None = None, **options: Any) -> Iterator[int]:
    """Run the server; gives its port. `context` makes it implicit TLS; further options go to aiosmtpd."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port, ssl_context=context, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()
