"""Who works at the desk: users with a role, their sessions, and the audit trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

LONGEST_SESSION = timedelta(hours=12)
"""After this somebody signs in again, however busy the session was: a working day."""
IDLE_SESSION = timedelta(hours=2)
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
"""Argon2 would work for minutes on a megabyte."""


class Role(StrEnum):
    """What somebody may do at the desk; each role may do what those before it may."""

    READER = "reader"
    REVIEWER = "reviewer"
    MANAGER = "manager"

    @property
    def label(self) -> str:
        """The Dutch word on the screen."""
        return {Role.READER: "lezer", Role.REVIEWER: "beoordelaar", Role.MANAGER: "beheerder"}[self]

    def may(self, needed: Role) -> bool:
        """Whether this role allows what `needed` allows."""
        order = list(Role)
        return order.index(self) >= order.index(needed)


@dataclass(frozen=True, slots=True)
class User:
    """An account. `one_time` means that the password was made by somebody else and should be replaced."""

    id: int
    name: str
    role: Role
    active: bool
    one_time: bool
    keys: bool = True
    """Whether one-key shortcuts are on."""
    outside: bool = False
    """Signs in with an account of the organisation, and has no password here."""


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser. `token_hash` is what is stored: who reads the database cannot sign in with it."""

    token_hash: str
    user: User
    secret: str
    """What the tokens in the forms of this session are made from."""
    made_at: datetime
    seen_at: datetime

    def over(self, now: datetime) -> bool:
        """Whether the session has ended by itself."""
        return now - self.made_at > LONGEST_SESSION or now - self.seen_at > IDLE_SESSION


class Accounts(Protocol):
    """Users and sessions. Every method that changes rows works inside `write`."""

    def users(self) -> list[User]:
        """Every account, by name."""

    def find(self, name: str) -> tuple[User, str] | None:
        """The account with this name in any case, with the hash of its password."""

    def get(self, number: int) -> User:
        """One account. Raises `DecisionError` where there is none."""

    def add(self, name: str, role: Role, password_hash: str, at: datetime) -> int:
        """Make an account with a one-time password. Raises `DecisionError` where the name is taken."""

    def outsider(self, issuer: str, subject: str) -> User | None:
        """The account of somebody whom the organisation `issuer` knows as `subject`."""

    def add_outsider(self, issuer: str, subject: str, name: str, role: Role, at: datetime) -> int:
        """Make an account without a password. Raises `DecisionError` where the name is taken."""

    def follow_role(self, number: int, role: Role) -> None:
        """The organisation says what this account may do; it may take away the last manager."""

    def set_password(self, number: int, password_hash: str, *, one_time: bool) -> None:
        """Replace the password and end every session of the account.

        Raises `DecisionError` for who signs in with an account of the organisation.
        """

    def set_role(self, number: int, role: Role) -> None:
        """Change what the account may do. Raises `DecisionError` where no manager would be left."""

    def set_active(self, number: int, *, active: bool) -> None:
        """Close or open the account; closing ends its sessions. The last manager cannot be closed."""

    def set_keys(self, number: int, *, on: bool) -> None:
        """Switch the one-key shortcuts of this account on or off."""

    def begin(self, token_hash: str, user: int, secret: str, at: datetime) -> None:
        """Begin a session."""

    def session(self, token_hash: str) -> Session | None:
        """The session of this token, also one that is over; of active accounts only."""

    def seen(self, token_hash: str, at: datetime) -> None:
        """The session was used."""

    def end(self, token_hash: str) -> None:
        """End one session."""

    def end_old(self, before: datetime) -> int:
        """Remove sessions that began before that; gives how many."""


class Audit(Protocol):
    """Who changed what and who looked at personal data. Append-only."""

    def note(
        self, at: datetime, who: str, action: str, subject: str = "", subject_id: str = "", detail: str = ""
    ) -> None:
        """One line. Inside `write`."""

    def lines(self, *, who: str = "", action: str = "", limit: int = 200) -> list[dict[str, Any]]:
        """The newest lines first."""
