"""`plaatsmaker read`: what do these messages say? Nothing is stored and nothing is sent."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from domain.errors import PlaatsmakerError

if TYPE_CHECKING:
    from domain.ports import Reader
    from intake.mail.files import RawFile

Paths = Annotated[list[str], typer.Argument(metavar="PAD...", help="Een .eml, .txt, map, mbox, Maildir, of - .")]
Json = Annotated[bool, typer.Option("--json", help="Een regel JSON voor elk bericht.")]


def read(paths: Paths, as_json: Json = False) -> int:
    """Lees berichten en toon wat erin staat.

    Er wordt niets opgeslagen en niets verstuurd.
    """
    from bot.app import build_reader
    from bot.last_resort import details_of
    from bot.progress import progress
    from intake.mail.files import open_paths

    # A script may start us with standard input closed
    stdin = sys.stdin.buffer if sys.stdin else io.BytesIO()
    reader, labels, failed = build_reader(), _labels(), False
    with progress("Lezen", printing=True) as advance:
        for file in open_paths(paths, stdin):
            try:
                line = _read_one(file, reader, labels, as_json=as_json)
            except PlaatsmakerError as error:
                line, failed = _failure(file.name, str(error), as_json=as_json), True
            except Exception as error:  # noqa: BLE001  # one bad message must not stop the others
                line, failed = _failure(file.name, details_of(error), as_json=as_json), True
            print(line)
            advance(1)
    return int(failed)


def _read_one(file: RawFile, reader: Reader, labels: Mapping[str, str], *, as_json: bool) -> str:
    from bot.rendering import details
    from domain.errors import MessageError
    from domain.reading_json import full_json
    from intake.mail.charsets import guess
    from intake.mail.parse import parse, parse_text

    if file.problem:
        raise MessageError(file.problem)
    message = parse_text(guess(file.raw)[0]) if file.plain_text else parse(file.raw)
    reading = reader.read(message)
    if as_json:
        return json.dumps(full_json(file.name, message, reading), ensure_ascii=False)
    return "\n".join([file.name, *details(message, reading, labels), ""])


def _failure(source: str, sentence: str, *, as_json: bool) -> str:
    if as_json:
        return json.dumps({"source": source, "error": sentence}, ensure_ascii=False)
    return f"{source}\n  Fout       {sentence}\n"


def _labels() -> dict[str, str]:
    """The Dutch names of the bottlenecks; a campaign that is missing must not stop a reading."""
    from bot.campaign_lists import read_bottlenecks
    from bot.settings_file import shipped_campaign

    return {kind.key: kind.label for kind in read_bottlenecks(shipped_campaign() / "bottlenecks.csv", [])}
