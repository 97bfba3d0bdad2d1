"""A simulated campaign: 342 gemeenten, twelve weeks, a server that misbehaves, a program that is killed all the time.

    python bench/campaign.py [GEMEENTEN] [KILLS] [SEED]

The clock is virtual; the SMTP server and the program are processes of their own. Gemeenten answer, refuse, announce an
answer, are out of office or have an address that bounces; the deadline moves once.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.app import gemeenten, open_campaign, open_ladder  # noqa: E402 # the path comes first
from bot.settings import Settings  # noqa: E402 # the same
from bot.settings_file import shipped_campaign  # noqa: E402 # the same
from domain.campaign import Deadline, DeadlineRule  # noqa: E402 # the same
from domain.reminders import Contact, ContactRole  # noqa: E402 # the same
from storage.records import Records  # noqa: E402 # the same

OPENED, FIRST_DEADLINE, MOVED_DEADLINE = date(2026, 5, 28), date(2026, 8, 13), date(2026, 8, 20)
MOVED_ON = date(2026, 8, 3)
HOURS = (7, 8, 10, 14)
"""Hours (UTC) at which the program looks; the first is office hours in summer."""
PATIENCE = timedelta(days=3)
"""So long a reminder may take on its way before a gemeente counts as skipped."""


@dataclass
class Plan:
    """What one gemeente will do: an answer on a day (or never), an absence, an address that fails."""

    code: str
    officer: str
    secretary: str = ""
    answers: dict[datetime, str] = field(default_factory=dict)
    away: bool = False
    fails: bool = False
    heard_at: datetime | None = None
    """When the program was first given an answer that is no announcement."""

    def said(self, after: datetime, until: datetime) -> list[bytes]:
        """What comes in from this gemeente between two looks."""
        came = {at: line for at, line in self.answers.items() if after < at <= until}
        if self.heard_at is None and any("deferral" not in line for line in came.values()):
            self.heard_at = until
        return [mail(self, at, line) for at, line in came.items()]


def plans(codes: list[str], random: Random) -> list[Plan]:
    return [plan(code, random) for code in codes]


def plan(code: str, random: Random) -> Plan:
    name = code.lower()
    made = Plan(code, f"plekken@{name}.example")
    if random.random() < 0.5:
        made.secretary = f"secretaris@{name}.example"
    if random.random() < 0.05:
        made.officer, made.fails = f"weg-{name}@{name}.example", True
    made.away = random.random() < 0.08
    at = datetime(2026, 5, 29, tzinfo=UTC) + timedelta(days=random.randrange(95), hours=random.choice((9, 11, 15)))
    fate = random.random()
    if fate < 0.2:
        made.answers[at - timedelta(days=9)] = f"speaks {code}\nintent deferral"
    if fate < 0.45:
        made.answers[at] = f"pledge {code} {random.randint(2, 30)}\nbottleneck {code} vergunning"
    elif fate < 0.6:
        made.answers[at] = f"speaks {code}\nintent decline"
    elif fate < 0.7:
        made.answers[at] = f"pledge {code} {random.randint(2, 30)}\nreview twijfel"
    return made


def mail(plan: Plan, at: datetime, body: str, *extra: str) -> bytes:
    lines = [f"From: Proef <{plan.officer}>", "To: migratie@vng.nl", "Subject: Re: plekken", *extra]
    lines += [f"Date: {format_datetime(at)}", f"Message-ID: <{plan.code}.{at:%m%d%H}.{len(extra)}@gemeente.example>"]
    return "\n".join([*lines, "", body, ""]).encode()


def away_mail(plan: Plan, at: datetime) -> bytes:
    back = at.date() + timedelta(days=9)
    months = "januari februari maart april mei juni juli augustus september oktober".split()  # noqa: SIM905  # one line
    words = f"Ik ben afwezig tot en met {back.day} {months[back.month - 1]} {back.year}."
    return mail(plan, at, words, "Auto-Submitted: auto-replied", "X-Auto: ja")


@dataclass
class Program:
    """The program as its user sees it: a command in, a line out, and sometimes it is dead."""

    folder: Path
    port: int
    random: Random
    kills: int
    killed: int = 0
    may_die: int = 0
    process: subprocess.Popen[str] | None = None
    counts: Counter[str] = field(default_factory=Counter)

    def start(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.cast.campaigning", str(self.folder), str(self.port)]
        process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        if process.stdout.readline().strip() != "ready":
            raise RuntimeError("the program does not start")
        return process

    def ask(self, command: dict[str, Any]) -> dict[str, Any]:
        """Have it done, however often the program is killed in the middle of it, `may_die` times in all by now."""
        while True:
            self.process = self.process or self.start()
            assert self.process.stdin is not None
            assert self.process.stdout is not None
            self.process.stdin.write(json.dumps(command) + "\n")
            self.process.stdin.flush()
            if self.killed < self.may_die:
                time.sleep(self.random.uniform(0.005, 0.25))
                self.process.kill()
                rest = self.process.communicate()[0]
                self.process = None
                self.killed += not rest
                if not rest:
                    continue
                answer = rest
            else:
                answer = self.process.stdout.readline()
            found: dict[str, Any] = json.loads(answer)
            assert not found["problems"], found
            self.counts.update(found["states"])
            self.counts.update(arrived=found["arrived"], again=found["again"], queued=found["queued"])
            return found

    def close(self) -> None:
        if self.process is not None:
            self.process.communicate()


def simulate(folder: Path, count: int, kills: int, seed: int) -> tuple[dict[str, int], list[str]]:
    """Play the campaign; gives the table and every breach of a promise."""
    random = Random(seed)
    codes = list(gemeenten())
    everyone = plans(codes[:: max(1, len(codes) // count)][:count], random)
    prepare(folder, everyone)
    command = [sys.executable, "-m", "tests.cast.smtp_process", str(folder / "server.jsonl"), str(seed)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        program = Program(folder, int(server.stdout.readline()), random, kills)
        play(program, everyone)
        program.close()
        server.communicate()
    return judge(folder, everyone, program)


def prepare(folder: Path, everyone: list[Plan]) -> None:
    campaign = open_campaign(Settings(campaign=shipped_campaign()))
    (folder / "server.jsonl").touch()
    with Records.open(folder / "proef.db") as records:
        records.store_gemeenten(gemeenten().values())
        records.store_campaign(campaign)
        with records.write():
            for one in everyone:
                found = [Contact(one.code, one.officer)]
                found += [Contact(one.code, one.secretary, role=ContactRole.SECRETARY)] * bool(one.secretary)
                for contact in found:
                    records.contacts.add(contact, datetime(2026, 5, 1, tzinfo=UTC), source="proef")


def deadline_on(day: date) -> date:
    return MOVED_DEADLINE if day >= MOVED_ON else FIRST_DEADLINE


def instants() -> dict[str, datetime]:
    """When each step is due, for the deadline that is in force by then."""
    settings = Settings(campaign=shipped_campaign())
    ladder = open_ladder(settings, open_campaign(settings))
    found = {}
    for last in (FIRST_DEADLINE, MOVED_DEADLINE):
        moved = Deadline.of("", DeadlineRule.THROUGH, last)
        for step in ladder.steps:
            at = step.due_at(OPENED, moved, ladder.days)
            if deadline_on(at.date()) == last:
                found[f"{step.key}/{last}"] = at
    return found


def play(program: Program, everyone: list[Plan]) -> None:
    days = [OPENED - timedelta(days=1) + timedelta(days=number) for number in range(91)]
    heavy = sorted({at.date() for at in instants().values()})
    share = {day: program.kills * (1 + number) // len(heavy) for number, day in enumerate(heavy)}
    before = datetime(2026, 5, 1, tzinfo=UTC)
    for day in days:
        for hour in HOURS:
            now = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
            came = [raw for one in everyone for raw in one.said(before, now)]
            came += [away_mail(p, now) for p in everyone if p.away and (day, hour) == (date(2026, 7, 13), 8)]
            command = {"now": now.isoformat(), "deadline": deadline_on(day).isoformat()}
            command["mails"] = [base64.b64encode(raw).decode() for raw in came]  # type: ignore[assignment]  # JSON
            program.may_die = share.get(day, program.may_die)
            program.ask(command)
            before = now


def judge(folder: Path, everyone: list[Plan], program: Program) -> tuple[dict[str, int], list[str]]:
    """Hold what the server got against what was promised."""
    accepted = Counter(json.loads(line)["id"] for line in (folder / "server.jsonl").read_text().splitlines())
    by_code = {plan.code: plan for plan in everyone}
    with Records.open(folder / "proef.db", writing=False) as records:
        rows = [dict(row) for row in records.outbox.rows()]
        sent_rows = list(records.view("v_outgoing", "versnelling-2026"))
        unreachable = {row["address"] for row in records.view("v_contacts", "versnelling-2026") if row["left_alone"]}
    for row, seen in zip(rows, sent_rows, strict=True):
        row |= {"step": seen["step"], "situation": seen["situation"]}
    breaches = [f"twice: {number}" for number, times in accepted.items() if times > 1]
    breaches += [f"lost: {r['key']}" for r in rows if r["state"] == "sent" and r["message_id"] not in accepted]
    breaches += [f"open: {r['key']} {r['state']}" for r in rows if r["state"] not in {"sent", "failed", "cancelled"}]
    breaches += [
        f"got it and is not sent: {r['key']} {r['state']}"
        for r in rows
        if r["message_id"] in accepted and r["state"] != "sent"
    ]
    late = [r for r in rows if r["kind"] == "reminder" and r["state"] == "sent" and r["situation"] != "no_bottlenecks"]
    for row in late:
        heard = by_code[row["gemeente"]].heard_at
        if heard and datetime.fromisoformat(row["claimed_at"]) >= heard:
            breaches.append(f"reminded after answer: {row['key']} {row['claimed_at']} {heard}")
    breaches += skipped(everyone, rows, unreachable)
    states = Counter(row["state"] for row in rows)
    table = {
        "gemeenten": len(everyone),
        "kills": program.killed,
        "mails queued": len(rows),
        "accepted by the server": accepted.total(),
        "sent": states["sent"],
        "failed (no such address)": states["failed"],
        "cancelled (answered, moved, overtaken)": states["cancelled"],
        "uncertain, found in the sent mail": program.counts["arrived"],
        "uncertain, not found and sent again": program.counts["again"],
        "put off and tried again": program.counts["due"],
        "acknowledgements": sum(row["kind"] == "acknowledgement" and row["state"] == "sent" for row in rows),
        "duplicates": sum(times - 1 for times in accepted.values()),
        "lost": sum(row["state"] == "sent" and row["message_id"] not in accepted for row in rows),
        "breaches": len(breaches),
    }
    return table, breaches


def skipped(everyone: list[Plan], rows: list[dict[str, Any]], unreachable: set[str]) -> list[str]:
    """Gemeenten that were silent for three days after a step, could be reached, and got nothing of it."""
    got = {(row["gemeente"], row["key"].split("/")[2], row["key"].split("/")[3]) for row in rows if row["step"]}
    found = []
    for name, at in instants().items():
        step, last = name.split("/")
        for one in everyone:
            early = min(one.answers, default=None)
            reachable = one.officer not in unreachable and not one.fails and not one.away
            silent = early is None or early > at + PATIENCE
            if silent and reachable and (one.code, step, last) not in got:
                found.append(f"skipped: {one.code} {name}")
    return found


def main(count: int = 342, kills: int = 300, seed: int = 1) -> int:
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        table, breaches = simulate(Path(name), count, kills, seed)
    for label, value in table.items():
        print(f"{label:<42}{value:>8}")
    print(f"{'seconds':<42}{time.perf_counter() - start:>8.0f}")
    for breach in breaches[:20]:
        print(breach)
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
