"""The child process that reads documents: `python -m intake.mail.document_worker`, frames in and out.

A frame is eight bytes of length and then the bytes. A request is two frames (JSON and the file), an answer is one.
An empty frame at the start says that the child is ready.
"""

from __future__ import annotations

import contextlib
import json
import resource
import signal
import sys
import time
from dataclasses import asdict
from typing import BinaryIO

from intake.mail.document_reader import Extracted, Request
from intake.mail.documents import read_document

_FRAME = 8
_MEMORY = 1_500_000_000
_GRACE = 0.25
"""Seconds more than the budget before the kernel ends the process; a PDF stops by itself before that."""


def main() -> None:
    """Answer requests until the pipe closes."""
    # Who stops the service must not make a document look unreadable; the child ends when its pipe closes.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    with contextlib.suppress(ValueError, OSError):  # macOS knows the limit but does not let it be set
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY if hard < 0 else min(_MEMORY, hard), hard))
    source, target = sys.stdin.buffer, sys.stdout.buffer
    _write(target, b"")
    while (head := _read(source)) is not None:
        data = _read(source) or b""
        request = Request(**json.loads(head))
        started = time.process_time()
        # SIGPROF is not handled on purpose: its default is the end, also in the midst of a loop in C.
        signal.setitimer(signal.ITIMER_PROF, request.budget + _GRACE)
        found = _safely(request, data)
        signal.setitimer(signal.ITIMER_PROF, 0)
        answer = {"found": [asdict(one) for one in found], "used": time.process_time() - started}
        _write(target, json.dumps(answer).encode())


def _safely(request: Request, data: bytes) -> list[Extracted]:
    try:
        return read_document(request, data)
    except Exception as error:  # noqa: BLE001 - the libraries raise anything on damaged files; the reason is reported
        return [Extracted(request.name, problem=f"De bijlage kan niet worden gelezen ({type(error).__name__}).")]


def _read(source: BinaryIO) -> bytes | None:
    size = source.read(_FRAME)
    return source.read(int.from_bytes(size, "big")) if len(size) == _FRAME else None


def _write(target: BinaryIO, frame: bytes) -> None:
    target.write(len(frame).to_bytes(_FRAME, "big") + frame)
    target.flush()


if __name__ == "__main__":
    main()
