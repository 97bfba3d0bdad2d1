"""Help and usage errors in Dutch: Typer's own words are English and fixed."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

HEADINGS = {
    "Usage:": "Gebruik:",
    "Options:": "Opties:",
    "Arguments:": "Gegevens:",
    "Commands:": "Opdrachten:",
    "[OPTIONS]": "[OPTIES]",
    "COMMAND [ARGS]...": "OPDRACHT [GEGEVENS]...",
    "Show this message and exit.": "Toon deze uitleg.",
    "[required]": "[verplicht]",
    "[default: ": "[standaard: ",
}

ERRORS = {
    "Missing command.": "Er ontbreekt een opdracht.",
    "No such command ": "Deze opdracht bestaat niet: ",
    "No such option: ": "Deze optie bestaat niet: ",
    "Possible options: ": "bedoelt u: ",
    "Did you mean ": "Bedoelt u ",
    ", '%Y-%m-%dT%H:%M'": " of 2026-07-01T09:00",
    "Missing argument": "Er ontbreekt een gegeven:",
    "Missing option": "Er ontbreekt een optie:",
    "Got unexpected extra argument": "Dit gegeven is te veel",
    "Invalid value for ": "Verkeerde waarde voor ",
    " requires an argument.": " heeft een waarde nodig.",
    " does not take a value.": " heeft geen waarde nodig.",
    "Value error, ": "",
    " is not one of ": " is geen van ",
    " does not match the formats '%Y-%m-%d'": " is geen datum zoals 2026-07-01",
    "Input should be a valid integer, unable to parse string as an integer": "dit is geen getal",
    "Input should be ": "dit moet zijn: ",
    "Option ": "Optie ",
}


def in_dutch(text: str, words: dict[str, str]) -> str:
    """`text` with Typer's fixed English put into Dutch."""
    for english, dutch in words.items():
        text = text.replace(english, dutch)
    return text


def usage_error(error: TyperException) -> str:
    """One Dutch sentence for a usage error, with where to find help."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "plaatsmaker"
    # Typer puts the values to choose from on lines of their own
    words = " ".join(error.format_message().replace("Choose from:", "kies uit").split())
    text = in_dutch(words, ERRORS).replace(". kies uit", "; kies uit").rstrip(".,")
    return f"{text if text.endswith('?') else f'{text}.'} Uitleg: {command} --help"


class DutchCommand(TyperCommand):
    """A command whose help is Dutch."""

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401  Typer keeps this type to itself
        """The help of Typer with Dutch headings."""
        return in_dutch(super().get_help(ctx), HEADINGS)


class DutchGroup(TyperGroup):
    """A group of commands whose help is Dutch, in the order in which they were written."""

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401  Typer keeps this type to itself
        """The help of Typer with Dutch headings."""
        return in_dutch(super().get_help(ctx), HEADINGS)
