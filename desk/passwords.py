"""Passwords: kept as argon2 hashes, checked in constant time, made where somebody needs a one-time one."""

from __future__ import annotations

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

from domain.accounts import LONGEST_PASSWORD, SHORTEST_PASSWORD
from domain.errors import DecisionError

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without what looks alike (i l o 0 1): a one-time password is read from a screen and typed."""

_hasher = PasswordHasher()
_NOBODY = _hasher.hash(secrets.token_urlsafe())


def hashed(password: str) -> str:
    """The argon2id hash of a password."""
    return _hasher.hash(password)


def fits(password: str, stored: str | None) -> bool:
    """Whether this is the password; for an account that is none (`None`) or has none (empty) it takes
    just as long.
    """
    if len(password) > LONGEST_PASSWORD:
        return False
    try:
        return _hasher.verify(stored or _NOBODY, password) and bool(stored)
    except (VerifyMismatchError, VerificationError, InvalidHashError):
        return False


def one_time_password() -> str:
    """Four groups of four letters: 79 bits."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


def must_be_good(password: str, name: str) -> None:
    """Raises `DecisionError` for a password that is too short, too long, or the name."""
    if len(password) < SHORTEST_PASSWORD:
        raise DecisionError(f"Kies een wachtwoord van minstens {SHORTEST_PASSWORD} tekens.")
    if len(password) > LONGEST_PASSWORD:
        raise DecisionError(f"Kies een wachtwoord van hoogstens {LONGEST_PASSWORD} tekens.")
    if name.casefold() in password.casefold() or len(set(password)) < 5:  # noqa: PLR2004  # plain: five different
        raise DecisionError("Kies een wachtwoord zonder uw naam en met meer verschillende tekens.")
