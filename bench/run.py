"""All benches, one after the other. Each can also be run by itself; figures go to standard output."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BENCHES = ("collect_imap.py", "kills.py", "campaign.py", "tick.py")


def main() -> int:
    failed = 0
    for name in BENCHES:
        print(f"== {name}", flush=True)
        bench = [sys.executable, str(Path(__file__).with_name(name))]
        failed += subprocess.run(bench, check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
