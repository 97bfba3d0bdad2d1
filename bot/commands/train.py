"""`plaatsmaker train`: make the weights of the second opinion anew from the labelled texts (for developers)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
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

    files = sorted(texts)
    print("Eerst zonder 'tune': hoe die berichten dan gelezen worden leert hoe ver een lezing te vertrouwen is.")
    _train_gemeenten(files, without=("tune", "blind"))
    _train_roles(files, without=("tune", "blind"))
    _train_sense(files, without=("tune",))
    unseen = list(_samples(files, only=("tune",)))
    print("Nu met alles.")
    _train_gemeenten(files, without=("blind",))
    _train_roles(files, without=("blind",))
    _train_sense(files)
    report = recipe.train(list(_samples(files)), unseen, WEIGHTS)
    print(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size / 1e6:.1f} MB")
    for kind, passed in (("gewone", report.plain), ("moeilijke", report.hard)):
        print(
            f"Van {passed.messages} {kind} berichten waar geen regel van geleerd is {passed.let_through} zonder mens, "
            f"daarvan {passed.whole_right} helemaal goed (met 95 % zekerheid minstens {passed.bound:.1%}), "
            f"{passed.places_right} met de goede toezeggingen, {passed.false_pledges} met een die er niet is."
        )
    errors = report.errors
    print(f"Afwijking van de zekerheid: toezegging {errors['pledge']:.3f}, knelpunt {errors['bottleneck']:.3f}.")


def _train_sense(files: list[Path], without: tuple[str, ...] = ()) -> None:
    """Make the sense of sentences anew; what is trained after it reads with it."""
    from bot.gold import gold_messages, read_gold
    from domain.model import Kind, Message
    from nlp import sense
    from nlp.parts import read_parts
    from nlp.pipeline import build
    from nlp.training import sense_recipe
    from nlp.training.listening import Text

    pipeline = build()
    texts = [
        Text(item["id"], item["author"], item["split"], item["gold"], read_parts(pipeline, message), message)
        for item, message in gold_messages([item for file in files for item in read_gold(file)])
        if isinstance(message, Message) and message.kind is Kind.PERSONAL and item["split"] not in without
    ]
    measured = sense_recipe.train(pipeline, texts)
    sense.load.cache_clear()
    for family, found in measured.items():
        print(f"{family}: in {found.texts} berichten waar geen regel van geleerd is: F1 {found.f1:.3f}.")


def _train_gemeenten(files: list[Path], without: tuple[str, ...]) -> None:
    """First of all: whose a number is depends on who speaks."""
    from bot.gold import gold_messages, read_gold
    from domain.model import Kind, Message
    from nlp import gemeente_opinion
    from nlp.parts import read_parts
    from nlp.pipeline import build
    from nlp.training import gemeente_recipe

    pipeline = build()
    items = [item for file in files for item in read_gold(file) if item["split"] not in without]
    claimed = [
        one
        for number, (item, message) in enumerate(gold_messages(items))
        if isinstance(message, Message) and message.kind is Kind.PERSONAL
        for one in gemeente_recipe.claimed_in(number, item, message, read_parts(pipeline, message))
    ]
    measured = gemeente_recipe.train(claimed, gemeente_opinion.WEIGHTS)
    gemeente_opinion.load.cache_clear()
    print(
        f"{gemeente_opinion.WEIGHTS.name}: bij een nieuwe schrijver van {measured.texts} berichten waarin iets te "
        f"wegen is {measured.right:.1%} met de goede gemeenten, met de regels alleen {measured.ruled_right:.1%}"
    )


def _train_roles(files: list[Path], without: tuple[str, ...]) -> None:
    """Before the sense: everything after it is learned from what is read with these weights."""
    from bot.gold import gold_messages, read_gold
    from domain.model import Kind, Message
    from nlp import commitment_opinion, joint, role_opinion
    from nlp.parts import read_parts
    from nlp.pipeline import build
    from nlp.training import commitment_recipe, joint_recipe, role_recipe, told_pledges

    pipeline = build()
    items = [item for file in files for item in read_gold(file) if item["split"] not in without]
    items += told_pledges.items()
    texts = [
        (item, message, read_parts(pipeline, message))
        for item, message in gold_messages(items)
        if isinstance(message, Message) and message.kind is Kind.PERSONAL
    ]
    firmness = commitment_recipe.train(
        [offer for text in texts for offer in commitment_recipe.offers_of(*text)], commitment_opinion.WEIGHTS
    )
    commitment_opinion.load.cache_clear()
    print(
        f"{commitment_opinion.WEIGHTS.name}: bij een nieuwe schrijver van {firmness.offers} toezeggingen "
        f"{firmness.right:.1%} goed naar hoe vast ze zijn, met de regels alleen {firmness.ruled_right:.1%}"
    )
    counted = [role_recipe.counts_of(*text) for text in texts]
    opinion, report, shares = role_recipe.fit([count for counts in counted for count in counts])
    role_recipe.write(role_opinion.WEIGHTS, opinion)
    role_opinion.load.cache_clear()
    print(
        f"{role_opinion.WEIGHTS.name}: bij een nieuwe schrijver {report.right:.1%} van {report.counts} aantallen met "
        f"de goede rol, toezeggingen F1 {report.pledge_f1:.3f}; op de geopende berichten {report.opened_right:.1%} en "
        f"{report.opened_pledge_f1:.3f}"
    )
    ends = list(accumulate(map(len, counted)))
    own = [shares[end - len(counts) : end] for end, counts in zip(ends, counted, strict=True)]
    chosen = joint_recipe.train(
        [joint_recipe.told_of(*text, found) for text, found in zip(texts, own, strict=True)], joint.WEIGHTS
    )
    joint.load.cache_clear()
    print(
        f"{joint.WEIGHTS.name}: bij een nieuwe schrijver van {chosen.texts} berichten {chosen.whole:.1%} met de goede "
        f"toezeggingen, getal voor getal {chosen.alone:.1%}, met de beste lezing {chosen.best:.1%}; van andere handen "
        f"dan de regels {chosen.fresh_whole:.1%} en {chosen.fresh_alone:.1%}"
    )


def _samples(files: list[Path], only: tuple[str, ...] = ()) -> Iterator[Sample]:
    from bot.gold import gold_messages, read_gold
    from bot.progress import progress
    from domain.model import Kind, Message
    from domain.reading_json import reading_json
    from nlp.reader import DutchReader
    from nlp.training.recipe import Sample, judged

    reader = DutchReader(opinion=None)
    items = [item for file in files for item in read_gold(file) if not only or item["split"] in only]
    with progress("Lezen", len(items)) as advance:
        for item, message in gold_messages(items):
            advance(1)
            if not isinstance(message, Message) or message.kind is not Kind.PERSONAL:
                continue
            reading, parts = reader.read_with_parts(message)
            got, gold = reading_json(reading), item["gold"]
            yield Sample(item["id"], item["author"], item["split"], gold, message, parts, reading, judged(gold, got))
