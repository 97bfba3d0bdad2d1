"""`/healthz` for whoever keeps the service up, `/metrics` for Prometheus. Counts only: nothing about persons.

Both are open to whoever reaches the desk, because what watches a service has no account there. Whoever publishes the
desk keeps these two paths inside at the proxy.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Executor

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from desk.desk import Desk
from domain.errors import StorageError

PLEDGED = ("pledged_firm", "pledged_conditional", "exploring", "other_groups")


def health_routes(desk: Desk, workers: Executor) -> list[Route]:
    """The two routes."""
    registry = CollectorRegistry()
    registry.register(_Figures(desk))

    def metrics() -> Response:
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    return [_route("/healthz", lambda: _health(desk), workers), _route("/metrics", metrics, workers)]


def _route(path: str, answer: Callable[[], Response], workers: Executor) -> Route:
    async def endpoint(_: Request) -> Response:
        return await asyncio.get_running_loop().run_in_executor(workers, answer)

    return Route(path, endpoint)


def _health(desk: Desk) -> Response:
    """200 when every part lives, else 503; `parts` says of each what is the matter."""
    parts = {"database": _database(desk), **desk.health()}
    ill = any(parts.values())
    body = {"status": "trouble" if ill else "ok", "parts": {name: why or "ok" for name, why in parts.items()}}
    return JSONResponse(body, status_code=503 if ill else 200)


def _database(desk: Desk) -> str:
    try:
        desk.records.overview.stamp()
    except StorageError as error:
        return str(error)
    return ""


class _Figures(Collector):
    """The figures as they are when Prometheus asks."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Counts of messages and outgoing mail by state, and the figures of the campaign."""
        counts = self._desk.records.counts()
        messages = GaugeMetricFamily("plaatsmaker_messages", "Messages by state", labels=["state"])
        outbox = GaugeMetricFamily("plaatsmaker_outbox", "Outgoing messages by state", labels=["state"])
        for key, count in counts.items():
            outgoing = key.startswith("outbox_")
            (outbox if outgoing else messages).add_metric([key.removeprefix("outbox_")], count)
        yield from (messages, outbox)
        progress = self._desk.records.progress(self._desk.campaign.key)
        places = GaugeMetricFamily("plaatsmaker_places", "Places by commitment", labels=["commitment"])
        for key in PLEDGED:
            places.add_metric([key.removeprefix("pledged_")], progress[key])
        yield places
        for key in ("goal", "answered", "waiting_for_review", "homes"):
            yield GaugeMetricFamily(f"plaatsmaker_{key}", f"v_progress.{key}", value=progress[key])
