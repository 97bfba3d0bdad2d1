"""`/api/v1`: the public figures as JSON, read only, for whoever has a token. Described by OpenAPI."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from desk.desk import Desk
from desk.tokens import token_hash
from domain.errors import PlaatsmakerError
from domain.published import PUBLIC

START = "/api/v1"
RESOURCES = {
    "progress": "v_progress",
    "responses": "v_responses",
    "pledges": "v_pledges",
    "bottlenecks": "v_bottlenecks",
    "not-answered": "v_not_answered",
}
"""What can be asked, and the view that it comes from."""
UNSETTLED = frozenset({"proposed", "rejected"})
"""What nobody has looked at, or what turned out to be misread, is said in nobody's name."""
FILTERS = ("gemeente", "network", "province")
NUMBERS = frozenset(
    {
        *("goal", "pledged_firm", "pledged_conditional", "exploring", "homes", "other_groups", "waiting_for_review"),
        *(
            "gemeenten",
            "answered",
            "contribution",
            "places",
            "places_max",
            "id",
            "approximate",
            "counts",
            "replaced_by",
        ),
    }
)

Rows = list[dict[str, Any]]


def api_routes(desk: Desk, workers: Executor) -> list[Route]:
    """The description, and a route for each resource."""

    def resource(name: str) -> Route:
        return _route(f"{START}/{name}", lambda request: _answer(desk, name, request), workers)

    description = description_of(desk)
    return [
        *(Route(path, lambda _: JSONResponse(_start(desk))) for path in (START, f"{START}/")),
        Route(f"{START}/openapi.json", lambda _: JSONResponse(description)),
        *(resource(name) for name in RESOURCES),
        _route(START + "/{rest:path}", lambda _: _trouble(404, "Dit bestaat niet. Zie /api/v1/openapi.json."), workers),
    ]


def _start(desk: Desk) -> dict[str, Any]:
    """Where to go from here. As open as the description: it holds no figure."""
    return {
        "campaign": desk.campaign.key,
        "openapi": f"{START}/openapi.json",
        "resources": {name: f"{START}/{name}" for name in RESOURCES},
    }


def _route(path: str, answer: Callable[[Request], Response], workers: Executor) -> Route:
    async def endpoint(request: Request) -> Response:
        return await asyncio.get_running_loop().run_in_executor(workers, answer, request)

    return Route(path, endpoint)


def _answer(desk: Desk, name: str, request: Request) -> Response:
    try:
        if not _allowed(desk, request):
            refusal = _trouble(401, "Hiervoor is een token nodig: Authorization: Bearer …")
            refusal.headers["WWW-Authenticate"] = 'Bearer realm="plaatsmaker"'
            return refusal
        unknown = sorted(set(request.query_params) - set(FILTERS))
        if unknown:
            return _trouble(400, f"Onbekend filter: {', '.join(unknown)}. Bekend: {', '.join(FILTERS)}.")
        return JSONResponse({"campaign": desk.campaign.key, "data": rows(desk, name, request.query_params)})
    except PlaatsmakerError as error:
        return _trouble(503, str(error))


def _allowed(desk: Desk, request: Request) -> bool:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return scheme.lower() == "bearer" and desk.records.api_tokens.holds(token_hash(token.strip()), desk.clock())


def rows(desk: Desk, name: str, wanted: Mapping[str, str]) -> Rows:
    """The rows of a resource with the public columns of its view, filtered by exact values (a network by its key)."""
    view = RESOURCES[name]
    columns = PUBLIC[view][1]
    if name == "progress":
        found = [desk.records.progress(desk.campaign.key)]
    else:
        found = [row for row in desk.records.view(view, desk.campaign.key) if _wanted(row, wanted)]
    return [{column: row[column] for column in columns} for row in found]


def _wanted(row: Mapping[str, Any], wanted: Mapping[str, str]) -> bool:
    if "state" in row.keys() and row["state"] in UNSETTLED:  # noqa: SIM118  # a row of SQLite iterates over values
        return False
    return all(
        value in str(row[key]).split(", ") if key == "network" else row[key] == value for key, value in wanted.items()
    )


def _trouble(code: int, sentence: str) -> Response:
    return JSONResponse({"error": sentence}, status_code=code)


def description_of(desk: Desk) -> dict[str, Any]:
    """The OpenAPI 3.1 document."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Plaatsmaker",
            "version": "1",
            "description": f"{desk.campaign.title}. Cijfers per gemeente, zonder persoonsgegevens. Alleen lezen.",
        },
        "paths": {f"{START}/{name}": {"get": _operation(name)} for name in RESOURCES},
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
        "security": [{"token": []}],
    }


def _operation(name: str) -> dict[str, Any]:
    summary, columns = PUBLIC[RESOURCES[name]]
    item = {
        "type": "object",
        "properties": {
            column: {"type": ["integer" if column in NUMBERS else "string", "null"], "description": text}
            for column, text in columns.items()
        },
    }
    body = {
        "type": "object",
        "required": ["campaign", "data"],
        "properties": {"campaign": {"type": "string"}, "data": {"type": "array", "items": item}},
    }
    filters = [] if name == "progress" else list(FILTERS)
    return {
        "operationId": name.replace("-", "_"),
        "summary": summary,
        "parameters": [
            {"name": key, "in": "query", "required": False, "schema": {"type": "string"}} for key in filters
        ],
        "responses": {
            "200": {"description": "De rijen", "content": {"application/json": {"schema": body}}},
            "400": {"description": "Een filter dat niet bestaat"},
            "401": {"description": "Geen geldig token"},
        },
    }
