"""The web server in a thread of the service: bound before anything else starts, and stopped cleanly."""

from __future__ import annotations

import errno
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Thread

import uvicorn
from starlette.types import ASGIApp

from domain.errors import SettingsError
from domain.os_faults import os_reason

GOODBYE = 5
"""Seconds that a request may take that is under way when the service stops."""


def listen(host: str, port: int) -> socket.socket:
    """A socket on this address. Raises `SettingsError` where it is taken or not ours; that is seen at the start."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise SettingsError(
                f"desk.port {port} op {host} is al in gebruik; stop het andere programma of kies een andere poort."
            ) from error
        raise SettingsError(
            f"desk.host {host}, poort {port}: daar kan niet worden geluisterd, {os_reason(error)}."
        ) from error


@contextmanager
def serving(app: ASGIApp, bound: socket.socket, proxies: Sequence[str] = ()) -> Iterator[None]:
    """Serve the pages on this socket while the block runs. `proxies` may say who the visitor is."""
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="none",
        server_header=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=list(proxies),
        timeout_graceful_shutdown=GOODBYE,
    )
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, kwargs={"sockets": [bound]}, name="web", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(2 * GOODBYE)
        bound.close()
