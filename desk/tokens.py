"""Tokens: those of sessions, those in forms, and whether a form was sent from our own page."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from urllib.parse import urlsplit

from starlette.requests import Request

_BYTES = 32


def fresh() -> str:
    """A token that nobody guesses (256 bits)."""
    return secrets.token_hex(_BYTES)


def token_hash(token: str) -> str:
    """How a session token is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def form_token(secret: str) -> str:
    """The secret of a session behind a mask that differs each time: compression of a page then tells nothing of it."""
    mask = secrets.token_bytes(_BYTES)
    return (mask + _crossed(bytes.fromhex(secret), mask)).hex()


def token_fits(secret: str, token: str) -> bool:
    """Whether `token` was made from this secret."""
    try:
        raw = bytes.fromhex(token)
    except ValueError:
        return False
    if len(raw) != 2 * _BYTES:
        return False
    return hmac.compare_digest(_crossed(raw[_BYTES:], raw[:_BYTES]), bytes.fromhex(secret))


def same_origin(request: Request, public_url: str) -> bool:
    """Whether the browser says that this request comes from a page of ours. Browsers say so with every form."""
    origin = request.headers.get("origin") or request.headers.get("referer", "")
    said = urlsplit(origin)
    if public_url:
        ours = urlsplit(public_url)
        return (said.scheme, said.netloc) == (ours.scheme, ours.netloc)
    return bool(said.netloc) and said.netloc == request.headers.get("host", "")


def _crossed(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))
