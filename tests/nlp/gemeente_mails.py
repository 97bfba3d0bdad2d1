"""Reads `texts/gemeenten.txt`: small mails with the gemeenten they speak for and whose each number is.

A mail is `=== name`, then `key: value` lines, `---`, the body, and if need be a signature after a line `-- ` and quoted
text after a line `>>>`. Keys: from, forwarded, subject, kind, thread, expect (CBS names), own (`words = name`, `-` for
undivided, parted by |) and known (why this one is not read right yet).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from domain.model import Address, Channel, Kind, Message
from nlp.gazetteer import gemeenten
from nlp.gemeenten import Ownership, weigh
from nlp.parts import read_parts
from tests.nlp.sentences import pipeline

TEXTS = Path(__file__).parent / "texts" / "gemeenten.txt"


@dataclass(frozen=True)
class Mail:
    name: str
    message: Message
    thread: tuple[str, ...]
    expect: frozenset[str]
    own: tuple[tuple[str, str | None], ...]
    known: str


def weighed(message: Message, thread: tuple[str, ...] = ()) -> Ownership:
    parts = read_parts(pipeline(), message) if message.kind is not Kind.EMPTY else []
    return weigh(message, parts, thread)


def codes(body: str = "", sender: str = "", subject: str = "", signature: str = "") -> list[str]:
    message = Message(sender=address(sender), subject=subject, body=body, signature=signature)
    return [found.code for found in weighed(message).gemeenten]


@cache
def code_of() -> dict[str, str]:
    return {each.name: code for code, each in gemeenten().items()}


def address(text: str) -> Address:
    found = re.fullmatch(r"(.*?)\s*<(.*)>", text)
    return Address(found[1], found[2]) if found else Address("", text)


def mails() -> list[Mail]:
    blocks = re.split(r"(?m)^=== ", TEXTS.read_text(encoding="utf-8"))[1:]
    return [_mail(block) for block in blocks]


def _mail(block: str) -> Mail:
    head, _, text = block.partition("\n---\n")
    name, *lines = head.split("\n")
    keys = {key: value.strip() for key, _, value in (line.partition(":") for line in lines)}
    text, _, quoted = text.partition("\n>>>\n")
    body, _, signature = text.partition("\n-- \n")
    message = Message(
        channel=Channel.EMAIL if "from" in keys else Channel.TEXT,
        sender=address(keys.get("from", "")),
        subject=keys.get("subject", ""),
        body=body.strip(),
        quoted=quoted.strip(),
        signature=signature.strip(),
        kind=Kind(keys.get("kind", "personal")),
        forwarded_from=address(keys["forwarded"]) if "forwarded" in keys else None,
    )
    expected = [name.strip() for name in re.split(r", (?!Gerwen)", keys.get("expect", "")) if name.strip()]
    own = (pair.rpartition("=") for pair in keys.get("own", "").split("|") if "=" in pair)
    return Mail(
        name,
        message,
        tuple(keys.get("thread", "").split()),
        frozenset(code_of()[each] for each in expected),
        tuple((words.strip(), code_of().get(owner.strip())) for words, _, owner in own),
        keys.get("known", ""),
    )
