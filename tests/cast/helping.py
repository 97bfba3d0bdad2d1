"""`python -m tests.cast.helping`: the helper with the script reader.

A mail that says `bug` ends it, unless it is called `steady`, and `bug once FILE` only when that file is there; one that
says `sleep` holds it.
"""

from __future__ import annotations

import os
import re
import sys
import time
from pathlib import Path

from domain.model import Message
from intake.ahead import serve
from tests.cast.script import ScriptReader, parse_script

BUG = re.compile(rb"\nbug(?: once (.+))?")


def parse_or_die(raw: bytes) -> Message:
    """The script parser, except that a bug is a crash."""
    if found := BUG.search(raw):
        while found[1] and not Path(os.fsdecode(found[1])).exists():
            time.sleep(0.01)
        os._exit(1)
    if b"\nsleep" in raw:
        time.sleep(3600)
    return parse_script(raw)


if __name__ == "__main__":
    serve(parse_script if "steady" in sys.argv else parse_or_die, ScriptReader())
