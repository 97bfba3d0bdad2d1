"""Who may enter the desk with an account of the organisation, and in which role. Pure: from claims to a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.accounts import Role
from domain.errors import DecisionError

NO_ROLE = "Uw account heeft geen toegang tot deze werkbank. Vraag een beheerder om toegang."
OTHER_DOMAIN = "Uw e-mailadres hoort niet bij een organisatie die hier mag inloggen. Vraag een beheerder om toegang."
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the organisation vouches for. `issuer` and `subject` together never change; a name may."""

    issuer: str
    subject: str
    name: str
    email: str
    role: Role


@dataclass(frozen=True, slots=True)
class Entrance:
    """The rules of the door.

    `claim` names the claim that holds groups or roles, with dots for one inside another (`realm_access.roles`);
    `groups` are the values of it that give each role. `everybody` is the role of who is in none of them; `None` keeps
    them out. With `domains` only who has a confirmed address there comes in.
    """

    claim: str
    groups: Mapping[Role, frozenset[str]]
    everybody: Role | None = None
    domains: frozenset[str] = frozenset()

    def person(self, claims: Mapping[str, Any]) -> Person:
        """Who this is. Raises `DecisionError` with a sentence for who may not enter."""
        email = _words(claims.get("email"))
        if self.domains and not self._at_home(email, claims):
            raise DecisionError(OTHER_DOMAIN)
        given = self._given(claims)
        # The highest role of those that the groups give
        role = next((role for role in reversed(Role) if self.groups.get(role, frozenset()) & given), self.everybody)
        if role is None:
            raise DecisionError(NO_ROLE)
        issuer, subject = _words(claims.get("iss")), str(claims.get("sub", ""))
        return Person(issuer, subject, name_in(claims), email, role)

    def _at_home(self, email: str, claims: Mapping[str, Any]) -> bool:
        # Where nothing is said of it the organisation gave the address itself
        confirmed = claims.get("email_verified", True) in (True, "true")
        return confirmed and email.rpartition("@")[2].casefold() in self.domains

    def _given(self, claims: Mapping[str, Any]) -> set[str]:
        value = found_at(claims, self.claim)
        values = value if isinstance(value, list) else [value]
        return {one for one in values if isinstance(one, str)}


def found_at(claims: Mapping[str, Any], claim: str) -> Any:  # noqa: ANN401  # whatever the organisation sends
    """The value of a claim; the whole name goes before a path with dots. `None` where there is none."""
    if claim in claims:
        return claims[claim]
    value: Any = claims
    for part in claim.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def name_in(claims: Mapping[str, Any]) -> str:
    """The name under which somebody is known here: it stands beside every decision in the history."""
    for claim in ("name", "preferred_username", "email", "sub"):
        if words := _words(claims.get(claim)):
            return words[:LONGEST_NAME]
    return "onbekend"


def _words(value: object) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in value).split()) if isinstance(value, str) else ""
