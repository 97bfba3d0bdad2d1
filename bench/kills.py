"""Killed again and again during a collect, the records must equal those of a calm run, apart from times.

    python bench/kills.py [MAILS] [KILLS] [--real]

Without `--real` a reader that does as it is told, and a helper like it, read mails made for it, many of them in
threads, corrected, withdrawn or delivered twice; with it the program itself reads the mails of the demo, and every kill
costs its start again. Then the outbox is left out: how many acknowledgements one address gets in ten minutes is
limited, and a run that is killed takes longer.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.chdir(ROOT)

from bench.collect_imap import mixed_mails  # noqa: E402 # the path comes first
from tests.cast.dump import rows_without_times  # noqa: E402 # the same
from tests.cast.killing import collect_with_kills  # noqa: E402 # the same
from tests.cast.mailbox import fill  # noqa: E402 # the same

Rows = dict[str, list[tuple[object, ...]]]


def fill_with_demo(mailbox: Path, count: int) -> None:
    for name in ("cur", "new", "tmp"):
        (mailbox / name).mkdir(parents=True)
    for number, raw in enumerate(mixed_mails(range(count))):
        path = mailbox / "new" / f"1750000000.{number:06}.proef"
        path.write_bytes(raw)
        os.utime(path, (1_750_000_000 + number,) * 2)


def command_for(folder: Path, *, real: bool) -> tuple[list[str], Path]:
    """The command that collects in this folder, and the database that it fills."""
    if not real:
        return [
            sys.executable,
            "-m",
            "tests.cast.collecting",
            str(folder / "mail"),
            str(folder),
            "helped",
        ], folder / "proef.db"
    settings = folder / "plaatsmaker.toml"
    campaign = json.dumps(str(ROOT / "campaigns" / "versnelling-2026"))
    mailbox = json.dumps(str(folder / "mail"))
    data = json.dumps(str(folder / "data"))
    settings.write_text(
        f'campaign = {campaign}\ndata = {data}\n[mail.incoming]\nkind = "maildir"\npath = {mailbox}\n', encoding="utf-8"
    )
    program = str(Path(sys.executable).with_name("plaatsmaker"))
    return [program, "--config", str(settings), "collect"], folder / "data" / "plaatsmaker.db"


def compare(calm: Rows, killed: Rows, left_out: set[str]) -> list[str]:
    """Each table that differs, with the first rows that only one of the two has."""
    lines = []
    for table, rows in calm.items():
        if table not in left_out and rows != killed[table]:
            gone, come = set(rows) - set(killed[table]), set(killed[table]) - set(rows)
            lines.append(f"{table}: {len(rows)} and {len(killed[table])} rows; {sorted(gone, key=repr)[:2]}")
            lines.append(f"    against {sorted(come, key=repr)[:2]}")
    return lines


def main(mails: int, kills: int, *, real: bool) -> int:
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        (fill_with_demo if real else fill)(top / "mail", mails)
        folders = [top / "calm", top / "killed"]
        for folder in folders:
            shutil.copytree(top / "mail", folder / "mail")
        command, calm = command_for(folders[0], real=real)
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        print(f"calm run: {mails} mails in {time.perf_counter() - start:.1f} s")
        command, killed = command_for(folders[1], real=real)
        longest, seldom = (0.4, 3.0) if real else (0.15, 0.0)
        done = collect_with_kills(command, killed, kills, longest, seldom=seldom)
        left_out = {"outbox", "sqlite_sequence"} if real else set()
        different = compare(rows_without_times(calm), rows_without_times(killed), left_out)
        print(f"{done} kills: {'DIFFERENT RECORDS' if different else 'the same records'}")
        for line in different:
            print(line[:400])
        return 1 if different else 0


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()] + [2000, 200]
    sys.exit(main(numbers[0], numbers[1] if len(numbers) > 3 else 200, real="--real" in sys.argv))
