"""Reading on the second core: a helper process parses and reads mail while this one stores what was read, and reads.

Reading Dutch is what costs time, and it needs nothing but the bytes and the dossiers that the thread is in. The helper
never sees the database; what it gives back is what this process would have made itself. It is started only when much
mail is waiting, and whatever goes wrong with it, its part is done here. When this process ends, however it ends, the
helper reads the end of its input and ends.

The same process serves to read one suspect mail alone (`read_alone`): a mail that ends the process that reads it is
found out by a process that may end, and no mail is blamed because somebody pulled the plug.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from queue import Empty, SimpleQueue
from threading import Event, Thread
from types import TracebackType
from typing import IO, Any, Self

from domain.errors import MessageError
from domain.model import Message, Reading
from domain.ports import Parse, Reader

WORTH_IT = 100
"""So many mails have come by before a helper is started: that takes it a few seconds."""

IN_HAND = 40
"""Mails that the helper has at most: enough to go on with while this process stores a batch."""

PATIENCE = 60.0
"""Seconds that a suspect mail may take, and that a helper may take to start."""

Read = tuple[Message, Reading]

_READY = b"k"
_LENGTH = 8
_PIPE = 1 << 20
_SMALL_PIPE = 1 << 16


def read_alone(
    command: Sequence[str], raw: bytes, thread: Sequence[str] = (), patience: float = PATIENCE
) -> Read | None:
    """Read one mail in a process of its own; `None` where that process cannot read it, or where there is none.

    Raises `MessageError` where the process does not survive it, or does not come to an end.
    """
    with Ahead(command, worth_it=0) as ahead:
        ahead.expect(1)
        if not ahead.comes_up(PATIENCE) or not ahead.offer(0, raw, thread):
            return None
        answers = ahead.take(patience)
        if not answers:
            raise MessageError(f"Het lezen van dit bericht duurt langer dan {patience:.0f} seconden.")
        if ahead.gone:
            raise MessageError("Plaatsmaker kan dit bericht niet lezen zonder te stoppen.")
        return answers[0][1]


class Ahead:
    """The helper as its user sees it. `command` starts a process that calls `serve`; without it nothing is helped.

    It takes mails by a number of the user's own, several at a time, and gives them back in that order.
    """

    def __init__(self, command: Sequence[str] = (), worth_it: int = WORTH_IT) -> None:
        self._command = command
        self._worth_it = worth_it
        self._seen = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._listener: Thread | None = None
        self._up = Event()
        self._answers: SimpleQueue[tuple[Read | None] | None] = SimpleQueue()
        """Each answer in a tuple of its own; `None` after the last."""
        self._given: dict[int, int] = {}
        self._room = _SMALL_PIPE
        self._ended = False

    def expect(self, count: int) -> None:
        """So much mail has come by; starts the helper as soon as it is worth that."""
        self._seen += count
        if self._command and self._process is None and self._seen > self._worth_it:
            self._start()

    @property
    def ready(self) -> bool:
        """Whether there is a helper that takes work."""
        return self._process is not None and self._up.is_set() and not self._ended

    @property
    def gone(self) -> bool:
        """Whether there was a helper that failed."""
        return self._ended

    def comes_up(self, patience: float) -> bool:
        """Wait until the helper takes work; false where it does not."""
        return self._process is not None and self._up.wait(patience) and self.ready

    def offer(self, number: int, raw: bytes, thread: Sequence[str] = ()) -> bool:
        """Give the helper this mail, of a thread in these dossiers; false where there is no helper or it has enough.

        Never waits: a mail that does not fit into the pipe beside the others is given only to a helper without work.
        """
        if not self.ready or not self.has_room(len(raw)):
            return False
        try:
            _send(self._input, (raw, tuple(thread)))
        except OSError:
            self.give_up()
            return False
        self._given[number] = len(raw)
        return True

    def has_room(self, size: int = 0) -> bool:
        """Whether the helper would take a mail of so many bytes beside what it has."""
        fits = len(self._given) < IN_HAND and sum(self._given.values()) + size <= self._room
        return self.ready and (fits or not self._given)

    def take(self, patience: float = 0.0) -> list[tuple[int, Read | None]]:
        """What came back since the last time, by number; `None` for a mail that has to be read here.

        Where there is nothing yet it waits so many seconds for the first, as long as there is something to come.
        """
        taken: list[tuple[int, Read | None]] = []
        while self._given:
            try:
                answer = self._answers.get(timeout=patience) if patience and not taken else self._answers.get_nowait()
            except Empty:
                break
            if answer is None:
                self.give_up()
                break
            taken.append((self._first(), answer[0]))
        if self._ended:
            taken += [(self._first(), None) for _ in range(len(self._given))]
        return taken

    def give_up(self) -> None:
        """A helper that failed is not started again: what it fell over is tried here, where tries are counted."""
        self._command, self._ended = (), True
        self.close()

    def close(self) -> None:
        """End the helper."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        if self._listener is not None:
            self._listener.join()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):  # what was not sent yet cannot be sent any more
                _pipe(pipe).close()

    def _first(self) -> int:
        number = next(iter(self._given))
        del self._given[number]
        return number

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
            return
        self._room = _widened(self._input)
        self._listener = Thread(target=self._listen, args=(_pipe(self._process.stdout),), name="meelezen", daemon=True)
        self._listener.start()

    def _listen(self, output: IO[bytes]) -> None:
        """Take in what the helper says: were nobody to listen, both could come to wait for the other to read."""
        try:
            _await_ready(output)
            self._up.set()
            while True:
                self._answers.put((_receive(output),))
        except Exception:  # noqa: BLE001  # whatever it is: from here on nothing more comes of this helper
            self._ended = True
            self._answers.put(None)
            self._up.set()

    @property
    def _input(self) -> IO[bytes]:
        return _pipe(self._process.stdin if self._process else None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def serve(parse: Parse, reader: Reader) -> None:
    """Be the helper: read mails from standard input until it ends. Nothing else may use standard output."""
    with os.fdopen(os.dup(1), "wb") as output, os.fdopen(os.dup(0), "rb") as source:
        os.dup2(2, 1)
        sys.stdout = sys.stderr
        output.write(_READY)
        output.flush()
        while True:
            try:
                raw, thread = _receive(source)
            except EOFError:
                return
            _send(output, _read(parse, reader, raw, thread))


def _read(parse: Parse, reader: Reader, raw: bytes, thread: Sequence[str]) -> Read | None:
    try:
        message = parse(raw)
        return message, reader.read(message, thread)
    except Exception:  # noqa: BLE001  # done again by the process that keeps the reason
        return None


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise BrokenPipeError("de helper is er niet")
    return pipe


def _await_ready(pipe: IO[bytes]) -> None:
    if pipe.read(len(_READY)) != _READY:
        raise EOFError


def _widened(pipe: IO[bytes]) -> int:
    """How many bytes the pipe holds, after asking for more: then nobody waits for the other."""
    try:
        return fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE)
    except (OSError, AttributeError):  # not every system has this
        return _SMALL_PIPE


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
