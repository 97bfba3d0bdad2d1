"""How the user starts this program, for sentences that say what to type next."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

NAME = "plaatsmaker"


def called() -> str:
    """`plaatsmaker` where a shell finds it by that name; else the way to it, short where it is below this folder."""
    program = Path(sys.argv[0]).absolute()
    found = shutil.which(NAME)
    if program.name != NAME or (found and Path(found).resolve() == program.resolve()):
        return NAME
    return str(program.relative_to(Path.cwd())) if program.is_relative_to(Path.cwd()) else str(program)
