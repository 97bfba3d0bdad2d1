"""The log of the service: a line of JSON for each event, in a file in the data folder, with personal data masked."""

from __future__ import annotations

import logging
import logging.handlers
import sys
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import structlog

from bot.masking import masked

MAX_BYTES = 10_000_000
FILES = 5
UNTOUCHED = frozenset({"timestamp", "level", "logger"})


class LogFile(logging.handlers.RotatingFileHandler):
    """A file that is turned over when it grows. One that cannot be written (a full disk) says so once."""

    said = False

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802  # both names are those of logging
        """Say it instead of printing the traceback that logging would print for each event."""
        if not self.said:
            print(f"{self.baseFilename}: in het logboek kan niet worden geschreven.", file=sys.stderr)
        self.said = True


def start_log(data: Path) -> Path:
    """Write the log of this process, libraries included, to `plaatsmaker.log` in `data`; gives that file."""
    data.mkdir(parents=True, exist_ok=True)
    file = data / "plaatsmaker.log"
    handler = LogFile(file, maxBytes=MAX_BYTES, backupCount=FILES, encoding="utf-8")
    file.chmod(0o600)
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        mask_values,
    ]
    render = structlog.processors.JSONRenderer(ensure_ascii=False)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render], foreign_pre_chain=shared
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    # Their every tick and every request, with the token of Telegram in its address, would be a line
    for chatty in ("apscheduler", "httpx", "httpcore"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    # It writes down whole answers that it cannot read, with what people said in them; we tell what is wrong ourselves
    logging.getLogger("telegram").setLevel(logging.CRITICAL + 1)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    return file


def mask_values(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: every text in the event without personal data."""
    for key, value in event.items():
        if isinstance(value, str) and key not in UNTOUCHED:
            event[key] = masked(value)
    return event
