"""What a reply code of an SMTP server means for the dispatch."""

from __future__ import annotations

from domain.outbox import Delivery, Outcome

OK = 250
GO_AHEAD = 354
TEMPORARY_FROM, PERMANENT_FROM = 400, 500
AUTH_REQUIRED = frozenset({530, 534, 535, 538})
LONGEST_REASON = 300


class Refused(Exception):
    """The server answered with a code that ends this attempt."""

    def __init__(self, stage: str, code: int, reply: bytes) -> None:
        self.stage, self.code = stage, code
        self.reply = " ".join(reply.decode("utf-8", "replace").split())[:LONGEST_REASON]
        super().__init__(f"{stage}: {code} {self.reply}")

    @property
    def delivery(self) -> Delivery:
        """What this refusal means: 4xx may be tried again, 5xx not, and a refused login says nothing of it."""
        reason = f"de mailserver antwoordde op {self.stage}: {self.code} {self.reply}"
        if self.code in AUTH_REQUIRED:
            return Delivery(Outcome.UNREACHABLE, reason)
        permanent = self.code >= PERMANENT_FROM
        return Delivery(Outcome.PERMANENT if permanent else Outcome.TEMPORARY, reason)
