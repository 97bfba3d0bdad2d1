"""An input of a chat as JSON: how it is kept, raw, before anything reads it."""

from __future__ import annotations

import json
from datetime import datetime

from domain.chat import Conversation, Input, InputKind
from domain.model import Channel


def input_bytes(said: Input) -> bytes:
    """The input as bytes; lone surrogates survive as escapes."""
    value = {
        "channel": str(said.conversation.channel),
        "address": said.conversation.address,
        "external_id": said.external_id,
        "kind": str(said.kind),
        "text": said.text,
        "at": said.at.isoformat(),
        "name": said.name,
        "about": said.about,
        "group": said.group,
    }
    return json.dumps(value).encode()


def input_from_bytes(raw: bytes) -> Input:
    """What `input_bytes` wrote."""
    value = json.loads(raw)
    return Input(
        conversation=Conversation(Channel(value["channel"]), value["address"]),
        external_id=value["external_id"],
        kind=InputKind(value["kind"]),
        text=value["text"],
        at=datetime.fromisoformat(value["at"]),
        name=value["name"],
        about=value["about"],
        group=value["group"],
    )
