"""The Telegram door through our Bot API server: how soon an answer comes, and what is left after kills and faults.

    python bench/chat.py [MESSAGES] [USERS] [KILLS] [--seed N] [--only calm|rough] [--warm]

Calm: each of the users writes, waits for the answer, thinks (two seconds on average) and writes again; then all of
them write at the same instant. Rough: the same messages, and more until all kills are done, while the real process is
killed at each step of the path and everything that it asks of Telegram may fail. Some users report places and prove
for whom they speak.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import threading
import time
from pathlib import Path
from random import Random
from statistics import quantiles

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.telegram.crowd import (  # noqa: E402  # the path comes first
    QUESTIONS,
    Service,
    ask,
    ask_on,
    chance,
    judge,
    kill_to_the_point,
    line,
    pledges,
    report,
    serving,
    settled,
    waits,
)
from tests.telegram.people import User  # noqa: E402  # the same
from tests.telegram.server import telegram_server  # noqa: E402  # the same
from tests.telegram.state import Telegram  # noqa: E402  # the same

REPORTERS = ("Urk", "Amersfoort", "Zutphen", "Ameland", "Ede", "Gouda", "Delft", "Venlo")
THINK = 2.0


def shown(seconds: list[float]) -> str:
    parts = quantiles(seconds, n=100)
    return f"p50 {parts[49] * 1e3:.0f} ms, p95 {parts[94] * 1e3:.0f} ms, most {max(seconds) * 1e3:.0f} ms"


def together(work: list[threading.Thread]) -> None:
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()


def first_reply(telegram: Telegram, service: Service) -> None:
    user = telegram.user("Eerste")
    user.says(QUESTIONS[0])
    start = time.perf_counter()
    user.hears(2, seconds=60)
    took, worked = time.perf_counter() - start, service.worked()
    print(f"first reply after start: {took:.1f} s, of which {worked:.1f} s of processor time", flush=True)


def calm(folder: Path, messages: int, people: int) -> None:
    with telegram_server(Telegram()) as telegram, serving(service := Service(folder, telegram)):
        first_reply(telegram, service)
        random, users = Random(5), [telegram.user(f"Gebruiker {n}") for n in range(people)]
        for user in users:  # the greeting is a message more, once
            user.says("Hallo")
            user.hears(2, seconds=30)
        time.sleep(1)
        begun = len(waits(telegram))

        def think() -> float:
            return random.uniform(0.25, 1.75) * THINK

        start, worked = time.perf_counter(), service.worked()
        together([threading.Thread(target=ask, args=(user, messages // people, think, 20.0)) for user in users])
        rate = messages / (time.perf_counter() - start)
        print(f"{people} users, {rate:.0f} messages a second: {shown(waits(telegram)[begun:])}", flush=True)
        spent = (service.worked() - worked) / messages * 1e3
        print(f"processor time of the service: {spent:.1f} ms a message; load {os.getloadavg()[0]:.1f}", flush=True)
        begun, rounds = len(waits(telegram)), 10
        for number in range(rounds):
            for user in users:
                user.says(QUESTIONS[number % 3])
            for user in users:
                user.hears(1, seconds=20)
            time.sleep(0.5)
        print(f"{people} users at the same instant, {rounds} times: {shown(waits(telegram)[begun:])}", flush=True)


def rough(folder: Path, chosen: argparse.Namespace) -> int:
    with telegram_server(Telegram()) as telegram:
        service, random = Service(folder, telegram, warm=chosen.warm), Random(chosen.seed)
        users = [telegram.user(f"Gebruiker {n}") for n in range(chosen.users)]
        with serving(service):
            first_reply(telegram, service)
            telegram.fault = chance(chosen.seed)
            given = (service, chosen.kills, chosen.seed, threading.Event())
            killer = threading.Thread(target=kill_to_the_point, args=given)
            killer.start()
            share = chosen.messages // chosen.users
            work = [
                threading.Thread(target=ask_on, args=(user, share, lambda: random.uniform(1, 8), 60.0, killer.is_alive))
                for user in users
            ]
            together(work + reporters(telegram, folder))
            killer.join()
            telegram.fault = lambda _: None
            calm_again = settled(service, 90)
        return verdict(service, calm_again=calm_again)


def reporters(telegram: Telegram, folder: Path) -> list[threading.Thread]:
    outgoing, work = folder / "data" / "outgoing", []
    for number, gemeente in enumerate(REPORTERS):
        given: tuple[User, str, str, int, Path, float] = (
            telegram.user(f"Melder {gemeente}"), gemeente, f"{gemeente.lower()}.nl", 11 + number, outgoing, 60.0,
        )  # fmt: skip
        work.append(threading.Thread(target=report, args=given))
    return work


def verdict(service: Service, *, calm_again: bool) -> int:
    judged, counted = judge(service), pledges(service)
    faults = judged.faults + ([] if calm_again else ["something is still under way"])
    faults += [f"pledge {pledge} stands {count} times" for pledge, count in counted.items() if count > 1]
    print(f"{sum(service.kills.values())} kills: {dict(service.kills)}")
    print(f"{line(judged)}, {len(counted)} of {len(REPORTERS)} reports in the records")
    print(f"{len(faults)} faults" if faults else "no message without a reply, no pledge twice, no reply twice")
    for fault in faults[:20]:
        print(f"    {fault[:200]}")
    return 1 if faults else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, number in (("messages", 1000), ("users", 50), ("kills", 42)):
        parser.add_argument(name, type=int, nargs="?", default=number)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--only", choices=["calm", "rough"])
    parser.add_argument("--warm", action="store_true", help="start again without importing anew: on a busy machine")
    chosen = parser.parse_args()
    print(f"load of this machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as name:
        for part in ("calm", "rough"):
            (Path(name) / part).mkdir()
        if chosen.only != "rough":
            calm(Path(name) / "calm", chosen.messages, chosen.users)
        if chosen.only == "calm":
            return 0
        return rough(Path(name) / "rough", chosen)


if __name__ == "__main__":
    sys.exit(main())
