"""Questions from the command line or from standard input, as values; what cannot be one says why and on which line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, BinaryIO

from domain.answers import Question
from domain.errors import PlaatsmakerError, SourceError

LONGEST = 2000
"""Characters of one question."""
_LONGEST_LINE = 200_000
"""Bytes of one line: a question with the ones before it."""
_FIELDS = {"question", "gemeente", "previous"}

Code = Callable[[str], str]
"""The CBS code for what somebody wrote; raises `DecisionError`."""


def lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Each line with its number; `None` for one that is too long to be a question. Holds one line in memory."""
    number = 0
    while line := stream.readline(_LONGEST_LINE):
        number += 1
        whole = len(line) < _LONGEST_LINE or line.endswith(b"\n")
        while not line.endswith(b"\n") and (line := stream.readline(_LONGEST_LINE)):
            pass
        yield number, line.rstrip(b"\r\n") if whole and line else None


def question_of(line: bytes | None, now: datetime, gemeente: str | None, code: Code) -> Question:
    """The question in a line: plain text, or JSON with question, gemeente and previous. Raises `SourceError`."""
    if line is None:
        raise SourceError(f"deze vraag is te lang (meer dan {LONGEST} tekens).")
    try:
        text = line.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise SourceError("dit is geen tekst in UTF-8.") from None
    if not text.startswith("{"):
        return asked(text, now, gemeente)
    fields = _fields(text)
    named = fields.get("gemeente")
    try:
        found = code(named) if isinstance(named, str) and named.strip() else gemeente
    except PlaatsmakerError as error:
        raise SourceError(str(error)) from error
    return asked(fields["question"], now, found, tuple(fields.get("previous") or ()))


def asked(text: str, now: datetime, gemeente: str | None, previous: tuple[str, ...] = ()) -> Question:
    """A question in plain text. Raises `SourceError` where there is none, or too much of it."""
    if not text.strip():
        raise SourceError("hier staat geen vraag.")
    if len(text) > LONGEST:
        raise SourceError(f"deze vraag is te lang (meer dan {LONGEST} tekens).")
    if any(ord(letter) < ord(" ") and letter not in "\t\n\r" for letter in text):
        raise SourceError("dit is geen tekst maar iets anders (er staan stuurtekens in).")
    return Question(text.strip(), now, gemeente, tuple(one[:LONGEST] for one in previous))


def _fields(text: str) -> dict[str, Any]:
    try:
        fields: dict[str, Any] = json.loads(text)
    except (ValueError, RecursionError) as error:
        place = f" bij teken {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise SourceError(f"dit is geen geldige JSON{place}.") from error
    unknown = sorted(set(fields) - _FIELDS)
    if unknown:
        raise SourceError(f"onbekende sleutel '{unknown[0][:40]}'; het kan question, gemeente of previous zijn.")
    if not isinstance(fields.get("question"), str):
        raise SourceError("de sleutel question ontbreekt, of is geen tekst.")
    if not isinstance(fields.get("gemeente"), str | None):
        raise SourceError("gemeente moet een CBS-code zijn, zoals GM0307, of null.")
    previous = fields.get("previous")
    if previous is not None and not (isinstance(previous, list) and all(isinstance(one, str) for one in previous)):
        raise SourceError("previous moet een lijst van vragen zijn.")
    return fields
