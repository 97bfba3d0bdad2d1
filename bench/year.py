"""A year's mail through one process: what memory and the database do while it goes on.

    python bench/year.py [MAILS] [WEEKS]

Real reader, real records, mail out as files; the clock is virtual. Each week its share of the mails comes in, reminders
are looked at every day, and everything that is due is delivered.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.collect_imap import mixed_mails  # noqa: E402 # the path comes first
from bot.app import gemeenten, open_campaign, open_intake, open_records  # noqa: E402 # the same
from bot.outgoing import open_follow, open_out  # noqa: E402 # the same
from bot.settings import Reminders, Settings  # noqa: E402 # the same
from bot.settings_file import shipped_campaign  # noqa: E402 # the same
from domain.ports import Location, RawMail  # noqa: E402 # the same
from domain.reminders import Contact, ContactRole  # noqa: E402 # the same
from intake.collect import collect  # noqa: E402 # the same
from intake.remind import tick  # noqa: E402 # the same
from intake.send import deliver_due  # noqa: E402 # the same

START = datetime(2026, 5, 28, 8, tzinfo=UTC)
EVERY = 4
"""Weeks between two lines of the table."""


@dataclass
class Box:
    """A mailbox that holds one week's mail at a time."""

    at: datetime = START
    mails: list[tuple[int, bytes]] = field(default_factory=list)

    def fetch(self, known: Callable[[Sequence[Location]], set[Location]]) -> Iterator[list[RawMail]]:
        places = {number: Location("jaar", "INBOX", 1, str(number)) for number, _ in self.mails}
        seen = known(list(places.values()))
        fresh = [RawMail(places[n], raw, self.at) for n, raw in self.mails if places[n] not in seen]
        for start in range(0, len(fresh), 50):
            yield fresh[start : start + 50]

    def settle(self, done: Sequence[Location], trouble: Sequence[Location]) -> None:
        gone = {int(place.uid) for place in (*done, *trouble)}
        self.mails = [(number, raw) for number, raw in self.mails if number not in gone]

    def wait(self, seconds: float) -> bool:  # noqa: ARG002  # the same shape as the others
        return bool(self.mails)

    def close(self) -> None: ...


def main(mails: int = 10_000, weeks: int = 52) -> int:
    process, box, now = psutil.Process(), Box(), [START]
    peaks: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        reminders = Reminders(approval=False)
        settings = Settings(campaign=shipped_campaign(), data=Path(folder) / "data", reminders=reminders)
        campaign = open_campaign(settings)
        with open_records(settings, campaign) as records:
            with records.write():
                for code in gemeenten():
                    contact = Contact(code, f"plekken@{code.lower()}.example", role=ContactRole.OFFICER)
                    records.contacts.add(contact, START, source="jaar")
            out = open_out(settings, records, campaign)
            sending = replace(out.sending, clock=lambda: now[0])
            intake = open_intake(records, campaign, open_follow(settings, records, campaign))
            intake = replace(intake, clock=lambda: now[0])
            print("week  mails  seconds  RSS MB  database MB  sent")
            for week in range(weeks):
                start = time.perf_counter()
                first, last = mails * week // weeks, mails * (week + 1) // weeks
                box.at, box.mails = now[0], list(zip(range(first, last), mixed_mails(range(first, last)), strict=True))
                for _ in collect(intake, box):
                    pass
                for _ in range(7):
                    now[0] += timedelta(days=1)
                    if out.reminding is not None:
                        tick(out.reminding, now[0])
                    for _ in deliver_due(sending):
                        pass
                seconds = time.perf_counter() - start
                if week % EVERY == EVERY - 1:
                    peaks.append(process.memory_info().rss / 1e6)
                    size = (settings.data / "plaatsmaker.db").stat().st_size / 1e6
                    sent = records.counts()["outbox_sent"]
                    print(f"{week + 1:4} {last:6} {seconds:8.1f} {peaks[-1]:7.0f} {size:12.0f} {sent:5}", flush=True)
            out.close()
    growth = peaks[-1] - peaks[len(peaks) // 2]
    print(f"grown in the second half: {growth:.0f} MB")
    return 0 if growth < 30 else 1  # the noise of an allocator, not a leak


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
