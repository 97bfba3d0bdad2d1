"""One request to the desk: who asks, what was filled in, and the ways to answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from desk.desk import Desk
from desk.rendering import rendered
from desk.tokens import form_token
from domain.accounts import Role, Session, User
from intake.review import Reviewer

LONGEST_FIELD = 10_000
LARGEST_ID = 2**63 - 1
"""What SQLite can hold."""
SEE_OTHER = 303


@dataclass(slots=True)
class Visit:
    """A request as the pages see it. `form` holds the fields of a POST (the last of each name), `lists` all of them."""

    desk: Desk
    request: Request
    now: datetime
    session: Session | None = None
    form: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, list[str]] = field(default_factory=dict)
    trail: bool = True
    """Whether somebody really looks; off for what a browser fetches ahead."""

    @property
    def user(self) -> User:
        """Who is signed in. Only pages that ask for a role may use it."""
        if self.session is None:
            raise PermissionError(self.request.url.path)
        return self.session.user

    @property
    def by_htmx(self) -> bool:
        """Whether a page that is open asks for a piece, and not a browser for a page."""
        return "hx-request" in self.request.headers

    @property
    def client(self) -> str:
        """The network address of the browser."""
        return self.request.client.host if self.request.client else ""

    @property
    def reviewer(self) -> Reviewer:
        """Who decides here, under the own name."""
        return Reviewer(self.desk.records, self.desk.campaign, self.user.name, self.desk.clock, self.desk.follow)

    def text(self, name: str) -> str:
        """A field of the form, without spaces around it; empty where it was not sent."""
        return _clean(self.form.get(name, ""))

    def texts(self, name: str) -> list[str]:
        """All values of a field that may be there more than once."""
        return [_clean(value) for value in self.lists.get(name, [])]

    def number(self, name: str) -> int | None:
        """A field that holds a whole number; `None` where it is empty or none."""
        digits = self.text(name).replace(".", "")
        return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None  # noqa: PLR2004  # fits any database

    def asked(self, name: str) -> str:
        """A value from the address line."""
        return _clean(self.request.query_params.get(name, ""))

    def part(self, name: str) -> str:
        """A value from the path."""
        return str(self.request.path_params[name])

    def id(self, name: str = "id") -> int:
        """A number from the path. One that no row can have is a page that is not there."""
        number = int(self.request.path_params[name])
        if number > LARGEST_ID:
            raise HTTPException(404)
        return number

    def page(self, template: str, status: int = 200, **values: Any) -> Response:  # noqa: ANN401  # whatever it shows
        """A page from a template; every template knows `visit`, `user`, `token` and `desk`."""
        token = form_token(self.session.secret) if self.session else ""
        user = self.session.user if self.session else None
        text = rendered(template, visit=self, desk=self.desk, user=user, token=token, now=self.now, role=Role, **values)
        return HTMLResponse(text, status_code=status)

    def go(self, path: str) -> Response:
        """To another page, after something was done."""
        return RedirectResponse(path, status_code=SEE_OTHER)

    def note(self, action: str, subject: str = "", subject_id: str | int = "", detail: str = "") -> None:
        """A line in the audit trail; inside the same `write` as what it tells of."""
        self.desk.records.audit.note(self.now, self.user.name, action, subject, str(subject_id), detail)

    def looked(self, subject: str, subject_id: str | int) -> None:
        """Somebody looks at personal data, or has it fetched ahead: that is no look yet, but it left this machine."""
        with self.desk.records.write():
            self.note("bekeken" if self.trail else "vooruit opgehaald", subject, subject_id)

    @contextmanager
    def changing(self, action: str, subject: str = "", subject_id: str | int = "", detail: str = "") -> Iterator[None]:
        """One transaction that changes something, with its line in the audit trail."""
        with self.desk.records.write():
            yield
            self.note(action, subject, subject_id, detail)
        self.desk.wake()


def _clean(value: str) -> str:
    return value.replace("\0", "").replace("\r\n", "\n").strip()[:LONGEST_FIELD]
