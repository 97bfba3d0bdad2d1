"""`plaatsmaker evaluate`: how well are messages read whose right reading is known?"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from nlp.evaluate import Scoreboard

Gold = Annotated[
    list[Path], typer.Argument(metavar="GOLD.jsonl...", help="Berichten met de lezing zoals die moet zijn.")
]
Json = Annotated[bool, typer.Option("--json", help="Alle maten als JSON.")]


def evaluate(gold: Gold, as_json: Json = False) -> None:
    """Meet hoe goed berichten worden gelezen.

    U ziet ook wat er misging, met de woorden waar het op berust.
    """
    board, seconds = _measured(gold)
    if as_json:
        milliseconds = [round(1000 * s, 2) for s in (sum(seconds) / len(seconds), max(seconds))]
        extra = {"milliseconds_mean": milliseconds[0], "milliseconds_max": milliseconds[1]}
        print(json.dumps(board.to_json() | extra, ensure_ascii=False))
        return
    for line in _lines(board):
        print(line)
    print(
        f"\nGemiddeld {1000 * sum(seconds) / len(seconds):.1f} ms per bericht, hoogstens {1000 * max(seconds):.0f} ms."
    )


def _measured(gold: list[Path]) -> tuple[Scoreboard, list[float]]:
    from bot.app import build_reader
    from bot.gold import gold_messages, read_gold
    from bot.progress import progress
    from domain.model import Message
    from domain.reading_json import full_json
    from nlp.evaluate import Scoreboard

    items = [item for file in gold for item in read_gold(file)]
    reader, board, seconds = build_reader(), Scoreboard(), list[float]()
    with progress("Meten", len(items)) as advance:
        for item, message in gold_messages(items):
            begin = time.perf_counter()
            if isinstance(message, Message):
                board.add(item, full_json(item["id"], message, reader.read(message)))
            else:
                board.add(item, {"error": str(message)})
            seconds.append(time.perf_counter() - begin)
            advance(1)
    return board, seconds


def _lines(board: Scoreboard) -> Iterator[str]:
    from bot.rendering import printable

    yield f"{board.messages} berichten, {board.errors} onleesbaar."
    yield f"Helemaal goed: {board.whole_record:.1%}"
    yield from _trust(board)
    yield f"\n{'veld':<14}{'precisie':>10}{'vindt':>10}{'F1':>8}"
    for slot, counts in board.slots.items():
        yield f"{slot:<14}{counts.precision:>10.3f}{counts.recall:>10.3f}{counts.f1:>8.3f}"
    yield f"\n{'knelpunt':<32}{'F1':>6}"
    for kind, counts in sorted(board.by_type.items()):
        yield f"{kind:<32}{counts.f1:>6.2f}"
    yield "\nWat misging:"
    for miss in sorted(board.misses, key=lambda miss: miss.slot):
        words = " | ".join(miss.evidence[:3])
        yield printable(f"{miss.slot} in {miss.id}: moet {miss.gold}, gelezen {miss.got}; bewijs: {words or '-'}", 400)


def _trust(board: Scoreboard) -> Iterator[str]:
    from bot.bounds import lower_bound

    if board.trust is None:
        yield "Zonder mens: geen enkel bericht"
        return
    bound = lower_bound(board.let_through_right, board.let_through)
    yield (
        f"Zonder mens: {board.coverage:.1%} van de berichten, daarvan {board.trust:.1%} helemaal goed "
        f"(met 95% zekerheid minstens {bound:.1%}); {board.false_pledges} met een toezegging die er niet staat"
    )
    for name, label in (("pledge", "toezeggingen"), ("bottleneck", "knelpunten")):
        error = board.calibration_error(name)
        if error is not None:
            yield f"Fout in de opgegeven zekerheid van {label}: {error:.3f}"
