"""An OpenID Connect service as a process of its own, with real keys: `python -m tests.cast.sign_in_service`.

It prints its port. Whoever comes to its door chooses who he is; some of its people bring a token with a fault. It
checks what a good service checks: the client's secret, the address to return to, and the verifier of PKCE.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT, SECRET = "plaatsmaker", "niet te raden & met tekens"
HOME = "@vng.example"
PEOPLE: dict[str, dict[str, Any]] = {
    "ada": {"name": "Ada Bakker", "email": f"ada{HOME}", "groups": ["asiel", "asiel-werkbank"]},
    "bea": {"name": "Bea Vos", "email": f"bea{HOME}", "groups": ["asiel", "asiel-beheer", "anders"]},
    "cor": {"name": "Cor Smit", "email": f"cor{HOME}", "groups": ["boekhouding"]},
    "joke": {"name": "Joke", "email": f"joke{HOME}", "groups": ["asiel-werkbank"]},
    "dirk": {"name": "Dirk Elders", "email": "dirk@elders.example", "groups": ["asiel-beheer"]},
    "eva": {"name": "Eva", "email": f"eva{HOME}", "email_verified": False, "groups": ["asiel-beheer"]},
}
FAULTS = ("nonce", "audience", "issuer", "expired", "key", "none", "secret", "userinfo")
"""People with this name bring a token in which this is wrong."""
TOLD_LATER = "fien"
"""Her groups are not in the token: the service tells them when it is asked."""


def claims_of(who: str) -> dict[str, Any]:
    """What the service knows of somebody. Who moved to another group has a `~` in his name."""
    name, _, groups = who.partition("~")
    known = PEOPLE.get(name, {"name": f"Fout {name}", "email": f"{name}{HOME}", "groups": ["asiel-beheer"]})
    return {"sub": f"nummer-{name}", **known, **({"groups": [groups]} if groups else {})}


class Service(ThreadingHTTPServer):
    """The service with its key, the codes that it gave out, and whose access token is whose."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Door)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.key, self.other = self.fresh_key(), self.fresh_key()
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: dict[str, str] = {}

    def fresh_key(self) -> RSAKey:
        return RSAKey.generate_key(2048, {"kid": secrets.token_hex(4), "use": "sig", "alg": "RS256"})

    def id_token(self, who: str, given: dict[str, str]) -> str:
        claims = claims_of(who)
        if who in {TOLD_LATER, "userinfo"}:
            del claims["groups"]
        now = int(time.time())
        claims |= {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": given["nonce"]}
        twisted = {"nonce": ("nonce", "x"), "audience": ("aud", "een-ander"), "issuer": ("iss", "http://kwaad.example")}
        claims.update([twisted[who]] if who in twisted else [])
        if who == "expired":
            claims["exp"] = now - 3600
        if who == "none":
            head = {"alg": "none", "kid": self.key.kid}
            return ".".join([coded(json.dumps(head).encode()), coded(json.dumps(claims).encode()), ""])
        if who == "secret":
            return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET), algorithms=["HS256"])
        key = self.other if who == "key" else self.key
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, key)


class Door(BaseHTTPRequestHandler):
    """One request."""

    server: Service

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        issuer = self.server.issuer
        match parts.path:
            case "/.well-known/openid-configuration":
                ways = {"authorization_endpoint": "door", "token_endpoint": "token", "jwks_uri": "keys"}
                ways["userinfo_endpoint"] = "userinfo"
                self.json({"issuer": issuer, **{name: f"{issuer}/{path}" for name, path in ways.items()}})
            case "/keys":
                self.json({"keys": [self.server.key.as_dict(private=False)]})
            case "/renew":
                self.server.key = self.server.fresh_key()
                self.json({})
            case "/userinfo":
                who = self.server.tokens[self.headers["Authorization"].removeprefix("Bearer ")]
                self.json(claims_of("bea" if who == "userinfo" else who))
            case "/door" if "who" in asked:
                self.let_in(asked)
            case "/door":
                links = (f'<li><a href="{escape(f"{self.path}&who={who}")}">{who}</a></li>' for who in PEOPLE)
                self.answer(200, f"<!doctype html><title>Wie bent u?</title><ul>{''.join(links)}</ul>", "text/html")
            case _:
                self.answer(404, "")

    def let_in(self, asked: dict[str, str]) -> None:
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(8)
        self.server.codes[code] = asked
        refusal = {"error": "access_denied"} if asked["who"] == "nobody" else {"code": code}
        back = urlencode({"state": asked["state"], "iss": self.server.issuer, **refusal})
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{back}")
        self.end_headers()

    def do_POST(self) -> None:
        body = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        given = self.server.codes.pop(body["code"][0], None)
        challenge = coded(hashlib.sha256(body["code_verifier"][0].encode()).digest())
        login = base64.b64decode(self.headers["Authorization"].removeprefix("Basic ")).decode()
        fits = given and given["code_challenge"] == challenge and given["redirect_uri"] == body["redirect_uri"][0]
        if not (given and fits and login == f"{CLIENT}:{SECRET}"):
            self.json({"error": "invalid_grant"}, 400)
            return
        token = secrets.token_urlsafe(8)
        self.server.tokens[token] = given["who"]
        proof = self.server.id_token(given["who"], given)
        self.json({"access_token": token, "token_type": "Bearer", "expires_in": 60, "id_token": proof})

    def json(self, value: Any, status: int = 200) -> None:
        self.answer(status, json.dumps(value), "application/json")

    def answer(self, status: int, text: str, kind: str = "text/plain") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: Any) -> None:
        """Nobody reads along."""


def coded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@contextmanager
def sign_in_service() -> Iterator[str]:
    """The service in a process of its own; gives its issuer."""
    root = Path(__file__).parents[2]
    with Popen([sys.executable, "-m", "tests.cast.sign_in_service"], stdout=PIPE, text=True, cwd=root) as process:
        try:
            assert process.stdout is not None
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.terminate()


if __name__ == "__main__":
    service = Service()
    print(service.server_port, flush=True)
    service.serve_forever()
