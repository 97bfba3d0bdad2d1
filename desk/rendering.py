"""Templates: plain Dutch pages from values, with everything escaped."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from desk.case import sureness
from domain.campaign import AMSTERDAM
from domain.changes import Verdict
from domain.labels import CHANNELS, INTENTS, KINDS, OUT_KINDS, OUT_STATES, ROUTES, STATES
from domain.wording import COMMITMENTS, GROUPS, MONTHS, day_text, offer_text

HERE = Path(__file__).parent
STATIC = HERE / "static"
VERDICTS = {
    Verdict.LET_THROUGH: "verwerkt",
    Verdict.HELD: "laten wachten",
    Verdict.REREAD: "opnieuw gelezen",
    Verdict.ACCEPTED: "akkoord",
    Verdict.CORRECTED: "verbeterd",
    Verdict.ADDED: "aangevuld",
    Verdict.SPLIT: "gesplitst",
    Verdict.REJECTED: "telt niet mee",
    Verdict.ASSIGNED: "gemeente gewijzigd",
    Verdict.UNDONE: "teruggedraaid",
}
BOOST = Markup(
    """hx-boost="target:#inhoud select:#inhoud swap:'outerHTML showTarget:document'" hx-status:4xx="push:false\""""
)
"""What a form or a link says to htmx that is answered with a whole page: put its content in the place of this one."""
NARROW = Markup(
    """hx-boost="target:#lijst select:#lijst swap:'outerHTML show:none'" hx-trigger="change delay:200ms, submit" """
    """hx-sync="this:replace" hx-select-oob="#rapport" """
)
"""What the filters of a list say: put the rows that are wanted in the place of these, as soon as one is chosen."""
LEAF = Markup("""hx-boost:inherited="target:#lijst select:#lijst swap:'outerHTML show:top'\"""")
"""What the links to the next and the last rows say."""
SAY = Markup('hx-post="/chat" hx-target="#nieuws" hx-swap="outerHTML" hx-sync="#gesprek:replace"')
"""What the forms of the chat say: what comes back is added to the conversation."""
LABELS: dict[str, Mapping[Any, str]] = {
    "channel": CHANNELS,
    "commitment": COMMITMENTS,
    "group": GROUPS,
    "intent": INTENTS,
    "kind": KINDS,
    "out_kind": OUT_KINDS,
    "out_state": OUT_STATES,
    "route": ROUTES,
    "state": STATES,
    "verdict": VERDICTS,
}
"""The Dutch words for the values of the domain, by what they are values of."""


@cache
def environment() -> Environment:
    """The templates with the filters that they share; made once."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(number=number, day=day, moment=moment, short_day=short_day, counted=counted, sureness=sureness)
    made.filters.update(short_moment=short_moment)
    made.filters.update(word=lambda value, kind: label(kind, value), lower_first=lower_first, offer=offer_text)
    made.globals.update(static=static, boost=BOOST, narrow=NARROW, leaf=LEAF, say=SAY, label=label, sureness=sureness)
    return made


def rendered(template: str, **values: Any) -> str:  # noqa: ANN401  # whatever a template shows
    """A template filled in."""
    return environment().get_template(template).render(**values)


def number(value: float | None) -> str:
    """`1.234`, and a dash for what is not known."""
    return "–" if value is None else f"{value:,.0f}".replace(",", ".")


def counted(value: int, one: str, more: str) -> str:
    """`1 bericht`, `12 berichten`."""
    return f"{number(value)} {one if value == 1 else more}"


def day(value: date | datetime | str | None) -> str:
    """`13 augustus 2026`, on the calendar of the Netherlands."""
    found = _local(value)
    return "" if found is None else day_text(found)


def short_day(value: date | datetime | str | None) -> str:
    """`13 aug`."""
    found = _local(value)
    return "" if found is None else f"{found.day} {MONTHS[found.month - 1][:3]}"


def moment(value: datetime | str | None) -> str:
    """`13 augustus 2026, 09:30`, on the clock of the Netherlands."""
    found = _local(value)
    if not isinstance(found, datetime):
        return day(found)
    return f"{day_text(found)}, {found:%H:%M}"


def short_moment(value: datetime | str | None) -> str:
    """`13 aug, 09:30`, for lists."""
    found = _local(value)
    return f"{short_day(value)}, {found:%H:%M}" if isinstance(found, datetime) else short_day(value)


def label(kind: str, value: str | None) -> str:
    """The Dutch word for a value of the domain; the value itself where there is none."""
    words = {str(key): word for key, word in LABELS[kind].items()}
    return words.get(value or "", value or "")


def lower_first(text: str) -> str:
    """A sentence as part of another one."""
    return text[:1].lower() + text[1:].rstrip(".")


@cache
def static(name: str) -> str:
    """The address of a file of ours; it changes with the file, so that browsers may keep it for ever."""
    mark = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={mark}"


def _local(value: date | datetime | str | None) -> date | datetime | None:
    if not value:
        return None
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    return value.astimezone(AMSTERDAM) if isinstance(value, datetime) else value
