"""Telegram's HTML, read as strictly as Telegram reads it: text with entities, or a refusal with the byte offset."""

from __future__ import annotations

import re
from typing import Any

from tests.telegram.refusals import Refusal, cannot_parse

LIMIT = 4096
KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "code": "code", "pre": "pre",
    "a": "text_link", "tg-spoiler": "spoiler", "blockquote": "blockquote",
}  # fmt: skip
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
TOKEN = re.compile(r"<(?P<end>/?)(?P<tag>[a-zA-Z-]*)(?P<rest>[^<>]*)(?P<close>>?)|&(?P<name>#x?[0-9a-fA-F]+|[a-z]+);")


def length(text: str) -> int:
    """How long Telegram finds it: UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def parsed(html: str) -> tuple[str, list[dict[str, Any]]]:
    """The text without markup, and its entities. Raises `Refusal`."""
    text, entities, open_tags, at = "", list[dict[str, Any]](), list[tuple[str, int, str]](), 0
    for found in TOKEN.finditer(html):
        text, at = text + html[at : found.start()], found.end()
        offset = len(html[: found.start()].encode())
        if found["name"] is not None:
            text += _character(found["name"], found[0])
        elif not found["close"]:
            raise cannot_parse(f"Unclosed {'end' if found['end'] else 'start'} tag at byte offset {offset}")
        elif found["end"]:
            entities += _closed(open_tags, found["tag"].lower(), text, offset)
        else:
            open_tags.append((_opened(found["tag"].lower(), offset), length(text), found["rest"]))
    if open_tags:
        raise cannot_parse(f'Can\'t find end tag corresponding to start tag "{open_tags[-1][0]}"')
    return text + html[at:], sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _character(name: str, whole: str) -> str:
    if name.startswith("#"):
        return chr(int(name[1:].replace("X", "x").replace("x", "0x"), 0))
    return NAMED.get(name, whole)


def _opened(tag: str, offset: int) -> str:
    if tag not in KINDS:
        raise cannot_parse(f'Unsupported start tag "{tag}" at byte offset {offset}')
    return tag


def _closed(open_tags: list[tuple[str, int, str]], tag: str, text: str, offset: int) -> list[dict[str, Any]]:
    if not open_tags:
        raise cannot_parse(f"Unexpected end tag at byte offset {offset}")
    opened, start, rest = open_tags.pop()
    if tag not in {opened, ""}:
        raise cannot_parse(f'Unmatched end tag at byte offset {offset}, expected "</{opened}>", found "</{tag}>"')
    if length(text) == start:
        return []
    entity = {"type": KINDS[opened], "offset": start, "length": length(text) - start}
    link = re.search(r'href\s*=\s*"([^"]*)"', rest)
    return [entity | ({"url": link[1]} if opened == "a" and link else {})]


def read(text: str, mode: str) -> tuple[str, list[dict[str, Any]]]:
    """What a message with this `parse_mode` will show. Raises `Refusal`."""
    if mode.lower() not in {"", "html"}:
        raise Refusal("Bad Request: unsupported parse_mode")
    shown, entities = parsed(text) if mode else (text, [])
    return shown.strip(), entities
