"""The JSON form of a reading: the contract with the command line, the database, the desk and the evaluation."""

from __future__ import annotations

from datetime import date
from typing import Any

from domain.model import (
    BottleneckReading,
    Commitment,
    Evidence,
    GemeenteReading,
    Group,
    Intent,
    Message,
    NumberReading,
    PersonalData,
    PledgeReading,
    Reading,
    Role,
    Route,
    Unit,
)

JSON = dict[str, Any]


def message_json(message: Message) -> JSON:
    """The `message` object of a reading."""
    return {
        "channel": str(message.channel),
        "message_id": message.message_id or None,
        "date": message.date.isoformat() if message.date else None,
        "from": {"name": message.sender.name, "address": message.sender.address},
        "subject": message.subject,
        "body": message.body,
        "quoted": message.quoted,
        "signature": message.signature,
        "kind": str(message.kind),
        "forwarded_from": message.forwarded_from.address if message.forwarded_from else None,
        "returns_on": message.returns_on.isoformat() if message.returns_on else None,
        "failed": list(message.failed),
        "notes": list(message.notes),
    }


def reading_json(reading: Reading) -> JSON:
    """A reading without its message, as it is stored."""
    return {
        "intents": [str(intent) for intent in reading.intents],
        "gemeenten": [_gemeente(g) for g in reading.gemeenten],
        "pledges": [_pledge(p) for p in reading.pledges],
        "bottlenecks": [_bottleneck(b) for b in reading.bottlenecks],
        "numbers": [_number(n) for n in reading.numbers],
        "routes": [str(route) for route in reading.routes],
        "personal_data": [{"kind": p.kind, "evidence": evidence_json(p.evidence)} for p in reading.personal_data],
        "needs_review": reading.needs_review,
        "review_reasons": list(reading.review_reasons),
    }


def full_json(source: str, message: Message, reading: Reading) -> JSON:
    """One line of `plaatsmaker read --json`."""
    return {"source": source, "message": message_json(message), **reading_json(reading)}


def reading_from_json(data: JSON) -> Reading:
    """The inverse of `reading_json`. Raises `KeyError` or `ValueError` where the data is no reading."""
    return Reading(
        intents=tuple(Intent(i) for i in data["intents"]),
        gemeenten=tuple(
            GemeenteReading(g["code"], g["name"], g["confidence"], _evidence_from(g["evidence"]), g.get("reason", ""))
            for g in data["gemeenten"]
        ),
        pledges=tuple(_pledge_from(p) for p in data["pledges"]),
        bottlenecks=tuple(
            BottleneckReading(
                b["gemeente"], b["type"], b["confidence"], _evidence_from(b["evidence"]), b.get("reason", "")
            )
            for b in data["bottlenecks"]
        ),
        numbers=tuple(_number_from(n) for n in data["numbers"]),
        routes=tuple(Route(r) for r in data["routes"]),
        personal_data=tuple(PersonalData(p["kind"], _evidence_from(p["evidence"])) for p in data["personal_data"]),
        needs_review=data["needs_review"],
        review_reasons=tuple(data["review_reasons"]),
    )


def evidence_json(evidence: tuple[Evidence, ...]) -> list[JSON]:
    """The `evidence` of one value."""
    return [{"part": e.part, "start": e.start, "end": e.end, "text": e.text} for e in evidence]


def _evidence_from(data: list[JSON]) -> tuple[Evidence, ...]:
    return tuple(Evidence(e["part"], e["start"], e["end"], e["text"]) for e in data)


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _day_from(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _gemeente(g: GemeenteReading) -> JSON:
    return {
        "code": g.code,
        "name": g.name,
        "confidence": round(g.confidence, 3),
        "reason": g.reason,
        "evidence": evidence_json(g.evidence),
    }


def _pledge(p: PledgeReading) -> JSON:
    return {
        "gemeente": p.gemeente,
        "places": p.places,
        "places_max": p.places_max,
        "homes": p.homes,
        "approximate": p.approximate,
        "group": str(p.group),
        "commitment": str(p.commitment),
        "available_from": _day(p.available_from),
        "available_until": _day(p.available_until),
        "location": p.location,
        "condition": p.condition,
        "confidence": round(p.confidence, 3),
        "reason": p.reason,
        "evidence": evidence_json(p.evidence),
    }


def _pledge_from(data: JSON) -> PledgeReading:
    return PledgeReading(
        gemeente=data["gemeente"],
        places=data["places"],
        places_max=data["places_max"],
        homes=data["homes"],
        approximate=data["approximate"],
        group=Group(data["group"]),
        commitment=Commitment(data["commitment"]),
        available_from=_day_from(data["available_from"]),
        available_until=_day_from(data["available_until"]),
        location=data["location"],
        confidence=data["confidence"],
        evidence=_evidence_from(data["evidence"]),
        condition=data.get("condition", ""),
        reason=data.get("reason", ""),
    )


def _bottleneck(b: BottleneckReading) -> JSON:
    return {
        "gemeente": b.gemeente,
        "type": b.type,
        "confidence": round(b.confidence, 3),
        "reason": b.reason,
        "evidence": evidence_json(b.evidence),
    }


def _number(n: NumberReading) -> JSON:
    return {
        "value": n.value,
        "value_max": n.value_max,
        "unit": str(n.unit),
        "group": str(n.group),
        "role": str(n.role),
        "gemeente": n.gemeente,
        "reason": n.reason,
        "evidence": evidence_json(n.evidence),
    }


def _number_from(data: JSON) -> NumberReading:
    return NumberReading(
        value=data["value"],
        role=Role(data["role"]),
        value_max=data["value_max"],
        unit=Unit(data["unit"]),
        group=Group(data["group"]),
        gemeente=data.get("gemeente"),
        evidence=_evidence_from(data["evidence"]),
        reason=data.get("reason", ""),
    )
