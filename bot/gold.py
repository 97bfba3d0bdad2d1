"""Gold files for `evaluate`: JSON Lines with a message and what a person says that it says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from domain.errors import PlaatsmakerError
from domain.model import Message
from intake.mail.parse import parse, parse_text

_SHOWN = 20
"""So many wrong lines are named: a file of quite another kind would fill the screen."""


def read_gold(file: Path) -> list[dict[str, Any]]:
    """The items of a gold file. Raises `PlaatsmakerError` that names the wrong lines."""
    items, faults = [], []
    with file.open(encoding="utf-8-sig", errors="surrogateescape") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            item, fault = _item(line, number)
            items.append(item)
            faults += [f"{file}, regel {number}: {fault}."] if fault else []
    if faults:
        more = [f"{file}: en nog {len(faults) - _SHOWN} regels zijn fout."] if len(faults) > _SHOWN else []
        raise PlaatsmakerError("\n".join(faults[:_SHOWN] + more))
    if not items:
        raise PlaatsmakerError(f"{file}: hier staan geen voorbeelden in.")
    return items


def _item(line: str, number: int) -> tuple[dict[str, Any], str]:
    try:
        item = json.loads(line)
    except json.JSONDecodeError as error:
        return {}, f"dit is geen JSON (teken {error.pos + 1})"
    if not isinstance(item, dict) or not isinstance(item.get("gold"), dict):
        return {}, 'hier ontbreekt "gold"'
    if not isinstance(item.get("eml", item.get("text")), str):
        return {}, 'hier ontbreekt "eml" of "text"'
    return {"id": str(number), **item}, ""


def gold_message(item: dict[str, Any]) -> Message:
    """The message of an item, parsed as the mailbox would. Raises `MessageError`."""
    if "eml" in item:
        return parse(item["eml"].encode("utf-8", "surrogateescape"))
    return parse_text(item["text"], item.get("subject", ""), item.get("from", ""))


def gold_messages(items: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], Message | PlaatsmakerError]]:
    """Each item with its message, or with the reason why there is none."""
    for item in items:
        try:
            yield item, gold_message(item)
        except PlaatsmakerError as error:
            yield item, error
