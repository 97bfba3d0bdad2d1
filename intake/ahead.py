"""Reading on the second core: a helper process parses and reads a part of a batch while this one does the rest.

Reading Dutch is what costs time, and it needs nothing but the bytes. The helper never sees the database; what it gives
back is what this process would have made itself. It is started only when much mail is waiting, and whatever goes wrong
with it, its part is done here. When this process ends, however it ends, the helper reads the end of its input and ends.

The same process serves to read one suspect mail alone (`read_alone`): a mail that ends the process that reads it is
found out by a process that may end, and no mail is blamed because somebody pulled the plug.
"""

from __future__ import annotations

import os
import pickle
import select
import subprocess
import sys
from collections.abc import Sequence
from types import TracebackType
from typing import IO, Any, Self

from domain.errors import MessageError
from domain.model import Message, Reading
from domain.ports import Parse, Reader

WORTH_IT = 150
"""So many mails have come by before a helper is started: that takes it a few seconds."""

Read = tuple[Message, Reading]

_READY = b"k"
_LENGTH = 8


PATIENCE = 60.0
"""Seconds that a suspect mail may take, and that a helper may take to start."""


def read_alone(command: Sequence[str], raw: bytes, patience: float = PATIENCE) -> Read | None:
    """Read one mail in a process of its own; `None` where that process cannot read it, or where there is none.

    Raises `MessageError` where the process does not survive it, or does not come to an end.
    """
    with Ahead(command, worth_it=0) as ahead:
        ahead.offer([])
        if not ahead.waits(PATIENCE) or not ahead.offer([raw]):
            return None
        if not ahead.waits(patience):
            raise MessageError(f"Het lezen van dit bericht duurt langer dan {patience:.0f} seconden.")
        (read,) = ahead.take()
        if ahead.gone:
            raise MessageError("Plaatsmaker kan dit bericht niet lezen zonder te stoppen.")
        return read


class Ahead:
    """The helper as its user sees it. `command` starts a process that calls `serve`; without it nothing is helped."""

    def __init__(self, command: Sequence[str] = (), worth_it: int = WORTH_IT) -> None:
        self._command = command
        self._worth_it = worth_it
        self._seen = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._ready = False
        self._asked = 0
        self._gave_up = False

    def offer(self, raws: Sequence[bytes]) -> bool:
        """Give the helper these mails; false where there is none (yet)."""
        self._seen += len(raws)
        if self._process is None:
            if self._command and self._seen >= self._worth_it:
                self._start()
            return False
        if not self._is_ready():
            return False
        try:
            _send(self._input, list(raws))
        except OSError:
            self._give_up()
            return False
        self._asked = len(raws)
        return True

    def take(self) -> list[Read | None]:
        """What the helper made of the mails of the last `offer`; `None` for one that has to be done here."""
        asked, self._asked = self._asked, 0
        try:
            answer: list[Read | None] = _receive(self._output)
        except (OSError, EOFError, pickle.UnpicklingError):
            self._give_up()
            return [None] * asked
        return answer

    def waits(self, patience: float) -> bool:
        """Wait for something to come from the helper (its end included); false where nothing comes, or none runs."""
        return self._process is not None and bool(select.select([self._output], [], [], patience)[0])

    @property
    def gone(self) -> bool:
        """Whether there was a helper that failed."""
        return self._gave_up

    def close(self) -> None:
        """End the helper."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def _start(self) -> None:
        try:
            # A session of its own: Ctrl-C is meant for us, and we end the helper.
            self._process = subprocess.Popen(  # noqa: S603  # the command is our own program
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError:
            self._command = ()

    def _is_ready(self) -> bool:
        if not self._ready and select.select([self._output], [], [], 0)[0]:
            self._ready = self._output.read(len(_READY)) == _READY
            if not self._ready:
                self._give_up()
        return self._ready

    def _give_up(self) -> None:
        """A helper that failed is not started again: what it fell over is tried here, where tries are counted."""
        self.close()
        self._command, self._ready, self._gave_up = (), False, True

    @property
    def _input(self) -> IO[bytes]:
        return _pipe(self._process.stdin if self._process else None)

    @property
    def _output(self) -> IO[bytes]:
        return _pipe(self._process.stdout if self._process else None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def serve(parse: Parse, reader: Reader) -> None:
    """Be the helper: read batches from standard input until it ends. Nothing else may use standard output."""
    with os.fdopen(os.dup(1), "wb") as output, os.fdopen(os.dup(0), "rb") as source:
        os.dup2(2, 1)
        sys.stdout = sys.stderr
        output.write(_READY)
        output.flush()
        while True:
            try:
                raws: list[bytes] = _receive(source)
            except EOFError:
                return
            _send(output, [_read(parse, reader, raw) for raw in raws])


def _read(parse: Parse, reader: Reader, raw: bytes) -> Read | None:
    try:
        message = parse(raw)
        return message, reader.read(message)
    except Exception:  # noqa: BLE001  # done again by the process that keeps the reason
        return None


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise BrokenPipeError("de helper is er niet")
    return pipe


def _send(pipe: IO[bytes], value: object) -> None:
    packed = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    pipe.write(len(packed).to_bytes(_LENGTH, "big") + packed)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> Any:  # noqa: ANN401  # what the other side sent
    length = pipe.read(_LENGTH)
    packed = pipe.read(int.from_bytes(length, "big")) if len(length) == _LENGTH else b""
    if not packed:
        raise EOFError
    return pickle.loads(packed)  # noqa: S301  # from a process that we started ourselves
