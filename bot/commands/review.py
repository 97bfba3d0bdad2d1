"""`plaatsmaker review`: what waits for a person, and the decisions of that person."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.options import Config, loaded
from domain.model import Commitment, Group, Intent

if TYPE_CHECKING:
    from domain.campaign import Campaign
    from domain.ports import Records
    from intake.review import Reviewer

Message = Annotated[int, typer.Argument(metavar="BERICHT", help="Het nummer van het bericht.")]
Gemeente = Annotated[str | None, typer.Option("--gemeente", metavar="NAAM", help="Naam of CBS-code.")]
Replaces = Annotated[
    list[int] | None,
    typer.Option("--replaces", metavar="NUMMER", help="Een eerdere toezegging die hierdoor vervalt."),
]
OnTop = Annotated[bool, typer.Option("--on-top", help="Dit komt boven op wat er al staat.")]
Who = Annotated[str, typer.Option("--who", metavar="NAAM", help="Wie dit besluit (standaard: u).")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEKST", help="Waarom.")]


def waiting(ctx: typer.Context, config: Config = None) -> None:
    """Toon wat er op een mens wacht."""
    from bot.reviewing import waiting as all_waiting
    from bot.reviewing import waiting_line

    with _reading(ctx, config) as (records, _):
        count = 0
        for count, case in enumerate(all_waiting(records), 1):  # noqa: B007  # the number of the last is the count
            print(waiting_line(case))
    print(f"{count} {'bericht wacht' if count == 1 else 'berichten wachten'}. Bekijken: plaatsmaker review show NUMMER")


def show(ctx: typer.Context, message: Message, config: Config = None) -> None:
    """Toon een bericht met de zinnen waar het op berust."""
    from bot.app import names
    from bot.reviewing import case_lines

    with _reading(ctx, config) as (records, campaign):
        for line in case_lines(message, records, campaign, names()):
            print(line)


def accept(
    ctx: typer.Context,
    message: Message,
    gemeente: Gemeente = None,
    replaces: Replaces = None,
    on_top: OnTop = False,
    means: Annotated[list[Intent] | None, typer.Option("--means", help="Wat het bericht betekent.")] = None,
    who: Who = "",
    config: Config = None,
) -> None:
    """Ga akkoord met wat er in een bericht gelezen is."""
    from bot.reviewing import remedies
    from domain.decision import Choice
    from domain.errors import DecisionError

    choice = Choice(_replaced(replaces, on_top=on_top), frozenset(means) if means else None)
    with _deciding(ctx, config, who) as reviewer:
        code = _code(gemeente) if gemeente else None
        try:
            _done(reviewer.accept(message, choice, code))
        except DecisionError as error:
            raise DecisionError(f"{error}\n{remedies(error, message)}".rstrip()) from None


def correct(
    ctx: typer.Context,
    pledge: Annotated[int, typer.Argument(metavar="TOEZEGGING", help="Het nummer van de toezegging.")],
    places: Annotated[int | None, typer.Option(metavar="AANTAL", help="Plekken.")] = None,
    places_max: Annotated[int | None, typer.Option(metavar="AANTAL", help="Plekken, hoogstens.")] = None,
    homes: Annotated[int | None, typer.Option(metavar="AANTAL", help="Woningen.")] = None,
    group: Annotated[Group | None, typer.Option(help="Voor wie.")] = None,
    commitment: Annotated[Commitment | None, typer.Option(help="Hoe vast de toezegging is.")] = None,
    gemeente: Gemeente = None,
    replaces: Replaces = None,
    on_top: OnTop = False,
    reason: Reason = "",
    who: Who = "",
    config: Config = None,
) -> None:
    """Verbeter een toezegging; wat u niet noemt blijft staan."""
    from bot.reviewing import corrected
    from domain.decision import Choice

    if all(given is None for given in (places, places_max, homes, group, commitment, gemeente)):
        raise typer.BadParameter("noem wat er anders is, zoals --places 8", param_hint="TOEZEGGING")
    with _deciding(ctx, config, who) as reviewer:
        offer = corrected(
            reviewer.records.dossiers.pledge(pledge).offer,
            places=places,
            places_max=places_max,
            homes=homes,
            group=group,
            commitment=commitment,
        )
        code = _code(gemeente) if gemeente else None
        _done(reviewer.correct(pledge, offer, code, Choice(_replaced(replaces, on_top=on_top)), reason))


def reject(
    ctx: typer.Context,
    message: Message,
    pledge: Annotated[int | None, typer.Option(metavar="NUMMER", help="Alleen deze toezegging.")] = None,
    reason: Reason = "",
    who: Who = "",
    config: Config = None,
) -> None:
    """Zeg dat wat er gelezen is niet klopt."""
    with _deciding(ctx, config, who) as reviewer:
        _done(reviewer.reject(message, reason) if pledge is None else reviewer.reject_pledge(pledge, reason))


def assign(
    ctx: typer.Context,
    message: Message,
    gemeente: Annotated[str, typer.Argument(metavar="GEMEENTE", help="Naam of CBS-code.")],
    who: Who = "",
    config: Config = None,
) -> None:
    """Zeg van welke gemeente een bericht is."""
    with _deciding(ctx, config, who) as reviewer:
        _done(reviewer.assign(message, _code(gemeente)))


def undo(
    ctx: typer.Context,
    decision: Annotated[int, typer.Argument(metavar="BESLUIT", help="Het nummer van het besluit.")],
    who: Who = "",
    config: Config = None,
) -> None:
    """Draai een besluit terug."""
    with _deciding(ctx, config, who) as reviewer:
        _done(reviewer.undo(decision))


def retry(ctx: typer.Context, config: Config = None) -> None:
    """Probeer opnieuw te lezen wat opzij is gelegd.

    Dat gebeurt bij de volgende ronde van collect, of meteen als u daarna run start.
    """
    with _deciding(ctx, config, "") as reviewer, reviewer.records.write():
        count = reviewer.records.messages.try_again()
    print(f"{count} {'bericht wordt' if count == 1 else 'berichten worden'} de volgende keer opnieuw gelezen.")


@contextmanager
def _reading(ctx: typer.Context, config: Path | None) -> Iterator[tuple[Records, Campaign]]:
    from bot.app import open_campaign, open_records

    settings = loaded(ctx, config).settings
    with open_records(settings) as records:
        yield records, open_campaign(settings)


@contextmanager
def _deciding(ctx: typer.Context, config: Path | None, who: str) -> Iterator[Reviewer]:
    from bot.app import now, open_campaign, open_records
    from bot.outgoing import open_follow
    from intake.review import Reviewer

    settings = loaded(ctx, config).settings
    campaign = open_campaign(settings)
    with open_records(settings, campaign) as records:
        yield Reviewer(records, campaign, who.strip() or _me(), now, open_follow(settings, records, campaign))


def _me() -> str:
    from domain.errors import DecisionError

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise DecisionError("Geef met --who aan wie dit besluit neemt.") from None


def _replaced(numbers: list[int] | None, *, on_top: bool) -> frozenset[int] | None:
    if numbers and on_top:
        raise typer.BadParameter("kies --replaces of --on-top, niet allebei", param_hint="--on-top")
    return frozenset(numbers) if numbers else frozenset[int]() if on_top else None


def _code(gemeente: str) -> str:
    """The CBS code for a code or a name. Raises `DecisionError` with the nearest name."""
    from bot.app import gemeente_code

    return gemeente_code(gemeente)


def _done(decision: int) -> None:
    print(f"Besluit {decision} is opgeslagen. Terugdraaien: plaatsmaker review undo {decision}")
