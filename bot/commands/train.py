"""`plaatsmaker train`: make the weights of the second opinion anew from the labelled texts (for developers)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from nlp.training.recipe import Sample

Texts = Annotated[list[Path], typer.Argument(metavar="GOLD.jsonl...", help="Gelabelde berichten, met author en split.")]


def train(texts: Texts) -> None:
    """Leer de tweede lezer opnieuw van gelabelde berichten.

    Dit is voor ontwikkelaars; het heeft scikit-learn nodig.
    """
    from nlp.opinion import WEIGHTS
    from nlp.training import recipe

    report = recipe.train(list(_samples(sorted(texts))), WEIGHTS)
    print(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size / 1e6:.1f} MB")
    print(
        f"Gemeten op {report.messages} berichten waar geen regel van geleerd is: {report.let_through:.1%} zonder mens, "
        f"daarvan {report.whole_right:.1%} helemaal goed en {report.figures_right:.1%} met de goede aantallen; "
        f"afwijking van de zekerheid {report.error:.3f}."
    )


def _samples(files: list[Path]) -> Iterator[Sample]:
    from bot.gold import gold_messages, read_gold
    from bot.progress import progress
    from domain.model import Kind, Message
    from domain.reading_json import reading_json
    from nlp.parts import read_parts
    from nlp.reader import DutchReader
    from nlp.training.recipe import Sample, figures, whole

    reader = DutchReader(opinion=None)
    items = [item for file in files for item in read_gold(file)]
    with progress("Lezen", len(items)) as advance:
        for item, message in gold_messages(items):
            advance(1)
            if not isinstance(message, Message) or message.kind is not Kind.PERSONAL:
                continue
            reading = reader.read(message)
            got, gold = reading_json(reading), item["gold"]
            parts = read_parts(reader.pipeline, message)
            judged = (whole(gold, got), figures(gold, got))
            yield Sample(item["author"], item["split"], gold, message, parts, reading, *judged)
