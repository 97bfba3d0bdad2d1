"""The state of a conversation as JSON, with a version, so that a program of tomorrow knows what it finds."""

from __future__ import annotations

import json
from typing import Any

from domain.dialogue_state import Draft, Line, Purpose, State, Step
from domain.reading_json import reading_from_json, reading_json

VERSION = 1


def state_text(state: State) -> str:
    """The state as one line of JSON."""
    value = {
        "version": VERSION,
        "greeted": state.greeted,
        "step": str(state.step),
        "turn": state.turn,
        "done": state.done,
        "question": state.question,
        "choices": [list(choice) for choice in state.choices],
        "about": state.about,
        "draft": _draft_json(state.draft) if state.draft else None,
        "asked": list(state.asked),
        "unknown": state.unknown,
        "gemeente": state.gemeente,
        "claimed": [list(codes) for codes in state.claimed],
        "waiting": [_draft_json(draft) for draft in state.waiting],
        "address": state.address,
        "recorded": list(state.recorded),
        "reference": state.reference,
    }
    return json.dumps(value, ensure_ascii=False)


def state_from_text(stored: str) -> State | None:
    """What `state_text` wrote; a fresh state for a new conversation, `None` for a version that is not known here."""
    if not stored:
        return State()
    value = json.loads(stored)
    if value.pop("version", 0) != VERSION:
        return None
    value["step"] = Step(value["step"])
    value["choices"] = tuple((label, key) for label, key in value["choices"])
    value["draft"] = _draft(value["draft"]) if value["draft"] else None
    value["claimed"] = tuple(tuple(codes) for codes in value.get("claimed", ()))
    value["waiting"] = tuple(_draft(draft) for draft in value.get("waiting", ()))
    value["asked"] = tuple(value["asked"])
    value["recorded"] = tuple(value["recorded"])
    return State(**value)


def _draft_json(draft: Draft) -> dict[str, Any]:
    return {
        "purpose": str(draft.purpose),
        "lines": [_line_json(line) for line in draft.lines],
        "gemeente": draft.gemeente,
        "candidates": list(draft.candidates),
        "later": list(draft.later),
        "replaces": None if draft.replaces is None else list(draft.replaces),
        "confirmed": draft.confirmed,
        "no_reason": draft.no_reason,
    }


def _draft(value: dict[str, Any]) -> Draft:
    replaces = value.pop("replaces")
    return Draft(
        purpose=Purpose(value.pop("purpose")),
        lines=tuple(_line(line) for line in value.pop("lines")),
        candidates=tuple(value.pop("candidates")),
        later=tuple(value.pop("later", ())),
        replaces=None if replaces is None else tuple(replaces),
        **value,
    )


def _line_json(line: Line) -> dict[str, Any]:
    return {
        "text": line.text,
        "input": line.input,
        "prompt": line.prompt,
        "reading": reading_json(line.reading) if line.reading else None,
        "values": [[str(slot), value] for slot, value in line.values],
        "pledge": line.pledge,
    }


def _line(value: dict[str, Any]) -> Line:
    reading, values = value.pop("reading"), value.pop("values")
    return Line(
        reading=reading_from_json(reading) if reading else None,
        values=tuple((Step(slot), text) for slot, text in values),
        **value,
    )
