"""`plaatsmaker questions`: what people asked that a person answers, with the concept that is ready to send."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.options import Config, loaded

if TYPE_CHECKING:
    from domain.questions import StoredQuestion
    from intake.questions import QuestionDesk

Number = Annotated[int, typer.Argument(metavar="VRAAG", help="Het nummer van de vraag.")]
Who = Annotated[str, typer.Option("--who", metavar="NAAM", help="Wie antwoordt (standaard: u).")]


def list_(
    ctx: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="Ook wat al is afgehandeld.")] = False,
    config: Config = None,
) -> None:
    """Toon de vragen die op antwoord wachten."""
    from bot.app import open_campaign, open_records
    from bot.question_lines import question_line
    from domain.questions import QuestionStatus

    settings = loaded(ctx, config).settings
    with open_records(settings) as records:
        found = records.questions.all(open_campaign(settings).key, None if everything else QuestionStatus.OPEN)
        for stored in found:
            print(question_line(stored))
    count = len(found)
    what = f"{count} {'vraag' if count == 1 else 'vragen'}"
    waits = "" if everything else (" wacht" if count == 1 else " wachten") + " op antwoord"
    print(f"{what}{waits}. Bekijken: plaatsmaker questions show NUMMER")


def show(ctx: typer.Context, number: Number, config: Config = None) -> None:
    """Toon een vraag met het concept voor het antwoord."""
    from bot.app import names, open_records
    from bot.question_lines import question_lines

    with open_records(loaded(ctx, config).settings) as records:
        for line in question_lines(records.questions.get(number), names()):
            print(line)


def answer(
    ctx: typer.Context,
    number: Number,
    text: Annotated[str, typer.Option("--text", metavar="TEKST", help="Het antwoord dat wordt verstuurd.")] = "",
    concept: Annotated[bool, typer.Option("--concept", help="Verstuur het concept zoals het is.")] = False,
    who: Who = "",
    config: Config = None,
) -> None:
    """Beantwoord een vraag; het antwoord gaat terug langs dezelfde weg."""
    if bool(text.strip()) == concept:
        raise typer.BadParameter("geef --text TEKST of --concept, een van de twee", param_hint="--text")
    with _desk(ctx, config, who) as desk:
        _done(desk.answer(number, text))


def close(ctx: typer.Context, number: Number, who: Who = "", config: Config = None) -> None:
    """Sluit een vraag zonder antwoord."""
    with _desk(ctx, config, who) as desk:
        desk.close(number)
    print(f"Vraag {number} is gesloten zonder antwoord.")


def take(ctx: typer.Context, number: Number, who: Who = "", config: Config = None) -> None:
    """Neem het gesprek van een vraag over; de assistent zwijgt daar tot u het teruggeeft."""
    with _desk(ctx, config, who) as desk:
        changed = desk.take_over(_chat_of(desk, number))
    print("Het gesprek is nu van u. Wat daar getypt wordt, staat bij questions list." if changed else "Dat was al zo.")


def release(ctx: typer.Context, number: Number, who: Who = "", config: Config = None) -> None:
    """Geef het gesprek van een vraag terug aan de assistent."""
    with _desk(ctx, config, who) as desk:
        changed = desk.hand_back(_chat_of(desk, number))
    print("De assistent antwoordt weer in dit gesprek." if changed else "Dat was al zo.")


def _chat_of(desk: QuestionDesk, number: int) -> int:
    from domain.errors import DecisionError

    chat = desk.records.questions.get(number).question.chat
    if chat is None:
        raise DecisionError(f"Vraag {number} kwam niet uit een gesprek.")
    return chat


@contextmanager
def _desk(ctx: typer.Context, config: Path | None, who: str) -> Iterator[QuestionDesk]:
    from bot.app import now, open_campaign, open_records
    from intake.mail.parse import parse
    from intake.questions import QuestionDesk

    settings = loaded(ctx, config).settings
    campaign = open_campaign(settings)
    with open_records(settings, campaign) as records:
        yield QuestionDesk(records, campaign, parse, who.strip() or _me(), now)


def _me() -> str:
    from domain.errors import DecisionError

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise DecisionError("Geef met --who aan wie dit antwoord geeft.") from None


def _done(stored: StoredQuestion) -> None:
    from domain.labels import CHANNELS
    from domain.model import Channel

    asked = stored.question
    if asked.channel is Channel.EMAIL:
        where = f"per mail aan {asked.asker}. Nu versturen: plaatsmaker send"
    else:
        where = f"terug naar het {CHANNELS[asked.channel]}, zodra dat open is"
    print(f"Het antwoord op vraag {stored.id} staat klaar en gaat {where}.")
