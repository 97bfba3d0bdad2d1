"""Any story of ticks, answers, faults, crashes and lookups: nobody gets a mail twice, nothing is lost or left lying."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from domain.campaign import Deadline, DeadlineRule
from domain.outbox import Delivery, Outcome
from intake.process import Intake, process
from intake.receive import receive
from intake.remind import tick
from intake.send import deliver_due, look_up_unknown, recover
from storage.records import Records
from tests.cast.people import CAMPAIGN, GEMEENTEN, new_records
from tests.cast.script import ScriptReader, mail, parse_script, raw_mail
from tests.cast.sending import (
    ANNE,
    BOSS,
    FOUR_WEEKS,
    LADDER,
    URSULA,
    Clock,
    add_contacts,
    follow,
    morning,
    reminding,
    sending,
)

CODES = st.sampled_from([gemeente.code for gemeente in GEMEENTEN])
ADDRESSES = st.sampled_from([ANNE.address, BOSS.address, URSULA.address])
FATES = st.sampled_from(
    [
        *("taken", "taken", "later", "refused", "away", "broke, taken", "broke, lost"),
        *("crash", "crash, taken", "crash, lost"),
    ]
)
ANSWERS = st.sampled_from(["pledge {} 5", "speaks {}\nintent decline", "pledge {} 5\nreview twijfel"])
LATER = Deadline.of("voor 21 augustus", DeadlineRule.BEFORE, date(2026, 8, 21))

MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  a folder of its own is made in it


class Crash(Exception):
    """The program ends here."""


@dataclass
class Server:
    """A carrier with fates to deal out, and what truly arrived; then it takes everything."""

    fates: list[str] = field(default_factory=list)
    arrived: Counter[str] = field(default_factory=Counter)
    recipients: list[tuple[str, str]] = field(default_factory=list)

    def deliver(self, dispatch, handing_over):
        fate = self.fates.pop(0) if self.fates else "taken"
        if fate == "crash":
            raise Crash
        early = {"later": Outcome.TEMPORARY, "refused": Outcome.PERMANENT, "away": Outcome.UNREACHABLE}
        if fate in early:
            return Delivery(early[fate], fate, address_fails=fate == "refused")
        assert handing_over()
        if "taken" in fate:
            self.arrived[dispatch.message_id] += 1
            self.recipients.append((str(dispatch.kind), dispatch.recipient.address))
        if fate.startswith("crash"):
            raise Crash
        return Delivery(Outcome.UNCERTAIN if fate.startswith("broke") else Outcome.DELIVERED, fate)

    def holds(self, message_id):
        return self.arrived[message_id] > 0

    def close(self):
        """Nothing to let go of."""


class Sending(RuleBasedStateMachine):
    """The real outbox, dossiers and use cases, beside a server that knows what truly arrived."""

    template: Path | None = None

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(dir=MEMORY)
        self.records = self.fresh()
        self.clock, self.server, self.run = Clock(morning(FOUR_WEEKS)), Server(), 0
        self.intake = Intake(
            self.records, parse_script, ScriptReader(), CAMPAIGN, self.clock, follow(self.records, self.clock)
        )
        self.ladder, self.number, self.answered, self.left = LADDER, 0, {}, {}

    def fresh(self):
        """A new database; making its tables costs more than a story, so that is done once."""
        if Sending.template is None:
            made = Path(tempfile.mkdtemp())
            with new_records(made) as records:
                add_contacts(records, ANNE, BOSS, URSULA)
                tick(reminding(records), morning(FOUR_WEEKS))
            Sending.template = made / "proef.db"
        shutil.copy(Sending.template, Path(self.folder.name) / "proef.db")
        return Records.open(Path(self.folder.name) / "proef.db", durable=False)

    def delivery(self):
        return sending(self.records, self.server, self.clock, f"run-{self.run}")

    @rule()
    def look(self):
        tick(reminding(self.records, ladder=self.ladder), self.clock())

    @rule(hours=st.sampled_from([1, 5, 24, 24 * 7]))
    def wait(self, hours):
        self.clock.later(hours=hours)

    @rule(code=CODES, words=ANSWERS)
    def answer(self, code, words):
        self.tell(words.format(code), f"plekken@{code.lower()}.example")
        self.answered.setdefault(code, self.clock())

    @rule(code=CODES)
    def announce(self, code):
        self.tell(f"speaks {code}\nintent deferral", f"plekken@{code.lower()}.example")

    @rule(address=ADDRESSES)
    def stop(self, address):
        self.tell("Stuur mij geen herinneringen meer.", address)
        self.left.setdefault(address, sum(a == address for k, a in self.server.recipients if k == "reminder"))

    @rule()
    def move_deadline(self):
        self.ladder = replace(LADDER, deadline=LATER)

    @rule(fates=st.lists(FATES, max_size=5))
    def send(self, fates):
        self.server.fates = fates
        with contextlib.suppress(Crash):
            for _ in deliver_due(self.delivery()):
                pass
            return
        self.run += 1
        recover(self.delivery())

    @rule()
    def look_up(self):
        look_up_unknown(self.delivery(), self.server)

    def tell(self, words, sender):
        self.number += 1
        raw = mail(words, number=str(self.number), sender=sender, sent=self.clock(), subject=f"Bericht {self.number}")
        receive(self.records, [raw_mail(raw, str(self.number), received=self.clock())])
        (handled,) = process(self.intake)
        assert not handled.problem

    @invariant()
    def nothing_arrives_twice(self):
        assert max(self.server.arrived.values(), default=0) <= 1

    @invariant()
    def who_stopped_is_left_alone(self):
        for address, before in self.left.items():
            assert sum(a == address for kind, a in self.server.recipients if kind == "reminder") == before

    def teardown(self):
        self.server.fates = []
        try:
            # What was queued on a Saturday is due on Monday, and may fail there once more.
            for _ in range(4):
                self.clock.later(hours=24)
                self.send([])
                self.look_up()
            self.judge([dict(row) for row in self.records.outbox.rows()])
        finally:
            self.records.close()
            self.folder.cleanup()

    def judge(self, rows):
        assert {row["state"] for row in rows} <= {"sent", "failed", "cancelled"}
        for row in rows:
            assert (row["state"] == "sent") == (self.server.arrived[row["message_id"]] == 1), row["key"]
            answered = self.answered.get(row["gemeente"])
            if row["kind"] == "reminder" and row["state"] == "sent" and answered and "knelpunten" not in row["text"]:
                assert row["claimed_at"] <= answered.strftime("%Y-%m-%dT%H:%M:%SZ"), row["key"]


class OtherSending(Sending):
    """The same with other dice, so that both cores can play."""


FEW = settings(max_examples=1000, stateful_step_count=7, deadline=None, suppress_health_check=list(HealthCheck))
Sending.TestCase.settings = OtherSending.TestCase.settings = FEW
TestSending, TestOtherSending = Sending.TestCase, OtherSending.TestCase
