"""The token that says who has signed in: believed only where signature, issuer, audience, times and nonce are right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from time import time
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

LEEWAY = 120
"""Seconds that two clocks may differ."""
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA"]
"""Signatures with a key pair only: one with our own secret, or none, proves nothing."""


class BadToken(Exception):
    """This token proves nothing; the text says why, for the log."""


class UnknownKey(BadToken):
    """It was signed with a key that we do not have."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a token must fit: the service and the client, the nonce of this sign-in, the access token beside it."""

    issuer: str
    client_id: str
    nonce: str
    access_token: str

    def claims(self, raw: str, keys: Mapping[str, Any]) -> dict[str, Any]:
        """What the token says, once all of it is right. `keys` is the key set of the service (RFC 7517).

        Raises `UnknownKey`, or `BadToken`.
        """
        try:
            read = jwt.decode(raw, KeySet.import_key_set(dict(keys)), algorithms=ALGORITHMS)  # type: ignore[arg-type]
            claims = CodeIDToken(read.claims, read.header, self._options(), self._params())
            claims.validate(now=int(time()), leeway=LEEWAY)
        except (InvalidKeyIdError, BadSignatureError) as error:
            raise UnknownKey(type(error).__name__) from error
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise BadToken(f"{type(error).__name__}: {error}") from error
        return dict(claims)

    def _options(self) -> dict[str, Any]:
        return {
            "iss": {"essential": True, "value": self.issuer},
            "aud": {"essential": True, "value": self.client_id},
        }

    def _params(self) -> dict[str, Any]:
        return {"nonce": self.nonce, "client_id": self.client_id, "access_token": self.access_token or None}
