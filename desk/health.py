"""`/healthz` for whoever keeps the service up, `/metrics` for Prometheus. Counts only: nothing about persons.

What watches a service has no account there, so it is known by where it is: on this machine or in a network of our own,
unless the settings say otherwise. Everybody else hears from `/healthz` only whether all is well, as a load balancer
needs, and nothing from `/metrics`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from ipaddress import ip_address

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from desk.desk import Desk
from domain.errors import StorageError

PLEDGED = ("pledged_firm", "pledged_conditional", "exploring", "other_groups")


def health_routes(desk: Desk, workers: Executor) -> list[Route]:
    """The two routes."""
    registry = CollectorRegistry()
    registry.register(_Figures(desk))

    def health(request: Request) -> Response:
        return _health(desk, told=_watches(desk, request))

    def metrics(request: Request) -> Response:
        if not _watches(desk, request):
            return PlainTextResponse("Alleen voor wie de dienst bewaakt: desk.watchers.\n", status_code=403)
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    return [_route("/healthz", health, workers), _route("/metrics", metrics, workers)]


def _route(path: str, answer: Callable[[Request], Response], workers: Executor) -> Route:
    async def endpoint(request: Request) -> Response:
        return await asyncio.get_running_loop().run_in_executor(workers, answer, request)

    return Route(path, endpoint)


def _watches(desk: Desk, request: Request) -> bool:
    try:
        address = ip_address(request.client.host if request.client else "")
    except ValueError:
        return False
    # ::ffff:10.0.0.1 is 10.0.0.1 on a socket that speaks both
    address = getattr(address, "ipv4_mapped", None) or address
    return any(address in network for network in desk.watchers)


def _health(desk: Desk, *, told: bool) -> Response:
    """200 when every part lives, else 503; `parts` says of each what is the matter, to who is `told`."""
    parts = {"database": _database(desk), **desk.health()}
    ill = any(parts.values())
    body: dict[str, object] = {"status": "trouble" if ill else "ok"}
    if told:
        body["parts"] = {name: why or "ok" for name, why in parts.items()}
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
