"""What is wrong with the settings, in Dutch: the place, the key, what is expected. Never the value of a secret."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel, SecretStr, ValidationError
from pydantic_core import ErrorDetails

from bot.settings import PREFIX, Incoming, Outgoing, Settings

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1", "[::1]"})

WHOLE_NUMBER = "moet een geheel getal zijn"
SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "literal_error": lambda ctx: f"moet een van deze zijn: {str(ctx['expected']).replace(' or ', ' of ')}",
    "int_parsing": lambda _: WHOLE_NUMBER,
    "int_type": lambda _: WHOLE_NUMBER,
    "int_from_float": lambda _: WHOLE_NUMBER,
    "greater_than_equal": lambda ctx: f"moet minstens {ctx['ge']} zijn",
    "less_than_equal": lambda ctx: f"mag hoogstens {ctx['le']} zijn",
    "bool_parsing": lambda _: "moet true of false zijn",
    "bool_type": lambda _: "moet true of false zijn",
    "string_type": lambda _: "moet tekst zijn, tussen aanhalingstekens",
    "path_type": lambda _: "moet een pad zijn, tussen aanhalingstekens",
    "string_too_short": lambda _: "mag niet leeg zijn",
    "model_type": lambda _: "is een groep: zet de sleutels eronder",
    "value_error": lambda ctx: str(ctx["error"]),
}


def known_keys(section: type[BaseModel] = Settings, start: str = "") -> Iterator[str]:
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


def unknown_variables() -> list[str]:
    """A sentence for every environment variable with our prefix that sets nothing."""
    known = {variable(key) for key in known_keys()}
    wrong = [name for name in sorted(os.environ) if name.upper().startswith(PREFIX) and name.upper() not in known]
    return [f"Omgevingsvariabele {name}: deze instelling is onbekend{_nearest(name.upper(), known)}" for name in wrong]


def unknown_private(table: Mapping[str, Any], place: str) -> list[str]:
    """A sentence for each key with an underscore in front: pydantic-settings takes those for its own options."""
    return [f"{place}: de instelling '{key}' is onbekend." for key in table if key.startswith("_")]


def wrong_values(error: ValidationError) -> list[ErrorDetails]:
    """The faults of pydantic without those that `unknown_variables` has named already."""
    given = {name.upper() for name in os.environ}
    faults = error.errors(include_url=False)
    return [f for f in faults if f["type"] != "extra_forbidden" or variable(_key(f)) not in given]


def _key(fault: ErrorDetails) -> str:
    return ".".join(str(part) for part in fault["loc"])


def variable(key: str) -> str:
    """The environment variable that sets a key."""
    return PREFIX + key.replace(".", "__").upper()


def fault_sentence(fault: ErrorDetails, place: str) -> str:
    """One sentence for one fault; `place` is the settings file, unless the environment set the key."""
    key = _key(fault)
    if variable(key) in {name.upper() for name in os.environ}:
        place = f"Omgevingsvariabele {variable(key)}"
    if fault["type"] == "extra_forbidden":
        return f"{place}: de instelling '{key}' is onbekend{_nearest(key, set(known_keys()))}"
    sentence = SENTENCES.get(fault["type"])
    expected = sentence(fault.get("ctx", {})) if sentence else "heeft een verkeerde waarde"
    return f"{place}: {key} {expected}."


def _nearest(name: str, known: set[str]) -> str:
    near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.5)
    return f". Bedoelt u {near[0]}?" if near else "."


def contradictions(settings: Settings, place: str) -> list[str]:
    """What does not fit together, or is missing for the chosen kind; each a sentence."""
    incoming, outgoing = settings.mail.incoming, settings.mail.outgoing
    faults = list(_server(incoming, "mail.incoming", "imap")) + list(_server(outgoing, "mail.outgoing", "smtp"))
    if incoming.kind == "imap":
        faults += _login(incoming)
    faults += [f"{key} staat er twee keer: ook als {key}_file; kies er een" for key in _twice(settings)]
    return [f"{place}: {fault}." for fault in faults]


def _server(mail: Incoming | Outgoing, key: str, kind: str) -> Iterator[str]:
    if mail.kind != kind:
        return
    if not mail.host:
        yield f'{key}.host ontbreekt; die is nodig bij kind = "{kind}"'
    if mail.tls == "none" and mail.host not in LOOPBACK:
        yield f'{key}.tls = "none" mag alleen naar deze computer zelf (localhost), niet naar {mail.host}'


def _login(incoming: Incoming) -> Iterator[str]:
    if not incoming.username:
        yield 'mail.incoming.username ontbreekt; die is nodig bij kind = "imap"'
    secret = incoming.password.get_secret_value() or incoming.password_file
    if not secret and not incoming.oauth2:
        yield 'mail.incoming.password (of password_file, of oauth2) ontbreekt; die is nodig bij kind = "imap"'
    if incoming.oauth2 and not (incoming.oauth2.tenant or incoming.oauth2.token_url):
        yield "mail.incoming.oauth2.tenant (of token_url) ontbreekt"


def _twice(section: BaseModel, start: str = "") -> Iterator[str]:
    """Secrets that are given both plainly and as a file."""
    for name in type(section).model_fields:
        value = getattr(section, name)
        if isinstance(value, BaseModel):
            yield from _twice(value, f"{start}{name}.")
        elif isinstance(value, SecretStr) and value.get_secret_value() and getattr(section, f"{name}_file"):
            yield start + name
