"""The labelled messages that may lie beside the repository: their kinds, and that no heading stays in a body."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from domain.model import Message
from intake.mail.parse import parse_text, read

GOLD = Path(__file__).resolve().parents[4] / "shared" / "gold" / "dev.jsonl"

pytestmark = pytest.mark.skipif(not GOLD.exists(), reason="the labelled messages are not on this machine")


def _messages() -> list[dict[str, Any]]:
    return [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()] if GOLD.exists() else []


def _read(item: dict[str, Any]) -> Message:
    if "eml" in item:
        return read(item["eml"].encode())
    return parse_text(item["text"], item.get("subject", ""), item.get("from", ""))


@pytest.mark.parametrize("item", _messages(), ids=lambda item: item["id"])
def test_the_kind_is_as_labelled(item: dict[str, Any]) -> None:
    assert str(_read(item).kind) == item["gold"]["kind"]


def test_no_heading_of_an_older_message_stays_in_a_body() -> None:
    bodies = [_read(item).body for item in _messages()]
    assert not any("Verzonden:" in body or "migratie@vng.nl>" in body for body in bodies)
