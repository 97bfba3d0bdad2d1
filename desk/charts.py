"""Drawings as figures for templates: the bar towards the goal, the course over time, and the map. No style attributes,
because the page may not have them; a table beside each says the same.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from domain.dossier import Status

WIDTH, HEIGHT, EDGE = 640, 300, 44
PACE = timedelta(weeks=4)
MAP_CLASSES = {
    Status.PLEDGED: "s1",
    Status.EXPLORING: "s2",
    Status.DECLINED: "s3",
    Status.WITHDRAWN: "s3",
    Status.BOTTLENECKS_ONLY: "s3",
    Status.WAITING: "s4",
    Status.ANNOUNCED: "s4",
    Status.ASKED: "s4",
    Status.HEARD: "s4",
    Status.SILENT: "s5",
}
"""From a status to how the gemeente is filled; five ways that also differ without colour."""
MAP_WORDS = {
    "s1": "plekken toegezegd",
    "s2": "verkent mogelijkheden",
    "s3": "geantwoord, geen plekken",
    "s4": "reageerde, nog geen antwoord",
    "s5": "nog niets gehoord",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the bar: `x` and `width` in hundredths of its length."""

    key: str
    x: float
    width: float


def bar(amounts: Sequence[tuple[str, int]], goal: int) -> list[Part]:
    """Amounts one after the other towards the goal; what is beyond it makes the whole bar shrink."""
    whole = max(goal, sum(amount for _, amount in amounts)) or 1
    parts, x = [], 0.0
    for key, amount in amounts:
        width = 100 * amount / whole
        parts.append(Part(key, round(x, 2), round(width, 2)))
        x += width
    return parts


@dataclass(frozen=True, slots=True)
class Course:
    """Places over time in units of the drawing: `line` what was pledged, `even` a steady course to the goal, `ahead`
    where it leads at the pace of late (empty where that cannot be said). `height` is where what was pledged stands
    today, `goal` where the goal does.
    """

    line: str
    even: str
    ahead: str
    today: float
    last: int
    height: float
    goal: float
    ticks: tuple[tuple[float, date], ...]
    box: tuple[int, int, int] = (WIDTH, HEIGHT, EDGE)


def course(
    days: Iterable[Mapping[str, Any]],
    opened: date,
    last_day: date,
    today: date,
    goal: int,
    coming: int | None = None,
) -> Course:
    """The course of the firm and conditional places from the opening to the deadline (or today, where that is later).

    What was said before the opening stands at the opening, and what is dated after today (a clock that runs ahead) at
    today.
    """
    end = max(last_day, min(today, last_day + timedelta(days=60)))
    reached = min(max(today, opened), end)
    by_day: dict[date, int] = {}
    for row in days:
        if row["commitment"] != "exploring":
            when = min(max(date.fromisoformat(row["day"]), opened), reached)
            by_day[when] = by_day.get(when, 0) + row["places"]
    total = sum(by_day.values())
    top = max(goal, total, coming or 0)

    def x(day: date) -> float:
        return round(EDGE + (WIDTH - 2 * EDGE) * (day - opened).days / max(1, (end - opened).days), 1)

    def y(amount: int) -> float:
        return round(HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * amount / top, 1)

    points, amount = [f"{x(opened)},{y(0)}"], 0
    for day in sorted(by_day):
        points.append(f"{x(day)},{y(amount)}")
        amount += by_day[day]
        points.append(f"{x(day)},{y(amount)}")
    points.append(f"{x(reached)},{y(amount)}")
    even = f"{x(opened)},{y(0)} {x(last_day)},{y(goal)}"
    ahead = f"{x(reached)},{y(total)} {x(last_day)},{y(coming)}" if coming is not None and reached < last_day else ""
    ticks = tuple((x(day), day) for day in dict.fromkeys((opened, last_day)))
    return Course(" ".join(points), even, ahead, x(reached), total, y(total), y(goal), ticks)


def outlook(days: Iterable[Mapping[str, Any]], opened: date, last_day: date, today: date) -> int | None:
    """The firm and conditional places on the last day at the pace of the last four weeks (or since the opening).

    `None` before the second day and once it is over: nothing can be said then.
    """
    since = max(opened, today - PACE)
    if since >= today or today >= last_day:
        return None
    said = [(date.fromisoformat(row["day"]), row["places"]) for row in days if row["commitment"] != "exploring"]
    lately: int = sum(places for day, places in said if day > since)
    so_far: int = sum(places for _, places in said)
    return so_far + round(lately * (last_day - today).days / (today - since).days)


def expected_now(opened: date, last_day: date, today: date, goal: int) -> int:
    """What there would be today on a steady course."""
    share = (today - opened).days / max(1, (last_day - opened).days)
    return round(goal * min(1.0, max(0.0, share)))


@cache
def shapes() -> tuple[tuple[str, str], ...]:
    """Each gemeente by CBS code with its outline."""
    with Path(__file__).with_name("map").joinpath("gemeenten.csv").open(encoding="utf-8", newline="") as file:
        return tuple((row["code"], row["path"]) for row in csv.DictReader(file))


@dataclass(frozen=True, slots=True)
class Shape:
    """A gemeente on the map."""

    code: str
    path: str
    fill: str
    words: str


def country(responses: Iterable[Mapping[str, Any]]) -> list[Shape]:
    """The map: every gemeente with how it is filled and what a person reads when pointing at it."""
    by_code = {row["gemeente"]: row for row in responses}
    found = []
    for code, path in shapes():
        row = by_code.get(code)
        if row is None:
            continue
        places = f", {row['places']} plekken" if row["places"] else ""
        found.append(
            Shape(code, path, MAP_CLASSES[Status(row["status"])], f"{row['name']}: {row['status_label']}{places}")
        )
    return found
