"""The organisation's own sign-in service, by OpenID Connect: the code flow with state, nonce and PKCE, through Authlib.

What the service answers is believed only where its signature, issuer, audience, times and nonce are right. Nothing of
a token is kept: a session of the desk is one of ours.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from requests import RequestException

from desk.id_token import Asked, BadToken, UnknownKey
from domain.entrance import Entrance, Person, found_at
from domain.errors import DecisionError

WITHIN = (3.0, 6.0)
"""Seconds to connect and to answer: a page waits for it."""
KNOWN_FOR = 600
"""Seconds that addresses and keys of the service are believed before they are asked for again."""
REST = 10
"""Seconds that a service which does not answer is left alone: otherwise each visitor would wait for it."""
PATH = "/.well-known/openid-configuration"
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class ProviderTrouble(DecisionError):
    """The service cannot be reached, or does not answer as it should. `why` is for the log, not for the visitor."""

    def __init__(self, sentence: str, why: str) -> None:
        super().__init__(sentence)
        self.why = why


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in that was begun: where the browser goes, and what its way back must fit."""

    address: str
    state: str
    nonce: str
    verifier: str


@dataclass(slots=True)
class Provider:
    """The service of one organisation; `name` is what people call it, `back` where it sends browsers afterwards.

    `secret` gives the secret of this client, at the moment of use. `ca_file` holds certificates to trust beside those
    of the machine.
    """

    issuer: str
    client_id: str
    secret: Callable[[], str] = field(repr=False)
    back: str
    entrance: Entrance
    name: str = "uw organisatie"
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    ca_file: Path | None = None
    _lock: Lock = field(default_factory=Lock, repr=False)
    _known: Mapping[str, Any] = field(default_factory=dict, repr=False)
    _until: float = 0.0
    _silent_until: float = 0.0

    def begin(self) -> Begun:
        """A fresh state, nonce and verifier, with the address to send the browser to. Raises `ProviderTrouble`."""
        known = self.known()
        nonce, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
        address, state = self._session(known).create_authorization_url(
            known["authorization_endpoint"], state=secrets.token_urlsafe(32), code_verifier=verifier, nonce=nonce
        )
        return Begun(address, state, nonce, verifier)

    def person(self, begun: Begun, code: str, issuer: str) -> Person:
        """Who the service says has signed in. `issuer` is what the way back says of it, where it does.

        Raises `ProviderTrouble` where the answer cannot be believed, `DecisionError` for who may not enter.
        """
        if issuer and issuer != self.issuer:
            raise self._wrong(f"antwoord van {issuer}")
        known = self.known()
        with self._session(known) as session:
            token = self._token(session, known, code, begun.verifier)
            claims = self._claims(known, token, begun.nonce)
            if found_at(claims, self.entrance.claim) is None and known.get("userinfo_endpoint"):
                claims = {**self._userinfo(session, known, claims), **claims}
        return self.entrance.person(claims)

    def known(self) -> Mapping[str, Any]:
        """The addresses and keys of the service. Raises `ProviderTrouble`."""
        with self._lock:
            if monotonic() < self._silent_until:
                raise self._unreachable("zojuist ook niet")
            if monotonic() >= self._until:
                try:
                    self._known = self._asked()
                except ProviderTrouble:
                    self._silent_until = monotonic() + REST
                    raise
                self._until = monotonic() + KNOWN_FOR
            return self._known

    def _asked(self) -> Mapping[str, Any]:
        with self._session({}) as session:
            known = self._json(session, self.issuer.rstrip("/") + PATH)
            if known.get("issuer") != self.issuer:
                raise self._wrong(f"issuer is {known.get('issuer')!r}")
            for name in NEEDED:
                if not self._safe(known.get(name)):
                    raise self._wrong(f"{name} ontbreekt of is niet versleuteld")
            return {**known, "jwks": self._json(session, known["jwks_uri"])}

    def _session(self, known: Mapping[str, Any]) -> OAuth2Session:
        ways = known.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        way = "client_secret_basic" if "client_secret_basic" in ways else "client_secret_post"
        secret = self.secret()
        session = OAuth2Session(
            self.client_id,
            secret,
            token_endpoint_auth_method=way if secret else "none",
            scope=" ".join(self.scopes),
            redirect_uri=self.back,
            code_challenge_method="S256",
            leeway=0,  # the token is used at once, and some live no longer than the minute that is the default
            default_timeout=WITHIN,
        )
        if self.ca_file is not None:
            session.verify = str(self.ca_file)
        return session

    def _token(self, session: OAuth2Session, known: Mapping[str, Any], code: str, verifier: str) -> Mapping[str, Any]:
        try:
            return dict(session.fetch_token(known["token_endpoint"], code=code, code_verifier=verifier))
        except AuthlibBaseError as error:
            raise self._wrong(f"code geweigerd: {error.error}") from error
        except RequestException as error:
            raise self._unreachable(type(error).__name__) from error
        except ValueError as error:
            raise self._wrong("geen JSON") from error

    def _claims(self, known: Mapping[str, Any], token: Mapping[str, Any], nonce: str) -> dict[str, Any]:
        asked = Asked(self.issuer, self.client_id, nonce, str(token.get("access_token", "")))
        raw = str(token.get("id_token", ""))
        try:
            try:
                return asked.claims(raw, known["jwks"])
            except UnknownKey:
                # The service may have changed its keys since they were asked for
                self._until = 0.0
                return asked.claims(raw, self.known()["jwks"])
        except BadToken as error:
            raise self._wrong(str(error)) from error

    def _userinfo(self, session: OAuth2Session, known: Mapping[str, Any], claims: Mapping[str, Any]) -> dict[str, Any]:
        """What the service tells of somebody beside the token: some give groups only there."""
        if not self._safe(known["userinfo_endpoint"]):
            raise self._wrong("userinfo_endpoint is niet versleuteld")
        more = self._json(session, known["userinfo_endpoint"], ours=True)
        if more.get("sub") != claims.get("sub"):
            raise self._wrong("userinfo is van een ander")
        return more

    def _json(self, session: OAuth2Session, address: str, *, ours: bool = False) -> dict[str, Any]:
        try:
            answer = session.get(address, withhold_token=not ours)
            answer.raise_for_status()
            found = answer.json()
        except (RequestException, AuthlibBaseError) as error:
            raise self._unreachable(f"{urlsplit(address).netloc}: {type(error).__name__}") from error
        if not isinstance(found, dict):
            raise self._wrong("geen JSON-object")
        return found

    def _safe(self, address: object) -> bool:
        """Whether an address is as safe as the issuer's: over https, unless all of it is on this machine."""
        if not isinstance(address, str):
            return False
        ours, theirs = urlsplit(self.issuer), urlsplit(address)
        return theirs.scheme == "https" or (theirs.scheme, theirs.hostname) == (ours.scheme, ours.hostname)

    def _unreachable(self, why: str) -> ProviderTrouble:
        sentence = f"De inlogdienst van {self.name} is niet te bereiken. Probeer het later opnieuw."
        return ProviderTrouble(sentence, why)

    def _wrong(self, why: str) -> ProviderTrouble:
        sentence = f"Het antwoord van {self.name} klopt niet; u bent niet ingelogd. Probeer het nog een keer."
        return ProviderTrouble(sentence, why)
