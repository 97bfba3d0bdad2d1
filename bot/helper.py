"""`python -m bot.helper`: the second process that reads along when much mail is waiting. Started by `intake.ahead`."""

from __future__ import annotations

import sys

from bot.app import build_reader
from intake.ahead import serve
from intake.mail.parse import parse

COMMAND = (sys.executable, "-P", "-m", "bot.helper")
"""`-P`: a folder named `bot` where the user happens to stand is not ours."""

if __name__ == "__main__":
    serve(parse, build_reader())
