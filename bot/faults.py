"""What pydantic finds wrong with a file that a person wrote, in plain Dutch. Never the value that stands there."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

WHOLE_NUMBER = "moet een geheel getal zijn"
TRUE_OR_FALSE = "moet true of false zijn"
DAY = "moet een datum zijn, zoals 2026-08-14, zonder aanhalingstekens"
MOMENT = "moet een tijdstip met tijdzone zijn, zoals 2026-08-13T23:59:59+02:00, zonder aanhalingstekens"
LIST = "moet een lijst zijn, tussen [ en ]"
SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "missing": lambda _: "ontbreekt",
    "literal_error": lambda ctx: f"moet een van deze zijn: {str(ctx['expected']).replace(' or ', ' of ')}",
    "enum": lambda ctx: f"moet een van deze zijn: {str(ctx['expected']).replace(' or ', ' of ')}",
    "int_parsing": lambda _: WHOLE_NUMBER,
    "int_type": lambda _: WHOLE_NUMBER,
    "int_from_float": lambda _: WHOLE_NUMBER,
    "greater_than_equal": lambda ctx: f"moet minstens {ctx['ge']} zijn",
    "less_than_equal": lambda ctx: f"mag hoogstens {ctx['le']} zijn",
    "bool_parsing": lambda _: TRUE_OR_FALSE,
    "bool_type": lambda _: TRUE_OR_FALSE,
    "string_type": lambda _: "moet tekst zijn, tussen aanhalingstekens",
    "string_pattern_mismatch": lambda _: "heeft een vorm die niet kan",
    "path_type": lambda _: "moet een pad zijn, tussen aanhalingstekens",
    "string_too_short": lambda _: "mag niet leeg zijn",
    "too_short": lambda _: "mag niet leeg zijn",
    "date_type": lambda _: DAY,
    "datetime_type": lambda _: MOMENT,
    "timezone_aware": lambda _: MOMENT,
    "list_type": lambda _: LIST,
    "tuple_type": lambda _: LIST,
    "model_type": lambda _: "is een groep: zet de sleutels eronder",
    "ip_any_network": lambda _: "is geen netwerk, zoals 10.0.0.0/8",
    "value_error": lambda ctx: str(ctx["error"]),
}


def fault_key(fault: ErrorDetails) -> str:
    """The key as a person would look for it: `networks[2].contribution`, counting from 1."""
    key = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in fault["loc"])
    return key.removeprefix(".")


def expectation(fault: ErrorDetails, known: Iterable[str]) -> str:
    """The second half of the sentence, after the key, with its full stop."""
    if fault["type"] == "extra_forbidden":
        return f"is onbekend{nearest(fault_key(fault), known)}"
    sentence = SENTENCES.get(fault["type"])
    return (sentence(fault.get("ctx", {})) if sentence else "heeft een verkeerde waarde") + "."


def nearest(name: str, known: Iterable[str]) -> str:
    """`. Bedoelt u …?` with the known name that is most like this one, or a full stop."""
    near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.5)
    return f". Bedoelt u {near[0]}?" if near else "."


def known_keys(section: type[BaseModel], start: str = "") -> Iterator[str]:
    """Every key with its groups, as in `mail.incoming.host`."""
    for name, field in section.model_fields.items():
        inner = _section(field.annotation)
        if inner:
            yield from known_keys(inner, f"{start}{name}.")
        else:
            yield start + name


def _section(annotation: object) -> type[BaseModel] | None:
    choices = (annotation, *get_args(annotation))
    return next((c for c in choices if isinstance(c, type) and issubclass(c, BaseModel)), None)
