"""The child process that reads documents: it may be killed, and it never outlives its owner."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from intake.mail.document_reader import Request, extract

REQUEST = Request("a.txt", "text/plain")
SCRIPT = """
from intake.mail.document_reader import Request, extract, _reader
extract(Request("a.txt", "text/plain"), b"vier")
print(_reader._process.pid, flush=True)
"""


def _children() -> list[int]:
    """Only those that read documents: other tests have servers running."""
    tasks = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    found = tasks.read_text().split() if tasks.exists() else []
    return [int(child) for child in found if b"document_worker" in Path(f"/proc/{child}/cmdline").read_bytes()]


def test_a_killed_child_is_replaced_and_the_document_read() -> None:
    assert extract(REQUEST, b"vier").found[0].text == "vier"
    for child in _children():
        os.kill(child, signal.SIGKILL)
    assert extract(REQUEST, b"vijf").found[0].text == "vijf"


def test_one_child_reads_many_documents() -> None:
    extract(REQUEST, b"vier")
    before = _children()
    assert [extract(REQUEST, str(n).encode()).found[0].text for n in range(5)] == list("01234")
    assert _children() == before


def test_the_child_ends_with_its_owner() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True, timeout=60)
    child = int(done.stdout)
    assert not Path(f"/proc/{child}").exists() or "Z" in Path(f"/proc/{child}/stat").read_text()


def test_what_it_cost_is_told() -> None:
    assert 0 <= extract(REQUEST, b"vier").used < REQUEST.budget
