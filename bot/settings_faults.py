"""What is wrong with the settings, in Dutch: the place, the key, what is expected. Never the value of a secret."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, SecretStr, ValidationError
from pydantic_core import ErrorDetails

from bot.faults import expectation, fault_key, known_keys, nearest
from bot.masking import TOKEN_SHAPE
from bot.settings import PREFIX, Desk, Incoming, Outgoing, Retention, Settings, Telegram
from intake.mail.hosts import is_loopback

WRONG_PORTS = {("starttls", 993): 143, ("implicit", 143): 993, ("starttls", 465): 587, ("implicit", 587): 465}
"""A server that speaks TLS from the start waits for it on a port of its own; mixed up, both sides wait for ever."""


def unknown_variables() -> list[str]:
    """A sentence for every environment variable with our prefix that sets nothing."""
    known = {variable(key) for key in known_keys(Settings)}
    wrong = [name for name in sorted(os.environ) if name.upper().startswith(PREFIX) and name.upper() not in known]
    return [f"Omgevingsvariabele {name}: {_why_unknown(name.upper(), known)}" for name in wrong]


def _why_unknown(name: str, known: set[str]) -> str:
    inside = sorted(one for one in known if one.startswith(f"{name}__"))
    if inside:
        return f"dit is een groep; zet de instellingen erin een voor een, zoals {inside[0]}."
    return f"deze instelling is onbekend{nearest(name, known)}"


def unknown_private(table: Mapping[str, Any], place: str) -> list[str]:
    """A sentence for each key with an underscore in front: pydantic-settings takes those for its own options."""
    return [f"{place}: de instelling '{key}' is onbekend." for key in table if key.startswith("_")]


def wrong_values(error: ValidationError) -> list[ErrorDetails]:
    """The faults of pydantic without those that `unknown_variables` has named already."""
    given = {name.upper() for name in os.environ}
    faults = error.errors(include_url=False)
    return [f for f in faults if f["type"] != "extra_forbidden" or variable(fault_key(f)) not in given]


def variable(key: str) -> str:
    """The environment variable that sets a key."""
    return PREFIX + key.replace(".", "__").upper()


def fault_sentence(fault: ErrorDetails, place: str) -> str:
    """One sentence for one fault; `place` is the settings file, unless the environment set the key."""
    key = fault_key(fault)
    if variable(key) in {name.upper() for name in os.environ}:
        place = f"Omgevingsvariabele {variable(key)}"
    return f"{place}: {key} {expectation(fault, known_keys(Settings))}"


def contradictions(settings: Settings, place: str) -> list[str]:
    """What does not fit together, or is missing for the chosen kind; each a sentence."""
    incoming, outgoing = settings.mail.incoming, settings.mail.outgoing
    faults = list(_server(incoming, "mail.incoming", "imap")) + list(_server(outgoing, "mail.outgoing", "smtp"))
    if incoming.kind == "imap":
        faults += _login(incoming)
    faults += _outgoing(outgoing)
    faults += _telegram(settings.chat.telegram)
    faults += _oidc(settings.desk)
    faults += _retention(settings.retention)
    faults += [f"{key} staat er twee keer: ook als {key}_file; kies er een" for key in _twice(settings)]
    return [f"{place}: {fault}." for fault in faults]


def _retention(kept: Retention) -> Iterator[str]:
    """Who looked at a text can be told for as long as there is a text."""
    for name in ("messages_days", "conversations_days"):
        if kept.audit_days is not None and getattr(kept, name) > kept.audit_days:
            yield (
                f"retention.audit_days is korter dan retention.{name}; bewaar het logboek minstens zo lang als de "
                "teksten, want daarin staat wie ze bekeek"
            )


def _server(mail: Incoming | Outgoing, key: str, kind: str) -> Iterator[str]:
    if mail.kind != kind:
        return
    if not mail.host:
        yield f'{key}.host ontbreekt; die is nodig bij kind = "{kind}"'
    fitting = WRONG_PORTS.get((mail.tls, mail.port))
    if fitting:
        yield f'{key}.port {mail.port} past niet bij tls = "{mail.tls}"; daar hoort {fitting} bij'
    if mail.tls == "none" and mail.host and not is_loopback(mail.host):
        yield f'{key}.tls = "none" mag alleen naar deze computer zelf (localhost), niet naar {mail.host}'


def _login(incoming: Incoming) -> Iterator[str]:
    if not incoming.username:
        yield 'mail.incoming.username ontbreekt; die is nodig bij kind = "imap"'
    password, oauth2 = incoming.password.get_secret_value() or incoming.password_file, incoming.oauth2
    if not password and not oauth2:
        yield 'mail.incoming.password (of password_file, of oauth2) ontbreekt; die is nodig bij kind = "imap"'
    if password and oauth2:
        yield "mail.incoming heeft een wachtwoord en ook oauth2; kies er een"
    if oauth2 and not (oauth2.tenant or oauth2.token_url):
        yield "mail.incoming.oauth2.tenant (of token_url) ontbreekt"
    if oauth2 and not oauth2.client_id:
        yield "mail.incoming.oauth2.client_id ontbreekt"
    if oauth2 and not (
        oauth2.client_secret.get_secret_value() or oauth2.client_secret_file or oauth2.refresh_token_file
    ):
        yield "mail.incoming.oauth2.client_secret (of client_secret_file, of refresh_token_file) ontbreekt"


def _outgoing(outgoing: Outgoing) -> Iterator[str]:
    """A server for outgoing mail may let in whoever stands beside it, so a login is not asked for."""
    key, sent = "mail.outgoing", outgoing.sent
    for name, oauth2 in ((key, outgoing.oauth2), (f"{key}.sent", sent.oauth2 if sent else None)):
        if oauth2 and not (oauth2.tenant or oauth2.token_url):
            yield f"{name}.oauth2.tenant (of token_url) ontbreekt"
    if (outgoing.oauth2 or outgoing.password.get_secret_value() or outgoing.password_file) and not outgoing.username:
        yield f"{key}.username ontbreekt; die is nodig om in te loggen"
    if sent is None:
        return
    if not (sent.password.get_secret_value() or sent.password_file or sent.oauth2):
        yield f"{key}.sent.password (of password_file, of oauth2) ontbreekt"
    if sent.tls == "none" and not is_loopback(sent.host):
        yield f'{key}.sent.tls = "none" mag alleen naar deze computer zelf (localhost), niet naar {sent.host}'


def _telegram(telegram: Telegram) -> Iterator[str]:
    key, token = "chat.telegram", telegram.token.get_secret_value()
    if token and not re.fullmatch(TOKEN_SHAPE, token):
        yield f"{key}.token heeft niet de vorm die Telegram geeft: cijfers, een dubbele punt en een lange reeks tekens"
    urls = {f"{key}.api_url": telegram.api_url}
    if telegram.mode == "webhook":
        urls[f"{key}.webhook_url"] = telegram.webhook_url
    if telegram.mode == "webhook" and not telegram.webhook_url:
        yield f'{key}.webhook_url ontbreekt; die is nodig bij mode = "webhook"'
    for name, url in urls.items():
        if url and not _private(url):
            yield f"{name} moet met https:// beginnen (http:// mag alleen naar deze computer zelf)"


def _oidc(desk: Desk) -> Iterator[str]:
    """Who comes back from elsewhere must come back safely, and somebody must be let in."""
    key, oidc = "desk.oidc", desk.oidc
    if oidc is None:
        return
    if not _private(oidc.issuer):
        yield f"{key}.issuer moet met https:// beginnen (http:// mag alleen naar deze computer zelf)"
    if not (desk.public_url or is_loopback(desk.host)):
        yield f"desk.public_url ontbreekt; die is nodig bij [{key}], want daarheen stuurt de inlogdienst mensen terug"
    if "openid" not in oidc.scopes:
        yield f'{key}.scopes moet "openid" bevatten'
    if not (oidc.everybody or any(oidc.groups.model_dump().values())):
        yield f"{key}.groups noemt geen groep en {key}.everybody is leeg; zo komt niemand binnen"
    wrong = [domain for domain in oidc.domains if not re.fullmatch(r"[^@\s]+\.[^@\s]+", domain)]
    yield from (f"{key}.domains: '{domain}' is geen domein zoals gemeente.nl" for domain in wrong)


def _private(url: str) -> bool:
    """Whether nobody on the way can read along."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))


def _twice(section: BaseModel, start: str = "") -> Iterator[str]:
    """Secrets that are given both plainly and as a file."""
    for name in type(section).model_fields:
        value = getattr(section, name)
        if isinstance(value, BaseModel):
            yield from _twice(value, f"{start}{name}.")
        elif isinstance(value, SecretStr) and value.get_secret_value() and getattr(section, f"{name}_file"):
            yield start + name
