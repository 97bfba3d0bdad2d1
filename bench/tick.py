"""The tick of reminders with 342 gemeenten and 100,000 messages, and sending beside it: milliseconds.

python bench/tick.py [MESSAGES]
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.app import gemeenten, names, open_campaign, open_ladder  # noqa: E402 # the path comes first
from bot.mailroom import PORTION  # noqa: E402 # the same
from bot.settings import Settings  # noqa: E402 # the same
from bot.settings_file import shipped_campaign  # noqa: E402 # the same
from domain.reminders import Contact  # noqa: E402 # the same
from intake.process import Intake, process  # noqa: E402 # the same
from intake.receive import receive  # noqa: E402 # the same
from intake.remind import Reminding, tick  # noqa: E402 # the same
from intake.templates import Templates  # noqa: E402 # the same
from storage.records import Records  # noqa: E402 # the same
from tests.cast.script import ScriptReader, mail, parse_script, story  # noqa: E402 # the same

START = datetime(2026, 7, 1, 8, tzinfo=UTC)
FOUR_WEEKS = datetime(2026, 7, 16, 8, tzinfo=UTC)
COPY = (
    "INSERT INTO messages (channel, received_at, sender, subject, said_at, message_id, content_hash, thread, kind, "
    "state, processed_at, size) SELECT channel, received_at, sender, subject, said_at, message_id || :turn, "
    "content_hash || :turn, thread, kind, state, processed_at, size FROM messages WHERE id <= :first"
)
TIE = (
    "INSERT INTO dossier_messages (dossier, message, intents, state) SELECT e.dossier, m.id, e.intents, e.state "
    "FROM messages m JOIN messages o ON o.content_hash || :turn = m.content_hash "
    "JOIN dossier_messages e ON e.message = o.id WHERE o.id <= :first"
)


def fill(records: Records, reminding: Reminding, messages: int) -> None:
    """A question or a refusal from each gemeente, and copies of those rows until there are enough."""
    codes = list(gemeenten())
    intake = Intake(records, parse_script, ScriptReader(), reminding.campaign, lambda: START)
    words = ("intent question", "intent decline", "intent question")
    mails = [mail(f"speaks {code}", words[at % 3], number=code) for at, code in enumerate(codes)]
    receive(records, story(*mails))
    for _ in process(intake):
        pass
    with records.write():
        for code in codes:
            records.contacts.add(Contact(code, f"p@{code.lower()}.example"), START, source="proef")
        for turn in range(messages // len(codes)):
            values = {"turn": f"/{turn}", "first": len(codes)}
            records._db.change(COPY, values)  # type: ignore[arg-type]  # noqa: SLF001  # rows that no use case makes
            records._db.change(TIE, values)  # type: ignore[arg-type]  # noqa: SLF001  # the same


def median(act: Callable[[], object], times: int = 15) -> float:
    """Milliseconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def portions(reminding: Reminding) -> tuple[float, int]:
    """The slowest of the ticks that queue a wave as the service does (ms), and how many reminders that were."""
    slowest, queued, left = 0.0, 0, 1
    while left:
        start = time.perf_counter()
        done = tick(reminding, FOUR_WEEKS, most=PORTION)
        slowest = max(slowest, (time.perf_counter() - start) * 1000)
        queued, left = queued + done.queued, done.left
    return slowest, queued


def main(messages: int = 100_000) -> int:
    settings = Settings(campaign=shipped_campaign())
    campaign = open_campaign(settings)
    ladder, templates = open_ladder(settings, campaign), Templates(shipped_campaign() / "mails")
    with tempfile.TemporaryDirectory() as folder, Records.open(Path(folder) / "proef.db") as records:
        records.store_gemeenten(gemeenten().values())
        records.store_campaign(campaign)
        reminding = Reminding(records, campaign, ladder, templates, names(), approval=False)
        fill(records, reminding, messages)
        print(f"messages: {records.counts()['handled']}")
        print(f"tick with nothing due, ms: {median(lambda: tick(reminding, START)):.1f}")
        slowest, queued = portions(reminding)
        print(f"ticks that queue {queued} reminders, {PORTION} at a time, slowest, ms: {slowest:.0f}")
        again = median(lambda: tick(reminding, FOUR_WEEKS))
        print(f"tick that finds all of it done, ms: {again:.1f}")
    return 0 if max(again, slowest) < 50 else 1  # what was asked for


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
