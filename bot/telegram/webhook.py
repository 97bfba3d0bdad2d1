"""Having updates brought instead: a small endpoint that only Telegram can use, and that says yes after storing."""

from __future__ import annotations

import asyncio
import hmac
import json
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot, Update
from telegram.error import TelegramError

from bot.telegram.client import spoken
from bot.telegram.reception import Reception
from bot.telegram.translating import KINDS
from domain.errors import SettingsError, StorageError
from domain.os_faults import os_reason

SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105  # the name of a header
MOST_BYTES = 1_000_000
CONNECTIONS = 40
AGAIN = 5.0

log = structlog.get_logger("plaatsmaker")


def listen(host: str, port: int) -> socket.socket:
    """A socket for the endpoint. Raises `SettingsError` where it is taken; that is seen at the start."""
    try:
        return socket.create_server((host, port), backlog=128)
    except OSError as error:
        raise SettingsError(
            f"chat.telegram.webhook_port {port} op {host}: daar kan niet worden geluisterd, {os_reason(error)}."
        ) from error


@dataclass(slots=True)
class Webhook:
    """Serves until it is cancelled. The secret is made anew at each start, and told to Telegram with the address."""

    bot: Bot
    reception: Reception
    say: Callable[[str], None]
    url: str
    bound: socket.socket
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    async def work(self) -> None:
        """Serve, and tell Telegram where."""
        app = Starlette(routes=[Route("/{path:path}", self.take, methods=["POST"])])
        config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", ws="none", server_header=False)
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[self.bound]))
        try:
            await self._tell_telegram()
            await serving
        finally:
            server.should_exit = True
            await asyncio.wait([serving])

    async def take(self, request: Request) -> Response:
        """One update. Anything but 200 makes Telegram bring it again."""
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self.secret.encode()):
            return Response(status_code=403)
        if int(request.headers.get("content-length", "0")) > MOST_BYTES:
            return Response(status_code=413)
        update = readable(await request.body(), self.bot)
        try:
            await self.reception.take_in([update] if update else [])
        except StorageError as error:
            self.reception.failed(error)
            return Response(status_code=503)
        return Response(status_code=200)

    async def _tell_telegram(self) -> None:
        while True:
            try:
                await self.bot.set_webhook(
                    self.url, secret_token=self.secret, allowed_updates=KINDS, max_connections=CONNECTIONS
                )
            except TelegramError as error:
                self.say(spoken(error))
                await asyncio.sleep(AGAIN)
            else:
                self.say("")
                return


def readable(body: bytes, bot: Bot) -> Update | None:
    """The update, or nothing where it cannot be read: bringing it again would not help."""
    try:
        return Update.de_json(json.loads(body), bot)
    except Exception as error:  # noqa: BLE001  # whatever a shape that nobody foresaw leads to
        log.error("bericht van Telegram is niet te lezen", fout=repr(error))  # noqa: TRY400  # a traceback holds what was said
        return None
