"""A crowd of users before the real service, which is killed and hindered meanwhile; and what must hold afterwards."""

from __future__ import annotations

import contextlib
import email
import itertools
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from email.policy import default
from pathlib import Path
from random import Random

from domain.outbox import ONCE_MORE
from tests.telegram.people import User
from tests.telegram.state import Call, Telegram, Watch
from tests.telegram.warm import Warm

COMMAND = str(Path(sys.executable).with_name("plaatsmaker"))
QUESTIONS = (
    "Wat is de deadline?",
    "Hoeveel plekken zijn er nodig?",
    "Waar moeten wij onze reactie naartoe sturen?",
    "Wat gebeurt er met de knelpunten die wij melden?",
    "help",
    "Wie betaalt de kosten?",
    "Moeten wij ook reageren als wij niets hebben?",
    "Hallo",
    "Hoe laat gaat de bakker open?",
)
STEPS = (
    ("getupdates", "asked"),
    ("getupdates", "done"),
    ("getupdates", "answered"),
    ("sendmessage", "asked"),
    ("sendmessage", "done"),
    ("sendmessage", "answered"),
    ("answercallbackquery", "asked"),
)
"""Where the service can be killed to the point. What lies between two of them is reached by waiting a little."""
STEP_WITHIN = 20.0
"""Seconds after which a step that nobody takes, such as a tap, is left for another."""
CHANCES = {"drop before": 0.02, "drop after": 0.02, "502": 0.02, "502 after": 0.01, "429 1": 0.03}


@dataclass
class Service:
    """`plaatsmaker run` in a folder of its own, which can be killed and comes back.

    `chat` are further settings of `[chat.telegram]`, `more` further tables. `warm`: without importing anew each time.
    """

    folder: Path
    telegram: Telegram
    chat: str = ""
    more: str = ""
    warm: bool = False
    process: subprocess.Popen[bytes] | Warm | None = None
    kills: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        chat = f'[chat.telegram]\ntoken = "{self.telegram.token}"\napi_url = "{self.telegram.api_url}"\n{self.chat}\n'
        (self.folder / "plaatsmaker.toml").write_text(f"{chat}[desk]\nport = {port}\n{self.more}", encoding="utf-8")

    @property
    def database(self) -> Path:
        return self.folder / "data" / "plaatsmaker.db"

    def start(self) -> None:
        if self.warm:
            self.process = Warm(self.folder)
            return
        with (self.folder / "uitvoer.txt").open("ab") as said:
            self.process = subprocess.Popen([COMMAND, "run"], cwd=self.folder, stdout=said, stderr=said)

    def said(self) -> str:
        """What it printed so far."""
        file = self.folder / "uitvoer.txt"
        return file.read_text(encoding="utf-8") if file.exists() else ""

    def run(self, *arguments: str) -> str:
        """Another command on the same settings; gives all that it said."""
        command = [COMMAND, *arguments]
        ended = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, timeout=120, check=False)
        return ended.stdout + ended.stderr

    def kill(self, step: str) -> None:
        """End it as a pulled plug would; what it had sent to Telegram is on its way."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.kills[step] += 1

    def keep_alive(self, ended: threading.Event) -> None:
        """Start it again whenever it is gone."""
        while not ended.wait(0.02):
            if self.process is None or self.process.poll() is not None:
                self.start()

    def worked(self) -> float:
        """Seconds of processor time that the running process took (Linux)."""
        if self.process is None:
            return 0.0
        told = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(f"{self.database.as_uri()}?mode=ro", uri=True)) as db:
            return db.execute(sql).fetchall()


@contextmanager
def serving(service: Service) -> Iterator[None]:
    """The service stands up again after each fall, until the block ends."""
    ended = threading.Event()
    keeper = threading.Thread(target=service.keep_alive, args=(ended,), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        keeper.join()
        service.close()


def ask(user: User, count: int, think: Callable[[], float], patience: float) -> None:
    """Ask so many questions, each after the answer to the one before, or after so long a silence."""
    for number in range(count):
        time.sleep(think())
        user.says(QUESTIONS[(user.id + number) % len(QUESTIONS)])
        user.hears(1, seconds=patience)


def ask_on(user: User, count: int, think: Callable[[], float], patience: float, going_on: Callable[[], bool]) -> None:
    """Ask so many questions, and then more of them for as long as something goes on."""
    ask(user, count, think, patience)
    while going_on():
        ask(user, 1, think, patience)


def report(user: User, gemeente: str, domain: str, places: int, outgoing: Path, patience: float) -> None:
    """Report places and prove for whom; whatever is not understood because of a crash is said again."""
    address = f"chat{user.id}@{domain}"
    said = f"Wij kunnen {places} plekken toezeggen voor statushouders in {gemeente}, per 1 september 2027"
    user.says(said)
    end = time.monotonic() + patience * 12
    while time.monotonic() < end and not _has(user, "Vastgelegd voor"):
        heard = " ".join(user.hears(1, seconds=patience))
        time.sleep(0.1)
        if "Klopt dit?" in heard:
            user.taps("Klopt")
            said = "Klopt"
        elif "Wat is uw e-mailadres" in heard:
            user.says(said := address)
        elif "code van zes cijfers" in heard:
            user.says(said := _code(outgoing, address, patience))
        elif not heard:
            user.says(said)


def _has(user: User, words: str) -> bool:
    return any(words in message["text"] for message in user.received())


def _code(outgoing: Path, address: str, patience: float) -> str:
    """The newest code that was mailed to this address, as soon as it is there."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        for file in sorted(outgoing.glob("*.eml"), key=lambda file: file.stat().st_mtime, reverse=True):
            mail = email.message_from_bytes(file.read_bytes(), policy=default)
            if mail["To"] and address in mail["To"] and (found := re.search(r"\b\d{6}\b", mail.get_content())):
                return found[0]
        time.sleep(0.1)
    return "000000"


def kill_to_the_point(service: Service, kills: int, seed: int, ended: threading.Event) -> None:
    """Kill the service so many times, at one step after another or a moment later, each time when it works again."""
    random = Random(seed)
    for number in itertools.count():
        if service.kills.total() >= kills:
            return
        method, stage = STEPS[number % len(STEPS)]
        delay = 0.0 if number // len(STEPS) % 2 == 0 else random.uniform(0, 0.04)
        reached = threading.Event()
        service.telegram.watch = killer(service, method, stage, delay, reached)
        end = time.monotonic() + STEP_WITHIN
        if not _until(lambda done=reached, end=end: done.is_set() or time.monotonic() > end, ended):
            return
        if not reached.is_set():
            continue
        arrived = _arrived(service)
        if not _until(lambda before=arrived: _arrived(service) > before, ended) or ended.wait(random.uniform(0, 1)):
            return


def _arrived(service: Service) -> int:
    """How many messages of the bot came to where they should."""
    return sum(call.answer == "ok" for call in service.telegram.said("sendmessage"))


def _until(reached: Callable[[], bool], ended: threading.Event) -> bool:
    """Wait for this; false where all is over before."""
    while not reached():
        if ended.wait(0.1):
            return False
    return True


def killer(service: Service, method: str, stage: str, delay: float, reached: threading.Event) -> Watch:
    """Kills the service once, so many seconds after a call has come so far."""

    def watch(call: Call, at: str) -> None:
        empty = method == "getupdates" and stage != "asked" and not call.result
        if (call.method, at) != (method, stage) or empty or reached.is_set():
            return
        reached.set()
        if delay:
            threading.Timer(delay, service.kill, [f"{method} {stage}, a moment later"]).start()
        else:
            service.kill(f"{method} {stage}")

    return watch


def chance(seed: int, scale: float = 1.0) -> Callable[[Call], str | None]:
    """Faults by chance in everything that is asked, and now and then a storm in which all must wait."""
    random, storm = Random(seed), [0.0]

    def fault(call: Call) -> str | None:
        if call.method in {"getme", "deletewebhook", "setmycommands"}:
            return None
        if call.method == "sendmessage" and random.random() < 0.002 * scale:
            storm[0] = time.monotonic() + 2
        if time.monotonic() < storm[0]:
            return "429 2"
        weights = [part * scale for part in CHANCES.values()]
        return random.choices([*CHANCES, ""], [*weights, 1 - sum(weights)])[0] or None

    return fault


def settled(service: Service, seconds: float) -> bool:
    """Wait until there is nothing left to handle or to send."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(sqlite3.Error):
            ((left,),) = service.rows(
                "SELECT (SELECT count(*) FROM outbox WHERE state IN ('due', 'claimed', 'handing_over')) + "
                "(SELECT count(*) FROM messages WHERE state = 'received')"
            )
            if left == 0 and not service.telegram.updates:
                return True
        time.sleep(0.2)
    return False


@dataclass
class Judged:
    """What is wrong, each in a sentence, and how many there were of what."""

    faults: list[str]
    counts: dict[str, int]


def judge(service: Service) -> Judged:
    """Whether every message has a reply, no reply came twice, and what is uncertain is marked as such."""
    telegram, faults = service.telegram, list[str]()
    spoken = [(chat.id, m) for chat in telegram.chats.values() for m in chat.messages.values()]
    said = {f"{chat}/{m['message_id']}" for chat, m in spoken if not m["from"]["is_bot"]}
    said |= {f"tap/{query}" for query in telegram.queries}
    stored = service.rows("SELECT external_id, state, error FROM messages WHERE channel = 'telegram'")
    states = {one: f"{state}: {error}" if error else state for one, state, error in stored}
    faults += [f"never stored: {one}" for one in sorted(said - states.keys())]
    faults += [f"{one} is {state}" for one, state in states.items() if state != "handled"]
    replied = {one for (one,) in service.rows("SELECT m.external_id FROM messages m JOIN outbox o ON o.answers = m.id")}
    faults += [f"no reply: {one}" for one in sorted(said & states.keys() - replied)]
    out = service.rows("SELECT recipient, text, state, id, error FROM outbox WHERE channel = 'telegram'")
    faults += [f"row {number} is {state}" for _, _, state, number, _ in out if state not in {"sent", "unknown"}]
    sent = Counter((chat, str(text).strip()) for chat, text, state, *_ in out if state == "sent")
    unsure = Counter((chat, str(text).strip()) for chat, text, state, *_ in out if state == "unknown")
    came = Counter((str(chat), m["text"]) for chat, m in spoken if m["from"]["is_bot"])
    # What was sent once more says so itself, and a storm may make that true more than once
    silent = [one for one in came if not one[1].endswith(ONCE_MORE)]
    faults += [f"came too often: {one}" for one in silent if came[one] > sent[one] + unsure[one]]
    faults += [f"said to be sent and never came: {one}" for one in sent if came[one] < sent[one]]
    arrived = sum(came.values()) - sum(sent.values())
    return Judged(
        faults,
        {
            "messages": len(said),
            "replies": sum(came.values()),
            "unknown": sum(unsure.values()),
            "unknown that arrived": arrived,
            "unknown by a kill": sum(1 for _, _, state, _, why in out if state == "unknown" and "brak af" in str(why)),
            "calls": len(telegram.calls),
        },
    )


def pledges(service: Service) -> Counter[tuple[str, int]]:
    """How often each gemeente stands in the records with how many places, as far as it counts."""
    rows = service.rows("SELECT name, places FROM v_pledges WHERE counts")
    return Counter((str(name), int(str(places))) for name, places in rows)


def waits(telegram: Telegram) -> list[float]:
    """Seconds from each thing that a user did to the first word of the bot after it, in order of time."""
    found = []
    for chat in telegram.chats.values():
        asked = None
        for number, message in sorted(chat.messages.items()):
            if not message["from"]["is_bot"]:
                asked = asked or chat.sent_at[number]
            elif asked is not None:
                found.append((asked, chat.sent_at[number] - asked))
                asked = None
    return [wait for _, wait in sorted(found)]


def line(judged: Judged) -> str:
    """The counts on one line."""
    return json.dumps(judged.counts)
