"""Make `gemeenten.csv` beside this file: `python -m desk.map.build BOUNDARIES.topojson`.

In: TopoJSON of the gemeenten in degrees, one geometry each with its CBS code in the property `gm`. Out: for each
gemeente an SVG path in whole units of a field of `WIDTH` wide. Borders are simplified once for both sides, so that
neighbours keep touching.

Boundaries: CBS / Kadaster, Wijk- en buurtkaart, CC BY 4.0.
"""

from __future__ import annotations

import csv
import json
import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

WIDTH = 620
LEAST_AREA = 2.2
"""Square units: a corner that spans less is left out (Visvalingam)."""
TARGET = Path(__file__).with_name("gemeenten.csv")
MIDDLE = math.radians(52.2)
"""The parallel on which east-west distances are true."""

Point = tuple[float, float]
Arc = list[Point]


def main(source: Path) -> None:
    """Write the file."""
    topology = json.loads(source.read_text(encoding="utf-8"))
    arcs = _scaled([_degrees(arc, topology["transform"]) for arc in topology["arcs"]])
    arcs = [simplified(arc) for arc in arcs]
    (collection,) = topology["objects"].values()
    rows = sorted((g["properties"]["gm"], _path(g, arcs)) for g in collection["geometries"])
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "path"])
        writer.writerows(rows)


def _degrees(arc: Sequence[Sequence[int]], transform: dict[str, Sequence[float]]) -> Arc:
    """The points of an arc, which is stored as steps."""
    x = y = 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append(
            (
                x * transform["scale"][0] + transform["translate"][0],
                y * transform["scale"][1] + transform["translate"][1],
            )
        )
    return points


def _scaled(arcs: list[Arc]) -> list[Arc]:
    """In units of the drawing, north up."""
    flat = [(x * math.cos(MIDDLE), -y) for arc in arcs for x, y in arc]
    left, right, top = min(x for x, _ in flat), max(x for x, _ in flat), min(y for _, y in flat)
    scale = WIDTH / (right - left)
    return [[((x * math.cos(MIDDLE) - left) * scale, (-y - top) * scale) for x, y in arc] for arc in arcs]


def simplified(arc: Arc) -> Arc:
    """The arc without the corners that matter least; its ends stay."""
    kept = list(arc)
    while len(kept) > 2:  # noqa: PLR2004  # the two ends
        areas = [_area(*kept[at - 1 : at + 2]) for at in range(1, len(kept) - 1)]
        least = min(range(len(areas)), key=areas.__getitem__)
        if areas[least] >= LEAST_AREA:
            break
        del kept[least + 1]
    return kept


def _area(a: Point, b: Point, c: Point) -> float:
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def _path(geometry: dict[str, Any], arcs: list[Arc]) -> str:
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    rings = [_ring(ring, arcs) for polygon in polygons for ring in polygon]
    # A rock of less than a few units cannot be seen, but each gemeente keeps its largest part
    shown = [ring for ring in rings if _size(ring) >= 1] or [max(rings, key=_size)]
    return "".join(_drawn(ring) for ring in shown)


def _ring(numbers: Iterable[int], arcs: list[Arc]) -> list[tuple[int, int]]:
    points: list[Point] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    whole = [(round(x), round(y)) for x, y in points]
    return [whole[0], *(b for a, b in pairwise(whole) if a != b)]


def _size(ring: Sequence[Point]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*ring, ring[0]]))) / 2


def _drawn(ring: Sequence[tuple[int, int]]) -> str:
    """A closed path in steps."""
    steps = "".join(_steps(ring))
    return f"M{ring[0][0]} {ring[0][1]}l{steps}z"


def _steps(ring: Sequence[tuple[int, int]]) -> Iterator[str]:
    for at, (a, b) in enumerate(pairwise(ring)):
        dx, dy = b[0] - a[0], b[1] - a[1]
        yield f"{' ' if at and dx >= 0 else ''}{dx}{' ' if dy >= 0 else ''}{dy}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
