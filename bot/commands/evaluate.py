"""`plaatsmaker evaluate`: how well are messages read whose right reading is known?"""

from __future__ import annotations

import json
import time
from collections import defaultdict
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
Table = Annotated[
    Path | None, typer.Option(metavar="BESTAND", help="Zet de maten per split als tabel in dit bestand (README.md).")
]
FEWEST = 10
"""Messages of a hard case from which on its share says something."""
MOST_CONFUSED = 15


def evaluate(gold: Gold, as_json: Json = False, table: Table = None) -> None:
    """Meet hoe goed berichten worden gelezen.

    U ziet ook wat er misging, met de woorden waar het op berust.
    """
    board, by_split, seconds = _measured(gold)
    if table is not None:
        from bot import score_table

        score_table.put(table, score_table.table(by_split))
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


def _measured(gold: list[Path]) -> tuple[Scoreboard, dict[str, Scoreboard], list[float]]:
    """The measures over all files and by split, and how long each reading took (s)."""
    from bot.app import build_reader
    from bot.gold import gold_messages, read_gold
    from bot.progress import progress
    from domain.model import Message
    from domain.reading_json import full_json
    from nlp.evaluate import Scoreboard
    from nlp.training.voices import kind_of

    items = [item for file in gold for item in read_gold(file)]
    reader, board, seconds = build_reader(), Scoreboard(), list[float]()
    by_split: defaultdict[str, Scoreboard] = defaultdict(Scoreboard)
    with progress("Meten", len(items)) as advance:
        for item, message in gold_messages(items):
            begin = time.perf_counter()
            if isinstance(message, Message):
                got = full_json(item["id"], message, reader.read(message))
            else:
                got = {"error": str(message)}
            seconds.append(time.perf_counter() - begin)
            for one in (board, by_split[kind_of(item)]):
                one.add(item, got)
            advance(1)
    return board, by_split, seconds


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
    yield from _slices(board)
    yield "\nWat misging:"
    for miss in sorted(board.misses, key=lambda miss: miss.slot):
        words = " | ".join(miss.evidence[:3])
        yield printable(f"{miss.slot} in {miss.id}: moet {miss.gold}, gelezen {miss.got}; bewijs: {words or '-'}", 400)


def _slices(board: Scoreboard) -> Iterator[str]:
    """Where it goes wrong: by hard case, the worst first, and which roles are taken for which."""
    cases = {tag: rights for tag, rights in board.by_tag.items() if len(rights) >= FEWEST}
    if cases:
        yield f"\n{'geval':<40}{'berichten':>10}{'goed':>8}"
    for tag, rights in sorted(cases.items(), key=lambda case: sum(case[1]) / len(case[1])):
        yield f"{tag[:39]:<40}{len(rights):>10}{sum(rights) / len(rights):>8.0%}"
    confused = [(count, *roles) for roles, count in board.confusion.items() if roles[0] != roles[1]]
    if confused:
        yield f"\n{'rol van een aantal':<20}{'gelezen als':<16}{'keer':>6}"
    for count, meant, read in sorted(confused, reverse=True)[:MOST_CONFUSED]:
        yield f"{meant:<20}{read:<16}{count:>6}"


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
