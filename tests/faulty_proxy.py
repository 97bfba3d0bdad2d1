"""A small TCP proxy that does to a connection what networks and servers do: freeze it, cut it, change what is said."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress


class FaultyProxy:
    """Listens on `port` of loopback and passes on to another; every fault is asked for by a test."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.connections = 0
        self.said_by_client = b""
        self.rewrite: Callable[[bytes], bytes] = lambda data: data
        self._flowing = threading.Event()
        self._flowing.set()
        self._fuse: int | None = None
        self._refusals = 0
        self._open: list[socket.socket] = []
        self._pumping: list[threading.Thread] = []
        self._accepting = threading.Thread(target=self._accept)
        self._accepting.start()

    def freeze(self) -> None:
        """Pass nothing on any more; connections stay open, and new ones are accepted and left alone."""
        self._flowing.clear()

    def thaw(self) -> None:
        self._flowing.set()

    def cut_after(self, octets: int) -> None:
        """Cut the connection on which the server says this many octets more; later ones are spared."""
        self._fuse = octets

    def refuse(self, times: int) -> None:
        """Hang up on the next so many callers."""
        self._refusals = times

    def cut(self) -> None:
        """Cut every connection now."""
        for sock in self._open:
            _hang_up(sock)
        self._open.clear()

    def close(self) -> None:
        # close() alone leaves a thread in accept() where it is
        _hang_up(self._listener)
        self._accepting.join()
        self.thaw()
        self.cut()
        for thread in self._pumping:
            thread.join()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                if self._refusals:
                    self._refusals -= 1
                    client.close()
                    continue
                server = socket.create_connection(("127.0.0.1", self._target))
                self.connections += 1
                self._open += [client, server]
                for work in ((client, server, False), (server, client, True)):
                    thread = threading.Thread(target=self._pump, args=work)
                    self._pumping.append(thread)
                    thread.start()

    def _pump(self, source: socket.socket, sink: socket.socket, from_server: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                self._flowing.wait()
                if not from_server:
                    self.said_by_client += data
                sink.sendall(self._damage(data) if from_server else data)
        _hang_up(source)
        _hang_up(sink)

    def _damage(self, data: bytes) -> bytes:
        if self._fuse is not None:
            self._fuse -= len(data)
            if self._fuse < 0:
                self._fuse = None
                raise OSError("the fuse has blown")
        return self.rewrite(data)


def _hang_up(sock: socket.socket) -> None:
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)
    sock.close()


@contextmanager
def faulty_proxy(target: int) -> Iterator[FaultyProxy]:
    proxy = FaultyProxy(target)
    try:
        yield proxy
    finally:
        proxy.close()
