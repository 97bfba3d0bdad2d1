"""How fast the desk answers with a full campaign: `python bench/pages.py`.

Makes a database with 342 gemeenten, 20,000 messages and 5,000 pledges and bottlenecks, and asks each page fifty times,
at the server and without a network: on the clock and on the processor (the same on a quiet machine). Also how large
each page is, as it is and as it travels.
"""

from __future__ import annotations

import gc
import gzip
import random
import statistics
import tempfile
import time
import warnings
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path

from bot.app import gemeenten, names, open_campaign
from bot.desk import unnamed
from bot.settings import Settings
from bot.settings_file import shipped_campaign
from desk.app import build
from desk.desk import Desk
from desk.passwords import hashed
from domain.accounts import Role
from domain.changes import BottleneckSet, Cause, EntrySet, PledgeSet, ReviewOpened, Verdict
from domain.dossier import EntryState, Offer, State
from domain.model import Address, Channel, Commitment, Evidence, Intent, Message, Reading
from domain.ports import Arrival
from storage.records import Records

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

MESSAGES = 20_000
PLEDGES = 2_500
BOTTLENECKS = 2_500
TIMES = 50
START = datetime(2026, 5, 28, 8, tzinfo=UTC)
NOW = datetime(2026, 7, 22, 9, 30, tzinfo=UTC)
PASSWORD = "zeven groene fietsen"  # noqa: S105  # in a database that is thrown away
_numbers = count(MESSAGES)
WORDS = ["gebouw", "naast", "het", "station", "de", "gemeente", "maakt", "plekken", "voor", "gezinnen", "raad"]
PAGES = (
    "/werkbank",
    "/werkbank/stand",
    "/werkbank/nakijken/{waiting}",
    "/werkbank/gemeenten",
    "/werkbank/gemeente/GM0307",
    "/werkbank/toezeggingen",
    "/werkbank/toezeggingen?netwerk=M50",
    "/werkbank/knelpunten",
    "/werkbank/knelpunten?van=2026-06-01&tot=2026-06-30&netwerk=M50",
    "/werkbank/knelpunten/rapport",
    "/werkbank/postbus",
    "/werkbank/bericht/{waiting}",
    "/werkbank/uitgaand",
    "/werkbank/herinneringen",
    "/werkbank/zoeken?q=station",
    "/werkbank/zoeken?q=gemeente",
    "/werkbank/vragen",
    "/werkbank/casussen",
    "/werkbank/knelpunten/1/citaat",
    "/werkbank/export/pledges.csv?lijst=1&netwerk=M50",
    "/werkbank/beheer",
    "/werkbank/inloggen",
    "/toegankelijkheid",
    "/healthz",
    "/metrics",
)


def fill(records: Records, campaign_key: str, types: list[str]) -> int:
    """Messages with what they say; gives one that waits."""
    chance, codes, waiting = random.Random(7), list(gemeenten()), 0
    for start in range(0, MESSAGES, 500):
        with records.write():
            for at in range(start, start + 500):
                waits = one(records, campaign_key, types, at, chance, codes)
                waiting = waits or waiting
    return waiting


def one(records: Records, campaign_key: str, types: list[str], at: int, chance: random.Random, codes: list[str]) -> int:
    """One message; gives its number where it waits, else 0."""
    code, when = chance.choice(codes), START + timedelta(minutes=3 * at)
    body = f"{' '.join(chance.choices(WORDS, k=80))}. Wij doen mee met {at % 40 + 1} plekken."
    message = Message(
        Channel.EMAIL,
        f"<{at}@x.example>",
        when,
        Address("Iemand", f"i{at}@x.example"),
        subject=f"Reactie {at}",
        body=body,
    )
    number, _ = records.messages.store(Arrival(Channel.EMAIL, str(at), body.encode(), when, sender="i@x.example"))
    records.messages.handled(number, message, when, broadcast=False)
    reading = records.readings.store(number, campaign_key, "1", message, Reading(needs_review=False), when)
    evidence = (Evidence("body", 0, 20, body[:20]),)
    state, changes = State.PROPOSED if at % 60 == 0 else State.CONFIRMED, []
    if at < PLEDGES * 8 and at % 8 == 0:
        commitment = chance.choice(list(Commitment))
        changes.append(PledgeSet(0, code, Offer(at % 40 + 1, commitment=commitment), state, 0.9, evidence))
    if at < BOTTLENECKS * 8 and at % 8 == 4:
        changes.append(BottleneckSet(0, code, chance.choice(types), state, 0.9, evidence))
    waits = state is State.PROPOSED
    entry = EntrySet(code, frozenset({Intent.PLEDGE}), EntryState.WAITING if waits else EntryState.COUNTED)
    opened = [ReviewOpened(("de lezing is niet zeker genoeg",))] if waits else []
    cause = Cause(campaign_key, number, reading, when, when, Verdict.HELD if waits else Verdict.LET_THROUGH)
    records.dossiers.apply([*changes, entry, *opened], cause)
    return number if waits else 0


def measure(client: TestClient, path: str, before: Callable[[], None] = lambda: None, words: str = "") -> None:
    """Ask one page, and say how long it took and how large it is. `before` runs each time, off the clock."""
    took, worked = [], []
    for _ in range(TIMES):
        before()
        begun, idle = time.perf_counter(), time.process_time()
        answer = client.get(path, headers={"Accept-Encoding": "identity"})
        took.append(1000 * (time.perf_counter() - begun))
        worked.append(1000 * (time.process_time() - idle))
        assert answer.status_code == 200, (path, answer.status_code)
    p95, cpu = statistics.quantiles(took, n=20)[-1], statistics.quantiles(worked, n=20)[-1]
    sizes = f"{len(answer.content) / 1024:7.1f} kB {len(gzip.compress(answer.content)) / 1024:6.1f} kB"
    print(f"{path + words:62} p50 {statistics.median(took):6.1f} ms  p95 {p95:6.1f} ms  cpu p95 {cpu:5.1f} ms {sizes}")


def main() -> None:
    """Fill, ask, print."""
    campaign = open_campaign(Settings(campaign=shipped_campaign()))
    with tempfile.TemporaryDirectory() as folder, Records.open(Path(folder) / "p.db", durable=False) as records:
        records.store_gemeenten(gemeenten().values())
        records.store_campaign(campaign)
        begun = time.perf_counter()
        waiting = fill(records, campaign.key, [kind.key for kind in campaign.bottleneck_types])
        with records.write():
            number = records.accounts.add("Joke", Role.MANAGER, hashed(PASSWORD), NOW)
            records.accounts.set_password(number, hashed(PASSWORD), one_time=False)
        print(f"filled in {time.perf_counter() - begun:.0f} s")
        desk = Desk(records, campaign, names(), lambda: NOW, unnamed=unnamed)
        client = TestClient(build(desk), client=("127.0.0.1", 50_000))
        form = {"naam": "Joke", "wachtwoord": PASSWORD}
        client.post("/werkbank/inloggen", data=form, headers={"Origin": "http://testserver"})
        # As the service does: what lives as long as the process is not looked through again and again
        gc.collect()
        gc.freeze()
        for path in PAGES:
            measure(client, path.format(waiting=waiting))
        for path in ("/werkbank", "/werkbank/gemeenten", "/werkbank/knelpunten"):
            measure(client, path, partial(arrive, records), " (just after something came in)")


def arrive(records: Records) -> None:
    """Something comes in, so that what the desk remembered is old."""
    with records.write():
        records.messages.store(Arrival(Channel.EMAIL, str(next(_numbers)), b"x", NOW, sender="i@x.example"))


if __name__ == "__main__":
    main()
