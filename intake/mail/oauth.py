"""Tokens for XOAUTH2, asked for at each connect (RFC 6749): client credentials or a refresh token."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

from domain.errors import SettingsError, SourceError, SourceRefused, SourceUnreachable
from intake.mail.hosts import is_loopback

OUTLOOK_SCOPE = "https://outlook.office365.com/.default"
_SECONDS = 15.0
_ANSWER = 1024 * 1024
_SAID = 200
_SERVER_ERROR = 500
_TOO_MANY = 429


def microsoft_token_url(tenant: str) -> str:
    """Where Exchange Online's tokens for this tenant (name or id) are given out."""
    return f"https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token"


@dataclass(frozen=True)
class ClientCredentials:
    """A token for a program without a user (Exchange Online: IMAP.AccessAsApp). Call it to get one."""

    token_url: str
    client_id: str
    client_secret: str = field(repr=False)
    scope: str = OUTLOOK_SCOPE

    def __call__(self) -> str:
        """A fresh access token. Raises `SourceUnreachable`, `SourceRefused` or `SettingsError`."""
        answer = _post(
            self.token_url,
            {
                "grant_type": "client_credentials",
                "client_id": self.client_id,
                "client_secret": self.client_secret,
                "scope": self.scope,
            },
        )
        return _access_token(answer, self.token_url)


@dataclass
class RefreshToken:
    """A token on behalf of a user. `store` gets the next refresh token whenever the server hands out another."""

    token_url: str
    client_id: str
    refresh_token: str = field(repr=False)
    store: Callable[[str], None] = field(repr=False)
    client_secret: str = field(default="", repr=False)
    scope: str = ""

    def __call__(self) -> str:
        """A fresh access token. Raises `SourceUnreachable`, `SourceRefused` or `SettingsError`."""
        fields = {
            "grant_type": "refresh_token",
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "refresh_token": self.refresh_token,
            "scope": self.scope,
        }
        answer = _post(self.token_url, {name: value for name, value in fields.items() if value})
        token = _access_token(answer, self.token_url)
        rotated = answer.get("refresh_token")
        if isinstance(rotated, str) and rotated not in {"", self.refresh_token}:
            # The old one may be worthless from now on: store it before anything else can fail.
            self.store(rotated)
            self.refresh_token = rotated
        return token


def _post(url: str, fields: dict[str, str]) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname or "")):
        raise SettingsError(f'mail.incoming.oauth2.token_url moet met https:// beginnen, niet "{url}".')
    request = Request(url, urlencode(fields).encode(), {"Accept": "application/json"})  # noqa: S310 # checked above
    try:
        with urlopen(request, timeout=_SECONDS) as response:  # noqa: S310 # checked above
            return _json(response.read(_ANSWER))
    except HTTPError as error:
        with error:
            raise _http_error(error, url, fields) from None
    except (URLError, OSError) as error:
        reason = getattr(error, "reason", error)
        raise SourceUnreachable(f"Het tokenadres {url} is niet te bereiken ({reason}).") from error


def _http_error(error: HTTPError, url: str, fields: dict[str, str]) -> SourceError:
    answer = _json(error.read(_ANSWER))
    words = " ".join(str(answer.get("error_description") or answer.get("error") or error.reason).split())
    for secret in _secrets(fields):
        words = words.replace(secret, "***")
    if error.code >= _SERVER_ERROR or error.code == _TOO_MANY:
        return SourceUnreachable(f'Het tokenadres {url} geeft nu geen token ({error.code}: "{words[:_SAID]}").')
    return SourceRefused(
        f"Het tokenadres {url} weigert client {fields['client_id']} "
        f'({error.code}: "{words[:_SAID]}"): kloppen de gegevens in mail.incoming.oauth2?'
    )


def _secrets(fields: dict[str, str]) -> Iterable[str]:
    return (fields[name] for name in ("client_secret", "refresh_token") if fields.get(name))


def _json(text: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(text)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _access_token(answer: dict[str, Any], url: str) -> str:
    token = answer.get("access_token")
    if not isinstance(token, str) or not token:
        raise SourceUnreachable(f"Het tokenadres {url} antwoordt zonder token.")
    return token
