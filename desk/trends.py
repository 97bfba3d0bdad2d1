"""What was reported week by week: small bars, and the same in words. Weeks begin on Monday, on the Dutch calendar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from domain.campaign import AMSTERDAM

MOST_WEEKS = 12
LATELY = timedelta(weeks=2)
STEP, BROAD, TALL = 10, 8, 24
"""A week in the drawing, the bar in it, and the height of the highest bar."""


@dataclass(frozen=True, slots=True)
class Week:
    """How often something was reported from one day through another."""

    first: date
    last: date
    count: int


@dataclass(frozen=True, slots=True)
class Trend:
    """Reports of one type: by week, and in the last two weeks beside the two weeks before those.

    `top` is what the highest bar of the drawing stands for.
    """

    weeks: tuple[Week, ...]
    top: int
    lately: Week
    earlier: Week

    @property
    def bars(self) -> str:
        """The bars as one path, `STEP` units a week."""
        heights = [TALL * week.count / max(self.top, 1) for week in self.weeks]
        return "".join(
            f"M{STEP * at} {TALL}v{-height:.1f}h{BROAD}V{TALL}z" for at, height in enumerate(heights) if height
        )

    @property
    def width(self) -> int:
        """The width of the drawing."""
        return STEP * len(self.weeks)

    @property
    def counts(self) -> str:
        """The figures behind the bars, the oldest first."""
        return ", ".join(str(week.count) for week in self.weeks)

    @property
    def direction(self) -> str:
        """`meer`, `minder` or `evenveel`: the last two weeks beside the two before."""
        more = self.lately.count - self.earlier.count
        return "meer" if more > 0 else "minder" if more else "evenveel"


def trends(reported: Iterable[Mapping[str, Any]], opened: date, today: date) -> dict[str, Trend]:
    """The trend of each type and, under the key `""`, of all together. All are drawn to one scale.

    `reported` are rows with `type`, `hour` (UTC, `2026-07-03T11`) and `reports`.
    """
    days: dict[str, Counter[date]] = {"": Counter()}
    for row in reported:
        day = datetime.fromisoformat(f"{row['hour']}:00+00:00").astimezone(AMSTERDAM).date()
        days.setdefault(row["type"], Counter())[day] += row["reports"]
        days[""][day] += row["reports"]
    # Somebody's clock may run ahead: what they wrote is in a week too
    mondays = _mondays(opened, max([today, *days[""]]))
    weeks = {key: tuple(_week(of, monday, 7) for monday in mondays) for key, of in days.items()}
    top = max((week.count for key, of in weeks.items() if key for week in of), default=0)
    return {
        key: Trend(
            of,
            top if key else max(week.count for week in of),
            _week(days[key], today - LATELY + timedelta(days=1), LATELY.days),
            _week(days[key], today - 2 * LATELY + timedelta(days=1), LATELY.days),
        )
        for key, of in weeks.items()
    }


def _mondays(opened: date, last: date) -> list[date]:
    """The first days of the weeks from the opening, at most the newest twelve."""
    newest, oldest = last - timedelta(days=last.weekday()), opened - timedelta(days=opened.weekday())
    count = max(1, min(MOST_WEEKS, (newest - oldest).days // 7 + 1))
    return [newest - timedelta(weeks=back) for back in reversed(range(count))]


def _week(days: Counter[date], first: date, length: int) -> Week:
    return Week(
        first,
        first + timedelta(days=length - 1),
        sum(days[first + timedelta(days=at)] for at in range(length)),
    )
