"""An SMTP server as a process of its own, that misbehaves by chance: `python -m tests.cast.smtp_process LOG SEED`.

It prints its port. Each mail that it accepts is a line in LOG (recipient, Message-ID, kind), also where it drops the
connection right after. Addresses that begin with `weg-` do not exist.
"""

from __future__ import annotations

import asyncio
import email
import json
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.smtp_server import Handler, drop, smtp_server

GREYLISTED, LATER, DROP_BEFORE, DROP_AFTER, SLOW = "greylisted", "450", "drop before", "drop after", "slow"
CHANCES = {GREYLISTED: 0.04, LATER: 0.04, DROP_BEFORE: 0.02, DROP_AFTER: 0.03, SLOW: 0.02}


class Unreliable(Handler):
    """Each try of a recipient has a fate of its own, the same at every run with this seed."""

    def __init__(self, log: Path, seed: str) -> None:
        super().__init__()
        self.log, self.seed, self.tries = log.open("a", encoding="utf-8"), seed, Counter[str]()
        self.fate = ""

    async def handle_RCPT(  # noqa: N802  the library's name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.tries[address] += 1
        random = Random(f"{self.seed}/{address}/{self.tries[address]}")
        self.fate = random.choices([*CHANCES, ""], [*CHANCES.values(), 1 - sum(CHANCES.values())])[0]
        if address.startswith("weg-"):
            return "550 5.1.1 unknown mailbox"
        if self.fate in {GREYLISTED, LATER}:
            return "451 4.7.1 greylisted" if self.fate == GREYLISTED else "450 4.2.1 mailbox busy"
        if self.fate == DROP_BEFORE:
            await drop(server)
        if self.fate == SLOW:
            await asyncio.sleep(0.1)
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  the same
        raw = envelope.original_content
        assert isinstance(raw, bytes)
        mail = email.message_from_bytes(raw)
        line = {"to": envelope.rcpt_tos[0], "id": mail["Message-ID"], "kind": mail["Auto-Submitted"]}
        self.log.write(json.dumps(line) + "\n")
        self.log.flush()
        if self.fate == DROP_AFTER:
            await drop(server)
        return "250 2.0.0 taken"


if __name__ == "__main__":
    with smtp_server(Unreliable(Path(sys.argv[1]), sys.argv[2])) as port:
        print(port, flush=True)
        while sys.stdin.readline():
            time.sleep(0)
