"""Documents are read in a process of their own, which may be slow, greedy or die without harm to the service.

The libraries for PDF and Office files are pure Python: a document can keep them busy for minutes, and no thread can
be stopped. So one child process does this work for as long as the service lives (starting one for each document
costs more than reading it). It limits its own memory, and for each document its own processor time with a timer
that the kernel enforces; when it dies a new one takes over.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

_START_SECONDS = 60.0
_WALL_SECONDS = 30.0
"""More than the processor time that is allowed, for a machine that is busy with other things."""
_ROOT = Path(__file__).resolve().parents[2]
_DYING_SECONDS = 2.0
"""A child that has nothing to read any more ends at once; one that hangs is killed after this."""
_CHUNK = 1 << 20
_FRAME = 8
_UNREADABLE = "De bijlage kan niet worden gelezen: het bestand is beschadigd of van een onbekende soort."
TOO_LONG = "De bijlage kost te veel tijd of geheugen om te lezen."


@dataclass(frozen=True, slots=True)
class Request:
    """What to read: a file name, its declared type and charset, and the seconds of processor time it may cost."""

    name: str
    content_type: str
    charset: str = ""
    budget: float = 1.0


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of one document; a winmail.dat gives several, of which one may be the body of the mail."""

    name: str
    text: str = ""
    problem: str = ""
    content_type: str = ""
    size: int = 0
    is_body: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What came out, and the processor time that it took in seconds."""

    found: list[Extracted]
    used: float = 0.0


class _Dead(Exception):
    """The child process ended, or was ended, before it answered."""


class _Slow(_Dead):
    """The child process did not answer in time."""


class _Reader:
    """The child process and the pipe to it; one request at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._inherited: subprocess.Popen[bytes] | None = None
        """The child of the process that this one was forked from: not ours to end."""

    def ask(self, request: Request, data: bytes) -> Answer:
        """Read one document; starts the child if there is none, and a second one if the first was killed or crashed."""
        with self._lock:
            answer = self._attempt(request, data) or self._attempt(request, data)
        return answer or Answer([Extracted(request.name, problem=_UNREADABLE)], request.budget)

    def _attempt(self, request: Request, data: bytes) -> Answer | None:
        """The answer, or nothing where the child died of something else than the time that the document took."""
        try:
            process = self._running()
            self._send(process, json.dumps(asdict(request)).encode(), data)
            answer = json.loads(self._receive(process, _WALL_SECONDS))
        except (_Dead, OSError) as error:
            if self._end() == -signal.SIGPROF or isinstance(error, _Slow):
                return Answer([Extracted(request.name, problem=TOO_LONG)], request.budget)
            return None
        return Answer([Extracted(**one) for one in answer["found"]], answer["used"])

    def close(self) -> None:
        """End the child."""
        with self._lock:
            self._end()

    def _running(self) -> subprocess.Popen[bytes]:
        # A process that was forked off must not talk through the pipe of its parent.
        if self._process is None or self._owner != os.getpid() or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "intake.mail.document_worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                cwd=_ROOT,
            )
            self._owner = os.getpid()
            self._receive(self._process, _START_SECONDS)
        return self._process

    def _end(self) -> int | None:
        """End the child; gives how it ended by itself, if it did (a negative number is a signal)."""
        process, self._process = self._process, None
        if process is None:
            return None
        for pipe in (process.stdin, process.stdout):
            if pipe:
                with contextlib.suppress(OSError):  # a broken pipe cannot be flushed
                    pipe.close()
        if self._owner != os.getpid():
            self._inherited = process
            return None
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.wait(_DYING_SECONDS)
        process.kill()
        process.wait()
        return None

    @staticmethod
    def _send(process: subprocess.Popen[bytes], *frames: bytes) -> None:
        assert process.stdin is not None  # noqa: S101 - Popen was asked for a pipe
        for frame in frames:
            process.stdin.write(len(frame).to_bytes(_FRAME, "big"))
            process.stdin.write(frame)
        process.stdin.flush()

    @staticmethod
    def _receive(process: subprocess.Popen[bytes], seconds: float) -> bytes:
        """One frame from the child; raises `_Dead` where it ends or takes longer than `seconds`."""
        assert process.stdout is not None  # noqa: S101 - Popen was asked for a pipe
        end = time.monotonic() + seconds
        data = b""
        wanted = _FRAME
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while len(data) < wanted:
                if not selector.select(max(0.0, end - time.monotonic())):
                    raise _Slow
                piece = os.read(process.stdout.fileno(), min(_CHUNK, wanted - len(data)))
                if not piece:
                    raise _Dead
                data += piece
                if wanted == _FRAME == len(data):
                    wanted += int.from_bytes(data, "big")
        return data[_FRAME:]


_reader = _Reader()
atexit.register(_reader.close)


def extract(request: Request, data: bytes) -> Answer:
    """Read the text of one document; whatever goes wrong is a problem in the answer, never an exception."""
    return _reader.ask(request, data)
