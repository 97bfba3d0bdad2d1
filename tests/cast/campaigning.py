"""The program of a simulated campaign, as a process that can be killed: `python -m tests.cast.campaigning FOLDER PORT`.

It reads commands, a line of JSON each: `now`, the deadline day that is in force, and mails that came in. It takes the
mail in, lets the reminders tick, looks up what is uncertain and sends what is due, at a clock that stands at `now`.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
import uuid
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot.app import names, open_campaign, open_ladder
from bot.settings import Settings
from bot.settings_file import shipped_campaign
from domain.campaign import Deadline, DeadlineRule
from domain.model import Address, Channel
from domain.ports import Location, RawMail
from intake.acknowledge import Acknowledging
from intake.follow import Follow
from intake.mail.smtp import SmtpAccount, SmtpCarrier
from intake.process import Intake, process
from intake.receive import receive
from intake.remind import Reminding, tick
from intake.send import Pace, Sending, deliver_due, look_up_unknown, recover
from intake.templates import Templates
from storage.records import Records
from tests.cast.script import ScriptReader, parse_script


@dataclass
class Clock:
    now: datetime

    def __call__(self) -> datetime:
        return self.now


class ServerLog:
    """What the server accepted: the mailbox with copies."""

    def __init__(self, log: Path) -> None:
        self.log = log

    def holds(self, message_id: str) -> bool:
        return json.dumps(message_id) in self.log.read_text(encoding="utf-8")

    def close(self) -> None:
        """Nothing to let go of."""


def main(folder: Path, port: int) -> None:
    settings = Settings(campaign=shipped_campaign())
    campaign, templates = open_campaign(settings), Templates(shipped_campaign() / "mails")
    ladder, clock = open_ladder(settings, campaign), Clock(datetime.fromisoformat("2026-05-01T00:00:00+00:00"))
    with Records.open(folder / "proef.db") as records:
        acknowledging = Acknowledging(records, campaign, templates, names())
        intake = Intake(
            records, parse_script, ScriptReader(), campaign, clock, Follow(records, acknowledging, parse_script, clock)
        )
        account = SmtpAccount("127.0.0.1", port, "none", Address("VNG", campaign.mailbox), timeout=5.0)
        carrier = SmtpCarrier(account, clock)
        sending = Sending(records, {Channel.EMAIL: carrier}, campaign, clock, uuid.uuid4().hex, Pace(10**7))
        print("ready", flush=True)
        first = True
        for line in sys.stdin:
            command = json.loads(line)
            clock.now = datetime.fromisoformat(command["now"])
            # Only a program that has just started may take claims away: with a clock that jumps, leases mean little
            if first:
                recover(sending)
            first = False
            day = date.fromisoformat(command["deadline"])
            moved = replace(ladder, deadline=Deadline.of("", DeadlineRule.THROUGH, day))
            reminding = Reminding(records, campaign, moved, templates, names(), approval=False)
            print(json.dumps(work(intake, reminding, sending, ServerLog(folder / "server.jsonl"), command)), flush=True)
        carrier.close()


def work(
    intake: Intake, reminding: Reminding, sending: Sending, log: ServerLog, command: dict[str, Any]
) -> dict[str, Any]:
    """One look at everything; gives what came of it."""
    raws = [base64.b64decode(raw) for raw in command["mails"]]
    uids = [hashlib.sha256(raw).hexdigest() for raw in raws]
    receive(
        sending.records,  # type: ignore[arg-type]  # Records is both
        [
            RawMail(Location("proef", "INBOX", 1, uid), raw, sending.clock())
            for uid, raw in zip(uids, raws, strict=True)
        ],
    )
    handled = list(process(intake))
    ticked = tick(reminding, sending.clock())
    arrived, again = look_up_unknown(sending, log)
    states: Counter[str] = Counter()
    while delivered := list(deliver_due(sending)):
        states.update(str(verdict.state) for _, verdict in delivered)
    return {
        "problems": [one.problem for one in handled if one.problem],
        "queued": ticked.queued,
        "arrived": arrived,
        "again": again,
        "states": states,
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
