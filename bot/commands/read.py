"""`plaatsmaker read`: what do these messages say? Nothing is stored and nothing is sent."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from domain.errors import PlaatsmakerError
from domain.model import Message
from domain.ports import Reader
from domain.reading_json import full_json

Paths = Annotated[list[str], typer.Argument(metavar="PAD...", help="Mail of tekst, een map, een mbox of '-'.")]
Json = Annotated[bool, typer.Option("--json", help="Een regel JSON voor elk bericht.")]


def read(paths: Paths, as_json: Json = False) -> int:
    """Lees berichten en toon wat erin staat."""
    from nlp.reader import build_reader

    reader = build_reader()
    failed = False
    for source, raw in _raw(paths):
        try:
            message = _parse(source, raw)
        except PlaatsmakerError as error:
            failed = True
            print(json.dumps({"source": source, "error": str(error)}, ensure_ascii=False))
            continue
        _show(source, message, reader, as_json=as_json)
    return int(failed)


def _raw(paths: list[str]) -> Iterator[tuple[str, bytes]]:
    for path in paths:
        if path == "-":
            yield "-", sys.stdin.buffer.read()
        elif Path(path).is_dir():
            yield from ((str(p), p.read_bytes()) for p in sorted(Path(path).rglob("*")) if p.is_file())
        else:
            yield path, Path(path).read_bytes()


def _parse(source: str, raw: bytes) -> Message:
    from intake.mail.parse import parse, parse_text

    if source.endswith(".txt"):
        return parse_text(raw.decode("utf-8", "replace"))
    return parse(raw)


def _show(source: str, message: Message, reader: Reader, *, as_json: bool) -> None:
    reading = reader.read(message)
    line = full_json(source, message, reading)
    print(json.dumps(line, ensure_ascii=False, indent=None if as_json else 2))
