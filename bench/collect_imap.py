"""Mail in, measured against a real Dovecot on loopback: fetching, a whole `collect`, memory, and the time to a record.

The number of mails is the argument; 5,000 unless told.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from intake.mail.imap import ImapSource  # noqa: E402 # the path comes first
from tests.dovecot import Dovecot, Mailbox, running_dovecot  # noqa: E402 # the same
from tests.dovecot_setup import PASSWORD  # noqa: E402 # the same

COMMAND = [str(Path(sys.executable).with_name("plaatsmaker"))]
DELIVERIES = 11
LATE = 1_000_000
PAUSE = 1.7  # long enough for the service to be waiting again


def mixed_mails(numbers: Iterable[int]) -> Iterator[bytes]:
    """The invented mails of the demo over and over, each copy with its own Message-ID and text."""
    demo = [path.read_bytes() for path in sorted((ROOT / "bot" / "demo").glob("*.eml"))]
    for number in numbers:
        raw = demo[number % len(demo)]
        head, gap, body = raw.partition(b"\n\n" if b"\n\n" in raw else b"\r\n\r\n")
        yield head.replace(b"Message-ID: <", b"Message-ID: <%d." % number) + b"\nX-Copy: %d" % number + gap + body


def fill(server: Dovecot, count: int) -> Mailbox:
    mailbox = server.new_mailbox()
    for raw in mixed_mails(range(count)):
        mailbox.deliver(raw)
    return mailbox


def fetch(mailbox: Mailbox) -> float:
    """Mails a second, without doing anything with them. The second time counts: then the server has its index."""
    for _ in range(2):
        source = ImapSource(mailbox.account())
        start = time.perf_counter()
        count = sum(map(len, source.fetch(lambda _: set())))
        seconds = time.perf_counter() - start
        source.close()
    return count / seconds


def settings(mailbox: Mailbox, data: Path) -> Path:
    """A settings file for this mailbox."""
    data.mkdir()
    path = data / "plaatsmaker.toml"
    path.write_text(
        f"""campaign = "{ROOT}/campaigns/versnelling-2026"
data = "{data}"
[mail.incoming]
kind = "imap"
host = "localhost"
port = {mailbox.server.tls_port}
username = "{mailbox.user}"
password = "{PASSWORD}"
ca_file = "{mailbox.server.ca_file}"
"""
    )
    return path


def collect(config: Path, count: int) -> tuple[float, float]:
    """Mails a second from start to end of the command, and the most memory it held (MB)."""
    start = time.perf_counter()
    process = psutil.Popen([*COMMAND, "collect", "--config", str(config)], cwd=ROOT, stdout=subprocess.DEVNULL)
    most = 0
    while process.poll() is None:
        most = max(most, process.memory_info().rss)
        time.sleep(0.05)
    if process.returncode or handled(config.parent) != count:
        sys.exit(f"collect ended with {process.returncode} and {handled(config.parent)} of {count} records")
    return count / (time.perf_counter() - start), most / 1e6


def handled(data: Path) -> int:
    with sqlite3.connect(f"file:{data}/plaatsmaker.db?mode=ro", uri=True) as database:
        return int(database.execute("SELECT count(*) FROM messages WHERE state = 'handled'").fetchone()[0])


def time_to_record(mailbox: Mailbox, config: Path) -> list[float]:
    """Seconds from delivery until the record is there, in a service that runs."""
    before = handled(config.parent)
    service = subprocess.Popen([*COMMAND, "run", "--config", str(config)], cwd=ROOT, stdout=subprocess.DEVNULL)
    times = []
    try:
        for number, raw in enumerate(mixed_mails(range(LATE, LATE + DELIVERIES)), 1):
            start = time.perf_counter()
            mailbox.deliver(raw)
            while handled(config.parent) < before + number:
                if service.poll() is not None:
                    sys.exit("run has ended by itself")
                time.sleep(0.01)
            times.append(time.perf_counter() - start)
            time.sleep(PAUSE)
    finally:
        service.terminate()
        service.wait(30)
    return times[1:]  # the first one waited for the service to start


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    with running_dovecot() as server, tempfile.TemporaryDirectory() as folder:
        print(f"fetch: {fetch(fill(server, count)):,.0f} mails/s")
        for size in (count // 5, count):
            mailbox = fill(server, size)
            config = settings(mailbox, Path(folder) / str(size))
            rate, memory = collect(config, size)
            print(f"collect of {size}: {rate:,.0f} mails/s, at most {memory:,.0f} MB")
        times = time_to_record(mailbox, config)
        print(f"from delivery to record: median {median(times):.2f} s, slowest {max(times):.2f} s")


if __name__ == "__main__":
    main()
