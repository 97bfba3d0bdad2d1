"""`python -m tests.cast.helping`: the helper with the script reader.

A mail that says `bug` ends it, unless it is called `steady`; one that says `sleep` holds it.
"""

from __future__ import annotations

import os
import sys
import time

from domain.model import Message
from intake.ahead import serve
from tests.cast.script import ScriptReader, parse_script


def parse_or_die(raw: bytes) -> Message:
    """The script parser, except that a bug is a crash."""
    if b"\nbug" in raw:
        os._exit(1)
    if b"\nsleep" in raw:
        time.sleep(3600)
    return parse_script(raw)


if __name__ == "__main__":
    serve(parse_script if "steady" in sys.argv else parse_or_die, ScriptReader())
