"""What a reply code of an SMTP server means for the dispatch."""

from __future__ import annotations

import re
import smtplib
import ssl

from domain.os_faults import os_reason
from domain.outbox import Delivery, Outcome

OK = 250
GO_AHEAD = 354
COPY = "het adres voor de kopie (mail.outgoing.bcc)"
PERMANENT_FROM = 500
NO_SUCH_MAILBOX = frozenset({550, 551, 553})
AUTH_REQUIRED = frozenset({530, 534, 535, 538})
LONGEST_REASON = 300
ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
ADDRESS_GONE = re.compile(r"5\.(1\.|2\.1\b)")


def why(error: OSError | smtplib.SMTPException) -> str:
    """Why there is no connection (any more), as part of a sentence."""
    if isinstance(error, ssl.SSLError):
        return f"het certificaat of de versleuteling deugt niet ({error.reason or error})"
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "de server verbrak de verbinding"
    return str(error) if isinstance(error, smtplib.SMTPException) else os_reason(error)


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
        if self.code in AUTH_REQUIRED or self.stage == COPY:
            return Delivery(Outcome.UNREACHABLE, reason)
        permanent = self.code >= PERMANENT_FROM
        outcome = Outcome.PERMANENT if permanent else Outcome.TEMPORARY
        return Delivery(outcome, reason, address_fails=self.stage == "RCPT" and self._no_mailbox)

    @property
    def _no_mailbox(self) -> bool:
        """550 is also said of spam and policy; the enhanced code 5.1 or 5.2.1 makes it about the address."""
        return (self.code in NO_SUCH_MAILBOX and not ENHANCED.match(self.reply)) or bool(ADDRESS_GONE.match(self.reply))
