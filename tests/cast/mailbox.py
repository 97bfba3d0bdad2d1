"""A Maildir full of mail that has everything in it: threads, corrections, second deliveries and bad mail."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

from tests.cast.people import day
from tests.cast.script import mail

CODES = ("GM0307", "GM1948", "GM0184")


def fill(mailbox: Path, count: int, seed: int = 7) -> None:
    """Deliver so many mails, in the order of their file names."""
    for name in ("cur", "new", "tmp"):
        (mailbox / name).mkdir(parents=True, exist_ok=True)
    random = Random(seed)  # a story, not a secret
    delivered: list[bytes] = []
    for number in range(count):
        raw = _again(random, delivered) if delivered and random.random() < 0.1 else _new(random, number)
        delivered.append(raw)
        path = mailbox / "new" / f"1750000000.{number:06}.proef"
        path.write_bytes(raw)
        # A mailbox tells when a mail came in by the time of its file, and two runs must be told the same.
        came_in = day(20).timestamp() + number
        os.utime(path, (came_in, came_in))


def _again(random: Random, delivered: list[bytes]) -> bytes:
    return b"Delivered-To: kopie@vng.nl\n" + random.choice(delivered)


def _new(random: Random, number: int) -> bytes:
    code, places = random.choice(CODES), random.randint(1, 40)
    lines = random.choice(
        [
            [f"pledge {code} {places}"],
            [f"pledge {code} {places}", "intent correction"],
            [f"speaks {code}", "intent withdrawal"],
            [f"speaks {code}", "intent decline"],
            [f"pledge {code} {places}", "review vaag"],
            [f"bottleneck {code} vergunning", f"number {code} {places} backlog"],
            ["pledge - 5"],
            ["unreadable"],
            ["bug"],
        ]
    )
    answered = f"m{random.randrange(number)}" if number and random.random() < 0.5 else ""
    return mail(*lines, number=f"m{number}", to=answered, sent=day(number % 20), subject=f"Plekken {number}")
