"""`plaatsmaker read`: what do these messages say? Nothing is stored and nothing is sent."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from domain.errors import PlaatsmakerError

if TYPE_CHECKING:
    from domain.model import Message
    from domain.ports import Reader

Paths = Annotated[list[str], typer.Argument(metavar="PAD...", help="Een .eml, .txt, map, mbox, Maildir, of - .")]
Json = Annotated[bool, typer.Option("--json", help="Een regel JSON voor elk bericht.")]


def read(paths: Paths, as_json: Json = False) -> int:
    """Lees berichten en toon wat erin staat.

    Er wordt niets opgeslagen en niets verstuurd.
    """
    from bot.progress import progress
    from nlp.reader import build_reader

    reader, labels, failed = build_reader(), _labels(), False
    with progress("Lezen") as advance:
        for source, raw in _raw(paths):
            try:
                line = _read_one(source, raw, reader, labels, as_json=as_json)
            except PlaatsmakerError as error:
                failed = True
                line = _failure(source, str(error), as_json=as_json)
            print(line)
            advance(1)
    return int(failed)


def _read_one(source: str, raw: bytes, reader: Reader, labels: Mapping[str, str], *, as_json: bool) -> str:
    from bot.rendering import details
    from domain.reading_json import full_json

    message = _parse(source, raw)
    reading = reader.read(message)
    if as_json:
        return json.dumps(full_json(source, message, reading), ensure_ascii=False)
    return "\n".join([source, *details(message, reading, labels), ""])


def _failure(source: str, sentence: str, *, as_json: bool) -> str:
    if as_json:
        return json.dumps({"source": source, "error": sentence}, ensure_ascii=False)
    return f"{source}\n  Fout       {sentence}\n"


def _labels() -> dict[str, str]:
    """The Dutch names of the bottlenecks; a campaign that is missing must not stop a reading."""
    from bot.campaign_lists import read_bottlenecks
    from bot.settings_file import shipped_campaign

    return {kind.key: kind.label for kind in read_bottlenecks(shipped_campaign() / "bottlenecks.csv", [])}


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
