"""What people decided about messages, as texts to learn from: the lines that `train` and `evaluate` take.

Data of clients is blotted out of a text, and of the address of its sender only the domain is kept; names of officials
in the text stay. What a person decided counts as what the message says, also where a later message has taken its
place since.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from desk.desk import Desk
from desk.marking import blotted
from domain.dossier import Dossier, EntryState
from domain.errors import DecisionError
from domain.model import Channel, Intent
from domain.ports import StoredMessage

BY_ITS_PLEDGES = frozenset({Intent.PLEDGE, Intent.BOTTLENECK, Intent.OTHER})
"""Intents that follow from what is in the message."""


def lessons(desk: Desk) -> Iterator[str]:
    """A line of JSON for each message that a person decided about, oldest first; not of who was erased."""
    for number in desk.records.reviews.decided(desk.campaign.key):
        try:
            lesson = _lesson(desk, number)
        except DecisionError:
            continue  # gone between the list and here
        # What was said not to count says nothing of what the text means
        if lesson["text"] and lesson["gold"]["gemeenten"]:
            yield json.dumps(lesson, ensure_ascii=False) + "\n"


def _lesson(desk: Desk, number: int) -> dict[str, Any]:
    records = desk.records
    stored, read = records.messages.get(number), records.readings.get(records.dossiers.reading_behind(number))
    parts, reading = records.readings.parts(read.id), read.reading
    texts = (blotted(parts.get(part, ""), part, reading.personal_data) for part in ("body", "signature", "quoted"))
    said, about = records.reviews.said(number), records.dossiers.of_message(number)
    bottlenecks = records.reviews.hindered(number)
    return {
        "id": f"bericht-{number}",
        "author": "nagekeken",
        "style": "echte post",
        "split": "learn",
        "channel": "email" if stored.channel is Channel.EMAIL else "chat",
        "subject": blotted(parts.get("subject", ""), "subject", reading.personal_data),
        "from": _domain(stored),
        "date": stored.said_at.isoformat(),
        "text": "\n\n".join(text for text in texts if text.strip()),
        "gold": {
            "intents": _intents(about, pledges=bool(said), bottlenecks=bool(bottlenecks)),
            "kind": str(read.kind),
            "gemeenten": _gemeenten(about, said),
            "pledges": said,
            "bottlenecks": bottlenecks,
            "numbers": [{"value": number.value, "role": str(number.role)} for number in reading.numbers],
            "routes": [str(route) for route in reading.routes],
            "personal_data": [],
            "needs_review": reading.needs_review,
        },
        "tags": ["nagekeken"],
        "notes": "Wat een mens erover besloot.",
    }


def _domain(stored: StoredMessage) -> str:
    domain = stored.sender.rpartition("@")[2]
    return f"Afzender <afzender@{domain}>" if domain else ""


def _gemeenten(about: Dossier, said: list[dict[str, Any]]) -> list[str]:
    codes = [entry.gemeente for entry in about.entries if entry.state is EntryState.COUNTED]
    return sorted({*codes, *(pledge["gemeente"] for pledge in said)})


def _intents(about: Dossier, *, pledges: bool, bottlenecks: bool) -> list[str]:
    counted = [entry.intents for entry in about.entries if entry.state is EntryState.COUNTED]
    rest = {intent for intents in counted for intent in intents} - BY_ITS_PLEDGES
    found = {*rest, *([Intent.PLEDGE] * pledges), *([Intent.BOTTLENECK] * bottlenecks)} or {Intent.OTHER}
    return sorted(map(str, found))
