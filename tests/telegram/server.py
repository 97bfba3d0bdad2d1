"""The emulator as a server on loopback: HTTP, long polls, webhook, and faults before and after delivery.

A fault is one of `drop before`, `drop after` (the connection breaks), `hang` (done, never answered), `429 3` (retry
after so many seconds), `502`, `500` (refused by what stands before Telegram) and `502 after` (done, and yet refused).
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
import time
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.telegram.methods import METHODS, waiting_updates
from tests.telegram.refusals import TWO_POLLERS, WEBHOOK_ACTIVE, Refusal, too_many
from tests.telegram.state import Call, Json, Telegram

GATEWAY = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
REASONS = {200: "OK", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 409: "Conflict"}
LATER = 0.3
"""Seconds until a webhook that failed is tried again."""


class Dropped(Exception):
    """The connection is to break without an answer."""


@dataclass
class Server:
    """Serves one `Telegram`."""

    telegram: Telegram
    news: asyncio.Event = field(default_factory=asyncio.Event)
    poll: int = 0
    connections: set[asyncio.StreamWriter] = field(default_factory=set)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, with one request after another."""
        self.connections.add(writer)
        try:
            while (asked := await read_request(reader)) is not None:
                path, parameters = asked
                call = Call(path.rpartition("/")[2].lower(), parameters, time.monotonic())
                self.telegram.calls.append(call)
                code, body = await self.answer(path, call)
                kind = "application/json" if body[:1] == b"{" else "text/html"
                head = f"HTTP/1.1 {code} {REASONS.get(code, 'Fault')}\r\nContent-Type: {kind}\r\n"
                writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
                await writer.drain()
                self.telegram.watch(call, "answered")
        except Dropped:
            writer.transport.abort()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client went away, which is its right
        except asyncio.CancelledError:
            pass  # the server stops; asyncio would print this one
        finally:
            self.connections.discard(writer)
            writer.close()

    async def answer(self, path: str, call: Call) -> tuple[int, bytes]:
        """Status and body for one request."""
        fault = self.telegram.fault(call) or ""
        call.answer = fault
        try:
            self.let_in(path)
            self.telegram.watch(call, "asked")
            refuse_first(fault)
            result = call.result = await self.done(call.method, call.parameters)
            self.telegram.watch(call, "done")
        except Refusal as refusal:
            call.answer = call.answer or str(refusal)
            return refusal.code, json.dumps(refusal.body()).encode()
        except Gateway as gateway:
            return gateway.code, GATEWAY
        if fault == "drop after":
            raise Dropped
        while fault == "hang":  # until the fault is over; then the connection breaks
            await asyncio.sleep(0.05)
            if self.telegram.fault(call) != "hang":
                raise Dropped
        if fault == "502 after":
            return 502, GATEWAY
        call.answer = "ok"
        return 200, json.dumps({"ok": True, "result": result}, ensure_ascii=False).encode()

    def let_in(self, path: str) -> None:
        """Raises `Refusal` for whoever does not have the token."""
        if path.rpartition("/")[0] != f"/bot{self.telegram.token}":
            raise Refusal("Unauthorized" if path.startswith("/bot") and path.count("/") == 2 else "Not Found")

    async def done(self, name: str, asked: Json) -> Any:
        """The result of a method. Raises `Refusal`."""
        if name == "getupdates":
            return await self.long_poll(asked)
        if name not in METHODS:
            raise Refusal("Not Found")
        with self.telegram.lock:
            return METHODS[name](self.telegram, asked)

    async def long_poll(self, asked: Json) -> list[Json]:
        """Updates as soon as there are some. A second poll ends the first."""
        if self.telegram.webhook["url"]:
            raise Refusal(WEBHOOK_ACTIVE)
        self.poll += 1
        mine, end = self.poll, time.monotonic() + min(float(asked.get("timeout") or 0), 50)
        self.news.set()
        while True:
            self.news.clear()
            if found := waiting_updates(self.telegram, asked):
                return found
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.news.wait(), max(0.0, end - time.monotonic()))
            if mine != self.poll:
                raise Refusal(TWO_POLLERS)
            if time.monotonic() >= end:
                return waiting_updates(self.telegram, asked)

    async def bring(self) -> None:
        """Bring updates to the webhook, where there is one, in order and until it takes them."""
        while True:
            hook = self.telegram.webhook
            if not hook["url"] or not self.telegram.updates:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.news.wait(), LATER)
                self.news.clear()
                continue
            update = self.telegram.updates[0]
            if await brought(hook, update):
                with self.telegram.lock, contextlib.suppress(ValueError):
                    self.telegram.updates.remove(update)
            else:
                await asyncio.sleep(LATER)


class Gateway(Exception):
    """What stands before Telegram answers in its place."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


def refuse_first(fault: str) -> None:
    """Play a fault that comes before the work."""
    if fault == "drop before":
        raise Dropped
    if fault.startswith("429"):
        raise too_many(int(fault.split()[1]))
    if fault.isdecimal():
        raise Gateway(int(fault))


async def read_request(reader: asyncio.StreamReader) -> tuple[str, Json] | None:
    """Path and parameters of the next request; `None` where there is no more."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1") if not reader.at_eof() else ""
    if not head:
        return None
    first, *lines = head.split("\r\n")
    headers = {key.lower(): value.strip() for key, _, value in (line.partition(":") for line in lines if line)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    target = urlsplit(first.split(" ")[1])
    asked: Json = dict(parse_qsl(target.query, keep_blank_values=True))
    if headers.get("content-type", "").startswith("application/json"):
        asked |= json.loads(body or b"{}")
    else:
        asked |= dict(parse_qsl(body.decode(), keep_blank_values=True))
    return target.path, asked


async def brought(hook: Json, update: Json) -> bool:
    """Whether the webhook took this update."""
    target, body = urlsplit(hook["url"]), json.dumps(update).encode()
    head = f"POST {target.path} HTTP/1.1\r\nHost: {target.netloc}\r\nContent-Type: application/json\r\n"
    secret = f"X-Telegram-Bot-Api-Secret-Token: {hook['secret_token']}\r\n" if hook["secret_token"] else ""
    try:
        reader, writer = await asyncio.open_connection(target.hostname, target.port)
        writer.write(f"{head}{secret}Connection: close\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
        status = await reader.readline()
        writer.close()
    except OSError:
        return False
    return b" 200 " in status


@contextlib.contextmanager
def telegram_server(telegram: Telegram, port: int = 0) -> Iterator[Telegram]:
    """Run the server in a thread; afterwards `api_url` of `telegram` says where it is."""
    loop, ready, ended = asyncio.new_event_loop(), threading.Event(), asyncio.Event()

    async def run() -> None:
        server = Server(telegram)
        listening = await asyncio.start_server(server.serve, "127.0.0.1", port)
        telegram.api_url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
        listener = lambda: loop.call_soon_threadsafe(server.news.set)  # noqa: E731  # added and taken away again
        telegram.listeners.append(listener)
        bringing = loop.create_task(server.bring())
        ready.set()
        await ended.wait()
        telegram.listeners.remove(listener)
        listening.close()
        for writer in list(server.connections):
            writer.transport.abort()
        bringing.cancel()

    thread = threading.Thread(target=_run, args=(loop, run()), name="telegram-server", daemon=True)
    thread.start()
    ready.wait()
    try:
        yield telegram
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join()


def _run(loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, None]) -> None:
    asyncio.set_event_loop(loop)
    try:
        loop.run_until_complete(work)
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
    finally:
        loop.close()
