"""What nobody foresaw: the details go to a file for whoever mends it, and the user gets one sentence."""

from __future__ import annotations

import os
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

from bot.masking import masked


def details_of(error: BaseException) -> str:
    """Write the details to a file that only this user can read; gives the sentence for the user."""
    text = f"{datetime.now(UTC).isoformat()}\n{masked(''.join(traceback.format_exception(error)))}\n"
    file = Path(tempfile.gettempdir()) / f"plaatsmaker-fout-{os.getuid()}.log"
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "a", encoding="utf-8", errors="backslashreplace") as log:
            log.write(text)
    except OSError:
        return f"Er ging iets mis dat wij niet hadden voorzien ({type(error).__name__})."
    return f"Er ging iets mis dat wij niet hadden voorzien ({type(error).__name__}). De details staan in {file}."
