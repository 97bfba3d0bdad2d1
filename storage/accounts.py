"""Users of the desk, their sessions, and the audit trail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from domain.accounts import Role, Session, User
from domain.errors import DecisionError
from storage.database import Database, Row
from storage.times import moment, text

ELSEWHERE = "Deze gebruiker logt in met een account van de organisatie en heeft hier geen wachtwoord."
LAST_MANAGER = "Er moet een beheerder overblijven; maak eerst een ander beheerder."


class Accounts:
    """The rows of `users` and `sessions`; offers `domain.accounts.Accounts`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def users(self) -> list[User]:
        """Every account, by name."""
        return [_user(row) for row in self._db.rows("SELECT * FROM users ORDER BY name")]

    def find(self, name: str) -> tuple[User, str] | None:
        """The account with this name in any case, with the hash of its password."""
        row = self._db.row("SELECT * FROM users WHERE name = ?", (name,))
        return (_user(row), row["password"]) if row else None

    def get(self, number: int) -> User:
        """One account. Raises `DecisionError` where there is none."""
        row = self._db.row("SELECT * FROM users WHERE id = ?", (number,))
        if row is None:
            raise DecisionError(f"Gebruiker {number} bestaat niet.")
        return _user(row)

    def add(self, name: str, role: Role, password_hash: str, at: datetime) -> int:
        """Make an account with a one-time password. Raises `DecisionError` where the name is taken."""
        if self.find(name) is not None:
            raise DecisionError(f"Er is al een gebruiker '{name}'.")
        return self._db.add("users", name=name, role=str(role), password=password_hash, made_at=text(at))

    def outsider(self, issuer: str, subject: str) -> User | None:
        """The account of somebody whom the organisation `issuer` knows as `subject`."""
        row = self._db.row("SELECT * FROM users WHERE issuer = ? AND subject = ?", (issuer, subject))
        return _user(row) if row and subject else None

    def add_outsider(self, issuer: str, subject: str, name: str, role: Role, at: datetime) -> int:
        """Make an account without a password. Raises `DecisionError` where the name is taken."""
        number = self.add(name, role, "", at)
        self._db.change(
            "UPDATE users SET issuer = ?, subject = ?, one_time = 0 WHERE id = ?", (issuer, subject, number)
        )
        return number

    def follow_role(self, number: int, role: Role) -> None:
        """The organisation says what this account may do; it may take away the last manager."""
        self._db.change("UPDATE users SET role = ? WHERE id = ?", (str(role), number))

    def set_password(self, number: int, password_hash: str, *, one_time: bool) -> None:
        """Replace the password and end every session of the account.

        Raises `DecisionError` for who signs in with an account of the organisation.
        """
        if self._db.value("SELECT subject <> '' FROM users WHERE id = ?", (number,)):
            raise DecisionError(ELSEWHERE)
        self._db.change(
            "UPDATE users SET password = ?, one_time = ? WHERE id = ?", (password_hash, int(one_time), number)
        )
        self._end_all(number)

    def set_role(self, number: int, role: Role) -> None:
        """Change what the account may do. Raises `DecisionError` where no manager would be left."""
        if role is not Role.MANAGER:
            self._keep_a_manager(number)
        self._db.change("UPDATE users SET role = ? WHERE id = ?", (str(role), number))

    def set_active(self, number: int, *, active: bool) -> None:
        """Close or open the account; closing ends its sessions. The last manager cannot be closed."""
        if not active:
            self._keep_a_manager(number)
            self._end_all(number)
        self._db.change("UPDATE users SET active = ? WHERE id = ?", (int(active), number))

    def set_keys(self, number: int, *, on: bool) -> None:
        """Switch the one-key shortcuts of this account on or off."""
        self._db.change("UPDATE users SET keys = ? WHERE id = ?", (int(on), number))

    def begin(self, token_hash: str, user: int, secret: str, at: datetime) -> None:
        """Begin a session."""
        self._db.add("sessions", token_hash=token_hash, user=user, secret=secret, made_at=text(at), seen_at=text(at))

    def session(self, token_hash: str) -> Session | None:
        """The session of this token, also one that is over; of active accounts only."""
        row = self._db.row(
            "SELECT s.token_hash, s.secret, s.made_at AS begun_at, s.seen_at, u.* FROM sessions s "
            "JOIN users u ON u.id = s.user WHERE s.token_hash = ? AND u.active",
            (token_hash,),
        )
        if row is None:
            return None
        return Session(row["token_hash"], _user(row), row["secret"], moment(row["begun_at"]), moment(row["seen_at"]))

    def seen(self, token_hash: str, at: datetime) -> None:
        """The session was used."""
        self._db.change("UPDATE sessions SET seen_at = ? WHERE token_hash = ?", (text(at), token_hash))

    def end(self, token_hash: str) -> None:
        """End one session."""
        self._db.change("DELETE FROM sessions WHERE token_hash = ?", (token_hash,))

    def end_old(self, before: datetime) -> int:
        """Remove sessions that began before that; gives how many."""
        return self._db.change("DELETE FROM sessions WHERE made_at < ?", (text(before),))

    def _end_all(self, number: int) -> None:
        self._db.change("DELETE FROM sessions WHERE user = ?", (number,))

    def _keep_a_manager(self, leaving: int) -> None:
        others = "SELECT count(*) FROM users WHERE role = 'manager' AND active AND id <> ?"
        is_one = "SELECT count(*) FROM users WHERE role = 'manager' AND active AND id = ?"
        if self._db.value(is_one, (leaving,)) and not self._db.value(others, (leaving,)):
            raise DecisionError(LAST_MANAGER)


class Audit:
    """The rows of `audit`; offers `domain.accounts.Audit`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def note(
        self, at: datetime, who: str, action: str, subject: str = "", subject_id: str = "", detail: str = ""
    ) -> None:
        """One line. Inside `write`."""
        self._db.add(
            "audit", at=text(at), who=who, action=action, subject=subject, subject_id=subject_id, detail=detail
        )

    def lines(self, *, who: str = "", action: str = "", limit: int = 200) -> list[dict[str, Any]]:
        """The newest lines first."""
        rows = self._db.rows(
            "SELECT * FROM audit WHERE (:who = '' OR who = :who) AND (:action = '' OR action = :action) "
            "ORDER BY id DESC LIMIT :limit",
            {"who": who, "action": action, "limit": limit},
        )
        return [dict(row) for row in rows]


def _user(row: Row) -> User:
    return User(
        id=row["id"],
        name=row["name"],
        role=Role(row["role"]),
        active=bool(row["active"]),
        one_time=bool(row["one_time"]),
        keys=bool(row["keys"]),
        outside=bool(row["subject"]),
    )
