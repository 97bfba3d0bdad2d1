"""All benches, one after the other. Each can also be run by itself; figures go to standard output."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BENCHES = (
    ("collect_imap.py",),
    ("kills.py",),
    ("kills.py", "--real"),
    ("campaign.py",),
    ("tick.py",),
    ("year.py",),
    ("chat.py", "--warm"),
    ("pages.py",),
)
"""Each with its arguments; together they take about three quarters of an hour."""


def main() -> int:
    failed = 0
    for name, *arguments in BENCHES:
        print("==", name, *arguments, flush=True)
        bench = [sys.executable, str(Path(__file__).with_name(name)), *arguments]
        failed += subprocess.run(bench, check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
